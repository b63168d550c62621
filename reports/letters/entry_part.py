"""What one entry's part of a letter shows: what arrived, what is asked, what is mentioned; one language at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from intake.config.models import Call
from intake.model.submission import Address, Role
from registry.store.codes import LetterKind
from reports.letters import formats
from reports.letters.sentences import Sentence, for_sender, sentence, told_by
from validators.finding import Finding, Severity

ASKING = frozenset({LetterKind.CORRECTION, LetterKind.REMINDER})


ROWS, POINTS, PROBLEMS = 64, 48, 12  # of a whole letter, the problems of each kind: with more it is no letter (some 100 KB)
LEAST = 2  # points of each entry and problems of each kind, however many entries there are


@dataclass(frozen=True, kw_only=True)
class Room:
    """How much of one entry a letter shows."""

    rows: int = ROWS
    points: int = POINTS
    problems: int = PROBLEMS

    @classmethod
    def among(cls, entries: int) -> Room:
        """Return what each of several entries has."""
        each = max(entries, 1)
        return cls(rows=ROWS // each, points=max(POINTS // each, LEAST), problems=max(PROBLEMS // each, LEAST))


@dataclass(frozen=True, kw_only=True)
class MaterialView:
    """One file as the letter shows it (size in bytes)."""

    role: Role
    name: str
    size: int
    width: int | None = None
    height: int | None = None
    format: str = ""
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class TextView:
    """How long a text is: words of Latin letters, Han characters."""

    english_words: int
    han: int

    @property
    def characters(self) -> int:
        """Return 字: every Han character 1, every Latin word 1."""
        return self.english_words + self.han


@dataclass(frozen=True, kw_only=True)
class EntryView:
    """One entry as a letter needs it; `kind` is its own kind in a letter about several ('' = as its state says)."""

    reference: str
    revision: int
    state: str
    author: Address | None = None
    materials: tuple[MaterialView, ...] = ()
    texts: Mapping[str, TextView]
    findings: tuple[Finding, ...] = ()
    note: str = ""  # staff's words for the sender
    form: bool = False  # a form was read, be it a file or the mail's own text
    kind: str = ""
    room: Room = field(default_factory=Room)
    until: datetime | None = None  # a date of its own, later than the call's
    unverified: bool = False  # whose entry it is is doubted: its sender is told nothing of what it lacks


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table of what arrived; `points` are the numbers of what is asked about it."""

    role: str
    name: str
    size: str = ""
    pixels: str = ""
    points: tuple[int, ...] = ()
    fine: bool = False


@dataclass(frozen=True, kw_only=True)
class Point:
    """Problems that one remedy mends, numbered from 1."""

    number: int
    problems: tuple[str, ...]
    remedy: str
    subjects: tuple[str, ...] = ()
    more: int = 0  # problems of the same kind that are not named


@dataclass(frozen=True, kw_only=True)
class Part:
    """One entry's part of a letter in one language, ready for a template."""

    reference: str
    kind: str
    author: str
    checked: bool  # the rows carry ticks and numbers
    rows: tuple[Row, ...]
    points: tuple[Point, ...]
    hints: tuple[Point, ...]
    reasons: tuple[str, ...]
    note: tuple[str, ...]
    needed: int = 0  # points in all
    more_rows: int = 0  # rows and points that are not shown
    more_points: int = 0
    lacking: bool = False  # accepted by staff though something is missing: not to be called complete


def part(entry: EntryView, kind: str, call: Call, language: str, words: Any) -> Part:
    """Return an entry's part of a letter; `words` is the language's macro module.

    Holds and infos are never shown; a receipt tells what can be sent meanwhile, unless it is doubted whose entry it is.
    """
    asking = kind in ASKING
    errors = [item for item in entry.findings if item.severity is Severity.ERROR]
    meanwhile = kind == LetterKind.RECEIPT and not entry.unverified
    points = grouped(errors if asking or meanwhile else [], language, call)
    hinting = asking or kind == LetterKind.ACKNOWLEDGEMENT
    hints = grouped(_hints(entry.findings) if hinting else (), language, call)
    rejected = [item for item in entry.findings if item.severity is Severity.REJECT] if kind == LetterKind.REJECTION else []
    reasons = [sentence(item, language, call) for item in rejected]
    shown = points[: entry.room.points]
    rows = _rows(entry, call, language, words)
    some = rows[: entry.room.rows]
    return Part(
        reference=entry.reference,
        kind=kind,
        author=presentable(entry.author.name) if entry.author else "",
        checked=asking or bool(points),
        rows=tuple(_marked(some, points, call) if hinting or points else (replace(row, fine=False) for row, _ in some)),
        points=tuple(_cut(point, entry.room) for point in shown),
        hints=tuple(_cut(hint, entry.room) for hint in hints[: entry.room.points]),
        reasons=tuple(_together(item, language) for item in reasons),
        note=tuple(line for line in (formats.clean(raw, 1000) for raw in entry.note.splitlines()) if line),
        needed=len(points),
        more_rows=len(rows) - len(some),
        more_points=len(points) - len(shown),
        lacking=kind == LetterKind.ACKNOWLEDGEMENT and bool(errors),
    )


def grouped(findings: Iterable[Finding], language: str, call: Call) -> tuple[Point, ...]:
    """Say findings that the same remedy mends together: the remedy stands once."""
    by_remedy: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for item in findings:
        words = sentence(item, language, call)
        by_remedy.setdefault((item.rule, words.remedy), []).append((words.problem, item.subject))
    return tuple(
        Point(
            number=number,
            problems=tuple(dict.fromkeys(problem for problem, _ in said_of)),
            remedy=remedy,
            subjects=tuple(subject for _, subject in said_of),
        )
        for number, ((_, remedy), said_of) in enumerate(by_remedy.items(), 1)
    )


def _cut(point: Point, room: Room) -> Point:
    """Return a point that names the first of its problems and counts the others."""
    return replace(point, problems=point.problems[: room.problems], more=max(len(point.problems) - room.problems, 0))


def presentable(name: str) -> str:
    """Return a sender's name if one can greet with it; '' for what looks like an address, a link or a number."""
    shown = formats.clean(name, 60).strip("\"' ")
    odd = any(mark in shown for mark in ("@", "://", "www.", "<", ">", "{", "…")) or sum(char.isdigit() for char in shown) > 2
    return "" if odd or not any(char.isalpha() for char in shown) else shown


def _hints(findings: Iterable[Finding]) -> list[Finding]:
    present = {item.rule for item in findings}
    return [
        item
        for item in findings
        if item.severity is Severity.WARNING and for_sender(item.rule) and not told_by(item.rule) & present
    ]


def _together(words: Sentence, language: str) -> str:
    return formats.together([words.problem, words.remedy], language)


def _rows(entry: EntryView, call: Call, language: str, words: Any) -> list[tuple[Row, str]]:
    """Return the rows with what findings may name them by: a file's name, 'form', a text's name."""
    own = {Role.WORK: call.slots["work"].title, Role.PORTRAIT: call.slots["portrait"].title}
    rows = [
        (
            Row(
                role=_raised(call.said(own[item.role], language)) if item.role in own else str(words.role(item.role.value)),
                name=item.name,
                size=formats.size(item.size),
                pixels=formats.pixels(item.width, item.height),
                fine=item.role is not Role.OTHER and not item.problem,
            ),
            "form" if item.role is Role.FORM else item.name,
        )
        for item in sorted(entry.materials, key=lambda item: list(Role).index(item.role))
    ]
    if entry.form and call.form and not any(item.role is Role.FORM for item in entry.materials):
        rows.append((Row(role=str(words.role("form")), name=str(words.form()), fine=True), "form"))
    for name, text in entry.texts.items():
        title = call.said(call.texts[name].title, language) if name in call.texts else name
        rows.append((Row(role=_raised(title), name=str(words.count(text)).strip(), fine=True), name))
    return rows


def _raised(words: str) -> str:
    return words[:1].upper() + words[1:]


def _marked(rows: Iterable[tuple[Row, str]], points: tuple[Point, ...], call: Call) -> Iterable[Row]:
    """Write beside each row the numbers of the points about it."""
    fields = call.form.fields if call.form else {}
    for row, known_as in rows:
        numbers = tuple(
            point.number
            for point in points
            if any(
                known_as == ("form" if subject in fields and subject not in call.texts else subject) for subject in point.subjects
            )
        )
        yield replace(row, points=numbers[:PROBLEMS], fine=row.fine and not numbers)
