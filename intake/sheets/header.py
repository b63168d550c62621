"""Find the row, or the two rows, that name the columns of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from intake.forms.fields.labels import BRACKETS
from intake.sheets.columns import ColumnLabels
from intake.sheets.contacts import several
from intake.sheets.grid import Grid
from intake.sheets.words import is_number_heading

LOOKED_AT = 30  # rows with something in them, from the top
ENOUGH = 3  # different columns of the call that make a row a header


@dataclass(frozen=True, kw_only=True)
class Header:
    """What the columns of a table are: of the call, or under a heading of their own."""

    top: int
    bottom: int
    columns: Mapping[int, str]  # place -> column of the call (an Opposite where the heading asks the opposite)
    extra: Mapping[int, str] = field(default_factory=dict)  # place -> heading; what counts the rows is left out
    said_above: Mapping[str, str] = field(default_factory=dict)  # column -> what stands for all rows, above the header
    shared: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # place -> columns that its one heading asks for

    @property
    def names(self) -> frozenset[str]:
        """Return the columns of the call that it has."""
        return frozenset([*map(str, self.columns.values()), *(name for names in self.shared.values() for name in names)])

    @property
    def twice(self) -> bool:
        """Tell whether it is that of two tables side by side: the columns come again in the same order."""
        names = list(map(str, self.columns.values()))
        return any(names[cut:] == names[: len(names) - cut] for cut in range(ENOUGH, len(names) - ENOUGH + 1))


def find_header(grid: Grid, headings: ColumnLabels) -> Header | None:
    """Return the header that names the most columns; None where no row among the first names enough of them."""
    best: tuple[int, int, int] | None = None  # columns named, -lines, -row
    chosen: dict[int, str] = {}
    lines = 1
    rows = list(islice(grid.rows, LOOKED_AT))
    for row in rows:
        for height in (1, 2):
            found = _named(grid, row, height, headings)
            rank = (len(set(map(str, found.values()))), -height, -row)
            if best is None or rank > best:
                best, chosen, lines = rank, found, height
    if best is None or best[0] < enough(headings):
        return _in_other_words(grid, rows, headings)
    return _whole(grid, -best[2], lines, chosen, headings)


def _in_other_words(grid: Grid, rows: Sequence[int], headings: ColumnLabels) -> Header | None:
    """Return the header whose headings hold labels and are none whole: the row with the most, more than half of what stands in it."""
    found = [_whole(grid, row, height, {}, headings) for row in rows if _short(grid, row) for height in (1, 2)]
    best = max(found, key=lambda header: (len(header.names), header.top - header.bottom, -header.top), default=None)
    if best is None or len(best.names) <= enough(headings) or len(best.names) <= len(best.extra):
        return None
    return best


def _short(grid: Grid, row: int) -> bool:
    """Tell whether a row could be a header by the length of what it says, and because nothing in it is an answer: 单位：…"""
    texts = [text.rstrip(":：") for text in grid.rows[row].values()]
    return len(texts) > ENOUGH and all(
        len(BRACKETS.sub("", text)) <= LONGEST_LABEL and not set(":：") & set(text) for text in texts
    )


def enough(headings: ColumnLabels) -> int:
    """Return how many different columns make a header."""
    return min(ENOUGH, len(headings.slot.columns))


def is_header_again(grid: Grid, row: int, headings: ColumnLabels) -> Header | None:
    """Return the header that a row further down is: of a next page, or of a second table."""
    cells = grid.rows[row]
    if len(cells) < enough(headings) or sum(1 for text in cells.values() if headings.whole(text)) < enough(headings):
        return None
    found = _named(grid, row, 1, headings)
    if len(set(map(str, found.values()))) < enough(headings) or 2 * len(found) < len(grid.rows[row]):
        return None
    return _whole(grid, row, 1, found, headings)


def _named(grid: Grid, row: int, height: int, headings: ColumnLabels) -> dict[int, str]:
    """Return place -> column for the headings that are labels whole, in one line or in two."""
    found: dict[int, str] = {}
    places = range(grid.width) if height == 2 else grid.rows[row]
    for column in places:
        if name := headings.whole(_heading(grid, row, column)) if height == 1 else _over_two(grid, row, column, headings):
            span = grid.span(row, column)
            if span is None or span.left == column or height == 2:
                found[column] = name
    return found


def _heading(grid: Grid, row: int, column: int) -> str:
    return grid.text(row, column)


def _over_two(grid: Grid, row: int, column: int, headings: ColumnLabels) -> str | None:
    """Return the column that a heading over two lines names: one under a common one, or one merged downwards."""
    upper, lower = grid.text(row, column), grid.text(row + 1, column)
    if not lower or upper == lower:
        span = grid.span(row, column)
        return headings.whole(upper) if upper and (lower or span is None or not span.wide) else None
    return headings.joined(upper or _parent(grid, row, column), lower)


def _parent(grid: Grid, row: int, column: int) -> str:
    """Return the common heading that stands to the left of an empty cell, as some programs lose what was merged."""
    left = [place for place in grid.rows.get(row, {}) if place < column]
    return grid.text(row, max(left)) if left else ""


def _whole(grid: Grid, row: int, height: int, named: dict[int, str], headings: ColumnLabels) -> Header:
    """Return the header with the headings that are no label whole: near to one, else unknown."""
    columns = dict(named)
    extra: dict[int, str] = {}
    shared: dict[int, tuple[str, ...]] = {}
    bottom = row + height - 1
    for column in range(grid.width):
        shown = _shown(grid, row, bottom, column)
        if column in columns or not shown or is_number_heading(shown):
            continue
        taken = {*map(str, columns.values()), *(name for names in shared.values() for name in names)}
        if together := several(shown, headings, taken):
            shared[column] = together
        elif name := headings.near(shown, taken):
            columns[column] = name
        else:
            extra[column] = shown
    header = Header(top=row, bottom=bottom, columns=dict(sorted(columns.items())), extra=extra, shared=shared)
    return replace(header, said_above=_above(grid, row, headings, header.names))


def _shown(grid: Grid, row: int, bottom: int, column: int) -> str:
    """Return a heading in one line, as people read it."""
    lines = dict.fromkeys(" ".join(grid.text(line, column).split()) for line in range(row, bottom + 1))
    return " ".join(filter(None, lines))


def _above(grid: Grid, row: int, headings: ColumnLabels, taken: frozenset[str]) -> dict[str, str]:
    """Return what is said above the header for every row: 填报单位：…, in one cell or in two."""
    said: dict[str, str] = {}
    for number in (line for line in grid.rows if line < row):
        cells = sorted(grid.rows[number].items())
        for place, (_, text) in enumerate(cells):
            head, mark, rest = text.replace("：", ":").partition(":")
            if not mark and place + 1 >= len(cells):
                continue
            name = headings.near(head, taken | said.keys()) if len(BRACKETS.sub("", head)) <= LONGEST_LABEL else None
            value = rest.strip() or (cells[place + 1][1] if place + 1 < len(cells) else "")
            if name and value and (mark or headings.whole(head)):
                said[str(name)] = f"{name.label}：{value}" if hasattr(name, "label") else value
    return said


LONGEST_LABEL = 16  # characters of what stands before a colon above a table
