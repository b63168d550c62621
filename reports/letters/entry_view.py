"""One entry as a letter needs it, and how much of it a letter shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from intake.config.models import Call
from intake.model.submission import Address, SenderDoubt
from registry.read.entry import Entry, EntryFile
from registry.read.standings import SlotStanding, standings
from validators.finding import Finding

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

    role: str  # the slot it is in; text, other
    name: str
    size: int
    width: int | None = None
    height: int | None = None
    seconds: float = 0.0  # of a film
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
    forms: tuple[str, ...] = ()  # slots whose form was read, be it a file or the mail's own text
    kind: str = ""
    room: Room = field(default_factory=Room)
    until: datetime | None = None  # a date of its own, later than the call's
    holds: tuple[str, ...] = ()  # entries that were joined to it
    slots: tuple[SlotStanding, ...] = ()  # how each stands
    as_of: datetime | None = None  # the moment it was judged by: what is past then is past
    looked: bool = False  # that was a look, not a mail
    passed_on: bool = False  # staff submitted it for its author, who is to confirm it
    unverified: bool = False  # whose entry it is is doubted: its sender is told nothing of what it lacks


def entry_view(entry: Entry, call: Call, kind: str = "", note: str = "") -> EntryView:
    """Return the view of an entry that a letter is composed of."""
    return EntryView(
        reference=entry.reference,
        revision=entry.revision,
        state=entry.state,
        author=entry.author,
        materials=tuple(map(_material, entry.files)),
        texts={name: TextView(english_words=text.facts.english_words, han=text.facts.han) for name, text in entry.texts.items()},
        findings=entry.findings,
        note=note,
        forms=tuple(slot for slot, form in entry.forms.items() if form and form.values),
        kind=kind,
        until=entry.until,
        holds=entry.holds,
        slots=standings(entry, call),
        as_of=entry.as_of,
        looked=entry.as_of > entry.last_mail_at,
        unverified=bool(entry.unverified),
        passed_on=entry.unverified == SenderDoubt.PASSED_ON,
    )


def _material(item: EntryFile) -> MaterialView:
    seen = item.facts or item.film
    return MaterialView(
        role=item.role,
        name=item.name,
        size=item.size,
        width=seen.width if seen else None,
        height=seen.height if seen else None,
        seconds=item.film.seconds if item.film else 0.0,
        format=item.format,
        problem=item.fault,
    )
