"""Read tables in texts and pages with the forms' own readers: each table is a sheet."""

from __future__ import annotations

from collections.abc import Iterable

from intake.forms.fields.grid import FormRow
from intake.model.rows import Odd
from intake.sheets.grid import Grid, GridLimits, SheetBook, TooManyRows


def book_of(rows: Iterable[FormRow], bounds: GridLimits, *, names: bool = False) -> SheetBook:
    """Return rows of tables as sheets; cells merged downwards have their text in each row. `names`: they are sheets of a workbook."""
    tables: dict[int, dict[int, dict[int, str]]] = {}
    hidden: dict[int, list[tuple[int, int, bool]]] = {}  # row, column, whether nobody sees it
    odd: dict[int, dict[tuple[int, int], Odd]] = {}
    titles: dict[int, str] = {}
    counted: dict[int, int] = {}
    kept = 0
    for row in rows:
        if not row.table:
            continue
        number = counted[row.table] = counted.get(row.table, 0) + 1
        if names and row.cells:
            titles[row.table], number = _placed(row.cells[0].place, number)
        cells = {cell.column: text for cell in row.cells if (text := cell.text.strip()) and cell.column < bounds.columns}
        if not cells:
            continue
        kept += 1
        if kept > bounds.rows:
            raise TooManyRows
        tables.setdefault(row.table, {})[number] = cells
        odd.setdefault(row.table, {}).update(((number, cell.column), Odd.DIGITS_LOST) for cell in row.cells if cell.unsure)
        hidden.setdefault(row.table, []).extend((number, cell.column, cell.hidden) for cell in row.cells if cell.column in cells)
    return SheetBook(
        grids=tuple(
            Grid(
                name=titles.get(number, ""),
                table=0 if names else number,
                rows=found,
                odd=odd[number],
                hidden_rows=_all_hidden((row, unseen) for row, _, unseen in hidden[number]),
                hidden_columns=_all_hidden((column, unseen) for _, column, unseen in hidden[number]),
            )
            for number, found in tables.items()
        )
    )


def _all_hidden(cells: Iterable[tuple[int, bool]]) -> frozenset[int]:
    """Return the rows, or columns, of which nobody sees any cell."""
    seen: dict[int, bool] = {}
    for place, unseen in cells:
        seen[place] = seen.get(place, True) and unseen
    return frozenset(place for place, unseen in seen.items() if unseen)


def _placed(place: str, number: int) -> tuple[str, int]:
    """Return sheet and row of a place that reads "sheet Form, row 3, column 2"."""
    head, _, _ = place.rpartition(", column ")
    name, _, row = head.rpartition(", row ")
    return name.removeprefix("sheet "), int(row) if row.isdecimal() else number
