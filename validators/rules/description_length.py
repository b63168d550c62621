"""The rule description-length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import TextFacts
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class DescriptionLength:
    """Say that the description is too long or too short, in English words as Word counts them.

    Why: the notice asks for about 100 words, the form for fewer than 200.
    Options: `text`; `limit`: so many or more are too many; `shortest`: fewer are too few; `least`, `most`: what passes without a word.
    Passes: 100 words.
    Fails: hard: 250 words, 12 words. soft: 40 words, 180 words. A text in another language is description-language's.
    """

    name: ClassVar[str] = "description-length"
    examines: ClassVar[type] = TextFacts
    says: ClassVar[tuple[str, ...]] = ("subject", "words", "least", "most", "limit", "shortest", "grade")
    text: str = "description"
    limit: int = 200
    shortest: int = 20
    least: int = 60
    most: int = 150

    def check(self, facts: TextFacts) -> Said:
        """Yield what is wrong."""
        words = facts.english_words
        if facts.name != self.text or not facts.english or self.least <= words <= self.most:
            return
        grade = "hard" if words >= self.limit or words < self.shortest else "soft"
        rest = {"least": self.least, "most": self.most, "limit": self.limit, "shortest": self.shortest}
        yield {"subject": self.text, "words": words, **rest, "grade": grade}
