"""What one entry's part of a letter shows: what arrived, what is asked, what is mentioned; one language at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from intake.config.languages import phrases
from intake.config.models import Call
from intake.model.problems import MENDABLE
from registry.store.codes import LetterKind
from reports.letters import formats
from reports.letters.entry_view import EntryView as EntryView
from reports.letters.entry_view import MaterialView as MaterialView
from reports.letters.entry_view import Room as Room
from reports.letters.entry_view import TextView as TextView
from reports.letters.rows import LetterRow as LetterRow
from reports.letters.rows import rows_of, unticked, with_points
from reports.letters.sentences import ROOM, Sentence, for_sender, said_already, sentence
from reports.letters.times import Coming, When, due_by, next_step, still_to_come
from validators.finding import Finding, Severity

Times = Callable[[Finding], tuple[str, When]]
CARRIERS = frozenset({"cloud-link", "archive-unreadable"})  # rules that tell of files which may hold what is missing
SHEET = "sheet-unreadable"
UNREADABLE = frozenset({"form-unreadable", "document-unreadable", SHEET})
ASKING = frozenset({LetterKind.CORRECTION, LetterKind.REMINDER})


@dataclass(frozen=True, kw_only=True)
class Point:
    """Problems that one remedy mends, numbered from 1."""

    number: int
    problems: tuple[str, ...]
    remedy: str
    subjects: tuple[tuple[str, str], ...] = ()  # slot and subject of each
    more: int = 0  # problems of the same kind that are not named
    cells: int = 0  # of a sheet, that it names
    when: When = When.NONE  # its slot's own time, which the remedy names


@dataclass(frozen=True, kw_only=True)
class LetterPart:
    """One entry's part of a letter in one language, ready for a template."""

    reference: str
    kind: str
    author: str
    checked: bool  # the rows carry ticks and numbers
    rows: tuple[LetterRow, ...]
    points: tuple[Point, ...]
    hints: tuple[Point, ...]
    reasons: tuple[str, ...]
    note: tuple[str, ...]
    coming: tuple[Coming, ...] = ()  # what is still to come, by its times
    next_step: bool = False  # something of it is asked for because the entry is accepted
    chosen: bool = False  # staff accepted it, as the call says that they do
    holds: tuple[str, ...] = ()  # references of entries that were joined to it
    needed: int = 0  # points in all
    countable: bool = (
        True  # the points are all that is asked for, one thing each: none lists several cells, and no note may ask for more
    )
    more_rows: int = 0  # rows and points that are not shown
    more_points: int = 0
    passed_on: bool = False  # staff submitted it for its author, who is to confirm it
    lacking: bool = False  # accepted by staff though something is missing: not to be called complete


def part(entry: EntryView, kind: str, call: Call, language: str, words: Any) -> LetterPart:
    """Return an entry's part of a letter; `words` is the language's macro module.

    Holds and infos are never shown, but for files that nobody can open; a receipt tells what can be sent meanwhile, unless it is
    doubted whose entry it is.
    """
    asking = kind in ASKING
    meanwhile = kind == LetterKind.RECEIPT and not entry.unverified
    times = partial(due_by, entry=entry, call=call, language=language, words=words)
    points = grouped(_to_mend(entry) if asking or meanwhile else [], language, call, times)
    hinting = asking or kind == LetterKind.ACKNOWLEDGEMENT
    hints = grouped(_hints(entry.findings) if hinting else (), language, call)
    rejected = _rejecting(entry) if kind == LetterKind.REJECTION else []
    note = "" if any(item.rule == entry.note.strip() for item in rejected) else entry.note
    reasons = [_reason(item, language, call) for item in rejected]
    shown = points[: entry.room.points]
    held = [item for item in entry.findings if meanwhile and item.severity is Severity.HOLD]
    rows = unticked(rows_of(entry, call, language, words), held)
    some = rows[: entry.room.rows]
    told = tuple(with_points(some, points) if hinting or points else (replace(row, fine=False) for row, _ in some))
    return LetterPart(
        reference=entry.reference,
        kind=kind,
        author=presentable(entry.author.name) if entry.author else "",
        checked=(asking or bool(points)) and any(row.fine for row in told),
        rows=told,
        points=tuple(_cut(point, entry.room) for point in shown),
        hints=tuple(_cut(hint, entry.room) for hint in hints[: entry.room.points]),
        reasons=tuple(_together(item, language) for item in reasons),
        note=tuple(line for line in (formats.clean(raw, 1000) for raw in note.splitlines()) if line),
        coming=still_to_come(entry, kind, call, language),
        next_step=next_step(entry, call),
        chosen=call.acceptance == "staff" and kind == LetterKind.ACKNOWLEDGEMENT,
        holds=entry.holds,
        passed_on=entry.passed_on,
        needed=len(points),
        countable=not note and all(point.cells < 2 for point in points),
        more_rows=len(rows) - len(some),
        more_points=len(points) - len(shown),
        lacking=kind == LetterKind.ACKNOWLEDGEMENT and any(item.severity is Severity.ERROR for item in entry.findings),
    )


def _to_mend(entry: EntryView) -> list[Finding]:
    """Return what a sender can mend, be it while staff look: errors, and files that staff can open as little as the desk.

    Of a sheet that is whatever keeps it from being read: rows are taken from files alone, and each trouble has its remedy.
    """
    return [
        item
        for item in entry.findings
        if item.severity is Severity.ERROR
        or (
            item.severity is Severity.HOLD
            and item.rule in UNREADABLE
            and (item.values.get("problem") in MENDABLE or item.rule == SHEET)
        )
    ]


def _rejecting(entry: EntryView) -> list[Finding]:
    """Return why an entry is rejected: what the rules say, and the finding that staff name instead of a note."""
    weights = (Severity.ERROR, Severity.REJECT)
    named = entry.note.strip()
    return [
        item for item in entry.findings if item.severity is Severity.REJECT or (item.rule == named and item.severity in weights)
    ]


def _reason(finding: Finding, language: str, call: Call) -> Sentence:
    """Return why an entry is rejected; what could have been mended is no longer asked for."""
    said = sentence(finding, language, call)
    return said if finding.severity is Severity.REJECT else replace(said, remedy="")


def grouped(
    findings: Iterable[Finding], language: str, call: Call, times: Times = lambda _: ("", When.NONE)
) -> tuple[Point, ...]:
    """Say findings that the same remedy mends together: the remedy stands once. `times`: a finding -> by when it is wanted, in words.

    They go together where they do in each of the call's languages, so that a number means the same in all of them.
    """
    by_remedy: dict[tuple[str, str, When, tuple[str, ...]], list[tuple[str, Finding]]] = {}
    listed = list(findings)
    others = [other for other in call.languages if other != language]
    for item in listed:
        words = _one_cause(item, listed, sentence(item, language, call), language)
        by, when = times(item)
        remedy = formats.together([words.remedy, by], language) if by else words.remedy
        elsewhere = tuple(sentence(item, other, call).remedy for other in others)
        by_remedy.setdefault((item.rule, remedy, when, elsewhere), []).append((words.problem, item))
    return tuple(
        Point(
            number=number,
            problems=tuple(dict.fromkeys(problem for problem, _ in said_of)),
            remedy=remedy,
            subjects=tuple((item.slot, item.subject) for _, item in said_of),
            cells=sum(_cells(item) for _, item in said_of),
            when=when,
        )
        for number, ((_, remedy, when, _), said_of) in enumerate(by_remedy.items(), 1)
    )


def _cells(finding: Finding) -> int:
    cells = finding.values.get("cells")
    return len(cells) if isinstance(cells, list | tuple) else 0


def _one_cause(finding: Finding, others: Iterable[Finding], words: Sentence, language: str) -> Sentence:
    """Return what is said of too little having come: what may lie behind a link or in an archive of the same letter is asked for once."""
    least = finding.values.get("minimum")
    around = [item.rule for item in others if item.rule in CARRIERS]
    if not around or finding.rule != "slot-count" or not isinstance(least, int) or int(str(finding.values["count"])) >= least:
        return words
    behind = phrases(ROOM, language)["slot-count"]["behind"]["both" if len(set(around)) > 1 else around[0]]
    return replace(words, remedy=behind.format(remedy=words.remedy))


def _cut(point: Point, room: Room) -> Point:
    """Return a point that names the first of its problems and counts the others."""
    return replace(point, problems=point.problems[: room.problems], more=max(len(point.problems) - room.problems, 0))


def presentable(name: str) -> str:
    """Return a sender's name if one can greet with it; '' for what looks like an address, a link or a number."""
    shown = formats.clean(name, 60).strip("\"' ")
    odd = any(mark in shown for mark in ("@", "://", "www.", "<", ">", "{", "…")) or sum(char.isdigit() for char in shown) > 2
    return "" if odd or not any(char.isalpha() for char in shown) else shown


def _hints(findings: Iterable[Finding]) -> list[Finding]:
    listed = list(findings)
    return [item for item in listed if item.severity is Severity.WARNING and for_sender(item.rule) and not _told(item, listed)]


def _told(finding: Finding, others: Iterable[Finding]) -> bool:
    """Tell whether what is found beside it says the same already, of the entry or of a slot that the finding is about."""
    about = {"", finding.slot, finding.values.get("counted")}
    return any(other.rule in said_already(finding.rule) and other.slot in about for other in others)


def _together(words: Sentence, language: str) -> str:
    return formats.together([words.problem, words.remedy], language)
