"""The rule document-pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import SlotKind
from validators.facts import SlotPiece
from validators.facts_document import DocumentFacts
from validators.rule import Said

COUNTED = frozenset({"PDF", "PPTX", "ODP"})  # of all others the program that wrote it says how many pages it laid out


@dataclass(frozen=True, kw_only=True)
class DocumentPages:
    """Say that a document has too many or too few pages, or slides.

    Why: what is asked for by the page is read, printed or shown in so much room.
    Options: `least`, `most`: pages; 0 and none ask for none. Only where a call or slot names the rule.
    Passes: 8 pages of 5 to 10; a Word file of which nobody knows the pages.
    Fails: hard: a PDF of 12 pages. soft: a Word file whose program says 12, which another program lays out otherwise.
    """

    name: ClassVar[str] = "document-pages"
    examines: ClassVar[type] = DocumentFacts
    kinds: ClassVar[tuple[SlotKind, ...]] = (SlotKind.DOCUMENT,)
    grades: ClassVar[tuple[str, ...]] = ("hard", "soft")
    yields_to: ClassVar[tuple[str, ...]] = ("document-format",)
    by_name: ClassVar[bool] = True
    asks_for: ClassVar[str] = "file"
    says: ClassVar[tuple[str, ...]] = ("subject", "pages", "least", "most", "grade")
    least: int = 0
    most: int | None = None

    def check(self, facts: SlotPiece[DocumentFacts]) -> Said:
        """Yield what is wrong."""
        pages = facts.facts.pages
        outside = pages < self.least or (self.most is not None and pages > self.most)
        if pages and outside and not facts.facts.problem:
            grade = "hard" if facts.facts.format in COUNTED else "soft"
            yield {"subject": facts.material.name, "pages": pages, "least": self.least, "most": self.most, "grade": grade}

    def mistakes(self) -> Said:
        """Yield options that contradict each other."""
        if self.most is not None and self.least > self.most:
            yield {"most": f"least is {self.least}, above most, which is {self.most}"}
