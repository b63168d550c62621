"""Turn the pages of a PDF into rows. Runs in the limited child of intake.forms.pdf, where it may die."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pypdf
from pdfplumber.utils.text import extract_words

from intake.forms.grid import Cell, FormProblem, Row

LINE = 4.0  # points: words this near in height stand on one line
GAP = 10.0  # points: a wider gap parts two cells
PADDING = 8.0  # points: at most so much stays free beside the text of a cell
BLANK = 2.0  # points: at least so much stands between two words
HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
MAX_WORDS = 20_000
READ_ONLY_KINDS = {"/Sig"}


@dataclass
class _Piece:
    """A word or a filled-in field on a page, in points from the top left."""

    x0: float
    x1: float
    top: float
    bottom: float
    text: str
    filled: bool = False  # a field: always a cell of its own


def text(path: Path, pages: int) -> str:
    """Return the text of the first pages; raises FormProblem encrypted."""
    reader = _open(path)
    return "\n".join(page.extract_text() for page in reader.pages[:pages])


def rows(path: Path, pages: int, scan: int) -> Iterator[Row]:
    """Yield the rows of fields, else of ruled tables and the lines around them; raises FormProblem scan | encrypted."""
    widgets = [_widgets(page) for page in _open(path).pages[:pages]]
    with pdfplumber.open(path) as document:
        characters = sum(len(page.chars) for page in document.pages[:pages])
        if characters < scan and not any(widgets):
            raise FormProblem("scan")
        tables = 0
        for number, (page, fields) in enumerate(zip(document.pages, widgets, strict=False), 1):
            found = [] if fields else page.find_tables()
            for table in found:
                tables += 1
                yield from _table(page, table, tables)
            tables += 1
            outside = page
            for table in found:
                outside = outside.outside_bbox(table.bbox, strict=False) if _inside(table.bbox, outside.bbox) else outside
            yield from _lines(outside, fields, number, tables if fields else 0)


def _open(path: Path) -> pypdf.PdfReader:
    reader = pypdf.PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise FormProblem("encrypted")
    return reader


def _inside(inner: Any, outer: Any) -> bool:
    return bool(inner[0] < outer[2] and inner[2] > outer[0] and inner[1] < outer[3] and inner[3] > outer[1])


def _table(page: Any, table: Any, number: int) -> Iterator[Row]:
    """Yield a ruled table; None stands for a cell merged with the one on its left or above."""
    header: str = ""
    for index, line in enumerate(table.rows, 1):
        place = f"table {number}, row {index}"
        cells = [None if bbox is None else _in_cell(page, bbox) for bbox in line.cells]
        header = cells[0] if cells and cells[0] is not None else header
        row = [Cell(text=header, place=place, carried=True)] if cells and cells[0] is None else []
        row += [Cell(text=value, place=place, column=column) for column, value in enumerate(cells) if value is not None]
        yield Row(cells=tuple(row), table=number)


def _in_cell(page: Any, bbox: tuple[float, float, float, float]) -> str:
    """Return the text of a cell; lines that only the cell's edge has broken are joined again."""
    x0, top, x1, bottom = bbox
    inside = [
        item
        for item in page.chars
        if x0 <= (item["x0"] + item["x1"]) / 2 < x1 and top <= (item["top"] + item["bottom"]) / 2 < bottom
    ]
    words = extract_words(inside, x_tolerance=2, y_tolerance=3)[:MAX_WORDS]
    lines = _on_one_height([_Piece(item["x0"], item["x1"], item["top"], item["bottom"], item["text"]) for item in words])
    if not lines:
        return ""
    edge = x1 - min(PADDING, max(0.0, min(line[0].x0 for line in lines) - x0))
    text = _spoken(lines[0])
    for above, below in pairwise(lines):
        text += _joint(above[-1], below[0], edge) + _spoken(below)
    return text


def _spoken(line: list[_Piece]) -> str:
    return " ".join(piece.text for piece in line)


def _joint(last: _Piece, first: _Piece, edge: float) -> str:
    """Return what stood between two lines: nothing in a broken address, a blank, or an end where the next word had room."""
    if edge - last.x1 > first.x1 - first.x0 + BLANK:
        return "\n"
    broken = "@" in last.text + first.text and edge - last.x1 < (first.x1 - first.x0) / len(first.text)
    return "" if broken or (HAN.search(last.text[-1]) and HAN.search(first.text[0])) else " "


def _lines(page: Any, fields: list[_Piece], number: int, table: int) -> Iterator[Row]:
    """Yield what stands on one height as one row, cells parted by gaps; fields are cells of their own."""
    words = page.extract_words(x_tolerance=2, y_tolerance=3)[:MAX_WORDS]
    pieces = [_Piece(item["x0"], item["x1"], item["top"], item["bottom"], item["text"]) for item in words] + [
        _Piece(item.x0, item.x1, float(page.height) - item.bottom, float(page.height) - item.top, item.text, item.filled)
        for item in fields
    ]
    for index, line in enumerate(_on_one_height(pieces), 1):
        place = f"page {number}, line {index}"
        cells = tuple(Cell(text=text, place=place, column=column) for column, text in enumerate(_parted(line)))
        yield Row(cells=cells, table=table)


def _on_one_height(pieces: list[_Piece]) -> list[list[_Piece]]:
    lines: list[list[_Piece]] = []
    middle = 0.0
    for piece in sorted(pieces, key=lambda item: (item.top + item.bottom) / 2):
        here = (piece.top + piece.bottom) / 2
        if not lines or here - middle > LINE:
            lines.append([])
            middle = here
        lines[-1].append(piece)
    return [sorted(line, key=lambda item: item.x0) for line in lines]


def _parted(line: list[_Piece]) -> list[str]:
    cells = [line[0].text]
    for left, right in pairwise(line):
        if left.filled or right.filled or right.x0 - left.x1 > GAP:
            cells.append(right.text)
        else:
            cells[-1] += " " + right.text
    return cells


def _widgets(page: Any) -> list[_Piece]:
    """Return the fields of a page, heights from the bottom; boxes become ☑ or ☐ beside their words."""
    found = []
    for reference in page.get("/Annots") or []:
        item = reference.get_object()
        if item.get("/Subtype") != "/Widget" or "/Rect" not in item:
            continue
        x0, y0, x1, y1 = (float(value) for value in item["/Rect"])
        kind = _inherited(item, "/FT")
        value = _inherited(item, "/V")
        if kind == "/Btn":
            on = item.get("/AS", value) not in {None, "/Off"}
            found.append(_Piece(x0, x1, y1, y0, "☑" if on else "☐"))
        elif kind not in READ_ONLY_KINDS:
            found.append(_Piece(x0, x1, y1, y0, "" if value is None else str(value), filled=True))
    return found


def _inherited(item: Any, key: str) -> Any:
    """Look a value up in the field or the parents that it belongs to (at most eight)."""
    for _ in range(8):
        if key in item:
            return item[key]
        if "/Parent" not in item:
            return None
        item = item["/Parent"].get_object()
    return None
