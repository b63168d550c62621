"""What staff ask for in the lines that they type above a reply, and the words for the letter. Only reads words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from registry.staff.words import (
    CORE,
    JOIN,
    action_at,
    action_before,
    begins_with_an_action,
    half_width,
    is_an_action_alone,
    means,
    names_an_action,
    numbering,
    takes_back,
)
from registry.store.masking import KEY

BULLET = re.compile(r"\s*(?:[-*•·–—]\s*|\d{1,2}[.)、]\s+(?=\S*\d{3}))?")
LIKE_A_LINE = re.compile(
    r"[\[【(（#]?\s*(?:[A-Za-z][A-Za-z0-9]*\s?-\s?)?\d{3,6}(?![\d./:年月-])"
)  # begins as a decision would; no date, no clock
RANGE = re.compile(r"(?:[A-Za-z][A-Za-z0-9]*-)?\d{3,6}\s*[-–—~～至到]\s*(?:[A-Za-z][A-Za-z0-9]*-)?\d{3,6}(?!\d)")
ANOTHER = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9]*-\d|0)\d{2,5}(?![\d./:年月-])")  # the number of another entry: 0001 √ 0002 ×
NUMBER = re.compile(r"(?<![\d./:-])\d{2,}(?![\d./:年月日%]|-\d)")
NEXT = re.compile(r"[;；,，。.!！]\s*(?=[\[【(（#]?\s*(?:[A-Za-z][A-Za-z0-9]*-)?\d{3,6}(?!\d))")
REMARK = re.compile(r"(?<![:：])[/／]{2}")
WRAPPED = 60  # characters: a line of at least so many may go on in the next
SHORT = 60  # characters of a line that was meant as a decision, if it was
MOST_LINES = 2000  # of a mail's own text that are looked at
MARKS = " \t,，:：;；。、.!！~…\n"


@dataclass(frozen=True, kw_only=True)
class ActionWords:
    """What was typed beside an action: for the letter, and for ourselves."""

    note: str = ""
    remark: str = ""
    anyway: bool = False  # though things are missing

    @classmethod
    def of(cls, text: str) -> ActionWords:
        """Read a note; what stands after // is the remark, a leading --anyway is neither."""
        said = text.lstrip(MARKS)
        rest = means(said.removeprefix("--"), "anyway")
        note, *remark = REMARK.split(said if rest is None else rest, maxsplit=1)
        note = " ".join(note.split()).strip(" ,，:：;；")
        thanks = numbering().polite.fullmatch(half_width(note).strip(MARKS))  # for us, not for the author
        said_at_all = any(char.isalnum() for char in note) and not thanks
        return cls(note=note if said_at_all else "", remark=" ".join("".join(remark).split()), anyway=rest is not None)


@dataclass(frozen=True, kw_only=True)
class LineOrder:
    """What a line asks for of some entries, named as they were typed: 0013, IF2026-0013."""

    names: tuple[str, ...]
    action: str
    words: ActionWords
    line: str


@dataclass(frozen=True, kw_only=True)
class Lines:
    """A mail's own lines: those that decide, those that begin as if they did, the one that takes back all that a page told.

    `bare`: a line that is a decision and does not say of which entry.
    """

    orders: tuple[LineOrder, ...] = ()
    unread: tuple[str, ...] = ()
    undo: str = ""
    bare: str = ""


def first_paragraph(text: str) -> str:
    """Return the first paragraph of a mail's own words, its lines joined; '' where nothing was typed."""
    lines = _above_our_page(text)
    start = next((place for place, line in enumerate(lines) if line.strip()), len(lines))
    end = next((place for place in range(start, len(lines)) if not lines[place].strip()), len(lines))
    return "\n".join(line.strip() for line in lines[start:end])


def written_lines(text: str) -> Lines:
    """Read the lines of a mail's own words; only what stands above a page of ours counts."""
    orders: list[LineOrder] = []
    unread: list[str] = []
    undo = bare = ""
    for line in _joined(_above_our_page(text)):
        found = list(_orders(line))
        orders += found
        if takes_back(line):
            undo = line.strip()
        elif not found and _means_one(line):
            unread.append(line.strip())
        elif not found and not bare and len(line) <= SHORT and is_an_action_alone(line):
            bare = line.strip()
    return Lines(orders=tuple(orders), unread=tuple(unread), undo=undo, bare=bare)


def _above_our_page(text: str) -> list[str]:
    """Return the lines above the one that bears a key: there our page begins, whether or not its quoting was seen."""
    lines = text.splitlines()[:MOST_LINES]
    return lines[: next((place for place, line in enumerate(lines) if KEY.search(line)), len(lines))]


def _joined(lines: Sequence[str]) -> list[str]:
    """Put together what a mail program wrapped: a long decision goes on in the next line, unless that begins one of its own."""
    found: list[str] = []
    goes_on = False
    for line in lines:
        begins = not line.strip() or _line(line) is not None or LIKE_A_LINE.match(half_width(line).strip()) is not None
        if goes_on and not begins:
            found[-1] = f"{found[-1].rstrip()} {line.strip()}"
        else:
            found.append(line)
        goes_on = len(line) >= WRAPPED and line.rstrip()[-1:] not in ".!?。！？" and _line(found[-1]) is not None
    return found


def _means_one(line: str) -> bool:
    """Tell whether a line that cannot be read was meant to decide: it begins so, or it is short and names numbers and an action."""
    said = half_width(line)
    begins = said[BULLET.match(said).end() :].strip()  # type: ignore[union-attr]  # it matches nothing as well
    if LIKE_A_LINE.match(begins) or (RANGE.match(begins) and names_an_action(begins)):
        return True
    if begins_with_an_action(begins):
        return True
    counted = NUMBER.search(said) or numbering().everything.match(begins)
    return counted is not None and len(said) <= SHORT and names_an_action(said)


def _orders(line: str) -> Iterator[LineOrder]:
    """Yield the decisions of a line; a second one that begins after a stop or comma is one of its own and no note."""
    rest = unicodedata.normalize("NFC", line)
    while rest:
        tails = (_tail(rest, len(half_width(rest)) - found.end()) for found in NEXT.finditer(half_width(rest)))
        after = next((tail for tail in tails if _line(tail) and _line(rest[: len(rest) - len(tail)])), "")
        order = _line(rest[: len(rest) - len(after)])
        if order is None:
            return
        yield order
        rest = after


def _line(line: str) -> LineOrder | None:
    said = half_width(line)
    said = said[BULLET.match(said).end() :].strip()  # type: ignore[union-attr]  # it matches nothing as well
    numbers, typed = numbering(), len(said)
    said = _without_please(said)
    found = numbers.first.fullmatch(said)
    read = action_at(found[2]) or action_at(_without_please(found[2])) if found else None
    if found and read:
        names, (action, rest) = found[1], read
    else:
        before = action_before(said)
        found = numbers.first.fullmatch(before[1].strip(" :：")) if before else None
        if before is None or found is None:
            return None
        names, action, rest = found[1], before[0], found[2]
    if rest.startswith("?") or numbers.goes_on.match(rest) or (action != JOIN and ANOTHER.match(rest)):
        return None  # somebody asks whether, speaks about the entry, or goes on about another
    words = ActionWords.of(_tail(line.rstrip(), len(rest)))
    return LineOrder(names=tuple(_names(names)), action=action, words=words, line=_tail(line.rstrip(), typed))


def _without_please(said: str) -> str:
    return said[numbering().polite.match(said).end() :]  # type: ignore[union-attr]  # it matches nothing as well


def _tail(line: str, length: int) -> str:
    """Return the end of a line that reads as so many usual letters, as it was typed: a note keeps its full-width signs."""
    place = len(line)
    while length > 0 and place:
        place -= 1
        length -= len(half_width(line[place]))
    return line[place:]


def _names(text: str) -> list[str]:
    return [re.sub(r"[‐‑–—]", "-", re.sub(r"\s", "", name)).upper() for name in re.findall(CORE, text)]
