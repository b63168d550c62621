"""A file becomes rows of a slot, with what is odd about the file; whatever is wrong with it is a word, never an exception."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from intake.config.models import Slot
from intake.model.faults import of_the_machine
from intake.model.problems import FileProblem, Problem
from intake.model.rows import Odd, SheetFacts, SheetProblem, SheetRow
from intake.model.submission import Attachment
from intake.sheets.columns import ColumnLabels
from intake.sheets.filled_rows import Table, read_on, read_table
from intake.sheets.grid import Grid, GridLimits, SheetBook, TooManyRows
from intake.sheets.header import Header
from intake.sheets.read.formats import open_book
from intake.sheets.secrecy import says_elsewhere, says_so, secrecy_flags
from intake.sheets.words import is_sample, says_confidential, titled_confidential


@dataclass(frozen=True, kw_only=True)
class SheetReading:
    """What a file is as a sheet of one slot; `fit`: how many of the slot's columns its best header has, 0 for none."""

    slot: str
    rows: tuple[SheetRow, ...] = ()
    facts: SheetFacts
    fit: int = 0


def read_sheet(item: Attachment, slots: Sequence[Slot], workdir: Path, bounds: GridLimits) -> SheetReading:
    """Read a file as a sheet of whichever slot has the most of its columns."""
    try:
        book = open_book(item, workdir, bounds)
    except TooManyRows:
        return _unread(item, slots[0], SheetProblem.TOO_MANY_ROWS)
    except FileProblem as problem:
        return _unread(item, slots[0], str(problem))
    except Exception as error:  # office files break their libraries in any way: told of this file alone
        if of_the_machine(error):
            raise
        return _unread(item, slots[0], Problem.DAMAGED)
    return max((_as(item, slot, book) for slot in slots), key=lambda reading: reading.fit)


def _unread(item: Attachment, slot: Slot, problem: str) -> SheetReading:
    return SheetReading(slot=slot.id, facts=SheetFacts(sha256=item.sha256, problem=problem))


def _as(item: Attachment, slot: Slot, book: SheetBook) -> SheetReading:
    """Return what a file is as a sheet of one slot."""
    headings = ColumnLabels(slot)
    tables = _without_samples(_tables(book, headings))
    read = [(grid, table) for grid, table in tables if table is not None]
    facts = _facts(item, book, read, [grid for grid, table in tables if table is None])
    fit = max((len(header.names) for _, table in read for header in table.headers), default=0)
    if any(header.twice for _, table in read for header in table.headers):
        return SheetReading(slot=slot.id, facts=SheetFacts(sha256=item.sha256, problem=SheetProblem.SIDE_BY_SIDE), fit=fit)
    rows = tuple(row for grid, table in read for row in _rows(item, slot, grid, table))
    return SheetReading(slot=slot.id, rows=rows, facts=facts, fit=fit)


def _tables(book: SheetBook, headings: ColumnLabels) -> list[tuple[Grid, Table | None]]:
    """Return each sheet with its table; one without a header may go on where the one before ended, and is as confidential as that."""
    found: list[tuple[Grid, Table | None]] = []
    before: tuple[Header, bool] | None = None
    for grid in book.grids:
        table = read_table(grid, headings)
        if table is None and before and (table := read_on(grid, headings, before[0])):
            table.secret = before[1]
        if table is not None:
            table.secret = table.secret or says_confidential(grid.name) or any(map(titled_confidential, _above(grid, table)))
            before = table.headers[-1], table.secret
        found.append((grid, table))
    return found


def _without_samples(tables: list[tuple[Grid, Table | None]]) -> list[tuple[Grid, Table | None]]:
    """Return the tables with the rows of sheets that are named as samples left out, where another sheet has rows."""
    filled = [grid for grid, table in tables if table and table.rows and not is_sample(grid.name)]
    for grid, table in tables:
        if filled and table and is_sample(grid.name):
            table.left_out["sample"] += len(table.rows)
            table.rows.clear()
    return tables


def _facts(item: Attachment, book: SheetBook, read: Sequence[tuple[Grid, Table]], others: Sequence[Grid]) -> SheetFacts:
    """Say of a file what its rows do not say."""
    counts = {why: sum(table.left_out[why] for _, table in read) for why in ("sample", "sum", "note")}
    rows = [(grid, row.row) for grid, table in read for row in table.rows]
    hidden = [
        heading
        for grid, table in read
        for header in table.headers
        for place, heading in (*header.columns.items(), *header.extra.items())
        if place in grid.hidden_columns
    ]
    unknown = [heading for _, table in read for header in table.headers for heading in header.extra.values()]
    return SheetFacts(
        sha256=item.sha256,
        problem="" if read else _why_not(others),
        rows=len(rows),
        hidden_rows=sum(row in grid.hidden_rows for grid, row in rows),
        hidden_columns=tuple(dict.fromkeys(map(str, hidden))),
        hidden_sheets=tuple(grid.name for grid, table in read if grid.hidden and table.rows),
        samples=counts["sample"],
        sums=counts["sum"],
        notes=counts["note"],
        unheaded=tuple(grid.name for grid in others if grid.rows and not grid.hidden and not grid.table) if read else (),
        unknown=tuple(dict.fromkeys(unknown)),
        active=book.active,
    )


def _why_not(grids: Sequence[Grid]) -> SheetProblem:
    """Say why no sheet has a header: there is none, or most of what there is has no result yet."""
    cells = sum(len(row) for grid in grids for row in grid.rows.values())
    waiting = sum(why is Odd.NOT_COMPUTED for grid in grids for why in grid.odd.values())
    return SheetProblem.NOT_COMPUTED if 2 * waiting > cells else SheetProblem.NO_HEADER


def _above(grid: Grid, table: Table) -> Iterator[str]:
    """Yield what stands above a table's header."""
    return (text for row, cells in grid.rows.items() if row < table.headers[0].top for text in cells.values())


def _rows(item: Attachment, slot: Slot, grid: Grid, table: Table) -> Iterator[SheetRow]:
    """Yield a table's rows as rows of the slot."""
    named = table.secret or any(says_confidential(name) for name in (item.name, item.folder, item.container))
    flags = secrecy_flags(slot)
    for filled in table.rows:
        yield SheetRow(
            file=item.name,
            sha256=item.sha256,
            sheet=grid.name,
            table=grid.table,
            row=filled.row,
            values=filled.values,
            extra=filled.extra,
            cells=filled.cells,
            odd=filled.odd,
            confidential=named
            or any(says_so(slot, name, filled.values.get(name, "")) for name in flags)
            or says_elsewhere(slot, filled.values, filled.extra),
            hidden=grid.hidden or filled.row in grid.hidden_rows,
        )
