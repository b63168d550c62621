"""Read xls, et, xlsb and ods with calamine; what it does not tell (hidden rows, errors) comes from a pass of our own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum, WorksheetNotFound

from intake.forms.read.xlsx import EXACT, cell_as_text
from intake.model.problems import FileProblem, Problem
from intake.model.rows import Odd
from intake.sheets.grid import Grid, GridLimits, MergedRange, SheetBook, TooManyRows, Unseen

MAX_SHEETS = 50
CellValue = int | float | str | bool | time | date | datetime | timedelta


def read(path: Path, bounds: GridLimits, unseen: Sequence[Unseen] = ()) -> SheetBook:
    """Return the sheets of a workbook, with what is unseen in each, in their order; raises FileProblem and TooManyRows."""
    try:
        with path.open("rb") as file:  # by its bytes: a path's ending would choose the reader
            book = CalamineWorkbook.from_filelike(file)
            told = dict(enumerate(unseen))
            every = [(item, told.get(place, Unseen())) for place, item in enumerate(book.sheets_metadata)]
            listed = [(item, apart) for item, apart in every if item.typ == SheetTypeEnum.WorkSheet][:MAX_SHEETS]
            room, grids = bounds.rows, []
            for item, apart in listed:
                grid = _grid(book, item.name, bounds, room)
                grids.append(_with(grid, apart, hidden=item.visible != SheetVisibleEnum.Visible))
                room -= len(grids[-1].rows)
    except PasswordError as error:
        raise FileProblem(Problem.ENCRYPTED) from error
    except (CalamineError, WorksheetNotFound) as error:
        raise FileProblem(Problem.DAMAGED) from error
    if not grids:
        raise FileProblem(Problem.DAMAGED)
    return SheetBook(grids=tuple(grids))


def _with(grid: Grid, apart: Unseen, *, hidden: bool) -> Grid:
    """Return a sheet with what the library does not tell of it; an odd cell holds something, though it shows nothing."""
    rows = {number: dict(cells) for number, cells in grid.rows.items()}
    for row, column in apart.odd:
        rows.setdefault(row, {}).setdefault(column, "?")
    seen = dict(sorted(rows.items())) if apart.odd else grid.rows
    odd = {**grid.odd, **apart.odd}
    merged = grid.merged or apart.merged
    return replace(grid, rows=seen, odd=odd, merged=merged, hidden=hidden, hidden_rows=apart.rows, hidden_columns=apart.columns)


def _grid(book: CalamineWorkbook, name: str, bounds: GridLimits, room: int) -> Grid:
    sheet = book.get_sheet_by_name(name)
    rows: dict[int, dict[int, str]] = {}
    odd: dict[tuple[int, int], Odd] = {}
    # leading empty rows are not told: counted from the sheet's first used row, so that a place is the one people see
    first = (sheet.start or (0, 0))[0]
    left = (sheet.start or (0, 0))[1]
    for number, line in enumerate(sheet.to_python(skip_empty_area=True), first + 1):
        cells = _cells(line, left, bounds)
        if not cells:
            continue
        if len(rows) >= room:
            raise TooManyRows
        rows[number] = {column: text for column, (text, _) in cells.items()}
        odd |= {(number, column): why for column, (_, why) in cells.items() if why}
    spans = tuple(MergedRange(top + 1, start, bottom + 1, end) for (top, start), (bottom, end) in sheet.merged_cell_ranges or ())
    return Grid(name=name, rows=rows, merged=spans, odd=odd)


def _cells(line: Iterable[CellValue], left: int, bounds: GridLimits) -> dict[int, tuple[str, Odd | None]]:
    found = {}
    for column, value in enumerate(line, left):
        text = _text(value)
        if text and column < bounds.columns:
            lost = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= EXACT
            found[column] = (text, Odd.DIGITS_LOST if lost else None)
    return found


def _text(value: CellValue) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ")[:16] if value.hour or value.minute else value.isoformat()[:10]
    if isinstance(value, time | timedelta):
        return str(value)[:8]
    return cell_as_text(value)[0]
