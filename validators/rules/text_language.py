"""The rule text-language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from validators.facts import TextFacts
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class TextLanguage:
    """Say that a text is mostly not in the language asked for.

    Why: readers and printers need that language.
    Options: `language`: en or zh; left out, any will do.
    Passes: English where en is asked for; English beside Chinese.
    Fails: Chinese alone.
    """

    name: ClassVar[str] = "text-language"
    examines: ClassVar[type] = TextFacts
    asks_for: ClassVar[str] = "text"
    says: ClassVar[tuple[str, ...]] = ("subject", "language")
    language: Literal["en", "zh", ""] = ""

    def check(self, facts: TextFacts) -> Said:
        """Yield what is wrong."""
        chinese = facts.han * 2 > facts.english_words
        if facts.characters and self.language and not (facts.english if self.language == "en" else chinese):
            yield {"subject": facts.name, "language": self.language}
