"""The rule sheet-notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import SlotKind
from intake.model.rows import SheetFacts
from validators.facts import FilledSlot
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class SheetNotes:
    """Say what staff should know of how a sheet was read: what was hidden in it, and what of it was left out.

    Why: nothing is taken or left in silence.
    Options: none.
    Passes: a sheet that is nothing but a header and rows of known columns.
    Fails: hidden rows, columns or sheets, which count; samples, sums and notes, which do not; sheets without a header; columns that the
    call does not know, which are kept; rows that a later one of the same key replaces; rows of several units, which
    all belong to the one entry.
    """

    name: ClassVar[str] = "sheet-notes"
    examines: ClassVar[type] = FilledSlot
    kinds: ClassVar[tuple[SlotKind, ...]] = (SlotKind.SHEET,)
    says: ClassVar[tuple[str, ...]] = (
        "subject",
        "hidden_rows",
        "hidden_columns",
        "hidden_sheets",
        "samples",
        "sums",
        "notes",
        "unheaded",
        "unknown",
        "repeated",
        "units",
    )

    def check(self, facts: FilledSlot) -> Said:
        """Yield what is to be known of each sheet."""
        for piece in facts.pieces:
            if isinstance(piece.facts, SheetFacts):
                told = {name: _plain(getattr(piece.facts, name)) for name in self.says[1:]}
                if any(told.values()):
                    yield {"subject": piece.material.name, **told}


def _plain(value: int | Sequence[str]) -> int | list[str]:
    return value if isinstance(value, int) else list(value)
