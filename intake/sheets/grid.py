"""The cells of one sheet, however it was read: sparse, so that a stray cell in the far corner costs nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from intake.model.rows import Odd


@dataclass(frozen=True)
class MergedRange:
    """A merged range, its corners included; rows from 1, columns from 0."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def wide(self) -> bool:
        """Tell whether it goes over several columns."""
        return self.right > self.left


@dataclass(frozen=True, kw_only=True)
class Unseen:
    """What a library does not tell of a sheet: hidden rows (from 1) and columns (from 0), cells that are odd, merged ranges."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    odd: Mapping[tuple[int, int], Odd] = field(default_factory=dict)
    merged: Sequence[MergedRange] = ()


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A sheet, or one table of a text; rows from 1, columns from 0, texts never empty."""

    name: str = ""
    table: int = 0  # of a text: which table; 0 in a workbook
    rows: Mapping[int, Mapping[int, str]]  # in order
    merged: Sequence[MergedRange] = ()
    odd: Mapping[tuple[int, int], Odd] = field(default_factory=dict)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @cached_property
    def _inside(self) -> Mapping[tuple[int, int], MergedRange]:
        """Return the merged range that each cell of one is in."""
        return {
            (row, column): span
            for span in self.merged
            if (span.bottom - span.top + 1) * (span.right - span.left + 1) <= MOST_MERGED
            for row in range(span.top, span.bottom + 1)
            for column in range(span.left, span.right + 1)
        }

    def span(self, row: int, column: int) -> MergedRange | None:
        """Return the merged range that a cell is in."""
        return self._inside.get((row, column))

    def text(self, row: int, column: int) -> str:
        """Return what a cell shows: of a merged range what stands in its first cell; '' for nothing."""
        span = self.span(row, column) if self.merged else None
        return self.rows.get(span.top if span else row, {}).get(span.left if span else column, "")

    @cached_property
    def width(self) -> int:
        """Return how many columns are in use."""
        return max((max(cells) + 1 for cells in self.rows.values() if cells), default=0)


@dataclass(frozen=True, kw_only=True)
class SheetBook:
    """The sheets of one file, and what in it is never run or followed."""

    grids: tuple[Grid, ...]
    active: tuple[str, ...] = ()  # macros, links


@dataclass(frozen=True)
class GridLimits:
    """What is read of one file: rows and columns that hold something."""

    rows: int = 20_000
    columns: int = 300


class TooManyRows(Exception):  # noqa: N818 - told by the finding, not a fault of ours
    """Say that a file has more rows than are read."""


MAX_SPANS = 20_000  # merged ranges of a sheet
MOST_MERGED = 20_000  # cells of one merged range that are kept apart; a larger one is a background
