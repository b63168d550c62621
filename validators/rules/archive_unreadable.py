"""The rule archive-unreadable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.model.submission import OTHER, TEXT, FileType
from validators.facts import Case, is_document
from validators.rule import Said

WRAPPERS = {FileType.SMIME: "secret", FileType.PGP: "secret", FileType.TNEF: "outlook", FileType.EMAIL: "mail"}


@dataclass(frozen=True, kw_only=True)
class ArchiveUnreadable:
    """Say that an archive, or mail wrapped in a file, is encrypted, damaged, cut, too big or of an
    unsupported kind; or only stands for a file that was removed, is being scanned, or lies in a portal.

    Why: what is in it cannot be counted; it can be sent again as attachments or an ordinary ZIP.
    Options: none.
    Passes: a ZIP that opens.
    Fails: a ZIP with a password.
    """

    name: ClassVar[str] = "archive-unreadable"
    examines: ClassVar[type] = Case
    yields_to: ClassVar[tuple[str, ...]] = ("form-unreadable",)
    asks_for: ClassVar[str] = "file"
    says: ClassVar[tuple[str, ...]] = ("subject", "problem", "wrapper")  # wrapper: secret | outlook | mail | archive

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        for item in facts.submission.materials:
            if (item.role in {OTHER, TEXT} or facts.is_form(item)) and item.problem and not is_document(item):
                yield {"subject": item.name, "problem": item.problem, "wrapper": WRAPPERS.get(item.type, "archive")}
