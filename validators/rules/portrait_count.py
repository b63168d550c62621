"""The rule portrait-count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Case
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class PortraitCount:
    """Say that too few or too many photos of the author arrived.

    Why: the notice asks for one or two; they are shown beside the works.
    Options: `minimum`, `maximum`: how many portraits.
    Passes: one file named portrait.jpg.
    Fails: none; three.
    """

    name: ClassVar[str] = "portrait-count"
    examines: ClassVar[type] = Case
    says: ClassVar[tuple[str, ...]] = ("count", "minimum", "maximum")
    minimum: int = 1
    maximum: int = 2

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        count = len(facts.portraits)
        if not self.minimum <= count <= self.maximum:
            yield {"count": count, "minimum": self.minimum, "maximum": self.maximum}
