"""The rows of a score sheet: the judge's name on top, one row for each entry, locked but for what the judge writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.xml.functions import Element, SubElement

from reports.workbook.sheet import WorkbookSheet
from reports.workbook.style import FONT, HEAD, HEADER_HEIGHT, INK, INPUT, CellLook, Column

NAME_HEIGHT = 46.0  # points: the label stands in a narrow column
FIRST = 3  # the row of the first entry: the name, the headings, then these


class ScoreRows(WorkbookSheet):
    """A sheet whose first row asks for the judge's name."""

    def __init__(self, book: Workbook, title: str, columns: Sequence[Column], *, height: float, name: str) -> None:
        """Make the sheet; `name` is what stands before the cell for the judge's name."""
        self._name = name
        super().__init__(book, title, columns, height=height, frozen="B3")
        self.sheet.print_title_rows = "1:2"
        self._lock()

    def _write_headings(self) -> None:
        self._looks = {**self._looks, **_open_looks(self.sheet)}
        row = Element("row", r="1", ht=f"{NAME_HEIGHT:g}", customHeight="1")
        self._text(row, "A1", CellLook.NAME, self._name)
        SubElement(row, "c", r="B1", s=self._looks[CellLook.INPUT])
        self.sheet.append((row,))
        self.rows = 2
        row = Element("row", r="2", ht=str(HEADER_HEIGHT), customHeight="1")
        for letter, column in zip(self._letters, self.columns, strict=True):
            self._text(row, f"{letter}2", CellLook.HEAD, self._plain(column.heading))
        self.sheet.append((row,))

    def finish(self) -> None:
        """Set the filter over the entries."""
        self.sheet.auto_filter.ref = f"A2:{self._letters[-1]}{self.rows}"

    def _lock(self) -> None:
        """Protect all but the open cells, without a password: against slips, not against intent; filters and widths stay free."""
        lock = self.sheet.protection
        lock.sheet = True
        lock.autoFilter = lock.formatColumns = lock.formatRows = False  # False: not forbidden


def _open_looks(sheet: Any) -> dict[CellLook, str]:
    """Return the style of cells that a judge writes into, and of what stands before the name."""
    cell = WriteOnlyCell(sheet)
    cell.font = Font(name=FONT, size=11, color=INK)
    cell.fill = PatternFill("solid", fgColor=INPUT)
    cell.alignment = Alignment(vertical="center", wrap_text=True, indent=1)
    cell.protection = Protection(locked=False)
    label = WriteOnlyCell(sheet)
    label.font = Font(name=FONT, size=11, bold=True, color=HEAD)
    label.alignment = Alignment(vertical="center", wrap_text=True)
    return {CellLook.INPUT: str(cell.style_id), CellLook.NAME: str(label.style_id)}
