"""Mark cells of a sheet file: in place in an xlsx, part by part; else in a new workbook of what was read.

openpyxl would lose 16 of 32 parts of a rich workbook and every cached value (docs/decisions/0007): its parts are patched instead.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePath
from xml.parsers import expat

from intake.mime.packages import inner
from intake.model.problems import FileProblem, Problem
from intake.model.submission import Attachment, FileType
from intake.sheets.grid import GridLimits, SheetBook
from intake.sheets.marking.afresh import marked_copy
from intake.sheets.marking.former import former_marks
from intake.sheets.marking.notes import Noted, with_notes
from intake.sheets.marking.splice import with_styles
from intake.sheets.marking.styles import Styles
from intake.sheets.read import xlsx
from intake.sheets.read.formats import open_book
from intake.sheets.read.package import Package
from intake.sheets.read.workbook import frame

MARKED = "-marked"
WorkbookParts = dict[str, bytes]


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A cell to be marked: rows from 1, the column's letter ('' where the sheet lacks it), what its comment says."""

    sheet: str
    row: int
    letter: str
    says: str


def marked_workbook(
    item: Attachment, marks: Iterable[Mark], author: str, workdir: Path, bounds: GridLimits
) -> tuple[str, bytes] | None:
    """Return name and bytes of the marked file, None where it cannot be marked safely: then the letter names the places alone."""
    listed = [mark for mark in marks if mark.letter]
    stem = re.sub(f"(?:{MARKED})+$", "", PurePath(item.name).stem) or "sheet"  # one that comes back bears it already
    if not listed:
        return None
    try:
        if item.type is FileType.XLSX:
            data = _in_place(item.path, listed, author)
            return (f"{stem}{MARKED}{_ending(item.name)}", data) if _unharmed(item.path, data, workdir, bounds) else None
        return f"{stem}{MARKED}.xlsx", marked_copy(open_book(item, workdir, bounds), _by_sheet(listed), author)
    except (FileProblem, zipfile.BadZipFile, KeyError, ValueError):
        return None


def _ending(name: str) -> str:
    """Return the ending that the file had: a workbook with macros stays one."""
    return PurePath(name).suffix if PurePath(name).suffix.casefold() in {".xlsx", ".xlsm"} else ".xlsx"


def _by_sheet(marks: Iterable[Mark]) -> dict[str, dict[tuple[int, str], str]]:
    """Return sheet -> (row, column's letter) -> comment; several comments on a cell are one."""
    found: dict[str, dict[tuple[int, str], str]] = {}
    for mark in marks:
        cells = found.setdefault(mark.sheet, {})
        known = cells.get((mark.row, mark.letter))
        cells[mark.row, mark.letter] = f"{known}\n{mark.says}" if known else mark.says
    return found


def _in_place(path: Path, marks: Iterable[Mark], author: str) -> bytes:
    """Return the workbook with marked cells; all parts but those of the marks stay byte for byte."""
    changed: WorkbookParts = {}
    with Package(path) as package:
        told = frame(package)
        parts = {sheet.name: sheet.part for sheet in told.sheets}
        styles = Styles.of(package)
        wanted = _by_sheet(marks)
        former = {name: former_marks(package, part, author).cells for name, part in parts.items()}
        for name in dict.fromkeys([*wanted, *(name for name, cells in former.items() if cells)]):
            cells = wanted.get(name, {})
            data = with_styles(package.whole(parts[name]), cells, styles, former[name])
            changed |= with_notes(package, Noted(parts[name], data, cells), author, changed)
        changed |= styles.parts()
        if any(not _sound(data) for name, data in changed.items() if not package.has(name) or _sound(package.whole(name))):
            raise FileProblem(Problem.UNSUPPORTED)
        return _written(package, changed)


def _sound(data: bytes) -> bool:
    """Tell whether a part is XML through and through, and every prefix in it is declared: else a program mends it by throwing away."""
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(data, True)
    except expat.ExpatError:
        return False
    return True


def _written(package: Package, changed: Mapping[str, bytes]) -> bytes:
    """Return the archive with changed and new parts in it."""
    out = BytesIO()
    left = {name.casefold(): data for name, data in changed.items()}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in package.listed:
            name = inner(entry.filename)
            target.writestr(entry, left.pop(name) if name in left else b"".join(package.blocks_of(entry)))
        names = {name.casefold(): name for name in changed}
        for name, data in left.items():
            target.writestr(names[name], data)
    return out.getvalue()


def _unharmed(path: Path, data: bytes, workdir: Path, bounds: GridLimits) -> bool:
    """Tell whether the marked workbook says in every cell what the sender's says."""
    copy = workdir / "marked.xlsx"
    copy.write_bytes(data)
    return _said(xlsx.read(path, bounds)) == _said(xlsx.read(copy, bounds))


def _said(book: SheetBook) -> list[tuple[str, object]]:
    return [(grid.name, grid.rows) for grid in book.grids]
