"""Columns and rows of the sums: a number for each field, and beside it what nobody counted."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from openpyxl import Workbook

from intake.config.fields import GAP, FieldSettings
from intake.config.models import Call
from registry.read.totals import Total, Totals, UnitCounts
from reports.letters import formats
from reports.letters.staff_words import StaffWords
from reports.screen.totals import number
from reports.workbook.columns import laid_out
from reports.workbook.style import Column, Heading

FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")  # in a sheet's name
LONGEST = 31  # characters of it
RESERVED = "history"  # Excel's own


@dataclass(frozen=True)
class TotalsBook:
    """A workbook of sums in the making: its sheets' names, its words, the call and what was counted."""

    book: Workbook
    names: SheetNames
    words: StaffWords
    call: Call
    found: Totals


class SheetNames:
    """Names for sheets: such as Excel takes, each once."""

    def __init__(self, words: StaffWords) -> None:
        """Know none yet."""
        self._taken = {RESERVED}
        self._otherwise = words.first("titles", "none")

    def free(self, wanted: str) -> str:
        """Return a name like the one wanted that no sheet has."""
        plain = re.sub(r"\s+", " ", FORBIDDEN.sub(" ", wanted)).strip(" '")[:LONGEST].strip(" '") or self._otherwise
        name, count = plain, 2
        while name.casefold() in self._taken:
            tail = f" ({count})"
            name, count = plain[: LONGEST - len(tail)] + tail, count + 1
        self._taken.add(name.casefold())
        return name


def label_of(field: FieldSettings, language: str) -> str:
    """Return what a field is called; of several values in one cell, with what stands before this one."""
    label = formats.own_words(field.labels, language)
    return f"{label} {field.within.split(GAP)[0].rstrip(':： ')}" if field.within else label


def field_heading(field: FieldSettings, words: StaffWords) -> str:
    """Return what a field is called in each language of staff, one under the other."""
    return "\n".join(dict.fromkeys(label_of(field, language) for language in words.languages))


def by_heading(found: Totals, call: Call, words: StaffWords) -> str:
    """Return what the field is called that entries are put together by; one that names alone tell goes by its own."""
    field = call.field(found.field)
    return field_heading(field, words) if field else found.field


def sum_columns(found: Totals, call: Call, words: StaffWords) -> tuple[Column, ...]:
    """Return the columns of the sums: the name, how many units, each sum, then who did not count."""
    uncounted = [
        Column(
            f"uncounted.{name}",
            words.lines("sums", "uncounted", label=functools.partial(label_of, item)),
            14,
        )
        for name, item in found.summed.items()
        if found.whole.uncounted[name]
    ]
    return (
        Column("by", by_heading(found, call, words), 24),
        *laid_out(words, "sums", [("units", 9)]),
        *_sums(found, words),
        *uncounted,
        *laid_out(words, "sums", [("written", 40)]),
    )


def _sums(found: Totals, words: StaffWords) -> list[Column]:
    return [Column(f"sum.{name}", field_heading(item, words), 18) for name, item in found.summed.items()]


def sum_row(group: Total, name: str | Heading) -> dict[str, object]:
    """Return the row of a group."""
    return {
        "by": name,
        "units": len(group.units),
        **{f"sum.{field}": number(value) for field, value in group.sums.items()},
        **{f"uncounted.{field}": count for field, count in group.uncounted.items()},
        "written": "、".join(group.written) if group.by is not None else "",
    }


def unit_columns(found: Totals, call: Call, words: StaffWords) -> tuple[Column, ...]:
    """Return the columns of a group's units."""
    return (*laid_out(words, "units", [("reference", 14), ("unit", 34), ("state", 11)]), *_sums(found, words))


def unit_row(unit: UnitCounts, call: Call, words: StaffWords) -> dict[str, object]:
    """Return the row of a unit: a number, the word of who did not count, what cannot be read as written, or nothing."""
    told = {**unit.uncounted, **unit.unread}
    return {
        "reference": unit.reference,
        "unit": unit_name(unit, call),
        "state": words.first("states", unit.state),
        **{f"sum.{field}": text for field, text in told.items()},
        **{f"sum.{field}": number(value) for field, value in unit.numbers.items()},
    }


def unit_name(unit: UnitCounts, call: Call) -> str:
    """Return what a unit is called in lists."""
    return unit.text((*(call.identity.unit or ()), *call.one_per, *(call.identity.name or ())))
