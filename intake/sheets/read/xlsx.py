"""Read the cells of an xlsx in one pass that keeps what is there: values, hidden rows and columns, formulas never worked out.

Values come from this pass and not from a library, because the pass is needed anyway (docs/decisions/0007): libraries tell nothing of what
is hidden or was never computed, and a single cell in the far corner ends the process of one and takes another's memory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from intake.forms.read.xlsx import EXACT, cell_as_text
from intake.model.problems import FileProblem, Problem
from intake.model.rows import Odd
from intake.sheets.grid import MAX_SPANS, Grid, GridLimits, MergedRange, SheetBook, TooManyRows
from intake.sheets.read.package import Attributes, Package, active_parts
from intake.sheets.read.workbook import Format, Frame, SheetPart, frame, unescaped

IN_CELL = "DISPIMG("  # what WPS writes where a picture lies in a cell
BARE = (  # cells and rows that are formatted and hold nothing: a sheet may have a million of them
    re.compile(rb'<c r="[A-Z]{1,3}\d{1,7}"(?: s="\d{1,6}")?(?: t="n")? ?/>'),
    re.compile(rb'<row r="\d{1,7}"[^<>]*(?:></row>| ?/>)'),
)
KEPT = frozenset({"v", "t"})


def read(path: Path, bounds: GridLimits) -> SheetBook:
    """Return the sheets of a workbook; raises FileProblem and TooManyRows."""
    with Package(path) as package:
        told = frame(package)
        room = bounds.rows
        grids: list[Grid] = []
        for sheet in told.sheets:
            grid = _Reader(told, bounds, room).read(package, sheet)
            room -= len(grid.rows)
            grids.append(grid)
        return SheetBook(grids=tuple(grids), active=active_parts(package))


@dataclass
class _Reader:
    """One sheet while it is read; the cell that is open, and what was kept of those before it."""

    frame: Frame
    bounds: GridLimits
    room: int  # rows that may still be kept
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    odd: dict[tuple[int, int], Odd] = field(default_factory=dict)
    spans: list[MergedRange] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    row: int = 0
    column: int = -1
    kind: str = ""
    style: str = ""
    formula: bool = False
    reading: bool = False
    above: int = 0  # readings above words that are open
    pieces: list[str] = field(default_factory=list)

    def read(self, package: Package, sheet: SheetPart) -> Grid:
        """Return the sheet's cells."""
        package.walk(sheet.part, self._start, self._end, self._text, bare=BARE)
        return Grid(
            name=sheet.name,
            rows=dict(sorted(self.rows.items())),
            merged=tuple(self.spans),
            odd=self.odd,
            hidden=sheet.hidden,
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
        )

    def _start(self, tag: str, values: Attributes) -> None:
        if tag == "c":
            self._open(values)
        elif tag in KEPT:
            self.reading = not self.above
        elif tag == "row":
            number = values.get("r", "")
            self.row = int(number) if number.isdecimal() else self.row + 1
            self.column = -1
            if values.get("hidden") in {"1", "true"} or values.get("ht") == "0":
                self.hidden_rows.add(self.row)
        elif tag == "f":
            self.formula = True
        elif tag == "rPh":
            self.above += 1
        elif tag == "mergeCell":
            self._merge(values.get("ref", ""))
        elif tag == "col" and (values.get("hidden") in {"1", "true"} or values.get("width") == "0"):
            self._hide(values)

    def _open(self, values: Attributes) -> None:
        """Begin a cell; one that does not say where it stands follows the last."""
        letters = values.get("r", "").rstrip("0123456789").upper()
        try:
            self.column = column_index_from_string(letters) - 1 if letters else self.column + 1
        except ValueError as error:
            raise FileProblem(Problem.DAMAGED) from error
        self.kind, self.style, self.formula = values.get("t", "n"), values.get("s", ""), False
        self.pieces = []

    def _end(self, tag: str) -> None:
        if tag in KEPT:
            self.reading = False
        elif tag == "rPh":
            self.above -= 1
        elif tag == "c":
            self._close()

    def _text(self, data: str) -> None:
        if self.reading:
            self.pieces.append(data)

    def _close(self) -> None:
        """Keep what the cell shows, if it shows anything."""
        text, odd = self._shown("".join(self.pieces))
        if not (text or odd) or self.column >= self.bounds.columns:
            return
        if self.row not in self.rows:
            if len(self.rows) >= self.room:
                raise TooManyRows
            self.rows[self.row] = {}
        if odd:
            self.odd[self.row, self.column] = odd
        self.rows[self.row][self.column] = text or "?"

    def _shown(self, raw: str) -> tuple[str, Odd | None]:
        """Return a cell's text, and what is odd about it."""
        if self.kind == "s":
            place = raw.strip()
            known = place.isdecimal() and int(place) < len(self.frame.texts)
            text = self.frame.texts[int(place)] if known else ""
        elif self.kind == "e":
            return raw, Odd.ERROR
        elif self.kind == "b":
            text = {"1": "TRUE", "0": "FALSE"}.get(raw.strip(), raw)
        elif self.kind == "d":
            text = raw.strip()[:10]
        elif self.kind in {"str", "inlineStr"}:
            text = unescaped(raw)
        else:
            return self._number(raw.strip())
        if self.formula and not text:
            return "", Odd.NOT_COMPUTED if not raw else None
        return text.replace("\r\n", "\n").strip(), Odd.PICTURE if IN_CELL in text[:40].upper() else None

    def _number(self, raw: str) -> tuple[str, Odd | None]:
        """Return a number as its format shows it: a date, with its leading zeros, plain."""
        if not raw:
            return "", Odd.NOT_COMPUTED if self.formula else None
        try:
            value = float(raw)
        except ValueError:
            return raw, None
        form = self.frame.formats[int(self.style)] if self._styled else Format()
        if form.date and (moment := _moment(value, self.frame.since_1904)):
            return moment, None
        if form.percent:
            return f"{value * 100:.10g}%", None
        text, _ = cell_as_text(value)
        return text.zfill(form.zeros), Odd.DIGITS_LOST if abs(value) >= EXACT else None

    @property
    def _styled(self) -> bool:
        return self.style.isdecimal() and int(self.style) < len(self.frame.formats)

    def _merge(self, reference: str) -> None:
        try:
            left, top, right, bottom = (value or 1 for value in range_boundaries(reference))
        except ValueError:
            return  # Excel mends such a range without a word as well
        if len(self.spans) < MAX_SPANS:
            self.spans.append(MergedRange(top, left - 1, bottom, right - 1))

    def _hide(self, values: Attributes) -> None:
        first, last = values.get("min", ""), values.get("max", "")
        if first.isdecimal() and last.isdecimal():
            self.hidden_columns.update(range(int(first) - 1, min(int(last), self.bounds.columns)))


def _moment(value: float, since_1904: bool) -> str:
    """Return a serial number of days as a date, with its time of day where it has one; '' where it is none."""
    try:
        found = from_excel(value, CALENDAR_MAC_1904 if since_1904 else CALENDAR_WINDOWS_1900)
    except (ValueError, OverflowError):
        return ""
    if isinstance(found, datetime) and (found.hour or found.minute):
        return found.isoformat(" ")[:16]
    return found.isoformat()[:10] if isinstance(found, datetime | date) else str(found)[:8] if found else ""
