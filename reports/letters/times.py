"""What a letter says of times: what is still to come and by when, and by when what is asked for should be here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from intake.config.models import Call, WhenAsked
from registry.read.standings import SlotStanding, SlotState
from registry.store.codes import LetterKind
from reports.letters import formats
from reports.letters.entry_view import EntryView
from reports.letters.slot_words import SlotWords
from validators.finding import Finding

SILENT = frozenset({LetterKind.REJECTION, LetterKind.ANNOUNCEMENT})  # letters that ask for nothing
OWED = frozenset({SlotState.AWAITED, SlotState.MISSING})


class When(StrEnum):
    """How a time of a slot's own stands to the moment of a letter."""

    NONE = ""  # it has none: the call's end counts
    AHEAD = "ahead"
    PAST = "past"


@dataclass(frozen=True, kw_only=True)
class Owed:
    """One thing that is still to come: how much of it is there, how many are asked for ('' for just one), which files go out with it."""

    name: str
    have: int = 0
    asked: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Coming:
    """What is still to come by one time."""

    by: str
    items: tuple[Owed, ...]


def still_to_come(entry: EntryView, kind: str, call: Call, language: str) -> tuple[Coming, ...]:
    """Return what is awaited of an entry, the nearest time first; nothing where it is doubted whose entry it is."""
    if kind in SILENT or entry.unverified:
        return ()
    awaited = [item for item in entry.slots if item.state is SlotState.AWAITED]
    ends = sorted({item.closes for item in awaited})
    return tuple(
        Coming(
            by=formats.moment(end, call.timezone, language),
            items=tuple(_owed(item, call, language) for item in awaited if item.closes == end),
        )
        for end in ends
    )


def _owed(item: SlotStanding, call: Call, language: str) -> Owed:
    words = SlotWords(call, item.slot, language)
    several = item.count.least > 1 or item.have
    return Owed(
        name=str(words) if words.sole or item.count.least == 1 else words.many,
        have=item.have,
        asked=formats.bounds(item.count.least, item.count.most, language) if several else "",
        files=tuple(path.name for path in call.slots[item.slot].attach),
    )


def due_by(finding: Finding, entry: EntryView, call: Call, language: str, words: Any) -> tuple[str, When]:
    """Return a sentence that tells by when something is wanted, where its slot has a time of its own; '' where it has none."""
    slot = next((item for item in entry.slots if item.slot == finding.slot and item.timed), None)
    if slot is None:
        own = str(finding.values.get("closes") or "")  # the sentence itself names it
        return "", When.AHEAD if own and datetime.fromisoformat(own) < call.window.closes else When.NONE
    end = formats.moment(slot.closes, call.timezone, language)
    ahead = entry.as_of is None or entry.as_of < slot.closes
    told = [str(words.by(end) if ahead else words.overdue(end))]
    if slot.state in OWED and (files := [path.name for path in call.slots[slot.slot].attach]):
        told.append(str(words.enclosed(files)))
    return formats.together(told, language), When.AHEAD if ahead else When.PAST


def next_step(entry: EntryView, call: Call) -> bool:
    """Tell whether something is asked for because the entry was accepted."""
    return any(item.state is SlotState.AWAITED and call.slots[item.slot].asked is WhenAsked.ONCE_ACCEPTED for item in entry.slots)


def outgoing(standing: Iterable[SlotStanding], call: Call, kind: str) -> tuple[Path, ...]:
    """Return the paths of the files that go out with a letter: those of what is asked for once accepted, as long as it is owed."""
    if kind in SILENT or kind == LetterKind.RECEIPT:
        return ()
    return tuple(path for item in standing if item.state in OWED for path in call.slots[item.slot].attach)
