"""Tell the rows that somebody filled in from samples, sums, notes, empty ones and headers that come again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from openpyxl.utils.cell import get_column_letter

from intake.config.fields import FieldKind
from intake.forms.fields.grid import MAX_TITLE
from intake.forms.fields.labels import BRACKETS
from intake.forms.fields.opposite import Opposite
from intake.forms.fields.options import folded_options
from intake.forms.fields.values import answer
from intake.model.rows import Odd
from intake.sheets.columns import ColumnLabels
from intake.sheets.contacts import parted
from intake.sheets.grid import Grid
from intake.sheets.header import Header, find_header, is_header_again
from intake.sheets.same_rows import reads_well, says_how
from intake.sheets.words import is_ditto, is_hint, is_note, is_sample, is_signature, is_sum

PREFILLED = frozenset({FieldKind.CHOICE, FieldKind.FLAG})  # a blank sheet may have these filled in
TO_SIGN = re.compile(r"[^:：]{1,16}[:：]")  # 填表人：…, 日期：…: a row of nothing else answers no column
BROKEN = re.compile(
    r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|#{2,})", re.IGNORECASE
)  # a result that went wrong, saved as text
NUMBERED = re.compile(r"^\W*\w{1,3}[、.．)）]\s*")  # 一、(二) 3. before the name of a section
SPEAKING = 3  # first cells of a row in which it says that it is a sample
EMPTY = "empty"
KEPT = 1000  # answers remembered of each column


@dataclass(frozen=True, kw_only=True)
class FilledRow:
    """One row that somebody filled in."""

    row: int
    values: Mapping[str, str]
    extra: Mapping[str, str]
    cells: Mapping[str, str]
    odd: Mapping[str, str]


@dataclass
class Table:
    """What was found in one sheet."""

    rows: list[FilledRow] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)  # sample, sum, note -> rows
    headers: list[Header] = field(default_factory=list)
    secret: bool = (
        False  # its sheet's name or title, or that of the one it goes on from, says that nothing of it is to be published
    )


def read_table(grid: Grid, headings: ColumnLabels) -> Table | None:
    """Return the rows of a sheet, those under further headers too; None where it has no header."""
    header = find_header(grid, headings)
    return _rows_under(grid, headings, header) if header else None


def read_on(grid: Grid, headings: ColumnLabels, before: Header) -> Table | None:
    """Return the rows of a sheet without a header that goes on where the one before ended; None where most do not read as its rows."""
    table = _rows_under(grid, headings, replace(before, top=0, bottom=0))
    whole = sum(reads_well(headings.slot, row) for row in table.rows)
    if not whole or 2 * whole < len(table.rows):
        return None
    table.headers[0] = replace(before, top=table.rows[0].row, bottom=table.rows[0].row - 1)
    return table


def _rows_under(grid: Grid, headings: ColumnLabels, header: Header) -> Table:
    table = Table(headers=[header])
    walk = _Walk(grid, headings, header)
    for row in (number for number in grid.rows if number > header.bottom):
        if again := is_header_again(grid, row, headings):
            walk = _Walk(grid, headings, again)
            table.headers.append(again)
            continue
        filled, why = walk.read(row)
        if filled is not None and table.rows and walk.goes_on(row):
            table.rows[-1] = _with_more(table.rows[-1], filled)
        elif filled is not None:
            table.rows.append(filled)
        elif why != EMPTY:
            table.left_out[why] += 1
    return table


def _is_to_sign(texts: Sequence[str]) -> bool:
    """Tell a row of nothing but labels with colons, each with its answer in it or in the cell behind it."""
    before = ("", *texts)
    return all(TO_SIGN.match(text) or last.endswith((":", "：")) for last, text in zip(before, texts, strict=False))


def _with_more(above: FilledRow, below: FilledRow) -> FilledRow:
    """Return a row that goes over two lines of the sheet: what each says, once."""
    values, extra = (
        {name: _both(upper.get(name, ""), lower.get(name, "")) for name in {**upper, **lower}}
        for upper, lower in ((above.values, below.values), (above.extra, below.extra))
    )
    return replace(above, values=values, extra=extra, odd={**below.odd, **above.odd})


def _both(upper: str, lower: str) -> str:
    return upper if not lower or lower == upper else f"{upper}\n{lower}" if upper else lower


class _Walk:
    """The rows under one header, read from the top: a ditto mark repeats what was above."""

    def __init__(self, grid: Grid, headings: ColumnLabels, header: Header) -> None:
        self.grid, self.header = grid, header
        self.slot, self.settings, self.key = headings.slot, headings.slot.columns, headings.slot.key
        self.places: dict[str, list[int]] = {}
        self.asked: dict[str, str] = {}
        for place, name in header.columns.items():
            self.places.setdefault(str(name), []).append(place)
            if isinstance(name, Opposite):
                self.asked[str(name)] = name.label
        self.letters = {name: self._letter(place) for place, names in header.shared.items() for name in names}
        self.letters |= {name: self._letter(places[0]) for name, places in self.places.items()}
        self.above: dict[str, str] = {}
        self.begun = False  # a row of data was met; before it lines may say how to fill in the columns
        self.options = {
            name: set(map(folded_options, (word for words in self.settings[name].choices.values() for word in words)))
            for name in self.settings.keys() - header.names - header.said_above.keys()
            if self.settings[name].kind is FieldKind.CHOICE
        }
        self.section: dict[
            str, str
        ] = {}  # column that the table lacks -> what a line above the row, or the sheet's name, says of it
        self._note_section(grid.name)
        self._answers: dict[str, dict[str, str]] = {name: {} for name in self.places}

    def _letter(self, place: int) -> str:
        return str(place + 1) if self.grid.table else get_column_letter(place + 1)

    def read(self, row: int) -> tuple[FilledRow | None, str]:
        """Return what a row says, or None and why it says nothing: empty, sample, sum, note."""
        cells = self.grid.rows[row]
        if len(cells) == 1:
            self._note_section(next(iter(cells.values())))
        if why := self._no_data(row, cells):
            return None, why
        values, places, odd = self._values(row)
        if not self.begun and says_how(self.slot, values):
            return None, "sample"
        own = {name for name, value in values.items() if self.settings[name].kind not in PREFILLED and value}
        if not own | odd.keys():
            return None, EMPTY if self._bare(cells) else "note"
        texts = [text for text in cells.values() if text]
        if len(texts) == 1 and (is_note(texts[0]) or is_signature(texts[0]) or self._across(row) or len(texts[0]) > MAX_TITLE):
            return None, "note"
        for_all = {**self.header.said_above, **self.section}
        self.begun = True
        said = {name: value for name, value in for_all.items() if not values.get(name) and name in self.settings}
        letters = self.letters if not places else {**self.letters, **places}
        extra = {heading: text for place, heading in self.header.extra.items() if (text := self.grid.text(row, place))}
        return FilledRow(row=row, values={**values, **said}, extra=extra, cells=letters, odd=odd), ""

    def _note_section(self, text: str) -> None:
        """Keep what a heading of its own says of the rows below it: 一、人才需求."""
        plain = BRACKETS.sub("", NUMBERED.sub("", text)).strip(" :：")
        self.section |= {name: plain for name, options in self.options.items() if folded_options(plain) in options}

    def goes_on(self, row: int) -> bool:
        """Tell whether a line belongs to the row above it: all that makes a row what it is stands in cells merged from there."""
        keys = [self.places.get(name, []) for name in self.key]
        spans = [self.grid.span(row, places[0]) for places in keys if places]
        return bool(spans) and len(spans) == len(keys) and all(span is not None and span.top < row for span in spans)

    def _no_data(self, row: int, cells: Mapping[int, str]) -> str:
        first = [cells[place] for place in sorted(cells)[:SPEAKING]]
        if any(map(is_sample, first)) or is_hint(first[0]):
            return "sample"
        if any(map(is_sum, first[:2])):
            return "sum"
        if is_note(first[0]) and (len(cells) <= 2 or first[0].rstrip().endswith((":", "："))):
            return "note"
        texts = [cells[place] for place in sorted(cells)]
        if len(texts) > 1 and _is_to_sign(texts):
            return "note"
        counts = [text.strip("()（） ") for text in texts]
        running = len(texts) >= 3 and counts in (
            [str(number) for number in range(1, len(texts) + 1)],
            [get_column_letter(number) for number in range(1, len(texts) + 1)],
        )
        in_brackets = len(texts) > 1 and not self.begun and not any(BRACKETS.sub("", text).strip() for text in texts)
        return "note" if running else "sample" if in_brackets else ""

    def _bare(self, cells: Mapping[int, str]) -> bool:
        """Tell whether what a row holds is only what a blank sheet has: numbers, choices, signs."""
        known = {place for places in self.places.values() for place in places}
        return all(place in known or not re.sub(r"[\W\d_]", "", text) for place, text in cells.items())

    def _across(self, row: int) -> bool:
        """Tell whether the one text of a row is merged over half the table or more."""
        span = next((self.grid.span(row, place) for place in self.grid.rows[row]), None)
        return span is not None and 2 * (span.right - span.left + 1) >= len(self.header.columns) > 1

    def _values(self, row: int) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
        """Return the row's values, the letters of those that stand in a column's second place, and what is odd."""
        values: dict[str, str] = {}
        moved: dict[str, str] = {}
        odd: dict[str, str] = {}
        for name, places in self.places.items():
            for place, text, why in self._told(row, name, places):
                if place != places[0]:
                    moved[name] = self._letter(place)
                if why:
                    odd[name] = str(why)
                values[name] = self.above[name] = text
                break
        for place, names in self.header.shared.items():
            for name, text in parted(self.grid.text(row, place), {name: self.settings[name] for name in names}):
                values.setdefault(name, text)
        return values, moved, odd

    def _told(self, row: int, name: str, places: list[int]) -> Iterator[tuple[int, str, Odd | None]]:
        """Yield place, text and oddity for each of a column's cells that says something."""
        question = f"{self.asked[name]}：" if name in self.asked else ""
        for place in places:
            span = self.grid.span(row, place)
            if span is not None and span.left < place:
                continue
            raw = self.grid.text(row, place)
            why = self.grid.odd.get((row, place)) or (Odd.ERROR if BROKEN.fullmatch(raw) else None)
            if why in {Odd.NOT_COMPUTED, Odd.PICTURE, Odd.ERROR}:
                yield place, "", why
            elif raw and is_ditto(raw):
                yield place, self.above.get(name, ""), None
            elif raw and (text := self._answer(name, raw)):
                yield place, text if text.startswith(question) else f"{question}{text}", why

    def _answer(self, name: str, raw: str) -> str:
        """Return what was answered; columns say the same again and again."""
        known = self._answers[name]
        if raw not in known:
            if len(known) >= KEPT:
                known.clear()
            known[raw] = answer(self.settings[name], raw)
        return known[raw]
