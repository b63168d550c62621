"""The rule slot-count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import WhenAsked
from validators.facts import FilledSlot, SlotDue
from validators.finding import Value
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class SlotCount:
    """Say that too little or too much of what a slot asks for arrived; how much stands in the slot's `count`.

    Why: the call asks for so much; what is missing can be sent, of too much its sender knows best what counts.
    Options: none.
    Passes: 3 photos of 3-5; a text in form, body or an attached document; a form, be it blank or unreadable, which other rules tell.
    Fails: no form; two photos; three where two at most are taken. Files in doubt were read in the author's favour. `inside` names
    documents that pictures are pasted into, which may be the missing ones; `blank` sheets in which no row is filled in; `pictured`
    pictures that by their names are the text, whose words nobody reads. What is asked
    for by a time of its own, once accepted, or beside another slot is missing only then; `closes` tells a time that is past.
    """

    name: ClassVar[str] = "slot-count"
    examines: ClassVar[type] = FilledSlot
    asks_for: ClassVar[str] = "slot"
    says: ClassVar[tuple[str, ...]] = ("subject", "count", "minimum", "maximum", "inside", "blank", "pictured", "closes")

    def check(self, facts: FilledSlot) -> Said:
        """Yield what is wrong."""
        bounds, count = facts.slot.count, facts.have
        least = bounds.least if _asked(facts) else 0
        if count < least or (bounds.most is not None and count > bounds.most):
            inside = list(facts.with_pictures) if count < least else []
            told: dict[str, Value] = {"count": count, "minimum": bounds.least, "maximum": bounds.most, "inside": inside}
            told |= {"pictured": list(facts.pictured)} if facts.pictured and not count else {}
            told |= {"blank": list(facts.blank)} if facts.blank else {}
            yield {"subject": facts.slot.id} | told | (_overdue(facts) if count < least else {})


def _overdue(facts: FilledSlot) -> dict[str, Value]:
    """Return when a slot with a time of its own was due, once that is past."""
    return {"closes": facts.closes.isoformat()} if facts.slot.timed and facts.due is SlotDue.PAST and facts.closes else {}


def _asked(facts: FilledSlot) -> bool:
    """Tell whether what is missing is missing by now."""
    if facts.slot.optional or not facts.wanted or facts.due is SlotDue.NOT_YET:
        return False
    return facts.slot.asked is WhenAsked.AT_ONCE or facts.due is SlotDue.PAST
