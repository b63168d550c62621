"""Read Excel 2003 XML as it streams by: a row is forgotten once it was given on."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from intake.forms.fields.grid import FormCell, FormRow
from intake.forms.read.package import DOCTYPE, MAX_BYTES, MAX_MARKUP, XmlElement
from intake.forms.read.xlsx import MAX_COLUMNS, MAX_ROWS, cell_as_text
from intake.model.problems import FileProblem, Problem

SHEET = "urn:schemas-microsoft-com:office:spreadsheet"
WORKSHEET, COLUMN, ROW, CELL, DATA = (f"{{{SHEET}}}{name}" for name in ("Worksheet", "Column", "Row", "Cell", "Data"))
VISIBLE = "{urn:schemas-microsoft-com:office:excel}Visible"  # of a whole sheet
HIDDEN = re.compile(r"\s*Sheet(?:Very)?Hidden")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
BLANK = re.compile(rb"\s*")


def sheet_rows(path: Path, most: int = MAX_ROWS, unseen: set[str] | None = None) -> Iterator[FormRow]:
    """Yield the first rows of every sheet; places read as in a workbook; raises FileProblem damaged | too-big | unsupported.

    The names of hidden sheets are put into `unseen` on the way.
    """
    if path.stat().st_size > MAX_BYTES:
        raise FileProblem(Problem.TOO_BIG)
    number = 0
    sheet = _Sheet("")
    with path.open("rb") as file:
        _at_the_text(file)
        for begins, item in _elements(file):
            if begins and item.tag == WORKSHEET:
                number, sheet = number + 1, _Sheet(_attribute(item, "Name"))
            elif item.tag == COLUMN and not begins:
                sheet.note_column(item)
            elif item.tag == VISIBLE and not begins and unseen is not None and HIDDEN.match(item.text or ""):
                unseen.add(sheet.title)
            elif item.tag == ROW and not begins:
                cells = tuple(sheet.cells(item))
                if sheet.number <= most:
                    yield FormRow(cells=cells, table=number)


def _at_the_text(file: BinaryIO) -> None:
    """Go past blanks before the text; refuse any DOCTYPE, in any encoding."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if DOCTYPE.search(data):
            raise FileProblem(Problem.UNSUPPORTED)
        blank = BLANK.match(data)
        file.seek(blank.end() if blank else 0)


def _elements(file: BinaryIO) -> Iterator[tuple[bool, XmlElement]]:
    """Yield elements as they begin and end; a row, and all before it, goes once it was told, so no tree grows."""
    parts = etree.iterparse(
        file,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )
    held = 0
    try:
        for event, item in parts:
            held += event == "start"
            if held > MAX_MARKUP:
                raise FileProblem(Problem.TOO_BIG)
            yield event == "start", item
            if event == "end" and item.tag == ROW:
                held = 0
                item.clear()
                while item.getprevious() is not None:
                    del item.getparent()[0]
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FileProblem(Problem.DAMAGED) from error


@dataclass
class _Sheet:
    """One sheet while it is read: a cell that is merged downwards is carried into the rows below it."""

    title: str
    number: int = 0  # of the row that is read
    column: int = 0  # that was told of last
    unseen: set[int] = field(default_factory=set)  # columns, from 1, that are hidden
    below: dict[int, tuple[int, str]] = field(default_factory=dict)  # column -> (rows still to come, text)

    def note_column(self, item: XmlElement) -> None:
        """Keep which columns are hidden."""
        first = _index(item, self.column + 1)
        self.column = first + _count(item, "Span")
        if _hidden(item):
            self.unseen.update(range(first, min(self.column, MAX_COLUMNS) + 1))

    def cells(self, line: XmlElement) -> Iterator[FormCell]:
        """Yield the cells of a row, which is the next unless it says another."""
        self.number = _index(line, self.number + 1)
        last = column = 0
        for item in line.iterfind(CELL):
            column = _index(item, column + 1)
            yield from self._between(last, column)
            if column > MAX_COLUMNS:
                break
            text, unsure = _text(item)
            yield self._cell(text, column, unsure=unsure, hidden=_hidden(line) or column in self.unseen)
            last = column
            if down := _count(item, "MergeDown"):
                self.below[column] = (down, text)
            column += _count(item, "MergeAcross")
        yield from self._between(last, MAX_COLUMNS + 1)

    def _between(self, last: int, until: int) -> Iterator[FormCell]:
        """Yield the cells merged from above that stand before a column, and count them down."""
        for column in sorted(key for key in self.below if last < key < until):
            left, text = self.below.pop(column)
            yield self._cell(text, column, carried=True)
            if left > 1:
                self.below[column] = (left - 1, text)

    def _cell(self, text: str, column: int, **more: bool) -> FormCell:
        return FormCell(text=text, place=f"sheet {self.title}, row {self.number}, column {column}", column=column - 1, **more)


def _attribute(item: XmlElement, name: str) -> str:
    return str(item.get(f"{{{SHEET}}}{name}", ""))


def _hidden(item: XmlElement) -> bool:
    return _attribute(item, "Hidden") in {"1", "true"}


def _text(item: XmlElement) -> tuple[str, bool]:
    """Return what a cell shows, and whether digits of it may be lost."""
    data = item.find(DATA)
    if data is None:
        return "", False
    text = "".join(data.itertext())
    kind = _attribute(data, "Type")
    if kind == "Number" and NUMBER.fullmatch(text):
        return cell_as_text(float(text))
    return (text[:10] if kind == "DateTime" else text.replace("\r\n", "\n").strip()), False


def _index(item: XmlElement, usual: int) -> int:
    given = _attribute(item, "Index")
    return max(int(given), usual) if given.isdecimal() and len(given) < 8 else usual


def _count(item: XmlElement, name: str) -> int:
    given = _attribute(item, name)
    return min(int(given), MAX_ROWS) if given.isdecimal() and len(given) < 8 else 0
