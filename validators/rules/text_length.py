"""The rule text-length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from validators.facts import TextFacts
from validators.options import Range
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class TextLength:
    """Say that a text is too long or too short, as Word counts it.

    Why: what is asked for in so many words is printed in so much space.
    Options: `counts`: words (English ones) or characters (字: a Han character 1, a Latin word 1); `least`, `most`: outside is hard;
    `good`: outside is soft, as 60-150.
    Passes: 100 words of 60-150.
    Fails: hard: more than `most`, fewer than `least`. soft: outside `good`. Not said of a text that text-language says is to be
    written anew.
    """

    name: ClassVar[str] = "text-length"
    examines: ClassVar[type] = TextFacts
    grades: ClassVar[tuple[str, ...]] = ("hard", "soft")
    yields_to: ClassVar[tuple[str, ...]] = ("text-language",)
    resets: ClassVar[dict[str, tuple[str, ...]]] = {"counts": ("least", "most", "good")}
    asks_for: ClassVar[str] = "text"
    says: ClassVar[tuple[str, ...]] = ("subject", "count", "counts", "least", "most", "good_least", "good_most", "grade")
    counts: Literal["words", "characters"] = "characters"
    least: int = 0
    most: int | None = None
    good: Range | None = None

    def check(self, facts: TextFacts) -> Said:
        """Yield what is wrong."""
        count = facts.english_words if self.counts == "words" else facts.characters
        hard = count < self.least or (self.most is not None and count > self.most)
        soft = self.good is not None and not self.good[0] <= count <= self.good[1]
        if facts.characters and (hard or soft):
            good = self.good or (None, None)
            told = {"count": count, "counts": self.counts, "least": self.least, "most": self.most}
            yield {
                **told,
                "subject": facts.name,
                "good_least": good[0],
                "good_most": good[1],
                "grade": "hard" if hard else "soft",
            }

    def mistakes(self) -> Said:
        """Yield options that contradict each other."""
        if self.most is not None and self.least > self.most:
            yield {"most": f"least is {self.least}, above most, which is {self.most}"}
        if self.good and (self.good[0] < self.least or self.good[1] > (self.most or self.good[1])):
            yield {"good": "reaches outside least and most"}
