"""The rule slot-late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import FilledSlot
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class SlotLate:
    """Hold what arrived after its slot's own end, though the call itself is still open.

    Why: what was asked for by a time is printed or built by then; whether it may still count is for staff to say. It counts once
    they release it, and the finding goes then.
    Options: none.
    Passes: one second before the slot's end; a file that came in time and is sent again, under any name; before a date of the
    entry's own that staff gave it.
    Fails: the very instant of the end; a form whose missing line is filled in after it.
    """

    name: ClassVar[str] = "slot-late"
    examines: ClassVar[type] = FilledSlot
    timed: ClassVar[bool] = True
    says: ClassVar[tuple[str, ...]] = ("subject", "received", "closes")
    goes: ClassVar[bool] = True

    def check(self, facts: FilledSlot) -> Said:
        """Yield what is wrong."""
        closes = facts.closes.isoformat() if facts.closes else ""
        for item in facts.late:
            yield {"subject": item.subject, "received": item.received_at.isoformat(), "closes": closes}
