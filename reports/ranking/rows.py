"""The sheets of the ranking: lines on top, scores with two decimals, the drop-down of awards, the chart of means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.xml.functions import Element

from intake.config.models import Call
from registry.select.ranking import Ranking
from reports.letters.staff_words import StaffWords
from reports.workbook.sheet import WorkbookSheet
from reports.workbook.style import FONT, HEADER_HEIGHT, INK, CellKind, CellLook, Column

SHOWN = 30  # entries in the chart


class LedSheet(WorkbookSheet):
    """A sheet with lines of text above its headings."""

    def __init__(self, book: Workbook, title: str, columns: Sequence[Column], *, lead: Sequence[str]) -> None:
        """Make the sheet; the lines stand in its first column and run over the others."""
        self._lead = lead
        self.head = len(lead) + 1  # the row of the headings
        super().__init__(book, title, columns, frozen=f"D{self.head + 1}")
        self.sheet.print_title_rows = f"{self.head}:{self.head}"

    def _write_headings(self) -> None:
        self._looks = {**self._looks, **_further_looks(self.sheet)}
        for number, line in enumerate(self._lead, 1):
            row = Element("row", r=str(number), ht="18", customHeight="1")
            self._text(row, f"A{number}", CellLook.HEADING if number == 1 else CellLook.LINE, self._plain(line))
            self.sheet.append((row,))
        self.rows = self.head
        row = Element("row", r=str(self.head), ht=str(HEADER_HEIGHT), customHeight="1")
        for letter, column in zip(self._letters, self.columns, strict=True):
            self._text(row, f"{letter}{self.head}", CellLook.HEAD, self._plain(column.heading))
        self.sheet.append((row,))

    def _write(self, row: Any, place: str, value: object) -> None:
        column = self.columns[self._letters.index(place.rstrip("0123456789"))]
        if column.kind is CellKind.SCORE and isinstance(value, int | float):
            self._number(row, place, CellLook.SCORE, repr(float(value)))
        elif column.kind is CellKind.INPUT and isinstance(value, str):
            self._text(row, place, CellLook.INPUT, self._plain(value))
        else:
            super()._write(row, place, value)

    def finish(self) -> None:
        """Set the filter over what was written."""
        self.sheet.auto_filter.ref = f"A{self.head}:{self._letters[-1]}{self.rows}"


def _further_looks(sheet: Any) -> dict[CellLook, str]:
    """Return the styles of scores and of the lines on top."""
    score = WriteOnlyCell(sheet)
    score.font, score.number_format = Font(name=FONT, size=10, color=INK), "0.00"
    score.alignment = Alignment(vertical="top", horizontal="right", indent=1)
    line = WriteOnlyCell(sheet)
    line.font, line.alignment = Font(name=FONT, size=10, color=INK), Alignment(vertical="center")
    return {CellLook.SCORE: str(score.style_id), CellLook.LINE: str(line.style_id)}


def award_titles(call: Call, words: StaffWords) -> dict[str, str]:
    """Return award -> what the list calls it: its title in each language of staff, side by side."""
    return {
        award: " ".join(dict.fromkeys(title.by_language[name] for name in words.languages if name in title.by_language))
        or title.said(words.languages[0])
        for award, title in call.awards.items()
    }


def offer_awards(book: Workbook, sheet: LedSheet, call: Call, words: StaffWords) -> None:
    """Give the column Award its list, which stands on a sheet of its own: a list in the cell itself may hold no comma."""
    titles = list(award_titles(call, words).values())
    if not titles:
        return
    listed = WorkbookSheet(book, words.first("titles", "awards"), [Column("award", words.lines("ranking", "award"), 40)])
    for title in titles:
        listed.append({"award": title})
    listed.finish()
    place = f"'{listed.sheet.title}'!$A$2:$A${len(titles) + 1}"
    choice = DataValidation(type="list", formula1=place, allow_blank=True, showErrorMessage=True)
    choice.errorTitle, choice.error = words.line("choose", "title"), words.line("choose", "refused")
    letter, first = sheet.letter("award"), sheet.head + 1
    choice.add(f"{letter}{first}:{letter}{max(sheet.rows, first)}")
    sheet.sheet.data_validations.append(choice)


def add_chart(book: Workbook, sheet: LedSheet, found: Ranking, words: StaffWords) -> None:
    """Draw the means of the first entries on a sheet of their own."""
    count = min(SHOWN, sum(row.rank is not None for row in found.rows))
    if not count:
        return
    chart = BarChart()
    chart.title, chart.x_axis.title, chart.y_axis.title = (
        words.line("chart", "title", n=count),
        words.line("chart", "x"),
        words.line("chart", "y"),
    )
    chart.legend, chart.height, chart.width, chart.gapWidth = None, 12, 28, 40
    chart.x_axis.delete = chart.y_axis.delete = False
    first, last = sheet.head + 1, sheet.head + count
    columns = [column.key for column in sheet.columns]
    data, names = (columns.index(key) + 1 for key in ("mean", "code"))
    chart.add_data(Reference(sheet.sheet, min_col=data, min_row=first, max_row=last))
    chart.set_categories(Reference(sheet.sheet, min_col=names, min_row=first, max_row=last))
    page = book.create_sheet(words.first("titles", "chart"))
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 1
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.add_chart(chart, "A1")
