"""The rule window-late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Arrival
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class WindowLate:
    """Refuse what arrived at or after the window's end, grace included.

    Why: the call says until when; the server's arrival time counts, never the sender's Date.
    Options: none.
    Passes: one second before the end; a late mail for an entry that is there, which staff look at (`sender-unverified`).
    Fails: the very instant of the end.
    """

    name: ClassVar[str] = "window-late"
    examines: ClassVar[type] = Arrival
    timed: ClassVar[bool] = True
    says: ClassVar[tuple[str, ...]] = ("received", "closes")

    def check(self, facts: Arrival) -> Said:
        """Yield what is wrong."""
        if facts.received_at >= facts.closes and not facts.known:
            yield {"received": facts.received_at.isoformat(), "closes": facts.closes.isoformat()}
