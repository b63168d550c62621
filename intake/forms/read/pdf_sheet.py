"""The pages of a PDF as one sheet of rows, in reading order: tables and answers go on over the end of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from intake.forms.fields.table import FormCell, FormRow
from intake.forms.read.pdf_columns import in_columns
from intake.forms.read.pdf_fields import PagePiece

SHIFT = 2.0  # points that the columns of a table may differ by from page to page
PAGE_NUMBER = re.compile(r"\W*(第|page)?\s*(?P<number>\d{1,3})\s*(页|(/|／|of|共)\s*\d{1,3}\s*页?)?\W*", re.IGNORECASE)
HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Ruled:
    """A ruled table on one page: where its columns begin and end, where it begins, its rows."""

    edges: tuple[float, ...]
    top: float
    rows: list[list[FormCell]]


@dataclass(frozen=True)
class RowBlock:
    """Rows of one table, or lines that follow each other; the lines of pages without a table are read together."""

    page: int
    table: int  # its number, 0 for lines that stand in none
    rows: list[list[FormCell]]
    lines: list[tuple[int, list[PagePiece]]]  # (page, words)
    edges: tuple[float, ...] = ()


class PdfSheet:
    """All that was found so far."""

    def __init__(self) -> None:
        self.blocks: list[RowBlock] = []
        self.tables = 0

    def add(self, page: int, tables: Sequence[Ruled], heights: Sequence[list[PagePiece]], *, typed: bool) -> None:
        """Add a page; `typed`: something on it was filled in, so that its lines are a table of their own."""
        lines = [words for place, words in enumerate(heights) if not (place in {0, len(heights) - 1} and _numbers(words, page))]
        placed: list[tuple[float, Ruled | list[PagePiece]]] = [(table.top, table) for table in tables]
        placed += [(min(word.top for word in words), words) for words in lines]
        first = True
        for table, parts in groupby(sorted(placed, key=lambda item: item[0]), key=lambda item: isinstance(item[1], Ruled)):
            for _, part in parts if table else ():
                self._table(page, part, first=first)  # type: ignore[arg-type]
                first = False
            if not table:
                self._lines(page, [part for _, part in parts], typed=typed)  # type: ignore[misc]
                first = False

    def _table(self, page: int, table: Ruled, *, first: bool) -> None:
        last = self.blocks[-1] if self.blocks else None
        goes_on = first and last is not None and last.page == page - 1 and _alike(last.edges, table.edges)
        if goes_on and last is not None:
            self.blocks[-1] = replace(last, page=page, rows=_continued(last.rows, table.rows))
            return
        self.tables += 1
        self.blocks.append(RowBlock(page, self.tables, table.rows, [], table.edges))

    def _lines(self, page: int, lines: Sequence[list[PagePiece]], *, typed: bool) -> None:
        last = self.blocks[-1] if self.blocks else None
        found = [(page, words) for words in lines]
        if last is not None and last.lines and not last.table and not typed:
            self.blocks[-1] = replace(last, page=page, lines=[*last.lines, *found])
            return
        self.tables += typed
        self.blocks.append(RowBlock(page, self.tables if typed else 0, [], found))

    def rows(self) -> list[FormRow]:
        """Return the rows of all pages."""
        found = []
        for block in self.blocks:
            if block.lines:
                found += _of_lines(block)
            named = f"table {block.table}, "
            found += [
                FormRow(cells=tuple(replace(cell, place=named + cell.place) for cell in cells), table=block.table)
                for cells in block.rows
            ]
        return found


def _of_lines(block: RowBlock) -> list[FormRow]:
    found = []
    for place, texts in in_columns([words for _, words in block.lines]):
        page = block.lines[place][0]
        line = place - next(index for index, (number, _) in enumerate(block.lines) if number == page) + 1
        cells = (FormCell(text=text, place=f"page {page}, line {line}", column=column) for column, text in enumerate(texts))
        found.append(FormRow(cells=tuple(cells), table=block.table))
    return found


def _numbers(words: list[PagePiece], page: int) -> bool:
    """Tell the line that numbers a page."""
    found = PAGE_NUMBER.fullmatch(" ".join(word.text for word in words))
    return found is not None and int(found["number"]) == page


def _alike(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return len(one) == len(other) > 0 and all(abs(a - b) <= SHIFT for a, b in zip(one, other, strict=True))


def _continued(above: list[list[FormCell]], below: list[list[FormCell]]) -> list[list[FormCell]]:
    """Return the rows of a table that goes on: a first row without a label is the rest of the last one; a head is not said twice."""
    texts = [cell.text for cell in below[0]] if below else []
    if above and texts == [cell.text for cell in above[0]]:
        return [*above, *below[1:]]
    if not above or not texts or texts[0].strip() or len(below[0]) != len(above[-1]):
        return [*above, *below]
    rest = [replace(cell, text=_together(cell.text, more)) for cell, more in zip(above[-1], texts, strict=True)]
    return [*above[:-1], rest, *below[1:]]


def _together(text: str, more: str) -> str:
    if not text or not more:
        return text or more
    return text + ("" if HAN.match(text[-1]) and HAN.match(more[0]) else " ") + more
