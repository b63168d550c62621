"""What was read from a sheet: rows, where each stands, what is odd about its cells and about the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Odd(StrEnum):
    """Why a cell's text is not what somebody typed."""

    DIGITS_LOST = "digits-lost"  # a number of more digits than a spreadsheet keeps
    NOT_COMPUTED = "not-computed"  # a formula that no program has worked out
    ERROR = "error-value"  # a formula that came to #N/A and the like
    PICTURE = "picture"  # a picture in the place of words


class SheetProblem(StrEnum):
    """Why nothing was read from a sheet, beside what any document may have (intake.model.problems)."""

    NO_HEADER = "no-header"
    SIDE_BY_SIDE = "side-by-side"  # two tables, one beside the other: rows of both stand on one line
    TOO_MANY_ROWS = "too-many-rows"
    NOT_COMPUTED = "not-computed"  # nothing but formulas that no program has worked out, its headings among them


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetRow:
    """One row that somebody filled in; values as written, by column of the call."""

    file: str  # shown name
    sha256: str
    sheet: str  # its name, '' where there is none
    table: int = 0  # of a Word file or page: which of its tables; 0 in a workbook
    row: int  # as the program shows it, from 1
    values: Mapping[str, str]
    extra: Mapping[str, str] = field(default_factory=dict)  # under headings that the call does not know
    cells: Mapping[str, str] = field(default_factory=dict)  # column -> its letter; of a table its number
    odd: Mapping[str, str] = field(default_factory=dict)  # column -> an Odd
    confidential: bool = False
    hidden: bool = False
    superseded: bool = False  # a later row of the same mail has its key

    @property
    def place(self) -> tuple[str, str, int, int]:
        """Return where it stands: a row of one file."""
        return self.sha256, self.sheet, self.table, self.row

    def cell(self, column: str) -> str:
        """Return a cell's address: B5 in a workbook; in a table of a text the row and column are told apart."""
        letter = self.cells.get(column, "")
        return f"row {self.row}, column {letter}" if self.table else f"{letter}{self.row}"


@dataclass(frozen=True, kw_only=True)
class SheetFacts:
    """What one sheet file came to, its rows apart. Counts are of rows; `unheaded` names sheets whose content has no header."""

    sha256: str
    problem: str = ""  # a SheetProblem or a Problem, '' where it was read
    rows: int = 0
    hidden_rows: int = 0
    hidden_columns: tuple[str, ...] = ()  # headings
    hidden_sheets: tuple[str, ...] = ()
    samples: int = 0
    sums: int = 0
    notes: int = 0
    repeated: int = 0  # rows that a later one of the same mail replaces
    units: int = (
        0  # how many its rows name as theirs where these differ; unnamed: a row may turn out confidential by an earlier one
    )
    unheaded: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()  # headings that the call does not know
    active: tuple[str, ...] = ()  # macros, links: never run, never followed

    @property
    def blank(self) -> bool:
        """Tell a sheet that could be read and has no row filled in."""
        return not self.problem and not self.rows

    @property
    def unseen(self) -> bool:
        """Tell whether nobody looked at it to the end, so that it is looked at again."""
        return False
