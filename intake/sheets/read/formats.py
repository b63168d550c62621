"""Which reader a sheet file needs, by its content: a name lies too often."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from intake.forms.fields.grid import FormRow
from intake.forms.read import excel_2003, office, ole
from intake.forms.read import formats as forms
from intake.forms.read.body import MAX_HTML, html_rows
from intake.forms.read.package import opendocument_kind
from intake.kinds.table import ending
from intake.mime.charsets import decode, page_charset
from intake.mime.unpacking import weigh
from intake.model.problems import FileProblem, Problem
from intake.model.submission import Attachment, FileType
from intake.sheets.grid import GridLimits, SheetBook
from intake.sheets.read import biff, binary, binary12, delimited, long_word, opendocument, tables, xlsx
from intake.sheets.read.package import MOST_BYTES, MOST_PARTS

WORDS = frozenset({FileType.DOCX, FileType.WORD_XML, FileType.MHTML, FileType.RTF, FileType.ODT, FileType.OLE, FileType.HTML})
BOOKS = frozenset({"xls", "xlsx", "et"})  # what a page is named that a spreadsheet program opens
LAST_ROW = 1_048_576  # of a sheet in any program
CONVERTED = {
    FileType.OLE: ".doc",
    FileType.RTF: ".rtf",
    FileType.ODT: ".odt",
}  # as the forms' readers do, so that it is done once
READABLE = WORDS | {FileType.XLSX, FileType.XLSB, FileType.EXCEL_XML, FileType.FLAT_ODF, FileType.TEXT}


def open_book(item: Attachment, workdir: Path, bounds: GridLimits) -> SheetBook:
    """Return the sheets and tables of a file; raises FileProblem and TooManyRows. `workdir` is for what LibreOffice makes of it."""
    path, kind = item.path, item.type
    if kind is FileType.XLSX:
        return xlsx.read(path, bounds)
    if kind is FileType.XLSB:
        weigh(path, MOST_BYTES, MOST_PARTS)  # calamine counts nothing
        unseen, active = binary12.beside(path)
        return replace(binary.read(path, bounds, unseen), active=active)
    if kind is FileType.TEXT:
        return delimited.read(path, bounds)
    if kind is FileType.FLAT_ODF:
        return xlsx.read(office.convert(path, workdir, ".fods", "xlsx"), bounds)
    if kind is FileType.ODT and opendocument_kind(path) == "spreadsheet":
        return replace(binary.read(path, bounds, opendocument.unseen(path)), active=opendocument.active(path))
    if kind is FileType.OLE:
        data = path.read_bytes()
        held = ole.kind(data)
        if held is ole.OleKind.ENCRYPTED:
            raise FileProblem(Problem.ENCRYPTED)
        if held is ole.OleKind.EXCEL:
            unseen, active = biff.beside(data)
            return replace(binary.read(path, bounds, unseen), active=active)
    if kind is FileType.HTML:
        book = _page(path, bounds)
        return book if ending(item.name) not in BOOKS else _as_workbook(book)
    if kind is FileType.EXCEL_XML:
        unseen_sheets: set[str] = set()
        book = tables.book_of(excel_2003.sheet_rows(path, LAST_ROW, unseen_sheets), bounds, names=True)
        return replace(book, grids=tuple(replace(grid, hidden=grid.name in unseen_sheets) for grid in book.grids))
    if kind in READABLE:
        return tables.book_of(_text_rows(item, workdir), bounds)
    raise FileProblem(forms.why_not(item))


def _text_rows(item: Attachment, workdir: Path) -> Iterable[FormRow]:
    """Return the rows of a text with tables; one that is long, as Word saves it or as LibreOffice makes it, part by part."""
    ending = CONVERTED.get(item.type)
    path = office.convert(item.path, workdir, ending) if ending else item.path
    if (ending or item.type is FileType.DOCX) and long_word.is_long(path):
        return long_word.read_rows(path)
    return forms.read_rows(item, workdir)


def _as_workbook(book: SheetBook) -> SheetBook:
    """Return the tables of a page that people open as a workbook as its sheets: cells go by letters, and it comes back as one."""
    return SheetBook(grids=tuple(replace(grid, table=0, name=f"Sheet{grid.table}") for grid in book.grids))


def _page(path: Path, bounds: GridLimits) -> SheetBook:
    """Read a web page that was named as a workbook: what systems "export to Excel"."""
    data = path.read_bytes()
    if len(data) > MAX_HTML:
        raise FileProblem(Problem.TOO_BIG)
    return tables.book_of(html_rows(decode(data, page_charset(data))), bounds)
