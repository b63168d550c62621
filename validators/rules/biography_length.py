"""The rule biography-length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import TextFacts
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class BiographyLength:
    """Note that the biography is much longer or shorter than asked, in 字 (a Han character 1, a Latin word 1).

    Why: the notice asks for about 100.
    Options: `text`; `least`, `most`: what passes.
    Passes: 100 字, 90 English words.
    Fails: 20; 400.
    """

    name: ClassVar[str] = "biography-length"
    examines: ClassVar[type] = TextFacts
    says: ClassVar[tuple[str, ...]] = ("subject", "characters", "least", "most")
    text: str = "biography"
    least: int = 50
    most: int = 200

    def check(self, facts: TextFacts) -> Said:
        """Yield what is wrong."""
        if facts.name == self.text and facts.characters and not self.least <= facts.characters <= self.most:
            yield {"subject": self.text, "characters": facts.characters, "least": self.least, "most": self.most}
