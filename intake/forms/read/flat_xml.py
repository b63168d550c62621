"""Read documents that are one XML text: Word 2003 XML, a Word package written flat, Excel 2003 XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from intake.forms.fields.grid import FormCell, FormProblem, FormRow
from intake.forms.read import docx
from intake.forms.read.package import DOCTYPE, MAX_BYTES, MAX_MARKUP, XmlElement
from intake.forms.read.word_xml import W
from intake.forms.read.xlsx import MAX_COLUMNS, MAX_ROWS, cell_as_text
from intake.model.problems import Problem

WORD_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
HINTS_2003 = "http://schemas.microsoft.com/office/word/2003/auxHint"
PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"
SHEET = "urn:schemas-microsoft-com:office:spreadsheet"
WRAPPERS = ("sect", "sub-section", "pBdrGroup")  # of the hints: they hold what the body holds


def word_rows(path: Path) -> list[FormRow]:
    """Return the rows of a Word document in one XML file; raises FormProblem damaged | too-big | unsupported."""
    root = _tree(path)
    if root.tag == f"{{{PACKAGE}}}package":
        return docx.rows_of(dict(_parts(root)))
    for name in WRAPPERS:
        for wrapper in list(root.iter(f"{{{HINTS_2003}}}{name}")):
            for child in list(wrapper):
                wrapper.addprevious(child)
            wrapper.getparent().remove(wrapper)
    data = etree.tostring(root, encoding="UTF-8").replace(WORD_2003.encode(), W.encode())
    data = re.sub(rb"(</?\w+:)wordDocument\b", rb"\1document", re.sub(rb"(<\w+:)vmerge\b", rb"\1vMerge", data))
    return docx.rows_of({"word/document.xml": data})


def sheet_rows(path: Path, most: int = MAX_ROWS) -> list[FormRow]:
    """Return the first rows of every sheet of an Excel 2003 XML file; places read as in a workbook; raises FormProblem."""
    rows: list[FormRow] = []
    for number, sheet in enumerate(_tree(path).iterfind(f"{{{SHEET}}}Worksheet"), 1):
        title = str(sheet.get(f"{{{SHEET}}}Name", ""))
        rows += [FormRow(cells=tuple(cells), table=number) for cells in _sheet(sheet, title, most)]
    return rows


def _tree(path: Path) -> XmlElement:
    if path.stat().st_size > MAX_BYTES:
        raise FormProblem(Problem.TOO_BIG)
    data = path.read_bytes().lstrip()
    if DOCTYPE.search(data):
        raise FormProblem(Problem.UNSUPPORTED)
    if data.count(b"<") > MAX_MARKUP:
        raise FormProblem(Problem.TOO_BIG)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FormProblem(Problem.DAMAGED) from error


def _parts(root: XmlElement) -> Iterator[tuple[str, bytes]]:
    for part in root.iterfind(f"{{{PACKAGE}}}part"):
        content = part.find(f"{{{PACKAGE}}}xmlData")
        if content is not None and len(content):
            yield str(part.get(f"{{{PACKAGE}}}name", "")).lstrip("/"), etree.tostring(content[0], encoding="UTF-8")


def _sheet(sheet: XmlElement, title: str, most: int) -> Iterator[list[FormCell]]:
    """Yield the cells of each row; a cell that is merged downwards is carried into the rows below it."""
    below: dict[int, tuple[int, str]] = {}  # column -> (rows still to come, text)
    unseen = _unseen_columns(sheet)
    number = 0
    for line in sheet.iterfind(f"{{{SHEET}}}Table/{{{SHEET}}}Row"):
        number = _index(line, number + 1)
        if number > most:
            return
        cells: list[FormCell] = []
        column = 0
        for item in line.iterfind(f"{{{SHEET}}}Cell"):
            column = _index(item, column + 1)
            cells += _between(cells, column, below, title, number)
            if column > MAX_COLUMNS:
                break
            text = _text(item)
            cells.append(replace(_cell(text, title, number, column), hidden=_hidden(line) or column in unseen))
            down, across = _count(item, "MergeDown"), _count(item, "MergeAcross")
            if down:
                below[column] = (down, text)
            column += across
        cells += _between(cells, MAX_COLUMNS + 1, below, title, number)
        yield cells


def _hidden(item: XmlElement) -> bool:
    return str(item.get(f"{{{SHEET}}}Hidden", "")) in {"1", "true"}


def _unseen_columns(sheet: XmlElement) -> frozenset[int]:
    """Return the columns, from 1, that are hidden."""
    found: set[int] = set()
    number = 0
    for item in sheet.iterfind(f"{{{SHEET}}}Table/{{{SHEET}}}Column"):
        first = _index(item, number + 1)
        number = first + _count(item, "Span")
        if _hidden(item):
            found.update(range(first, min(number, MAX_COLUMNS) + 1))
    return frozenset(found)


def _between(cells: list[FormCell], until: int, below: dict[int, tuple[int, str]], title: str, number: int) -> list[FormCell]:
    """Return the cells merged from above that stand before a column, and count them down."""
    last = cells[-1].column + 1 if cells else 0
    carried = []
    for column in sorted(key for key in below if last < key < until):
        left, text = below.pop(column)
        carried.append(_cell(text, title, number, column, carried=True))
        if left > 1:
            below[column] = (left - 1, text)
    return carried


def _cell(text: str, title: str, number: int, column: int, *, carried: bool = False) -> FormCell:
    return FormCell(text=text, place=f"sheet {title}, row {number}, column {column}", column=column - 1, carried=carried)


def _text(item: XmlElement) -> str:
    data = item.find(f"{{{SHEET}}}Data")
    if data is None:
        return ""
    text = "".join(data.itertext())
    kind = data.get(f"{{{SHEET}}}Type", "String")
    if kind == "Number" and re.fullmatch(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", text):
        return cell_as_text(float(text))[0]
    return text[:10] if kind == "DateTime" else text.replace("\r\n", "\n").strip()


def _index(item: XmlElement, usual: int) -> int:
    given = str(item.get(f"{{{SHEET}}}Index", ""))
    return max(int(given), usual) if given.isdecimal() and len(given) < 8 else usual


def _count(item: XmlElement, name: str) -> int:
    given = str(item.get(f"{{{SHEET}}}{name}", ""))
    return min(int(given), MAX_ROWS) if given.isdecimal() and len(given) < 8 else 0
