"""A new workbook of what was read in a csv, xls or ods, with the cells marked that need mending."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils.cell import column_index_from_string, get_column_letter

from intake.sheets.grid import Grid, SheetBook
from intake.sheets.marking.styles import YELLOW

WIDEST = 60  # characters
LEAST = 8
LINE, MOST_LINES = 15, 20  # points; a program that opens it works out no heights
NO_NAME = "Sheet"


def marked_copy(book: SheetBook, marks: Mapping[str, Mapping[tuple[int, str], str]], author: str) -> bytes:
    """Return an xlsx with every cell as text, where it stood, and comments on those to be mended."""
    made = Workbook()
    for number, grid in enumerate(book.grids):
        sheet = made.active if not number else made.create_sheet()
        assert sheet is not None
        sheet.title = (grid.name or NO_NAME)[:31]
        for row, cells in grid.rows.items():
            for column, text in cells.items():
                cell = sheet.cell(row, column + 1)
                cell.value, cell.data_type, cell.number_format = text, "s", "@"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            lines = max(text.count("\n") for text in cells.values()) + 1
            if lines > 1:
                sheet.row_dimensions[row].height = LINE * min(lines, MOST_LINES)
        for column, width in _widths(grid).items():
            sheet.column_dimensions[get_column_letter(column + 1)].width = width
        for (row, letter), says in marks.get(grid.name, {}).items():
            cell = sheet.cell(row, column_index_from_string(letter))
            cell.fill = PatternFill("solid", fgColor=YELLOW)
            cell.comment = Comment(says, author, height=80, width=215)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _widths(grid: Grid) -> dict[int, int]:
    widths: dict[int, int] = {}
    for cells in grid.rows.values():
        for column, text in cells.items():
            size = sum(2 if ord(char) > 0x2E80 else 1 for char in text.split("\n")[0]) + 2
            widths[column] = min(max(widths.get(column, LEAST), size), WIDEST)
    return widths
