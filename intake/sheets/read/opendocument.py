"""What calamine does not tell of an OpenDocument spreadsheet: hidden rows and columns, merged cells, formulas that came to an error or to nothing."""

from __future__ import annotations

from pathlib import Path

from intake.model.rows import Odd
from intake.sheets.grid import MAX_SPANS, MergedRange, Unseen
from intake.sheets.read.package import Attributes, Package, attribute

CONTENT = "content.xml"
HIDDEN = frozenset({"collapse", "filter"})  # by a person, by a filter (OpenDocument 1.3, 19.755)
CELLS = frozenset({"table-cell", "covered-table-cell"})
MACROS = ("basic/", "scripts/")  # folders of the file
MOST = 20_000  # repeated rows or columns that are kept apart: more is the empty rest of a sheet


def unseen(path: Path) -> tuple[Unseen, ...]:
    """Return what is not seen in each sheet, in the order of the file; raises FileProblem."""
    listener = _Listener()
    with Package(path) as package:
        package.walk(CONTENT, listener.start, listener.end, lambda _: None)
    return tuple(
        Unseen(rows=frozenset(sheet.rows), columns=frozenset(sheet.columns), odd=sheet.odd, merged=sheet.spans)
        for sheet in listener.sheets
    )


def active(path: Path) -> tuple[str, ...]:
    """Return what in the file could run; raises FileProblem."""
    with Package(path) as package:
        return ("macros",) if any(name.startswith(MACROS) for name in package.names) else ()


class _Sheet:
    """One sheet while it is read; places from 1 and 0, of what was there last."""

    def __init__(self) -> None:
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self.odd: dict[tuple[int, int], Odd] = {}
        self.spans: list[MergedRange] = []
        self.row, self.listed, self.column, self.step = 1, 0, 0, 1


class _Listener:
    """The sheets of a file while it is read; a table within a cell is none."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self._depth = 0

    def start(self, tag: str, values: Attributes) -> None:
        """Hear of an element."""
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.sheets.append(_Sheet())
        if self._depth != 1:
            return
        sheet = self.sheets[-1]
        hidden = attribute(values, "visibility") in HIDDEN
        if tag == "table-column":
            count = _count(values, "number-columns-repeated")
            if hidden:
                sheet.columns.update(range(sheet.listed, sheet.listed + min(count, MOST)))
            sheet.listed += count
        elif tag == "table-row":
            sheet.step, sheet.column = _count(values, "number-rows-repeated"), 0
            if hidden:
                sheet.rows.update(range(sheet.row, sheet.row + min(sheet.step, MOST)))
        elif tag in CELLS:
            if (why := _odd(values)) is not None:
                sheet.odd[sheet.row, sheet.column] = why
            down, across = (_count(values, f"number-{name}-spanned") - 1 for name in ("rows", "columns"))
            if (down or across) and len(sheet.spans) < MAX_SPANS:
                sheet.spans.append(MergedRange(sheet.row, sheet.column, sheet.row + down, sheet.column + across))
            sheet.column += _count(values, "number-columns-repeated")

    def end(self, tag: str) -> None:
        """Hear that an element ends."""
        if tag == "table-row" and self._depth == 1:
            self.sheets[-1].row += self.sheets[-1].step
        elif tag == "table":
            self._depth -= 1


def _count(values: Attributes, name: str) -> int:
    given = attribute(values, name)
    return int(given) if given.isdecimal() and len(given) < 9 else 1


def _odd(values: Attributes) -> Odd | None:
    """Return what is odd about a cell: LibreOffice tells an error by a value type of its own."""
    kinds = {value for name, value in values.items() if name.endswith("value-type")}
    if "error" in kinds:
        return Odd.ERROR
    return Odd.NOT_COMPUTED if attribute(values, "formula") and not kinds else None
