"""What calamine does not tell of an old workbook (xls, et): hidden rows and columns, errors, macros, links to other files."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from intake.forms.read.ole import content, stream_names
from intake.model.rows import Odd
from intake.sheets.grid import Unseen

BOF, EOF = 0x0809, 0x000A  # records of [MS-XLS] 2.3
ROW, COLUMNS, TRUTH, FORMULA = 0x0208, 0x007D, 0x0205, 0x0006
SUPPLIER = 0x01AE  # a book that formulas refer to
OURS = frozenset({b"\x01\x04", b"\x01\x3a"})  # this book itself, functions that a program brings along
MACROS = frozenset({"_VBA_PROJECT_CUR", "Macros", "VBA"})
GLOBALS = 0x0005  # kind of the part before the sheets
NO_HEIGHT, NO_WIDTH = 0x0020, 0x0001
NO_NUMBER, IS_ERROR = b"\xff\xff", 2  # of what a formula came to
MOST_COLUMNS = 256


def beside(data: bytes) -> tuple[tuple[Unseen, ...], tuple[str, ...]]:
    """Return what is not seen in each sheet, in the order of the file, and what could run or fetch something: macros, links to other files.

    Nothing where its records cannot be followed.
    """
    stream = content(data, "Workbook") or content(data, "Book")
    macros = bool(MACROS & stream_names(data))
    links = any(record == SUPPLIER and len(body) >= 4 and body[2:4] not in OURS for record, body in _records(stream))
    return tuple(_sheets(stream)), tuple(name for name, there in (("macros", macros), ("links", links)) if there)


def _sheets(stream: bytes) -> Iterator[Unseen]:
    """Yield each part that begins and ends as one; charts within a sheet are parts of it."""
    depth = 0
    now = _Sheet()
    for record, body in _records(stream):
        if record == BOF:
            if not depth:
                now = _Sheet(is_sheet=len(body) >= 4 and struct.unpack_from("<H", body, 2)[0] != GLOBALS)
            depth += 1
        elif record == EOF:
            depth -= 1
            if not depth and now.is_sheet:
                yield Unseen(rows=frozenset(now.rows), columns=frozenset(now.columns), odd=now.odd)
        elif depth == 1:
            now.hear(record, body)


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        record, length = struct.unpack_from("<HH", stream, at)
        yield record, stream[at + 4 : at + 4 + length]
        at += 4 + length


class _Sheet:
    """One sheet while its records are heard."""

    def __init__(self, *, is_sheet: bool = False) -> None:
        self.is_sheet = is_sheet
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self.odd: dict[tuple[int, int], Odd] = {}

    def hear(self, record: int, body: bytes) -> None:
        """Keep what a record says of rows, columns and cells; one that is too short says nothing."""
        if record == ROW and len(body) >= 14:
            row, flags = struct.unpack_from("<H10xH", body)
            if flags & NO_HEIGHT:
                self.rows.add(row + 1)
        elif record == COLUMNS and len(body) >= 10:
            first, last, width, _, flags = struct.unpack_from("<5H", body)
            if flags & NO_WIDTH or not width:
                self.columns.update(range(first, min(last + 1, MOST_COLUMNS)))
        elif (record == TRUTH and len(body) >= 8 and body[7]) or (record == FORMULA and _came_to_error(body)):
            row, column = struct.unpack_from("<HH", body)
            self.odd[row + 1, column] = Odd.ERROR


def _came_to_error(body: bytes) -> bool:
    return len(body) >= 14 and body[12:14] == NO_NUMBER and body[6] == IS_ERROR
