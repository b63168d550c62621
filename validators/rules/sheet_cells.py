"""The rule sheet-cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import SlotKind
from validators.facts import FilledSlot
from validators.facts_sheet import CellFault, JudgedRow
from validators.finding import SheetPlace
from validators.rule import Said

MOST_CELLS = 500  # named in one finding; each row has its own, whole


@dataclass(frozen=True, kw_only=True)
class SheetCells:
    """Say which rows of a sheet have cells that are empty and must not be, or that cannot be read as what they should be.

    Why: a need without a name to call or a title to print is of no use; its writer mends it in a minute. The good rows count at once.
    Options: none; each column's `required`, `one_of`, `together`, `kind`, `pattern`, `least` and `most` say what it should be.
    Passes: a row with all that its columns ask for.
    Fails: hard: rows with cells missing or unreadable, which do not count. soft: rows that count, with a text longer or shorter than its
    column asks for. `cells` are the places, never what stands in them; `more` counts those that are not named.
    """

    name: ClassVar[str] = "sheet-cells"
    examines: ClassVar[type] = FilledSlot
    kinds: ClassVar[tuple[SlotKind, ...]] = (SlotKind.SHEET,)
    asks_for: ClassVar[str] = "row"
    grades: ClassVar[tuple[str, ...]] = ("hard", "soft")
    says: ClassVar[tuple[str, ...]] = ("subject", "good", "bad", "cells", "more", "grade")

    def check(self, facts: FilledSlot) -> Said:
        """Yield what is wrong."""
        bad = [row for row in facts.rows if not row.good]
        counts = {"good": len(facts.rows) - len(bad), "bad": len(bad)}
        mild = [row for row in facts.rows if row.good and row.faults]
        for grade, rows in (("hard", bad), ("soft", mild)):
            if rows:
                cells = [_told(row, fault) for row in rows for fault in row.faults if fault.soft is (grade == "soft")]
                shown = cells[:MOST_CELLS]
                yield {
                    "subject": _file(rows),
                    **counts,
                    "cells": shown,
                    "more": len(cells) - len(shown),
                    "grade": grade,
                }


def _file(rows: Iterable[JudgedRow]) -> str:
    """Return the file that all rows stand in, '' where they stand in several."""
    names = {row.row.file for row in rows}
    return names.pop() if len(names) == 1 else ""


def _told(row: JudgedRow, fault: CellFault) -> SheetPlace:
    """Return a place in words of a spreadsheet; a table of a text is counted."""
    place: SheetPlace = {
        "sheet": row.row.sheet,
        "cell": fault.cell,
        "column": fault.column,
        "problem": str(fault.problem),
        "row": row.row.row,
    }
    return {**place, "table": row.row.table} if row.row.table else place
