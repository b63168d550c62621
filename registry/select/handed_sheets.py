"""The cells of a workbook that came back filled in: xlsx, xls, et, ods and xlsb by their content, and csv; whatever it is called."""

from __future__ import annotations

import csv
import io
import itertools
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intake.forms.read.separated import delimited_cells
from intake.mime.charsets import decode
from registry.decide.returned_workbook import (
    BROKEN,
    MOST_FILE,
    SAVE_AS,
    WorkbookProblem,
    breaks,
    cell_text,
    must_be_workbook,
    must_not_swell,
)

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS, MOST_OLD = 60_000, 100, 30, 60_000_000  # and bytes of a file read whole
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class HandedCell:
    """A cell: where it is (A1), what it holds, and whether a formula stands there whose value was never worked out."""

    place: str
    value: object
    unworked: bool = False

    @property
    def text(self) -> str:
        """Return it as text."""
        return cell_text(self.value)


HandedRow = tuple[HandedCell, ...]


@dataclass(frozen=True)
class HandedSheet:
    """A sheet: its name, and its rows that hold anything, from the first one on."""

    title: str
    rows: tuple[HandedRow, ...]


def read_grids(path: Path, *, lists: bool = False) -> list[HandedSheet]:
    """Return the sheets of a workbook, or with `lists` of a csv file too; raises WorkbookProblem."""
    try:
        with path.open("rb") as file:
            head = file.read(4)
        size = path.stat().st_size
        if size > MOST_FILE or (size > MOST_OLD and head != ZIP):
            raise WorkbookProblem(f"{path.name} is too large for a filled sheet; nothing was read.")
        if head == ZIP and _is_xlsx(path):
            must_be_workbook(path)
            return _new(path)
        if head == ZIP:
            must_not_swell(path)
        if head in {ZIP, OLE}:
            return _others(path)
        if lists and size:
            return [_list(path)]
    except OSError as error:
        raise WorkbookProblem(f"{path} cannot be read: {error.strerror or error}") from error
    raise WorkbookProblem(f"{path.name} is no workbook. {SAVE_AS}")


def _is_xlsx(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except BROKEN as error:
        raise WorkbookProblem(f"{path.name} is damaged and cannot be read. {SAVE_AS}") from error


def _new(path: Path) -> list[HandedSheet]:
    """Read it twice: for what the cells show, and for which of them hold formulas."""
    import openpyxl  # loaded where a workbook is opened: no pass without one needs it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of every extension it does not know
            with (
                path.open("rb") as one,
                path.open("rb") as two,
            ):  # as files: openpyxl goes by the name, and anything may be called anything
                shown, typed = (
                    openpyxl.load_workbook(file, read_only=True, data_only=values, keep_links=False)
                    for file, values in ((one, True), (two, False))
                )
                with closing(shown), closing(typed):
                    pairs = list(zip(shown.worksheets, typed.worksheets, strict=True))[:MOST_SHEETS]
                    return [HandedSheet(first.title, tuple(_rows_of(_cells(first), _cells(second)))) for first, second in pairs]
    except breaks() as error:
        raise WorkbookProblem(f"{path.name} is damaged and cannot be read. {SAVE_AS}") from error


def _letters(column: int) -> str:
    """Return a column's letters, from 1 = A."""
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


def _cells(sheet: Any) -> Iterator[Sequence[Any]]:
    sheet.reset_dimensions()  # some programs write a wrong one
    yield from sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_ROWS)


def _rows_of(shown: Iterator[Sequence[Any]], typed: Iterator[Sequence[Any]]) -> Iterator[HandedRow]:
    for number, (values, formulas) in enumerate(zip(shown, typed, strict=True), 1):
        if any(cell.value is not None for cell in formulas):
            yield tuple(
                HandedCell(f"{_letters(column)}{number}", cell.value, formula.data_type == "f" and cell.value is None)
                for column, (cell, formula) in enumerate(zip(values, formulas, strict=True), 1)
            )


def _others(path: Path) -> list[HandedSheet]:
    """Read xls, et, ods, xlsb."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes())) as book:
            return [_grid(title, book.get_sheet_by_name(title)) for title in book.sheet_names[:MOST_SHEETS]]
    except (CalamineError, ValueError, KeyError, OSError, EOFError) as error:
        raise WorkbookProblem(f"{path.name} is damaged, locked or no workbook. {SAVE_AS}") from error


def _grid(title: str, sheet: Any) -> HandedSheet:
    return HandedSheet(title, _numbered(row[:MOST_COLUMNS] for row in sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)))


def _list(path: Path) -> HandedSheet:
    text = decode(path.read_bytes())
    if "\0" in text:
        raise WorkbookProblem(f"{path.name} is no workbook and no list. {SAVE_AS}")
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        lines = dict(itertools.islice(delimited_cells(text), MOST_ROWS))
        return HandedSheet(
            path.name, _numbered(lines.get(number, [])[:MOST_COLUMNS] for number in range(1, max(lines, default=0) + 1))
        )
    except csv.Error as error:
        raise WorkbookProblem(f"{path.name} is no list that can be read ({error}). {SAVE_AS}") from error


def _numbered(rows: Iterator[Sequence[object]]) -> tuple[HandedRow, ...]:
    return tuple(
        tuple(HandedCell(f"{_letters(column)}{number}", None if value == "" else value) for column, value in enumerate(row, 1))
        for number, row in enumerate(rows, 1)
        if any(value != "" for value in row)
    )
