"""Read a Word form: tables, nested tables and paragraphs in order."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

from intake.forms.fields.grid import Cell, FormProblem, Row
from intake.forms.read.package import xml_parts
from intake.forms.read.word_xml import straighten
from intake.model.problems import Problem

MAX_DEPTH = 8  # tables in tables
MAX_CELLS = 100_000
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def read(path: Path) -> list[Row]:
    """Return the rows of a docx (docm, dotx, strict); places read "table 1, row 3"; raises FormProblem."""
    return rows_of(xml_parts(path))


def rows_of(parts: Mapping[str, bytes]) -> list[Row]:
    """Return the rows of the XML parts of a Word package by name; raises FormProblem."""
    document = docx.Document(_copy(parts))
    return list(_Walk().blocks(document, "", 0))


def _copy(parts: Mapping[str, bytes]) -> BytesIO:
    """Return a package of the straightened text alone: without relationships nothing can dangle or be followed."""
    root = straighten(parts[_main_part(parts)])
    copy = BytesIO()
    with zipfile.ZipFile(copy, "w") as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONSHIPS)
        archive.writestr("word/document.xml", etree.tostring(root, encoding="UTF-8", xml_declaration=True))
    copy.seek(0)
    return copy


def _main_part(parts: Mapping[str, bytes]) -> str:
    """Name the part with the text: what the package says, else what it is usually called."""
    declared = re.search(rb"<[^>]*/officeDocument\"[^>]*>", parts.get("_rels/.rels", b""))
    target = re.search(rb"Target=\"/?([^\"]+)\"", declared[0]) if declared else None
    named = posixpath.normpath(target[1].decode("utf-8", "replace")) if target else "word/document.xml"
    likely = [name for name in parts if name == named] or [name for name in parts if name.endswith("/document.xml")]
    if not likely:
        raise FormProblem(Problem.DAMAGED)
    return likely[0]


class _Walk:
    """Walk blocks in order, numbering tables and paragraphs as a person would count them."""

    def __init__(self) -> None:
        self.tables = self.paragraphs = self.cells = 0

    def blocks(self, container: Any, within: str, depth: int) -> Iterator[Row]:
        """Yield the rows of a body or cell; paragraphs of a cell are read with the cell."""
        for block in container.iter_inner_content():
            if isinstance(block, Table):
                if depth < MAX_DEPTH:
                    yield from self.table(block, within, depth)
            elif not within:
                self.paragraphs += 1
                yield from _lines(block, f"paragraph {self.paragraphs}")

    def table(self, table: Table, within: str, depth: int) -> Iterator[Row]:
        """Yield the rows of a table, each followed by those of the tables in its cells."""
        self.tables += 1
        number = self.tables
        above: dict[int, str] = {}
        for index, row in enumerate(table._tbl.tr_lst, 1):
            place = f"table {number}, row {index}"
            cells, inner, above = self._row(row, table, place, above)
            yield Row(cells=tuple(cells), table=number)
            for cell in inner:
                yield from self.blocks(cell, place, depth + 1)

    def _row(self, row: Any, table: Table, place: str, above: dict[int, str]) -> tuple[list[Cell], list[_Cell], dict[int, str]]:
        """Return the cells of a row, those with tables in them, and the text by column for cells merged downwards."""
        column = _number(row.xpath("./w:trPr/w:gridBefore/@w:val"))
        cells: list[Cell] = []
        inner: list[_Cell] = []
        texts: dict[int, str] = {}
        for tc in row.tc_lst:
            self.cells += 1
            if self.cells > MAX_CELLS:
                raise FormProblem(Problem.UNSUPPORTED)
            cell = _Cell(tc, table)
            goes_on = any(value in {"", "continue"} for value in _merge(tc))
            text = above.get(column, "") if goes_on else _text(cell)
            cells.append(Cell(text=text, place=place, column=column, carried=goes_on, hidden=_unseen(tc)))
            texts[column] = text
            inner += [cell] if tc.tbl_lst and not goes_on else []
            column += max(1, _number(tc.xpath("./w:tcPr/w:gridSpan/@w:val")))
        return cells, inner, texts


def _merge(tc: Any) -> list[str]:
    return [mark.get(qn("w:val"), "") for mark in tc.xpath("./w:tcPr/w:vMerge")]


def _unseen(tc: Any) -> bool:
    """Tell whether all that a cell says is formatted as hidden."""
    said = tc.xpath(".//w:r[w:t]")
    return bool(said) and len(said) == len(tc.xpath(".//w:r[w:t][w:rPr/w:vanish]"))


def _number(values: list[str]) -> int:
    return min(int(values[0]), 200) if values and values[0].isdecimal() else 0


def _text(cell: _Cell) -> str:
    return "\n".join(paragraph.text for paragraph in cell.paragraphs).strip()


def _lines(paragraph: Paragraph, place: str) -> Iterator[Row]:
    """Yield a paragraph line by line; tabs part cells, as in forms without a table."""
    for line in paragraph.text.split("\n"):
        parts = line.split("\t")
        yield Row(cells=tuple(Cell(text=part.strip(), place=place, column=index) for index, part in enumerate(parts)))
