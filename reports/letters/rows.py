"""The table of what arrived: its rows by the call's slots, each with the numbers of what is asked about it; letter.*.j2 draws it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from intake.config.contradictions import FILES
from intake.config.models import Call, SlotKind
from intake.model.submission import OTHER, TEXT
from registry.read.overrides import GOING
from reports.letters import formats
from reports.letters.entry_view import PROBLEMS, EntryView
from validators.finding import Finding


@dataclass(frozen=True, kw_only=True)
class LetterRow:
    """One line of the table of what arrived; `points` are the numbers of what is asked about it."""

    role: str
    name: str
    size: str = ""
    pixels: str = ""
    span: str = ""  # how long a film is
    points: tuple[int, ...] = ()
    fine: bool = False
    received: str = ""  # when it arrived, where that was after its time


class Marking(Protocol):
    """What a row is marked with: the number of a point, and the slots and subjects it speaks of."""

    @property
    def number(self) -> int:
        """Return its number."""
        ...

    @property
    def subjects(self) -> tuple[tuple[str, str], ...]:
        """Return slot and subject of each of its problems."""
        ...


def rows_of(entry: EntryView, call: Call, language: str, words: Any) -> list[tuple[LetterRow, Known]]:
    """Return the rows with what findings may name them by, in the order of the call's slots; what is in no slot comes last."""
    forms = call.of_kind(SlotKind.FORM)
    rows = [
        (
            LetterRow(
                role=_called(item.role, call, language, words),
                name=item.name,
                size=formats.size(item.size),
                pixels=formats.pixels(item.width, item.height),
                span=formats.span(item.seconds, language) if item.seconds else "",
                fine=item.role != OTHER and not item.problem,
            ),
            Known(item.role, "" if item.role in forms else item.name),
        )
        for item in entry.materials
    ]
    there = {item.role for item in entry.materials}
    for name in (slot for slot in entry.forms if slot not in there):
        rows.append((LetterRow(role=_called(name, call, language, words), name=str(words.form()), fine=True), Known(name)))
    links = call.of_kind(SlotKind.LINK)
    for name, text in entry.texts.items():
        said = words.links(text.english_words) if name in links else words.count(text)  # an address counts as a word
        rows.append((LetterRow(role=_called(name, call, language, words), name=str(said).strip(), fine=True), Known(name)))
    order = _order(call)
    rows.sort(key=lambda item: order.index(item[1].slot) if item[1].slot in order else len(order))
    return [(_dated(row, known, entry, call, language), known) for row, known in rows]


def _order(call: Call) -> list[str]:
    """Return the slots as a table lists them: in the call's order, a form that lets files go first behind the last of them."""
    behind = [name for name, slot in call.slots.items() if slot.files_first]
    order = [name for name in call.slots if name not in behind]
    files = [place for place, name in enumerate(order, 1) if call.slots[name].is_a(*FILES)]
    place = files[-1] if files else 0
    return [*order[:place], *behind, *order[place:], TEXT, OTHER]


def _dated(row: LetterRow, known: Known, entry: EntryView, call: Call, language: str) -> LetterRow:
    """Return a row with the time at which it arrived, where that was too late for its slot."""
    late = [item for item in entry.findings if item.rule in GOING and item.slot == known.slot]
    came = next((item.values.get("received") for item in late if item.subject == (known.name or known.slot)), None)
    return replace(row, fine=False, received=formats.moment(str(came), call.timezone, language, end=False)) if came else row


@dataclass(frozen=True)
class Known:
    """What findings name a row by: its slot, and its file's name, '' where all that is said of the slot is about it."""

    slot: str
    name: str = ""

    def is_meant(self, slot: str, subject: str) -> bool:
        """Tell whether a finding is about the row."""
        return (slot in {self.slot, ""} and subject == self.name) if self.name else slot == self.slot


def _called(role: str, call: Call, language: str, words: Any) -> str:
    """Return what a row calls its slot: the call's own word for tables, else the slot's title."""
    own = call.wording.get(f"row.{role}") or (call.slots[role].title if role in call.slots else None)
    if own is not None:
        return _raised(call.said(own, language))
    return str(words.role(role)) if role in {TEXT, OTHER} else role


def _raised(words: str) -> str:
    return words[:1].upper() + words[1:]


def unticked(rows: Iterable[tuple[LetterRow, Known]], held: Iterable[Finding]) -> list[tuple[LetterRow, Known]]:
    """Return the rows without ticks beside what staff have yet to look at."""
    looked_at = [(item.slot, item.subject) for item in held if item.subject]
    return [
        (replace(row, fine=row.fine and not any(known.is_meant(*subject) for subject in looked_at)), known) for row, known in rows
    ]


def with_points(rows: Iterable[tuple[LetterRow, Known]], points: Iterable[Marking]) -> Iterable[LetterRow]:
    """Write beside each row the numbers of the points about it."""
    for row, known in rows:
        numbers = tuple(point.number for point in points if any(known.is_meant(*subject) for subject in point.subjects))
        yield replace(row, points=numbers[:PROBLEMS], fine=row.fine and not numbers)
