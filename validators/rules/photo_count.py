"""The rule photo-count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Case
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class PhotoCount:
    """Say that too few or too many works arrived.

    Why: the notice asks for so many.
    Options: `minimum`, `maximum`: how many works.
    Passes: 3 works of 3 to 5.
    Fails: 2 works; 6 works. Pictures in doubt were read in the author's favour. `inside` names documents that pictures
    are pasted into, which may be the missing ones.
    """

    name: ClassVar[str] = "photo-count"
    examines: ClassVar[type] = Case
    says: ClassVar[tuple[str, ...]] = ("count", "minimum", "maximum", "inside")
    minimum: int = 3
    maximum: int = 5

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        count = len(facts.works)
        if not self.minimum <= count <= self.maximum:
            inside = list(facts.with_pictures) if count < self.minimum else []
            yield {"count": count, "minimum": self.minimum, "maximum": self.maximum, "inside": inside}
