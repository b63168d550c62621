"""The common grid: rows of cells, however they were read. It imports nothing: the children that read PDFs load it, one for each."""

from __future__ import annotations

import re
from dataclasses import dataclass

PARTED = re.compile(r"\t|\s*[|｜]\s*")  # what parts the cells of a line that was typed
LEAST_CELLS = 3  # of a line that is one of a table


@dataclass(frozen=True, kw_only=True)
class FormCell:
    """One cell or line: its text, where it stands (short English), its first column; `carried` repeats a merged cell above."""

    text: str
    place: str
    column: int = 0
    carried: bool = False
    unsure: bool = False  # the reader doubts the text itself (a number that lost digits)
    hidden: bool = False  # nobody who opens the file sees it


@dataclass(frozen=True, kw_only=True)
class FormRow:
    """One row of a table (`table` >= 1), or one line of running text (`table` 0)."""

    cells: tuple[FormCell, ...]
    table: int = 0
