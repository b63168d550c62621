"""The rule document-unreadable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from intake.assemble.payload import empties
from intake.model.problems import Unmeasured
from intake.model.submission import OTHER
from validators.facts import Case, is_document
from validators.facts_document import DocumentFacts
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class DocumentUnreadable:
    """Say that a file could not be looked into: encrypted, damaged, of a format that is not read here, or it takes too much;
    or that it is safer not to open it.

    Why: what is missing may be in it. A form that cannot be read is form-unreadable's, a sheet sheet-unreadable's, an archive archive-unreadable's.
    A document asked for that has macros or the like (`problem` macros), or that is another kind of file as well (two-faced), is opened
    with care.
    Options: none.
    Passes: a document that opens.
    Fails: hard: one that the call has a place for, as a form or a text. soft: one that plays no part, as a
    spreadsheet that would take a minute to read, or a document with a password, or of no bytes, beside the form.
    """

    name: ClassVar[str] = "document-unreadable"
    examines: ClassVar[type] = Case
    yields_to: ClassVar[tuple[str, ...]] = ("form-unreadable", "sheet-unreadable")
    asks_for: ClassVar[str] = "file"
    grades: ClassVar[tuple[str, ...]] = ("hard", "soft")
    says: ClassVar[tuple[str, ...]] = ("subject", "problem", "grade")  # encrypted | damaged | time | memory | crashed | ...

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        asked = dict(_asked(facts))
        for name, (problem, slot) in asked.items():
            yield {"subject": name, "problem": problem, "grade": "hard", "slot": slot}
        for item in facts.submission.materials:
            if item.problem and is_document(item) and item.name not in asked:
                yield {"subject": item.name, "problem": item.problem, "grade": _grade(item.role), "slot": facts.slot_of(item)}
        for name in empties(facts.submission):
            yield {"subject": name, "problem": Unmeasured.EMPTY, "grade": "soft", "slot": ""}
        for photo in facts.others:
            if photo.facts.problem and not photo.material.problem:  # else it is told already, by its wrapping
                told = {"subject": photo.material.name, "problem": photo.facts.problem}
                yield {**told, "grade": _grade(photo.material.role), "slot": facts.slot_of(photo.material)}


def _grade(role: str) -> str:
    """Return how heavy it is: staff must look at what the call has a place for."""
    return "soft" if role == OTHER else "hard"


def _asked(facts: Case) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield (name, (problem, slot)) of what is in a slot for documents and cannot be opened, or not without care."""
    for name, slot in facts.slots.items():
        for piece in (*slot.pieces, *slot.sources):
            seen = piece.facts
            if isinstance(seen, DocumentFacts):
                careful = "two-faced" if seen.second_face else "macros" if seen.active else ""
                if problem := seen.problem or careful:
                    yield piece.material.name, (problem, name)
