"""The workbook of sums: all groups and the whole, a chart, a sheet for each group, the documents sent, and longer answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from registry.desk.desk import Desk
from registry.read.totals import Total, Totals
from reports.letters.staff_words import StaffWords
from reports.totals.lists import add_answers, add_papers
from reports.totals.rows import SheetNames, TotalsBook, sum_columns, sum_row, unit_columns, unit_row
from reports.workbook.sheet import WorkbookSheet
from reports.workbook.steadyzip import save_book_of
from reports.workbook.style import Heading

MOST_SHEETS = 200  # of groups; with more of them all units stand on one
CHART_ROW = 0.75  # centimetres for each group


def write_totals(desk: Desk, call_id: str, found: Totals, out: Path) -> None:
    """Write the sums as a workbook; raises OSError."""
    call = desk.config.calls[call_id]
    words = StaffWords("totals", tuple(dict.fromkeys([*desk.config.staff_languages, *call.languages])))
    made = TotalsBook(Workbook(write_only=True), SheetNames(words), words, call, found)
    sums = _sums(made)
    if found.groups and found.summed:
        _chart(made, sums)
    for title, group in _pages(found, words):
        _units(made, title, group)
    add_papers(desk, made, call_id)
    add_answers(made)
    save_book_of(made.book, out, desk.config, call_id)


def _sums(made: TotalsBook) -> WorkbookSheet:
    """Write a row for each group, and the whole under them."""
    found, words = made.found, made.words
    sheet = WorkbookSheet(made.book, made.names.free(words.first("titles", "sums")), sum_columns(found, made.call, words))
    for group in found.groups:
        sheet.append(sum_row(group, group.by or words.first("titles", "none")))
    _close(sheet, sum_row(found.whole, Heading(words.line("sums", "total"))))
    return sheet


def _pages(found: Totals, words: StaffWords) -> Sequence[tuple[str, Total]]:
    """Return what stands on a sheet of its own, under which title."""
    if len(found.groups) > MOST_SHEETS:
        return [(words.first("titles", "units"), found.whole)]
    return [(group.by or words.first("titles", "none"), group) for group in found.groups]


def _units(made: TotalsBook, title: str, group: Total) -> None:
    """Write the units of one group, and their sum under them."""
    call, words = made.call, made.words
    sheet = WorkbookSheet(made.book, made.names.free(title), unit_columns(made.found, call, words), frozen="C2")
    for unit in group.units:
        sheet.append(unit_row(unit, call, words))
    _close(sheet, {"reference": Heading(words.line("sums", "total")), **sum_row(group, "")})


def _close(sheet: WorkbookSheet, total: dict[str, object]) -> None:
    """Write the sum as the last row, outside the filter: sorting leaves it where it is."""
    sheet.finish()
    sheet.append(total)


def _chart(made: TotalsBook, sums: WorkbookSheet) -> None:
    """Draw every sum of each group on a sheet of its own."""
    found, words = made.found, made.words
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap = "bar", "stacked", 100
    chart.title, chart.y_axis.title = sums.columns[0].heading.split("\n")[0], words.line("chart", "y")
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"  # the first group on top
    chart.height, chart.width = 7 + CHART_ROW * len(found.groups), 26
    if chart.legend is not None:
        chart.legend.position = "b"
    first = [column.key for column in sums.columns].index(f"sum.{next(iter(found.summed))}") + 1
    last_row = len(found.groups) + 1
    data = Reference(sums.sheet, min_col=first, max_col=first + len(found.summed) - 1, min_row=1, max_row=last_row)
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(sums.sheet, min_col=1, min_row=2, max_row=last_row))
    page = made.book.create_sheet(made.names.free(words.first("titles", "chart")))
    tall = chart.height > chart.width
    page.page_setup.orientation = Worksheet.ORIENTATION_PORTRAIT if tall else Worksheet.ORIENTATION_LANDSCAPE
    page.page_setup.fitToHeight = 1  # a chart over two pages is cut through
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.add_chart(chart, "A1")
