"""The rule window-early."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Arrival
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class WindowEarly:
    """Note that a submission arrived before the window opens.

    Why: a person decides whether it counts.
    Options: none.
    Passes: the first instant of the window.
    Fails: one second before.
    """

    name: ClassVar[str] = "window-early"
    examines: ClassVar[type] = Arrival
    timed: ClassVar[bool] = True
    says: ClassVar[tuple[str, ...]] = ("received", "opens")

    def check(self, facts: Arrival) -> Said:
        """Yield what is wrong."""
        if facts.received_at < facts.opens:
            yield {"received": facts.received_at.isoformat(), "opens": facts.opens.isoformat()}
