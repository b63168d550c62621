"""The rule document-unreadable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.model.submission import OTHER
from validators.facts import Case, is_document
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class DocumentUnreadable:
    """Say that a file could not be looked into: encrypted, damaged, of a format that is not read here, or it takes too much.

    Why: what is missing may be in it. A form that cannot be read is form-unreadable's, an archive archive-unreadable's.
    Options: none.
    Passes: a document that opens.
    Fails: hard: one that the call has a place for, as a form or a text. soft: one that plays no part, as a
    spreadsheet that would take a minute to read, or a document with a password beside the form.
    """

    name: ClassVar[str] = "document-unreadable"
    examines: ClassVar[type] = Case
    yields_to: ClassVar[tuple[str, ...]] = ("form-unreadable",)
    asks_for: ClassVar[str] = "file"
    grades: ClassVar[tuple[str, ...]] = ("hard", "soft")
    says: ClassVar[tuple[str, ...]] = ("subject", "problem", "grade")  # encrypted | damaged | time | memory | crashed | ...

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        for item in facts.submission.materials:
            if item.problem and is_document(item):
                yield {"subject": item.name, "problem": item.problem, "grade": _grade(item.role), "slot": facts.slot_of(item)}
        for photo in facts.others:
            if photo.facts.problem and not photo.material.problem:  # else it is told already, by its wrapping
                told = {"subject": photo.material.name, "problem": photo.facts.problem}
                yield {**told, "grade": _grade(photo.material.role), "slot": facts.slot_of(photo.material)}


def _grade(role: str) -> str:
    """Return how heavy it is: staff must look at what the call has a place for."""
    return "soft" if role == OTHER else "hard"
