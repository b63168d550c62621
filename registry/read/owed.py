"""Who still owes what: of each call whose slots have times of their own, slot by slot and entry by entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from intake.config.models import Call
from registry.read.entries import read_entries, references
from registry.read.entry import Entry
from registry.read.standings import SlotStanding, SlotState, standings
from validators.disposition import Disposition

OPEN = (Disposition.ACCEPTED, Disposition.INCOMPLETE, Disposition.HELD)


@dataclass(frozen=True, kw_only=True)
class Debtor:
    """An entry, with how each of its slots stands."""

    reference: str
    name: str  # its unit's, else its author's
    slots: Mapping[str, SlotStanding]

    def owes(self, slot: str, state: SlotState) -> bool:
        """Tell whether a slot stands so."""
        return slot in self.slots and self.slots[slot].state is state


@dataclass(frozen=True, kw_only=True)
class OwedSlot:
    """What is owed of one slot by one time."""

    slot: str
    closes: datetime
    awaited: tuple[Debtor, ...]  # not here yet, and not yet due
    missing: tuple[Debtor, ...]


def debtors(db: Database, name: str, call: Call) -> tuple[Debtor, ...]:
    """Return the open entries of a call, by reference; not one of which it is doubted whose it is."""
    names = sorted(reference for state in OPEN for reference in references(db, name, state))
    return tuple(_debtor(entry, call) for entry in read_entries(db, names) if not entry.unverified)


def _debtor(entry: Entry, call: Call) -> Debtor:
    who = entry.named(call.identity.unit) or entry.named(call.identity.name) or entry.author_name or entry.author_email
    return Debtor(reference=entry.reference, name=who, slots={item.slot: item for item in standings(entry, call)})


def owed(found: tuple[Debtor, ...]) -> tuple[OwedSlot, ...]:
    """Return what is owed of each slot, the nearest time first: an entry with a date of its own has a time of its own."""
    return tuple(sorted(_owed(found), key=lambda item: item.closes))


def _owed(found: tuple[Debtor, ...]) -> Iterator[OwedSlot]:
    pairs = {(name, item.closes): None for each in found for name, item in each.slots.items() if item.owed}
    for slot, closes in pairs:
        there = [each for each in found if each.slots[slot].closes == closes]
        awaited, missing = (
            tuple(each for each in there if each.owes(slot, state)) for state in (SlotState.AWAITED, SlotState.MISSING)
        )
        yield OwedSlot(slot=slot, closes=closes, awaited=awaited, missing=missing)
