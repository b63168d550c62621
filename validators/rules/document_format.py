"""The rule document-format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import SlotKind
from intake.model.filetypes import PICTURES
from intake.model.problems import UNSEEN, Problem, Unmeasured, Unread
from intake.model.slot_reason import SlotReason
from validators.facts import SlotPiece
from validators.facts_document import DocumentFacts
from validators.finding import Value
from validators.rule import Said

SAME = {  # what one program opens as the other: WPS Office writes .doc with marks of its own
    "WPS": "DOC", "DOCM": "DOCX", "DOTX": "DOCX", "WORD-XML": "DOC", "DPS": "PPT", "PPSX": "PPTX", "ET": "XLS", "XLSM": "XLSX",
    "TEXT": "TXT", "CSV": "TXT", "JPG": "JPEG", "TIF": "TIFF", "HTM": "HTML", "FODT": "ODT",
}  # fmt: skip
PICTURED = frozenset(kind.value.upper() for kind in PICTURES)
LOCKED = UNSEEN | {Unmeasured.EMPTY, Problem.ENCRYPTED, Problem.DAMAGED}  # another rule's: nobody could look into it


@dataclass(frozen=True, kw_only=True)
class DocumentFormat:
    """Say that a document is not in a format asked for, or cannot be edited where that is asked; by content, not by name.

    Why: an editor works on the text; of a PDF or a scan it would have to be typed anew.
    Options: `formats`: what is taken, as PDF, DOCX, DOC, WPS, RTF, ODT, PPTX; none named: any. A slot's own `formats` stand for
    it, and its `editable` for `editable`. What one program opens as the other is one: WPS and DOC, ET and XLS.
    Passes: a DOCX called article.doc; a .doc that WPS Office wrote, where DOC is asked for.
    Fails: a PDF where Word is asked for (`reason` format; `renamed` where its name says otherwise); a PDF, a scan or a Word file
    that holds nothing but pictures of pages where it must be editable (`reason` pdf, scan); a picture of a page where a document is
    asked for (`reason` picture); text typed into the mail itself (`reason` typed).
    """

    name: ClassVar[str] = "document-format"
    examines: ClassVar[type] = DocumentFacts
    kinds: ClassVar[tuple[SlotKind, ...]] = (
        SlotKind.DOCUMENT,
        SlotKind.FORM,
        SlotKind.SHEET,
    )
    asks_for: ClassVar[str] = "file"
    says: ClassVar[tuple[str, ...]] = ("subject", "format", "formats", "renamed", "reason")
    formats: tuple[str, ...] = ()
    editable: bool = False

    def check(self, facts: SlotPiece[DocumentFacts]) -> Said:
        """Yield what is wrong."""
        reason = self._reason(facts.facts)
        if reason == "format" and facts.material.reason == SlotReason.TYPED:
            reason = "typed"
        if reason:
            seen = facts.facts
            told: dict[str, Value] = {
                "format": seen.format,
                "formats": list(self.formats),
                "renamed": seen.renamed,
                "reason": reason,
            }
            yield {"subject": facts.material.name, **told}

    def _reason(self, seen: DocumentFacts) -> str:
        """Return why a document will not do, '' where it will."""
        if not seen.format or seen.problem in LOCKED:
            return ""
        if self.editable and not seen.editable:
            return Unread.SCAN if seen.scanned else "pdf" if seen.format == "PDF" else "format"
        taken = {SAME.get(name.upper(), name.upper()) for name in self.formats}
        if seen.format in PICTURED and seen.format not in taken:
            return "picture"
        return "format" if taken and SAME.get(seen.format, seen.format) not in taken else ""
