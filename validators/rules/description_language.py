"""The rule description-language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import TextFacts
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class DescriptionLanguage:
    """Say that the description is mostly not English.

    Why: the notice asks for English.
    Options: `text`: which of the call's texts is meant.
    Passes: English; English beside Chinese.
    Fails: Chinese alone.
    """

    name: ClassVar[str] = "description-language"
    examines: ClassVar[type] = TextFacts
    says: ClassVar[tuple[str, ...]] = ("subject",)
    text: str = "description"

    def check(self, facts: TextFacts) -> Said:
        """Yield what is wrong."""
        if facts.name == self.text and facts.characters and not facts.english:
            yield {"subject": self.text}
