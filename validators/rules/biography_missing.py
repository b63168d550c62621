"""The rule biography-missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Case
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class BiographyMissing:
    """Say that no biography was found in form, body or an attached document.

    Why: the exhibition prints it beside the works.
    Options: `text`: which of the call's texts is meant.
    Passes: a biography in any of the three places.
    Fails: none, or an empty one.
    """

    name: ClassVar[str] = "biography-missing"
    examines: ClassVar[type] = Case
    says: ClassVar[tuple[str, ...]] = ("subject",)
    text: str = "biography"

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        found = facts.texts.get(self.text)
        if found is None or found.characters == 0:
            yield {"subject": self.text}
