"""The rule acceptance-awaited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Case
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class AcceptanceAwaited:
    """Note that an entry without fault waits for staff, who accept this call's entries themselves.

    Why: the call says `acceptance: staff`.
    Options: none.
    Passes: a call that accepts by rules; an entry that lacks something, which is asked for first.
    Fails: a complete entry of a call with `acceptance: staff`.
    """

    name: ClassVar[str] = "acceptance-awaited"
    examines: ClassVar[type] = Case
    last: ClassVar[bool] = True  # said only where nothing else weighs
    says: ClassVar[tuple[str, ...]] = ()

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        if facts.by_staff:
            yield {}
