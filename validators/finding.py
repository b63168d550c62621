"""A finding: a rule's name and the values it saw, no sentence in any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

SheetPlace = dict[str, str | int]  # a cell of a sheet: sheet, cell, column, problem, row
Value = str | int | float | bool | None | list[str] | list[SheetPlace]
Values = Mapping[str, Value]


class Severity(StrEnum):
    """How much a finding weighs, heaviest first (calls.md)."""

    REJECT = "reject"
    HOLD = "hold"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one rule saw on one subject (a file's shown name, a field, a slot; '' for the whole)."""

    rule: str
    severity: Severity
    subject: str
    values: Values
    slot: str = ""  # what it is about, '' for the entry as a whole
