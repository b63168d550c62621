"""Rows of sheets for whoever is to see them: the one place that gives them out, and it asks whether they may be seen (ruling 17)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from registry.store.rows import REPLACED

ROWS = (
    "SELECT r.* FROM \"rows\" r JOIN entries e ON e.reference = r.reference WHERE e.call = ? AND e.joined = '' AND r.confidential = ? "
    "AND (? = '' OR r.slot = ?) AND (r.posted OR NOT ?) ORDER BY length(r.reference), r.reference, r.slot, r.id"
)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which rows of a call: the public ones, or the confidential ones alone, never both; of one slot; those that are posted."""

    call: str
    slot: str = ""  # '' = of all
    confidential: bool = False
    posted: bool = False


@dataclass(frozen=True, kw_only=True)
class ListedRow:
    """One row as it is given out."""

    reference: str
    slot: str
    file: str
    sheet: str
    row: int
    values: Mapping[str, str]
    confidential: bool
    posted: bool
    state: str  # good, bad, replaced
    findings: tuple[Mapping[str, str], ...]  # column, cell, problem

    @property
    def document(self) -> dict[str, Any]:
        """Return it as `rows --json` lists it."""
        return {**vars(self), "findings": list(self.findings)}


def rows(db: Database, wanted: Wanted) -> Iterator[ListedRow]:
    """Yield the rows that are wanted, by entry, in the order in which they came."""
    asked = [wanted.call, int(wanted.confidential), wanted.slot, wanted.slot, int(wanted.posted)]
    for row in db.query(ROWS, asked):
        found = json.loads(row["findings"])
        yield ListedRow(
            **{name: row[name] for name in ("reference", "slot", "file", "sheet", "row")},
            values=json.loads(row["values"]),
            confidential=bool(row["confidential"]),
            posted=bool(row["posted"]),
            state=row["state"] if row["replaced"] is None else REPLACED,
            findings=tuple({name: item[name] for name in ("column", "cell", "problem")} for item in found),
        )
