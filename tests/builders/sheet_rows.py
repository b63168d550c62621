"""Rows of sheets as rules see them."""

from pathlib import Path

from intake.model.rows import SheetFacts, SheetRow
from intake.model.submission import FileType, Material
from tests.builders.sheet_samples import slot
from validators.facts import FilledSlot, SlotPiece
from validators.facts_sheet import MISSING, CellFault, JudgedRow


def missing(row: int, column: str = "title", problem: str = MISSING, soft: bool = False) -> CellFault:
    """Return what is wrong with one cell of a row."""
    return CellFault(column=column, cell=f"C{row}", problem=problem, soft=soft)


def judged(row: int, *faults: CellFault, file: str = "a.xlsx", table: int = 0) -> JudgedRow:
    """Return a row of a sheet S with its faults."""
    values = {"title": f"need {row}"}
    return JudgedRow(row=SheetRow(file=file, sha256=file, sheet="S", table=table, row=row, values=values), faults=faults)


def sheet(name: str = "a.xlsx", **facts: object) -> SlotPiece[SheetFacts]:
    """Return a sheet as it was read."""
    material = Material(role="table", name=name, type=FileType.XLSX, size=9000, sha256=name, path=Path(name), message="m")
    return SlotPiece(material=material, facts=SheetFacts(sha256=name, **facts))  # type: ignore[arg-type]


def sheet_slot(**holds: object) -> FilledSlot:
    """Return a slot of sheets that holds these."""
    return FilledSlot(slot=slot(), **holds)  # type: ignore[arg-type]
