"""What calamine does not tell of a binary workbook (xlsb): hidden rows and columns, merged cells, errors, macros, links to other files."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from intake.model.problems import FileProblem, Problem
from intake.model.rows import Odd
from intake.sheets.grid import MAX_SPANS, MergedRange, Unseen
from intake.sheets.read.package import Package, active_parts

BOOK = "xl/workbook.bin"
SHEET, ROW, COLUMNS, MERGED = 156, 0, 60, 176  # records of [MS-XLSB] 2.3: BrtBundleSh, BrtRowHdr, BrtColInfo, BrtMergeCell
ERROR, CAME_TO_ERROR = 3, 11  # BrtCellError, BrtFmlaError
NO_HEIGHT, NO_WIDTH = 0x10, 0x01
MOST_COLUMNS = 16_384


def beside(path: Path) -> tuple[tuple[Unseen, ...], tuple[str, ...]]:
    """Return what is not seen in each sheet, in the order of the book, and what could run or fetch something; raises FileProblem."""
    with Package(path) as package:
        targets = {name: target for _, name, target in package.relations(BOOK)}
        listed = [targets.get(name, "") for name in _sheets(package.whole(BOOK))]
        found = tuple(_unseen(package.whole(part)) if package.has(part) else Unseen() for part in listed)
        return found, active_parts(package)


def _sheets(data: bytes) -> Iterator[str]:
    """Yield the relation of each sheet: a wide text behind two numbers."""
    for record, body in _records(data):
        if record == SHEET and len(body) >= 12:
            (length,) = struct.unpack_from("<I", body, 8)
            yield body[12 : 12 + 2 * min(length, len(body))].decode("utf-16-le", "replace")


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of each record; both its numbers are written seven bits a byte."""
    at = 0
    while at < len(data):
        kind, at = _number(data, at, 2)
        length, at = _number(data, at, 4)
        yield kind, data[at : at + length]
        at += length


def _number(data: bytes, at: int, most: int) -> tuple[int, int]:
    """Return a number of at most so many bytes, the lowest first, and where it ends ([MS-XLSB] 2.1.4)."""
    value = 0
    for place in range(most):
        if at >= len(data):
            raise FileProblem(Problem.DAMAGED)
        value |= (data[at] & 0x7F) << (7 * place)
        at += 1
        if not data[at - 1] & 0x80:
            break
    return value, at


@dataclass
class _Sheet:
    """One sheet while its records are heard."""

    row: int = 0
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    spans: list[MergedRange] = field(default_factory=list)
    odd: dict[tuple[int, int], Odd] = field(default_factory=dict)

    def hear(self, record: int, body: bytes) -> None:
        """Keep what a record says of rows, columns and cells; one that is too short says nothing."""
        if record == ROW and len(body) >= 12:
            self.row = struct.unpack_from("<I", body)[0] + 1
            if body[11] & NO_HEIGHT:
                self.rows.add(self.row)
        elif record == COLUMNS and len(body) >= 18:
            first, last, width, _, flags = struct.unpack_from("<4IH", body)
            if flags & NO_WIDTH or not width:
                self.columns.update(range(first, min(last + 1, MOST_COLUMNS)))
        elif record in {ERROR, CAME_TO_ERROR} and len(body) >= 4:
            self.odd[self.row, struct.unpack_from("<I", body)[0]] = Odd.ERROR
        elif record == MERGED and len(body) >= 16 and len(self.spans) < MAX_SPANS:
            top, bottom, left, right = struct.unpack_from("<4I", body)
            self.spans.append(MergedRange(top + 1, left, bottom + 1, right))


def _unseen(data: bytes) -> Unseen:
    sheet = _Sheet()
    for record, body in _records(data):
        sheet.hear(record, body)
    return Unseen(rows=frozenset(sheet.rows), columns=frozenset(sheet.columns), odd=sheet.odd, merged=tuple(sheet.spans))
