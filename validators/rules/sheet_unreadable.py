"""The rule sheet-unreadable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import SlotKind
from intake.model.rows import SheetFacts
from validators.facts import FilledSlot
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class SheetUnreadable:
    """Say that a sheet could not be read: no row names its columns, it has a password, is damaged, was never worked out, has too many rows.

    Why: nobody knows what is in it; a person must look. What was read and carries macros or links to other files is said as well:
    none of them ran, and linked values are those of its last saving.
    Options: none.
    Passes: a sheet whose header names at least three of the call's columns, be it on the first row or further down.
    Fails: hard: what was not read (`problem`: no-header, side-by-side, not-computed, too-many-rows, encrypted, damaged, …). soft: `problem` macros or links.
    """

    name: ClassVar[str] = "sheet-unreadable"
    examines: ClassVar[type] = FilledSlot
    kinds: ClassVar[tuple[SlotKind, ...]] = (SlotKind.SHEET,)
    asks_for: ClassVar[str] = "file"
    grades: ClassVar[tuple[str, ...]] = ("hard", "soft")
    says: ClassVar[tuple[str, ...]] = ("subject", "problem", "grade")

    def check(self, facts: FilledSlot) -> Said:
        """Yield what is wrong."""
        for piece in facts.pieces:
            if not isinstance(piece.facts, SheetFacts):
                continue
            if piece.facts.problem:
                yield {"subject": piece.material.name, "problem": piece.facts.problem, "grade": "hard"}
            for sign in piece.facts.active:
                yield {"subject": piece.material.name, "problem": sign, "grade": "soft"}
