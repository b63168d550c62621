"""What staff ask for in a mail: by a key in the subject, by lines above a reply, or a registry or help. Only reads words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from registry.staff.words import action_at, means, plain
from registry.store.masking import KEY

SUBJECT = re.compile(r"[\[【]\s*([^\s\[\]【】]+)\s+r(\d{1,6})\s*[\]】]\s*(.*)", re.IGNORECASE | re.DOTALL)
REFERENCE = r"[\[【(（#]?\s*(?:[A-Za-z][A-Za-z0-9]*\s?-\s?)?\d{1,6}(?:\s*[\]】)）])?"
BETWEEN = r"\s*(?:[,，、;；&+]|\s和|\s及|\sand\b)\s*|\s+"
LINE = re.compile(rf"({REFERENCE}(?:(?:{BETWEEN}){REFERENCE})*)\s*[:：,，.。、-]?\s*(.*)")
BULLET = re.compile(r"\s*(?:[-*•·–—]\s*|\d{1,2}[.)、]\s+(?=\S*\d{3}))?")
LIKE_A_LINE = re.compile(
    r"[\[【(（#]?\s*(?:[A-Za-z][A-Za-z0-9]*\s?-\s?)?\d{3,6}(?![\d./:年月-])"
)  # begins as a decision would; no date, no clock
REMARK = re.compile(r"(?<!:)//")
WRAPPED = 60  # characters: a line of at least so many may go on in the next
MOST_LINES = 2000  # of a mail's own text that are looked at


@dataclass(frozen=True, kw_only=True)
class Words:
    """What was typed beside an action: for the letter, and for ourselves."""

    note: str = ""
    remark: str = ""
    anyway: bool = False  # though things are missing

    @classmethod
    def of(cls, text: str) -> Words:
        """Read a note; what stands after // is the remark, a leading --anyway is neither."""
        said = text.strip(" \t,，:：;；。、\n")
        rest = means(said.removeprefix("--"), "anyway")
        note, *remark = REMARK.split(said if rest is None else rest, maxsplit=1)
        return cls(
            note=" ".join(note.split()).strip(" ,，:：;；"), remark=" ".join("".join(remark).split()), anyway=rest is not None
        )


@dataclass(frozen=True, kw_only=True)
class SubjectOrder:
    """What a subject asks for: `[IF2026-0001 r2] accept KEY`."""

    reference: str
    revision: int
    action: str  # '' where there is no such word
    word: str  # as written
    key: str  # '' where none stands


@dataclass(frozen=True, kw_only=True)
class LineOrder:
    """What a line asks for of some entries, named as they were typed: 0013, IF2026-0013."""

    names: tuple[str, ...]
    action: str
    words: Words
    line: str


@dataclass(frozen=True, kw_only=True)
class Lines:
    """A mail's own lines: those that decide, and those that begin as if they did."""

    orders: tuple[LineOrder, ...] = ()
    unread: tuple[str, ...] = ()


def subject_order(subject: str) -> SubjectOrder | None:
    """Return what a subject asks for, whatever a mail program put before it; None where it names no revision of anything."""
    found = SUBJECT.search(plain(" ".join(subject.split())))
    if found is None:
        return None
    read = action_at(found[3])
    word, _, after = found[3].partition(" ")
    rest = read[1].split() if read else after.split()
    key = next((item for item in rest if KEY.fullmatch(item)), rest[0] if rest else "")
    return SubjectOrder(
        reference=found[1].upper(), revision=int(found[2]), action=read[0] if read else "", word=word, key=key.lower()
    )


def first_paragraph(text: str) -> str:
    """Return the first paragraph of a mail's own words, its lines joined; '' where nothing was typed."""
    lines = _above_our_page(text)
    start = next((place for place, line in enumerate(lines) if line.strip()), len(lines))
    end = next((place for place in range(start, len(lines)) if not lines[place].strip()), len(lines))
    return "\n".join(line.strip() for line in lines[start:end])


def lines_of(text: str) -> Lines:
    """Read the lines of a mail's own words; only what stands above a page of ours counts."""
    orders: list[LineOrder] = []
    unread: list[str] = []
    for line in _joined([plain(line) for line in _above_our_page(text)]):
        order = _line(line)
        if order:
            orders.append(order)
        elif LIKE_A_LINE.match(line[BULLET.match(line).end() :]):  # type: ignore[union-attr]  # it matches nothing as well
            unread.append(line.strip())
    return Lines(orders=tuple(orders), unread=tuple(unread))


def wish_of(subject: str) -> tuple[str, str] | None:
    """Return (wish, what for) where a subject asks for help or a registry; None for any other."""
    said = re.sub(r"^(?:[^\s:：]{1,8}\s*[:：]\s*)+", "", plain(" ".join(subject.split())))
    for wish in ("registry", "help"):
        rest = means(said, wish)
        if rest is not None:
            words = [word for word in rest.split() if not KEY.fullmatch(word)]
            return wish, words[0] if words else ""
    return None


def _above_our_page(text: str) -> list[str]:
    """Return the lines above the one that bears a key: there our page begins, whether or not its quoting was seen."""
    lines = text.splitlines()[:MOST_LINES]
    return lines[: next((place for place, line in enumerate(lines) if KEY.search(line)), len(lines))]


def _joined(lines: Sequence[str]) -> list[str]:
    """Put together what a mail program wrapped: a long decision goes on in the next line, unless that begins one of its own."""
    found: list[str] = []
    goes_on = False
    for line in lines:
        begins = _line(line) is not None or not line.strip() or LIKE_A_LINE.match(line.strip()) is not None
        if goes_on and not begins:
            found[-1] = f"{found[-1].rstrip()} {line.strip()}"
        else:
            found.append(line)
        goes_on = len(line) >= WRAPPED and line.rstrip()[-1] not in ".!?。！？" and _line(found[-1]) is not None
    return found


def _line(line: str) -> LineOrder | None:
    said = line[BULLET.match(line).end() :].strip()  # type: ignore[union-attr]  # it matches nothing as well
    found = LINE.fullmatch(said)
    read = action_at(found[2]) if found else None
    if found and read:
        names, (action, rest) = found[1], read
    else:
        before = action_at(said)
        found = LINE.fullmatch(before[1].strip(" :：")) if before else None
        if before is None or found is None:
            return None
        names, action, rest = found[1], before[0], found[2]
    return LineOrder(names=tuple(_names(names)), action=action, words=Words.of(rest), line=said)


def _names(text: str) -> list[str]:
    return [re.sub(r"\s", "", name).strip("[]【】()（）#").upper() for name in re.findall(REFERENCE, text)]
