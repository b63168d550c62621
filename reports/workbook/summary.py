"""The sheet Summary: counts by state, day, nationality and unit, each with a chart, and what the workbook lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.text import RichText
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties

from intake.config.models import Call
from registry.read.entry import Entry
from reports.digest.charts import COLOURS
from reports.letters.staff_words import StaffWords
from reports.workbook.columns import STATES
from reports.workbook.countries import country
from reports.workbook.form_fields import contact_fields, nationality_field
from reports.workbook.rows import WorkbookRows, contact, nationality
from reports.workbook.sheet import WorkbookSheet
from reports.workbook.style import A4, Heading

SHOWN = 10  # bars in a chart; its table has them all
MOST_DAYS = 400  # a longer span lists only the days on which something came
Counts = dict[Any, Counter[str]]


@dataclass
class Contact:
    """A unit's contact as written, with the entries that name it."""

    values: Mapping[str, str]
    references: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)


@dataclass
class Tally:
    """What is counted while the entries pass by: state by group."""

    states: Counter[str] = field(default_factory=Counter)
    days: Counts = field(default_factory=dict)
    nations: Counts = field(default_factory=dict)
    units: Counts = field(default_factory=dict)
    letters: Counter[tuple[str, str]] = field(default_factory=Counter)
    contacts: dict[tuple[str, ...], Contact] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)  # of units: folded -> as first written
    last_change: datetime | None = None

    def add(self, call: Call, rows: WorkbookRows, entry: Entry) -> None:
        """Count an entry."""
        self.states[entry.state] += 1
        unit = entry.named(call.identity.unit)
        self.spellings.setdefault(folded(unit), unit)
        groups = (
            (self.days, rows.moment(entry.received_at).date()),
            (self.nations, nationality(call, entry)),
            (self.units, folded(unit)),
        )
        for counts, group in groups:
            counts.setdefault(group, Counter())[entry.state] += 1
        self.letters.update((item.kind, item.state) for item in entry.letters)
        sent = (item.sent_at for item in entry.letters if item.sent_at)
        self.last_change = max(self.last_change or entry.updated_at, entry.updated_at, *sent)
        told = contact(call, entry)
        if told:
            key = tuple(folded(told.get(name, "")) for name in contact_fields(call))
            known = self.contacts.setdefault(key, Contact(told))
            known.references.append(entry.reference)
            known.authors.append(entry.named(call.identity.name) or entry.author_name)


def folded(text: str) -> str:
    """Return a text as it is compared: case and blanks do not matter."""
    return "".join(text.split()).casefold()


def write_summary(sheet: WorkbookSheet, call: Call, words: StaffWords, tally: Tally, as_of: str) -> None:
    """Write the counts and their charts."""
    for title in dict.fromkeys(call.said(call.title, language) for language in words.languages):
        sheet.append({"label": Heading(title)})
    sheet.append({"label": f"{words.line('summary', 'as_of')} {as_of}"})
    states = [({"label": words.name("states", state), "total": tally.states[state]}) for state in STATES]
    first = _table(sheet, words.line("summary", "states"), states)
    sheet.append({"label": words.line("summary", "total"), **_counted(tally.states)})
    _add(sheet, _states_chart(sheet, words, first), 2)
    none = words.line("summary", "none")
    days = [{"label": day, **_counted(counts)} for day, counts in _every_day(tally.days)]
    nations = [
        {"label": country(code, words.languages) or none, **_counted(counts)} for code, counts in _most_first(tally.nations)
    ]
    units = [{"label": tally.spellings[unit] or none, **_counted(counts)} for unit, counts in _most_first(tally.units)]
    if nationality_field(call):
        first = _table(sheet, words.line("summary", "nationalities"), nations)
        _add(sheet, _bars(sheet, words.line("summary", "nationality"), first, len(nations)), 15)
    first = _table(sheet, words.line("summary", "units"), units)
    _add(sheet, _bars(sheet, words.line("summary", "unit"), first, len(units)), 28)
    first = _table(sheet, words.line("summary", "days"), days)
    _add(sheet, _days_chart(sheet, words, first, len(days)), 41)
    letters = [
        {"label": f"{words.name('letter_kinds', kind)} · {words.name('delivery', state)}", "total": count}
        for (kind, state), count in sorted(tally.letters.items())
    ]
    _table(sheet, words.line("summary", "letters"), letters)
    sheet.sheet.page_setup.paperSize = A4
    sheet.sheet.print_options.gridLines = False


def write_notes(sheet: WorkbookSheet, words: StaffWords, notes: Sequence[str]) -> None:
    """Write what there is to say of the workbook, under the counts."""
    _table(sheet, words.line("summary", "notes"), [])
    for note in notes:
        sheet.append({"label": note})


def _table(sheet: WorkbookSheet, title: str, rows: Iterable[Mapping[str, object]]) -> int:
    """Write a heading and rows; return the first row's number."""
    sheet.append({})
    sheet.append({"label": Heading(title)})
    first = sheet.rows + 1
    for row in rows:
        sheet.append(row)
    return first


def _counted(counts: Counter[str]) -> dict[str, int]:
    return {**{state: counts[state] for state in STATES}, "total": counts.total()}


def _most_first(counts: Counts) -> list[tuple[Any, Counter[str]]]:
    """Return groups by their size; those without a name come last."""
    return sorted(counts.items(), key=lambda item: (item[0] == "", -item[1].total(), item[0]))


def _every_day(counts: Counts) -> list[tuple[date, Counter[str]]]:
    if not counts:
        return []
    first, last = min(counts), max(counts)
    if (last - first).days > MOST_DAYS:
        return sorted(counts.items())
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return [(day, counts.get(day, Counter())) for day in days]


def _add(sheet: WorkbookSheet, chart: Any, row: int) -> None:
    if chart is not None:
        chart.height, chart.width = 6.3, 17  # twelve rows
        sheet.sheet.add_chart(chart, f"H{row}")


def _chart(sheet: WorkbookSheet, title: str, first: int, rows: int, columns: tuple[int, int]) -> Any:
    """Return a bar chart over rows and columns of the sheet; None where there is nothing to show."""
    if not rows:
        return None
    chart: Any = BarChart()
    chart.title = title
    small = CharacterProperties(sz=1200, b=True)
    for run in chart.title.tx.rich.p[0].r:
        run.rPr = small
    for column in range(columns[0], columns[1] + 1):
        chart.add_data(Reference(sheet.sheet, min_col=column, min_row=first, max_row=first + rows - 1))
    chart.set_categories(Reference(sheet.sheet, min_col=1, min_row=first, max_row=first + rows - 1))
    chart.x_axis.delete = chart.y_axis.delete = False  # openpyxl hides them unless told
    chart.y_axis.majorGridlines = None
    chart.y_axis.number_format = "0"
    chart.legend, chart.gapWidth = None, 40
    return chart


def _states_chart(sheet: WorkbookSheet, words: StaffWords, first: int) -> Any:
    chart: Any = _chart(sheet, words.line("summary", "state"), first, len(STATES), (6, 6))
    series = chart.series[0]
    for place, state in enumerate(STATES):
        point = DataPoint(idx=place)
        point.graphicalProperties.solidFill = COLOURS[state].lstrip("#")
        series.dPt.append(point)
    _numbers(series)
    return chart


def _bars(sheet: WorkbookSheet, title: str, first: int, rows: int) -> Any:
    """Return horizontal bars of the largest groups, largest on top."""
    chart: Any = _chart(sheet, title, first, min(rows, SHOWN), (6, 6))
    if chart is not None:
        chart.type = "bar"
        chart.x_axis.scaling.orientation, chart.x_axis.tickLblSkip = "maxMin", 1
        chart.y_axis.delete = True  # each bar bears its number
        chart.x_axis.txPr = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=CharacterProperties(sz=800)), endParaRPr=None)])
        chart.series[0].graphicalProperties.solidFill = COLOURS["accepted"].lstrip("#")
        _numbers(chart.series[0])
    return chart


def _days_chart(sheet: WorkbookSheet, words: StaffWords, first: int, rows: int) -> Any:
    """Return columns by day, stacked by state."""
    chart: Any = _chart(sheet, words.line("summary", "arrivals"), first, rows, (2, 5))
    if chart is None:
        return None
    chart.grouping, chart.overlap = "stacked", 100
    for series, state in zip(chart.series, STATES, strict=True):
        series.graphicalProperties.solidFill = COLOURS[state].lstrip("#")
        series.tx = SeriesLabel(v=words.name("states", state))
    chart.x_axis.number_format = "mm-dd"
    chart.x_axis.tickLblSkip = max(rows // 10, 1)
    chart.legend = Legend()
    chart.legend.position = "b"
    return chart


def _numbers(series: Any) -> None:
    series.dLbls = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False)
