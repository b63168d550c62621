"""The rule slot-awaited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import WhenAsked
from validators.facts import FilledSlot, SlotDue
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class SlotAwaited:
    """Note that something asked for by a time, or once accepted, is not here yet, and not yet due.

    Why: nobody is told that a thing is missing before it is; the letter lists it with its time.
    Options: none.
    Passes: what is there; what is past its time, which slot-count tells; what is asked for once accepted, before that.
    Fails: an article due next week of which nothing has come.
    """

    name: ClassVar[str] = "slot-awaited"
    examines: ClassVar[type] = FilledSlot
    timed: ClassVar[bool] = True
    says: ClassVar[tuple[str, ...]] = ("subject", "count", "minimum", "maximum", "closes")

    def check(self, facts: FilledSlot) -> Said:
        """Yield what is wrong."""
        slot = facts.slot
        awaited = slot.asked is not WhenAsked.AT_ONCE and facts.due is SlotDue.OPEN and facts.wanted and not slot.optional
        if awaited and facts.have < slot.count.least:
            closes = facts.closes.isoformat() if facts.closes else ""
            counted = {"count": facts.have, "minimum": slot.count.least, "maximum": slot.count.most}
            yield {"subject": slot.id, **counted, "closes": closes}
