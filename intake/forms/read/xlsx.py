"""Read a form typed into a spreadsheet: one author per sheet, or one per row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.utils.cell import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from intake.forms.fields.grid import FormCell, FormRow
from intake.forms.read.package import xml_parts
from intake.forms.read.sheet_xml import straighten_workbook
from intake.model.problems import FileProblem, Problem

MAX_ROWS, MAX_COLUMNS, MAX_SHEETS = 5000, 200, 20
MAX_CELLS = 150_000  # cells written in the file, and cells below merged ranges; openpyxl makes an object of each
EXACT = 10**15  # a spreadsheet keeps 15 digits; a longer number has lost its last ones
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=\"([^\"]{1,40})\"")
Merged = dict[tuple[int, int], tuple[int, int]]  # (row, column) -> the top left cell of its merged range


def read(path: Path) -> list[FormRow]:
    """Return the rows of every sheet; places read "sheet Form, cell B3"; raises FileProblem."""
    parts = xml_parts(path)
    _check_size(parts)
    book = openpyxl.load_workbook(straighten_workbook(parts), keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"][:MAX_SHEETS]
    rows: list[FormRow] = []
    for number, sheet in enumerate(sheets, 1):
        rows += _rows(sheet, number)
    return rows


def _check_size(parts: dict[str, bytes]) -> None:
    """Refuse before openpyxl builds it: too many cells, or a merged range over half the sheet."""
    cells = area = 0
    for name, data in parts.items():
        if not name.lower().startswith("xl/worksheets/"):
            continue
        cells += len(re.findall(rb"<(?:\w+:)?c[\s>/]", data))
        for found in MERGED.finditer(data):
            area += _area(found[1].decode("ascii", "replace"))
    if cells > MAX_CELLS or area > MAX_CELLS:
        raise FileProblem(Problem.TOO_BIG)


def _area(reference: str) -> int:
    try:
        left, top, right, bottom = (value or 0 for value in range_boundaries(reference))
    except ValueError as error:
        raise FileProblem(Problem.DAMAGED) from error
    return (right - left + 1) * (bottom - top + 1)


def _cells(sheet: Worksheet) -> dict[tuple[int, int], SheetCell]:
    """Return the cells that are there; iterating rows would make a million for one cell in the far corner."""
    present: dict[tuple[int, int], SheetCell] = sheet._cells  # type: ignore[assignment]
    return {key: cell for key, cell in present.items() if key[0] <= MAX_ROWS and key[1] <= MAX_COLUMNS}


def _rows(sheet: Worksheet, number: int) -> Iterator[FormRow]:
    """Yield the rows that hold something, empty cells up to the sheet's last used column included."""
    texts: dict[tuple[int, int], tuple[str, bool]] = {}
    for (row, column), cell in _cells(sheet).items():
        text, unsure = cell_as_text(cell.value)
        if text:
            texts[row, column] = (text, unsure)
    if not texts:
        return
    merged, width = _merged(sheet), max(column for _, column in texts)
    for row in range(1, max(row for row, _ in texts) + 1):
        cells = []
        for column in range(1, width + 1):
            origin = merged.get((row, column), (row, column))
            if origin[0] == row and origin[1] != column:
                continue
            text, unsure = texts.get(origin, ("", False))
            place = f"sheet {sheet.title}, cell {get_column_letter(column)}{row}"
            cells.append(FormCell(text=text, place=place, column=column - 1, carried=origin != (row, column), unsure=unsure))
        yield FormRow(cells=tuple(cells), table=number)


def _merged(sheet: Worksheet) -> Merged:
    return {
        (row, column): (span.min_row, span.min_col)
        for span in sheet.merged_cells.ranges
        for row in range(span.min_row, min(span.max_row, MAX_ROWS) + 1)
        for column in range(span.min_col, min(span.max_col, MAX_COLUMNS) + 1)
    }


def cell_as_text(value: object) -> tuple[str, bool]:
    """Return a value as text, and whether digits may be lost: phone numbers are numbers to a spreadsheet."""
    if value is None or isinstance(value, bool):
        return ("" if value is None else str(value).upper()), False
    if isinstance(value, (int, float)):
        whole = value == value and abs(value) < 1e300 and value == int(value)
        digits = Decimal(f"{value:.15g}") if isinstance(value, float) and whole else value  # no digits that never were there
        return (str(int(digits)) if whole else str(value)), abs(value) >= EXACT
    if isinstance(value, (datetime, date)):
        return value.isoformat()[:10], False
    return str(value).replace("\r\n", "\n").strip(), False
