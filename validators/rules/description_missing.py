"""The rule description-missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Case
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class DescriptionMissing:
    """Say that no description was found in form, body or an attached document.

    Why: the exhibition prints it beside the works.
    Options: `text`: which of the call's texts is meant.
    Passes: a description in any of the three places.
    Fails: none, or an empty one.
    """

    name: ClassVar[str] = "description-missing"
    examines: ClassVar[type] = Case
    says: ClassVar[tuple[str, ...]] = ("subject",)
    text: str = "description"

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        found = facts.texts.get(self.text)
        if found is None or found.characters == 0:
            yield {"subject": self.text}
