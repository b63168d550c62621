"""Rows of sheets for whoever is to see them: the one place that gives them out, and it asks whether they may be seen (ruling 17)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from intake.config.models import Slot
from intake.forms.fields.table import LEAST_CELLS, PARTED
from intake.forms.fields.values import shown_value
from intake.sheets.secrecy import secrecy_flags
from registry.store.codec import unpacked
from registry.store.rows import REPLACED, row_mark

ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}", re.ASCII)
ROWS = (
    'SELECT r.*, EXISTS (SELECT 1 FROM "rows" n WHERE n.reference = r.reference AND n.slot = r.slot AND n.confidential '
    "AND (n.id = r.id OR (n.key = r.key AND n.key <> '' AND n.replaced IS NULL))) AS secret FROM \"rows\" r "  # what is confidential now was so all along
    "JOIN entries e ON e.reference = r.reference WHERE e.call = ? AND e.joined = '' AND secret = ? "
    "AND (? = '' OR r.slot = ?) AND (? = '' OR r.reference = ?) AND (r.posted OR NOT ?) ORDER BY length(r.reference), r.reference, r.slot, r.id"
)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which rows of a call: the public ones, or the confidential ones alone, never both; of one slot; those that are posted."""

    call: str
    slot: str = ""  # '' = of all
    reference: str = ""  # of one entry; '' = of all
    confidential: bool = False
    posted: bool = False
    slots: Mapping[str, Slot] = field(default_factory=dict)  # of the call: what its columns mean


@dataclass(frozen=True, kw_only=True)
class ListedRow:
    """One row as it is given out."""

    reference: str
    slot: str
    file: str
    sheet: str
    row: int
    values: Mapping[str, str]  # what they mean (contract.md ruling 22), under unknown headings as written
    written: Mapping[str, str]
    confidential: bool
    posted: bool
    state: str  # good, bad, replaced
    findings: tuple[Mapping[str, str], ...]  # column, cell, problem
    mark: str  # what it is known by in a workbook that comes back

    @property
    def document(self) -> dict[str, Any]:
        """Return it as `rows --json` lists it."""
        told = {name: value for name, value in vars(self).items() if name not in {"written", "mark"}}
        return {**told, "findings": list(self.findings)}


def rows(db: Database, wanted: Wanted) -> Iterator[ListedRow]:
    """Yield the rows that are wanted, by entry, in the order in which they came."""
    asked = [
        wanted.call,
        int(wanted.confidential),
        wanted.slot,
        wanted.slot,
        wanted.reference,
        wanted.reference,
        int(wanted.posted),
    ]
    for row in db.query(ROWS, asked):
        values, extra = (json.loads(row[name]) for name in ("values", "extra"))
        yield ListedRow(
            **{name: row[name] for name in ("reference", "slot", "file", "sheet", "row")},
            values=_meant(values, wanted.slots.get(row["slot"])) | extra,
            written=values | extra,
            confidential=bool(row["secret"]),
            posted=bool(row["posted"]),
            state=row["state"] if row["replaced"] is None else REPLACED,
            findings=tuple({name: item[name] for name in ("column", "cell", "problem")} for item in unpacked(row["findings"])),
            mark=row_mark(row),
        )


def files_apart(db: Database, call: str, slots: Mapping[str, Slot]) -> frozenset[str]:
    """Return the sha256 of every file that is handed out where confidential rows are, and nowhere else.

    Those in which a row is confidential, and in slots that ask for secrecy those of which nobody could read any row.
    """
    asking = [name for name, slot in slots.items() if secrecy_flags(slot)]
    query = (
        'SELECT r.sha256 FROM "rows" r JOIN entries e ON e.reference = r.reference WHERE e.call = ? AND r.confidential UNION '
        "SELECT m.sha256 FROM materials m JOIN entries e ON e.reference = m.reference WHERE e.call = ? "
        f'AND m.role IN ({", ".join("?" * len(asking))}) AND NOT EXISTS (SELECT 1 FROM "rows" r WHERE r.sha256 = m.sha256)'
    )
    return frozenset(sha256 for (sha256,) in db.conn.execute(query, [call, call, *asking]))


def said_openly(words: str) -> str:
    """Return what a sender wrote beside confidential rows: a table that was typed into the mail is left out."""
    return "\n".join("…" if len(PARTED.split(line)) >= LEAST_CELLS else line for line in words.splitlines())


def contacts_in_rows(db: Database, call: str) -> dict[str, set[str]]:
    """Return reference -> the addresses that stand in its rows, confidential ones too: to know an entry by, never to be shown."""
    query = 'SELECT r.reference, r."values" FROM "rows" r JOIN entries e ON e.reference = r.reference WHERE e.call = ? AND r.replaced IS NULL'
    found: dict[str, set[str]] = {}
    for reference, values in db.conn.execute(query, [call]):
        if "@" in values:
            found.setdefault(reference, set()).update(ADDRESS.findall(values))
    return found


def _meant(values: Mapping[str, str], slot: Slot | None) -> dict[str, str]:
    """Return what values mean, in the order of the slot's columns; of a slot that is no more as written."""
    columns = slot.columns if slot else {}
    known = {name: shown_value(column, values[name]) for name, column in columns.items() if values.get(name)}
    return known | {name: text for name, text in values.items() if name not in columns and text}
