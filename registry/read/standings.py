"""How each slot of an entry stands: there, missing, faulty, still to come, or not asked for (contract.md "JSON", ruling 24)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from intake.config.models import Call, CountBounds, Slot, SlotKind, WhenAsked
from intake.links.asked import links_in
from registry.read.dossier import WHOLE
from registry.read.entry import Entry
from registry.read.overrides import GOING, WEIGHTS, lifted_on
from registry.read.timing import timing_now, timing_of
from validators.facts import SlotDue
from validators.finding import Finding


class SlotState(StrEnum):
    """How a slot stands."""

    COMPLETE = "complete"
    MISSING = "missing"
    FAULTY = "faulty"  # something in it is not right: too much, too small, too late
    AWAITED = "awaited"  # not here yet, and not yet due
    OPTIONAL = "optional"  # not here, and not asked for


@dataclass(frozen=True, kw_only=True)
class SlotStanding:
    """How one slot of an entry stands; `have` without what is too late, `closes` as people are told."""

    slot: str
    kind: tuple[SlotKind, ...]
    state: SlotState
    have: int
    count: CountBounds
    closes: datetime
    timed: bool  # it has a time of its own, or is asked for at one

    @property
    def owed(self) -> bool:
        """Tell whether something of it is wanted that is not here."""
        return self.state in {SlotState.MISSING, SlotState.AWAITED}


def standings(entry: Entry, call: Call) -> tuple[SlotStanding, ...]:
    """Return how each slot of an entry's call stands, in the call's order."""
    return tuple(_Look(entry, call).standings())


@dataclass(frozen=True)
class _Look:
    """One entry, looked at slot by slot."""

    entry: Entry
    call: Call

    def standings(self) -> Iterator[SlotStanding]:
        timing = timing_now(self.entry)
        for slot in self.call.slots.values():
            findings = [item for item in self._weighing() if item.slot == slot.id]
            have = self._have(slot) - sum(item.rule in GOING for item in findings)
            yield SlotStanding(
                slot=slot.id,
                kind=slot.kind,
                state=self._state(slot, have, findings),
                have=have,
                count=slot.count,
                closes=timing.told(slot, self.call),
                timed=slot.timed,
            )

    def _weighing(self) -> list[Finding]:
        """Return the findings that weigh: not those that staff lifted since."""
        lifted = lifted_on(self.entry.decisions, self.entry.revision)
        return [item for item in self.entry.findings if item.severity in WEIGHTS and item.severity not in lifted]

    def _state(self, slot: Slot, have: int, findings: list[Finding]) -> SlotState:
        if any(item.rule in WHOLE and have < slot.count.least for item in findings):
            return SlotState.MISSING
        if findings:
            return SlotState.FAULTY
        if have < slot.count.least and self._awaits(slot):
            return SlotState.AWAITED
        return SlotState.COMPLETE if have else SlotState.OPTIONAL

    def _awaits(self, slot: Slot) -> bool:
        """Tell whether what is not here is still to come: its time is not past, or only since this entry's acceptance is it asked for."""
        wanted = not slot.with_slot or self._has(slot.with_slot)
        if slot.asked is WhenAsked.AT_ONCE or slot.optional or not wanted:
            return False
        due = timing_now(self.entry).due(slot, self.call, self.entry.as_of)
        return due is SlotDue.OPEN or (
            due is SlotDue.PAST and timing_of(self.entry).due(slot, self.call, self.entry.as_of) is SlotDue.NOT_YET
        )

    def _has(self, slot: str) -> bool:
        entry = self.entry
        return bool(entry.files_in(slot) or entry.forms.get(slot) or slot in entry.texts)

    def _have(self, slot: Slot) -> int:
        """Return how much of a slot is there: files, one for a form or a text, links."""
        entry, text = self.entry, self.entry.texts.get(slot.id)
        files = 0 if slot.is_a(SlotKind.FORM) else len(entry.files_in(slot.id))
        links = len(links_in(text.found.text)) if text and slot.is_a(SlotKind.LINK) else 0
        said = int(text is not None and not slot.is_a(SlotKind.LINK) and text.facts.characters > 0)
        return files + int(entry.forms.get(slot.id) is not None) + links or said
