"""Read what stands on slides: tables row by row, and the lines of all other shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from intake.forms.fields.grid import FormCell, FormRow
from intake.forms.read.package import XmlElement, xml_parts
from intake.forms.read.safe_tree import safe_tree
from intake.model.problems import FileProblem, Problem

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
STRICT = b"http://purl.oclc.org/ooxml/drawingml/main"
SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml", re.IGNORECASE)
MAX_SLIDES = 50


def read(path: Path) -> list[FormRow]:
    """Return the rows of a presentation; places read "slide 1, table 1, row 3"; raises FileProblem."""
    found = {int(match[1]): data for name, data in xml_parts(path).items() if (match := SLIDE.fullmatch(name))}
    if not found:
        raise FileProblem(Problem.DAMAGED)
    rows: list[FormRow] = []
    for number in sorted(found)[:MAX_SLIDES]:
        rows += _slide(safe_tree(found[number].replace(STRICT, A.strip("{}").encode())), number, len(rows))
    return rows


def _slide(root: XmlElement, number: int, before: int) -> Iterator[FormRow]:
    """Yield the rows of one slide; `before` rows have gone before it, so that no two tables have one number."""
    for index, table in enumerate(root.iter(f"{A}tbl"), 1):
        for line, row in enumerate(table.iterfind(f"{A}tr"), 1):
            place = f"slide {number}, table {index}, row {line}"
            cells = [
                FormCell(text=_text(cell), place=place, column=column, carried=cell.get("vMerge") in {"1", "true"})
                for column, cell in enumerate(row.iterfind(f"{A}tc"))
                if cell.get("hMerge") not in {"1", "true"}
            ]
            yield FormRow(cells=tuple(cells), table=before + index)
    lines = [item for item in root.iter(f"{A}p") if next(item.iterancestors(f"{A}tbl"), None) is None]
    for line, paragraph in enumerate(lines, 1):
        for text in _words(paragraph).split("\n"):
            yield FormRow(cells=(FormCell(text=text.strip(), place=f"slide {number}, line {line}"),))


def _text(cell: XmlElement) -> str:
    return "\n".join(_words(paragraph) for paragraph in cell.iter(f"{A}p")).strip()


def _words(paragraph: XmlElement) -> str:
    return "".join("\n" if item.tag == f"{A}br" else item.text or "" for item in paragraph.iter(f"{A}t", f"{A}br"))
