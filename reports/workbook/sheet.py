"""One sheet, written row by row: every value typed, every text a text, nothing kept of what is written."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.xml.functions import Element, SubElement

from reports.workbook.style import (
    A4,
    CUT,
    FORMULA,
    HEADER_HEIGHT,
    MOST_HEIGHT,
    ROW_HEIGHT,
    CellKind,
    CellLook,
    Column,
    Heading,
    SheetLink,
    cell_styles,
    storable_text,
)

MOST_LINKS = 60_000  # Excel refuses a sheet with more than 65 530
LINE_HEIGHT, PADDING = 15, 4  # points of a line, and of what stands above and below
WIDE = 0x2E80  # characters from here on
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class _StreamedSheet(WriteOnlyWorksheet):
    """A write-only sheet that takes a row as one XML element: cell by cell, openpyxl needs three times as long."""

    def _write_rows(self) -> Generator[None, tuple[Any], None]:
        writer = self._writer.xf  # type: ignore[attr-defined]
        stream = writer.send(True)
        with stream.element("sheetData"):
            try:
                while True:
                    (row,) = yield
                    stream.write(row)
            except GeneratorExit:
                pass
        writer.send(None)


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column; a Chinese character is as wide as two others."""
    wide = (len(line) if line.isascii() else sum(1 + (ord(char) > WIDE) for char in line) for line in text.split("\n"))
    return sum(max(1, -(-each // int(width))) for each in wide)


class WorkbookSheet:
    """A sheet that rows are appended to."""

    def __init__(
        self, book: Workbook, title: str, columns: Sequence[Column], *, height: float = ROW_HEIGHT, frozen: str = "B2"
    ) -> None:
        """Make the sheet: widths, frozen heading, print set-up, then the heading itself."""
        self.sheet: Any = _StreamedSheet(book, title)  # Any: the stubs of a write-only sheet lack most of what it can do
        book._add_sheet(self.sheet)  # type: ignore[attr-defined]
        self.columns, self.frozen = columns, frozen
        self.cut = CUT  # said after a text that no cell can hold whole
        self.rows = self.links = self.links_left_out = 0
        self.height = height
        self._letters = [get_column_letter(number) for number in range(1, len(columns) + 1)]
        self._looks = cell_styles(self.sheet)
        self._arrange()
        self._write_headings()

    def _arrange(self) -> None:
        """Set what openpyxl writes before the rows."""
        sheet = self.sheet
        for letter, column in zip(self._letters, self.columns, strict=True):
            sheet.column_dimensions[letter].width = column.width
            sheet.column_dimensions[letter].hidden = column.hidden
        sheet.freeze_panes = self.frozen
        sheet.sheet_format.defaultRowHeight = self.height
        sheet.sheet_format.customHeight = True
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.print_options.gridLines = True
        margins = sheet.page_margins
        margins.left = margins.right = 0.4
        margins.top = margins.bottom = 0.6
        margins.header = margins.footer = 0.25
        sheet.print_title_rows = "1:1"
        sheet.HeaderFooter.oddFooter.left.text = "&A"
        sheet.HeaderFooter.oddFooter.right.text = "&P / &N"

    def _write_headings(self) -> None:
        self.rows = 1
        shown = (_lines(column.heading, column.width) for column in self.columns if not column.hidden)
        height = max(HEADER_HEIGHT, LINE_HEIGHT * max(shown, default=1))
        row = Element("row", r="1", ht=str(height), customHeight="1")
        for letter, column in zip(self._letters, self.columns, strict=True):
            self._text(row, f"{letter}1", CellLook.HEAD, self._plain(column.heading))
        self.sheet.append((row,))

    def append(self, values: Mapping[str, object]) -> None:
        """Append one row, high enough for its texts: key of a column -> value; what is not given stays empty."""
        self.rows += 1
        row = Element("row", r=str(self.rows))
        height = self._needed(values)
        if height > self.height:
            row.set("ht", f"{height:g}")
            row.set("customHeight", "1")
        for letter, column in zip(self._letters, self.columns, strict=True):
            value = values.get(column.key)
            place = f"{letter}{self.rows}"
            if column.kind is CellKind.INPUT and isinstance(value, str) and value:
                text = self._plain(value)
                self._text(row, place, CellLook.TYPED if text.startswith(FORMULA) else CellLook.INPUT, text)
            elif value is not None and value != "":
                self._write(row, place, value)
            elif column.kind is CellKind.INPUT:
                SubElement(row, "c", r=place, s=self._looks[CellLook.INPUT])
        self.sheet.append((row,))

    def _needed(self, values: Mapping[str, object]) -> float:
        """Return how high a row must be, in points, for its texts to be seen, and printed, whole."""
        texts = ((values.get(column.key), column) for column in self.columns if not (column.cut or column.hidden))
        lines = (_lines(text, column.width) for text, column in texts if isinstance(text, str))
        return min(LINE_HEIGHT * max(lines, default=1) + PADDING, MOST_HEIGHT)

    def finish(self) -> None:
        """Set the filter over what was written; the file's tail is written after this."""
        self.sheet.auto_filter.ref = f"A1:{self._letters[-1]}{self.rows}"

    def letter(self, key: str) -> str:
        """Return the letter of a column."""
        return self._letters[[column.key for column in self.columns].index(key)]

    def _write(self, row: Any, place: str, value: object) -> None:
        """Write one cell; a text is a text whatever it looks like, never a formula and never an error."""
        if isinstance(value, str):
            text = self._plain(value)
            self._text(row, place, CellLook.QUOTED if text.startswith(FORMULA) else CellLook.TEXT, text)
        elif isinstance(value, SheetLink):
            self._link(row, place, value)
        elif isinstance(value, Heading):
            self._text(row, place, CellLook.HEADING, self._plain(value.text))
        elif isinstance(value, date):
            self._number(row, place, CellLook.MOMENT if isinstance(value, datetime) else CellLook.DAY, to_excel(value))  # type: ignore[no-untyped-call]
        else:
            self._number(row, place, CellLook.NUMBER, value)

    def _plain(self, text: str) -> str:
        return storable_text(text, self.cut)

    def _text(self, row: Any, place: str, look: CellLook, text: str) -> None:
        cell = SubElement(row, "c", r=place, s=self._looks[look], t="inlineStr")
        holder = SubElement(SubElement(cell, "is"), "t")
        holder.text = text
        if text != text.strip() or "\n" in text:
            holder.set(SPACE, "preserve")

    def _number(self, row: Any, place: str, look: CellLook, value: object) -> None:
        SubElement(SubElement(row, "c", r=place, s=self._looks[look]), "v").text = str(value)

    def _link(self, row: Any, place: str, link: SheetLink) -> None:
        text = self._plain(link.text)
        if self.links >= MOST_LINKS:
            self.links_left_out += 1
            self._text(row, place, CellLook.QUOTED if text.startswith(FORMULA) else CellLook.TEXT, text)
            return
        self.links += 1
        self._text(row, place, CellLook.LINK, text)
        self.sheet._hyperlinks.append(Hyperlink(ref=place, location=link.place))
