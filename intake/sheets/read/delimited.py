"""Read csv of any charset, parted by whatever its program parts by."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from intake.forms.read.separated import delimited_cells
from intake.mime.charsets import decode
from intake.mime.invisible import seen
from intake.model.problems import FileProblem, Problem
from intake.model.rows import Odd
from intake.sheets.grid import Grid, GridLimits, SheetBook, TooManyRows

MAX_FILE = 60_000_000  # bytes
SCIENTIFIC = re.compile(r"[+-]?\d\.?\d*E\+\d{2,}", re.IGNORECASE)  # what a spreadsheet made of a long number
KEPT_AS_TEXT = re.compile(r'^(?:="(.*)"|\'(\d.*))$', re.DOTALL)  # how people keep a program from making it a number


def read(path: Path, bounds: GridLimits) -> SheetBook:
    """Return the one sheet of a csv file; raises FileProblem and TooManyRows."""
    if path.stat().st_size > MAX_FILE:
        raise FileProblem(Problem.TOO_BIG)
    text = seen(decode(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n"))
    rows: dict[int, dict[int, str]] = {}
    odd: dict[tuple[int, int], Odd] = {}
    try:
        for number, line in delimited_cells(text):
            cells = {column: found for column, cell in enumerate(line[: bounds.columns]) if (found := _plain(cell))}
            if not cells:
                continue
            if len(rows) >= bounds.rows:
                raise TooManyRows
            rows[number] = cells
            odd |= {(number, column): Odd.DIGITS_LOST for column, cell in cells.items() if SCIENTIFIC.fullmatch(cell)}
    except csv.Error as error:
        raise FileProblem(Problem.DAMAGED) from error
    return SheetBook(grids=(Grid(rows=rows, odd=odd),))


def _plain(cell: str) -> str:
    kept = KEPT_AS_TEXT.match(cell.strip())
    return (kept[1] or kept[2] or "").replace('""', '"').strip() if kept else cell.strip()
