"""How little a decoded text reads like one: bytes that fit several charsets give one text and several heaps of letters.

What counts against a reading: characters nobody writes, alphabets that change inside a word, capitals behind small letters,
signs stuck to letters ("Ã©"), rare Han characters, and Han characters between Latin letters ("S茫o").
"""

from __future__ import annotations

import functools
import re
import unicodedata

SAMPLE = 3000  # characters looked at
WORD = re.compile(r"[^\s\x00-@\[-`{-\x7f]*[^\s\x00-\x7f][^\s\x00-@\[-`{-\x7f]*")
HAN, KANA, HANGUL, LATIN, THAI, SIGN, NONE = "han", "kana", "hangul", "latin", "thai", "sign", "none"
SCRIPTS = {"CJK": HAN, "IDEOGRAPHIC": HAN, "HIRAGANA": KANA, "KATAKANA": KANA, "KATAKANA-HIRAGANA": KANA, "HANGUL": HANGUL, "LATIN": LATIN,
           "GREEK": "greek", "CYRILLIC": "cyrillic", "ARABIC": "arabic", "HEBREW": "hebrew", "THAI": THAI,
           "MASCULINE": SIGN, "FEMININE": SIGN, "VARIATION": SIGN}  # fmt: skip
ALPHABETS = frozenset({LATIN, "greek", "cyrillic", "arabic", "hebrew"})
BEHIND = frozenset("’‘”“…–—·»°ºª™®、。，！？：；）》」』")  # signs that may stand right behind a letter
BEFORE = frozenset("’‘”“„…–—·«¿¡€§、。，！？：；（《「『")  # and right before one
USUAL = BEHIND | BEFORE | frozenset("£©½\xa0")
RARE_LATIN = {  # letters that a charset has, and that more often are another charset's
    "cp1252": "ÿþðÐÞýÝ", "cp1250": "đţĐŢ", "cp1254": "áíóúæåøãõñàèìòÿ",
}  # fmt: skip
COMMON = {"gb18030": (0xB0, 0xD7, 0xA1), "cp950": (0xA4, 0xC6, 0x40), "cp932": (0x88, 0x97, 0x40)}  # lead bytes, least second one
SECOND = {"gb18030": (0xD8, 0xF7, 0xA1), "cp950": (0xC9, 0xF9, 0x40), "cp932": (0x98, 0xEA, 0x40)}
NEVER, ODD, HALF, FOREIGN, SLIGHT, HARDLY = 2.0, 1.0, 0.6, 0.4, 0.3, 0.1
BYTES = ("cp125", "cp874", "koi8", "mac", "iso8859", "cp8")  # charsets of single bytes, where any byte is a sign or a letter


def strangeness(text: str, codec: str = "") -> float:
    """Return what counts against a reading for each of its foreign characters: 0 reads well, 1 is a heap of letters."""
    text = text[:SAMPLE]
    foreign = sum(char > "\x7f" for char in text)
    if not foreign:
        return 0.0
    family = "cp932" if codec == "euc-jp-ms" else codec
    return sum(_of_word(word, family) for word in WORD.findall(text)) / foreign


def _of_word(word: str, codec: str) -> float:
    points = 0.0
    letters = sum(char.isalpha() for char in word)
    accented = sum(char > "\x7f" and _script(char) is LATIN for char in word)
    if accented >= 2 and (accented == letters or (accented >= 4 and accented * 2 > letters)):
        points += HALF * accented
    before, behind = " ", [*word[1:], " "]
    for char, after in zip(word, behind, strict=True):
        points += _alone(char, codec) + _beside(before, char, after)
        before = char
    return points


@functools.lru_cache(maxsize=20_000)
def _script(char: str) -> str:
    kind = unicodedata.category(char)
    if kind in {"Cc", "Cn", "Co", "Cs"} or char == "\ufffd":
        return NONE
    if kind[0] in "LM":
        first = unicodedata.name(char, "").replace("COMBINING", "LATIN").replace("FULLWIDTH ", "").split(" ")[0]
        return SCRIPTS.get(first, first)
    return SIGN


@functools.lru_cache(maxsize=20_000)
def _alone(char: str, codec: str) -> float:
    """Weigh a character by itself."""
    script = _script(char)
    if script is NONE:
        return HARDLY if "\U00020000" <= char <= "\U0003ffff" else NEVER
    if script is HAN:
        known = [family for family in COMMON if codec in {family, ""} or codec not in COMMON]
        return min(_rarity(char, family) for family in known) + (HALF if codec == "cp949" else 0.0)
    if script is HANGUL and codec == "cp949":
        return 0.0 if len(raw := char.encode(codec, "replace")) == 2 and min(raw) >= 0xA1 else HALF
    if script is KANA:
        return SLIGHT if codec in {"gb18030", "cp950"} or "\uff61" <= char <= "\uff9f" else 0.0
    if script is SIGN:
        return 0.0 if not codec.startswith(BYTES) or char < "\x80" else HARDLY if char in USUAL else FOREIGN
    if script in SCRIPTS.values():
        return SLIGHT if char in RARE_LATIN.get(codec, "ÿ") else 0.0
    return HALF


def _rarity(char: str, family: str) -> float:
    """Weigh a Han character by the part of a charset's table that it stands in."""
    try:
        raw = char.encode(family)
    except UnicodeEncodeError:
        return FOREIGN
    for (first, last, second), weight in ((COMMON[family], 0.0), (SECOND[family], SLIGHT)):
        if len(raw) == 2 and first <= raw[0] <= last and raw[1] >= second:
            return weight
    return FOREIGN


def _beside(before: str, char: str, after: str) -> float:
    """Weigh a character by its neighbours in the word."""
    here, left, right = _script(char), _script(before), _script(after)
    if here is SIGN:
        return ODD if char > "\x7f" and _stuck(before, char, after) else 0.0
    if here is THAI and unicodedata.category(char) == "Mn" and not _carries(before):
        return ODD
    if left in {SIGN, NONE} or here is NONE or not before.strip():
        return 0.0
    if here is HAN and left is LATIN and right is LATIN and max(before, after) < "\x80":
        return ODD
    if here != left:
        eastern = {here, left} <= {HAN, KANA} or ({here, left} <= {HAN, KANA, HANGUL, LATIN} and min(char, before) < "\x80")
        return 0.0 if eastern else HALF if {here, left} <= {HAN, HANGUL} else ODD
    final = before == "ς"
    return ODD if final or (max(char, before) > "\x7f" and char.isupper() and before.islower()) else 0.0


def _stuck(before: str, char: str, after: str) -> bool:
    """Tell a sign that stands at a letter as none does: "Ã©", "caf£", "£ód"."""
    if unicodedata.category(char) == "Cf":  # a mark of direction, or one that joins
        return False
    left, right = _script(before), _script(after)
    bare = before > "\x7f" and left is LATIN and (before.isupper() or before == "â")
    return bare or (left in ALPHABETS and char not in BEHIND) or (right in ALPHABETS and char not in BEFORE)


def _carries(char: str) -> bool:
    """Tell whether a Thai sign above or below may stand at a character: a consonant, or a vowel sign that bears a tone."""
    return "\u0e01" <= char <= "\u0e2e" or char in "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39"
