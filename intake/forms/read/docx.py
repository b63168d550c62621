"""Read a Word form: tables, nested tables and paragraphs in order."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

from intake.forms.fields.grid import FormCell, FormRow
from intake.forms.read.package import xml_parts
from intake.forms.read.word_xml import straighten_text
from intake.model.problems import FileProblem, Problem

MAX_DEPTH = 8  # tables in tables
MAX_CELLS = 100_000
MAX_LONG = 1_000_000  # cells of tables that are read part by part
VALUE, BREAK_KIND = qn("w:val"), qn("w:type")
PARAGRAPH, TEXT, BREAK, HIDDEN = (qn(f"w:{name}") for name in ("p", "t", "br", "vanish"))
RUNS = frozenset({qn("w:r"), qn("w:hyperlink")})
SIGNS = {qn("w:tab"): "\t", qn("w:ptab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
SETTINGS, GRID_SPAN, MERGED_DOWN, TABLE = (qn(f"w:{name}") for name in ("tcPr", "gridSpan", "vMerge", "tbl"))
GRID_BEFORE = f"{qn('w:trPr')}/{qn('w:gridBefore')}"
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


def read(path: Path) -> list[FormRow]:
    """Return the rows of a docx (docm, dotx, strict); places read "table 1, row 3"; raises FileProblem."""
    return rows_of(xml_parts(path))


def rows_of(parts: Mapping[str, bytes]) -> list[FormRow]:
    """Return the rows of the XML parts of a Word package by name; raises FileProblem."""
    document = docx.Document(_copy(parts))
    return list(_Walk().blocks(document, "", 0))


def rows_in_parts(parts: Iterable[tuple[bool, bytes]]) -> Iterator[FormRow]:
    """Yield the rows of tables that come in parts, each a document with some rows of one table; `True` beside it: a new table begins.

    Raises FileProblem. What is merged downwards goes on from part to part.
    """
    walk, above, number, before = _Walk(most=MAX_LONG), dict[int, str](), 0, 0
    for begins, data in parts:
        if begins:
            walk.tables += 1
            above, number, before = {}, walk.tables, 0
        table = docx.Document(_copy({"word/document.xml": data})).tables[0]
        yield from walk.rows(table, number, 0, above, before)
        before += len(table._tbl.tr_lst)


def _copy(parts: Mapping[str, bytes]) -> BytesIO:
    """Return a package of the straightened text alone: without relationships nothing can dangle or be followed."""
    root = straighten_text(parts[_main_part(parts)])
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
        raise FileProblem(Problem.DAMAGED)
    return likely[0]


class _Walk:
    """Walk blocks in order, numbering tables and paragraphs as a person would count them."""

    def __init__(self, most: int = MAX_CELLS) -> None:
        self.tables = self.paragraphs = self.cells = 0
        self.most = most

    def blocks(self, container: Any, within: str, depth: int) -> Iterator[FormRow]:
        """Yield the rows of a body or cell; paragraphs of a cell are read with the cell."""
        for block in container.iter_inner_content():
            if isinstance(block, Table):
                if depth < MAX_DEPTH:
                    yield from self.table(block, within, depth)
            elif not within:
                self.paragraphs += 1
                yield from _lines(block, f"paragraph {self.paragraphs}")

    def table(self, table: Table, within: str, depth: int) -> Iterator[FormRow]:
        """Yield the rows of a table, each followed by those of the tables in its cells."""
        self.tables += 1
        yield from self.rows(table, self.tables, depth, {})

    def rows(self, table: Table, number: int, depth: int, above: dict[int, str], before: int = 0) -> Iterator[FormRow]:
        """Yield a table's rows, or those of a part of it; `above`: the texts over them by column, kept as they go; `before`: rows over them."""
        for index, row in enumerate(table._tbl.tr_lst, before + 1):
            place = f"table {number}, row {index}"
            cells, inner, texts = self._row(row, table, place, above)
            above.clear()
            above.update(texts)
            yield FormRow(cells=tuple(cells), table=number)
            for cell in inner:
                yield from self.blocks(cell, place, depth + 1)

    def _row(
        self, row: Any, table: Table, place: str, above: dict[int, str]
    ) -> tuple[list[FormCell], list[_Cell], dict[int, str]]:
        """Return the cells of a row, those with tables in them, and the text by column for cells merged downwards."""
        column = _number(row.find(GRID_BEFORE))
        cells: list[FormCell] = []
        inner: list[_Cell] = []
        texts: dict[int, str] = {}
        for tc in row.tc_lst:
            self.cells += 1
            if self.cells > self.most:
                raise FileProblem(Problem.TOO_BIG)
            settings = tc.find(SETTINGS)
            told = {item.tag: item for item in settings} if settings is not None else {}
            merged = told.get(MERGED_DOWN)
            goes_on = merged is not None and merged.get(VALUE, "") in {"", "continue"}
            text = above.get(column, "") if goes_on else _text(tc)
            cells.append(FormCell(text=text, place=place, column=column, carried=goes_on, hidden=_unseen(tc)))
            texts[column] = text
            inner += [_Cell(tc, table)] if not goes_on and tc.find(TABLE) is not None else []
            column += max(1, _number(told.get(GRID_SPAN)))
        return cells, inner, texts


def _unseen(tc: Any) -> bool:
    """Tell whether all that a cell says is formatted as hidden."""
    if next(tc.iter(HIDDEN), None) is None:
        return False
    said = tc.xpath(".//w:r[w:t]")
    return bool(said) and len(said) == len(tc.xpath(".//w:r[w:t][w:rPr/w:vanish]"))


def _number(element: Any) -> int:
    given = "" if element is None else element.get(VALUE, "")
    return min(int(given), 200) if given.isdecimal() else 0


def _text(tc: Any) -> str:
    """Return the lines of a cell, as python-docx tells a paragraph's text, in a fifth of its time: a table may have 100 000 cells."""
    return "\n".join(["".join(map(_said, item)) for item in tc if item.tag == PARAGRAPH]).strip()


def _said(element: Any) -> str:
    """Return what a child of a paragraph, or of a run or link in it, says."""
    tag = element.tag
    if tag == TEXT:
        return element.text or ""
    if tag == BREAK:
        return "\n" if element.get(BREAK_KIND, "textWrapping") == "textWrapping" else ""
    if tag in SIGNS:
        return SIGNS[tag]
    return "".join(map(_said, element)) if tag in RUNS else ""


def _lines(paragraph: Paragraph, place: str) -> Iterator[FormRow]:
    """Yield a paragraph line by line; tabs part cells, as in forms without a table."""
    for line in paragraph.text.split("\n"):
        parts = line.split("\t")
        yield FormRow(cells=tuple(FormCell(text=part.strip(), place=place, column=index) for index, part in enumerate(parts)))
