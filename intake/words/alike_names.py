"""Tell whether two names may be one unit's, written otherwise: part of the other, abbreviated, with another ending, in traditional signs."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from intake.words.fold import fold_all

ALIKE = 0.8  # of the letters in common
SHORTEST, LONGEST_SHORT = 2, 5  # letters of an abbreviation in Han signs: 北大, 中科院
# what units are, not who: of two names that differ in this alone people mean one, mostly
SORTS = re.compile(
    r"大学|学院|学校|研究生院|研究院|研究所|有限责任公司|股份有限公司|有限公司|公司|集团|国际交流中心|国际交流处|国际合作与交流处|"
    r"国际处|外事办公室|外事处|外办|办公室|中心|中国|[省市区县]|"
    r"university|college|institute|school|academy|cent(?:re|er)|company|limited|ltd|inc|corp(?:oration)?|office|of|the|and"
)
HAN = re.compile(r"[\u3400-\u9fff]+")


def resemble(one: str, other: str) -> bool:
    """Tell whether two names differ in wording only, as far as one can tell; people decide."""
    one, other = _folded(one), _folded(other)
    if one == other:
        return True
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    shared = len(_letters(one) & _letters(other))
    if len(short) < SHORTEST or not shared:
        return False
    if shared * 2 < len(_letters(short)):
        return _old_signs(one, other)
    return (
        short in long or _abbreviated(short, long) or _close(_core(one) or one, _core(other) or other) or _old_signs(one, other)
    )


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return fold_all(name)


@lru_cache(maxsize=4096)
def _letters(name: str) -> frozenset[str]:
    return frozenset(name)


@lru_cache(maxsize=4096)
def _core(name: str) -> str:
    return SORTS.sub("", name)


def _abbreviated(short: str, long: str) -> bool:
    """Tell whether a short name in Han signs takes its signs from a long one, in order, the first first."""
    if not SHORTEST <= len(short) <= LONGEST_SHORT or len(long) < len(short) + 2 or short[0] != long[0]:
        return False
    rest = iter(long)
    return bool(HAN.fullmatch(short)) and all(sign in rest for sign in short)


def _old_signs(one: str, other: str) -> bool:
    """Tell whether two names of one length differ only where one has a traditional sign and the other none (CP 950 has those alone)."""
    differ = [pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
    if len(one) != len(other) or len(differ) == len(one):
        return False
    certain = sum(_traditional(one) is not _traditional(other) for one, other in differ)  # 臺 and 台 are both old
    return 2 * certain > len(differ) and all(HAN.fullmatch("".join(pair)) for pair in differ)


@lru_cache(maxsize=4096)
def _traditional(sign: str) -> bool:
    try:
        sign.encode("cp950")
    except UnicodeEncodeError:
        return False
    return True


def _close(one: str, other: str) -> bool:
    """Tell whether two names, without what they are, are nearly the same letters."""
    if one == other:
        return len(one) >= SHORTEST
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def in_simplified(text: str, word: str) -> str:
    """Return a text in which a word that stands there in traditional signs stands as it is given."""
    size = len(word)
    for start in range(len(text) - size + 1) if len(word) >= SHORTEST and HAN.fullmatch(word) else ():
        if _old_signs(text[start : start + size], word):
            return text[:start] + word + text[start + size :]
    return text
