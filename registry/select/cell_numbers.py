"""Numbers as judges and vote counters write them into cells."""

from __future__ import annotations

import math
import re
from datetime import date, time, timedelta

from intake.words.fold import fold_case
from registry.select.handed_sheets import HandedCell
from registry.select.headings import words

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d{1,2}")
THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")


def cell_number(cell: HandedCell) -> float | None:
    """Return a cell's number, be it typed or written as text ("85", "８５ 分", "8,5", "1,200"); None where it is none."""
    value = cell.value
    if isinstance(value, bool | date | time | timedelta):
        return None
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else None
    text = fold_case(cell.text).strip()
    for unit in words("unit"):
        text = text.removesuffix(unit).strip()
    if DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    elif THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    return float(text) if NUMBER.fullmatch(text) else None
