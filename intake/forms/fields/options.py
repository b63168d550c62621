"""Which of several options a text names or ticks: boxes before or behind the words, one tick among bare words, or words alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from intake.forms.fields.normalise import BOX, CROSSES, TICKED, UNTICKED
from intake.mime.invisible import without_invisible
from intake.words.fold import fold_case

MAX_TEXT = 2000  # characters; options are few and short
EMPTY_BRACKETS = re.compile(r"[(\[]\s*[)\]]")
BETWEEN = re.compile(
    r"[\s,，;；/、|.:：()（）\[\]\-_]|或者?|\bor\b|及|和|与|\band\b"
)  # may stand between the options of a printed list
ALIKE = str.maketrans({"þ": "☑", "ý": "☒", "¨": "☐", "×": "✗", "╳": "✗"})  # Wingdings, read without its font; other crosses
TYPED_MARKS = {"x": "doubtful", "v": "ticked", "true": "ticked", "false": "open"}  # for want of a box; a spreadsheet's own boxes
TIGHT = "一-鿿"


@dataclass(frozen=True, kw_only=True)
class Picked:
    """What a text says of some options."""

    ids: tuple[str, ...] = ()  # ticked, or named where there are no boxes, in the order of the text, each once
    named: bool = False  # an option's words stand in the text
    boxes: bool = False  # boxes or ticks stand in the text
    ticked: bool = False  # one of them at least is ticked
    alone: bool = False  # nothing but boxes and options stands in the text
    whole: bool = False  # it is one option's own words and nothing else


@dataclass(frozen=True, kw_only=True)
class _Token:
    start: int
    end: int
    option: str = ""  # '' for a box
    ticked: bool = False
    crossed: bool = False


Options = tuple[tuple[str, tuple[str, ...]], ...]


def frozen(options: Mapping[str, Sequence[str]]) -> Options:
    """Return options (id -> its words) in a form that can be remembered."""
    return tuple((key, tuple(words)) for key, words in options.items())


def folded_options(text: str) -> str:
    """Return a text in the form that options are looked for in: width and case folded, boxes of Wingdings made boxes."""
    return fold_case(without_invisible(text[:MAX_TEXT]).translate(ALIKE)).strip()


def pick(text: str, options: Options) -> Picked:
    """Return what the text says of the options."""
    text = folded_options(text)
    words, boxes = _words(text, options), _boxes(text)
    rest = _rest(text, [*words, *boxes])
    if not boxes:
        ids = tuple(dict.fromkeys(token.option for token in words))
        return Picked(ids=ids, named=bool(words), alone=not rest, whole=len(words) == 1 and not rest)
    marked = [token for token in boxes if token.ticked] or [token for token in boxes if token.crossed]
    found = [_beside(token, words, boxes, text) for token in marked]
    ids = tuple(dict.fromkeys(option for option in found if option))
    return Picked(ids=ids, named=bool(words), boxes=True, ticked=bool(marked), alone=not rest)


def lone_mark(text: str) -> str:
    """Return 'ticked', 'doubtful', 'crossed' or 'open' for a text that is one box or tick and nothing else, else ''."""
    text = folded_options(text)
    boxes = _boxes(text)
    if len(boxes) != 1 or _rest(text, boxes):
        return TYPED_MARKS.get(text, "")
    return "ticked" if boxes[0].ticked else "crossed" if boxes[0].crossed else "open"


def has_box(text: str) -> bool:
    """Tell whether a box or tick stands in a text."""
    return bool(re.search(f"[{TICKED}{UNTICKED}{CROSSES}]", text.translate(ALIKE)))


def _words(text: str, options: Options) -> list[_Token]:
    pattern, names = _pattern(options)
    if pattern is None:
        return []
    return [_Token(start=found.start(), end=found.end(), option=names[_squeezed(found[0])]) for found in pattern.finditer(text)]


@lru_cache(maxsize=256)
def _pattern(options: Options) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    """Return a pattern that finds the longest option's words first, and whose each is."""
    names: dict[str, str] = {}
    for key, words in options:
        for word in words:
            names.setdefault(_squeezed(folded_options(word)), key)
    names.pop("", None)
    spelt = [_spelt(word) for word in sorted(names, key=len, reverse=True)]
    return (re.compile("|".join(spelt)) if spelt else None), names


def _squeezed(word: str) -> str:
    return re.sub(r"\s+", "", word)


def _spelt(word: str) -> str:
    """Return a pattern for a word: blanks anywhere, Latin words whole, a single Han character standing alone."""
    body = r"\s*".join(map(re.escape, word))
    first = rf"(?<![a-z0-9{TIGHT if len(word) == 1 else ''}])" if word[0].isascii() or len(word) == 1 else ""
    last = rf"(?![a-z0-9{TIGHT if len(word) == 1 else ''}])" if word[-1].isascii() or len(word) == 1 else ""
    return f"{first}{body}{last}"


def _boxes(text: str) -> list[_Token]:
    """Return the boxes; empty brackets are blanks to write on where there are real boxes, or none that is ticked."""
    found = list(BOX.finditer(text))
    real = [match for match in found if not EMPTY_BRACKETS.fullmatch(match[0])]
    kept = found if real and all(match[0][0] in "([" for match in real) else real
    return [
        _Token(
            start=match.start(),
            end=match.end(),
            ticked=any(mark in TICKED for mark in match[0]) or "x" in match[0],
            crossed=any(mark in CROSSES for mark in match[0]),
        )
        for match in kept
    ]


def _rest(text: str, tokens: Sequence[_Token]) -> str:
    """Return what is left of a text without its tokens and what may stand between them."""
    left, at = [], 0
    for token in sorted(tokens, key=lambda item: item.start):
        left.append(text[at : token.start])
        at = max(at, token.end)
    return BETWEEN.sub("", "".join([*left, text[at:]]))


def _beside(box: _Token, words: Sequence[_Token], boxes: Sequence[_Token], text: str) -> str:
    """Return the option that a box belongs to: all boxes stand before their options, or all behind; a lone one where it touches."""
    opens = not any(word.start < boxes[0].start for word in words)
    goes_on = any(char.isalnum() for char in text[boxes[-1].end :])
    before = opens if opens == goes_on else _touches_right(box, text)
    if before is None:
        return ""
    if before:
        limit = min((other.start for other in boxes if other.start > box.start), default=len(text))
        return next((word.option for word in words if box.end <= word.start < limit), "")
    limit = max((other.end for other in boxes if other.start < box.start), default=0)
    return next((word.option for word in reversed(words) if limit <= word.start and word.end <= box.start), "")


def _touches_right(box: _Token, text: str) -> bool | None:
    left, right = text[max(0, box.start - 1) : box.start].isalnum(), text[box.end : box.end + 1].isalnum()
    return None if left == right else right
