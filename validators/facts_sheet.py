"""Rows of a sheet as they are judged: what is wrong with which cell, and whether the row counts."""

from __future__ import annotations

from dataclasses import dataclass

from intake.model.rows import SheetRow

MISSING = "missing"


@dataclass(frozen=True, kw_only=True, slots=True)
class CellFault:
    """What is wrong with one cell; `soft`: it is said, and the row counts all the same."""

    column: str
    cell: str  # its address, '' where the sheet has no such column
    problem: str  # missing, a Fault of values, an Odd of cells
    soft: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgedRow:
    """A row with what is wrong with it."""

    row: SheetRow
    faults: tuple[CellFault, ...] = ()

    @property
    def good(self) -> bool:
        """Tell whether the row counts."""
        return all(fault.soft for fault in self.faults)
