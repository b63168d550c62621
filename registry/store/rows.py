"""Rows of sheets as they are kept: each at its place in its file, with its key and what is wrong with it; none is ever deleted.

What leaves the house asks registry/read/rows.py, which asks whether it is confidential. This is for judging and keeping alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlite_utils import Database

from intake.config.models import Slot
from intake.model.rows import SheetRow
from intake.sheets.same_rows import RowPlace, row_key
from intake.sheets.secrecy import taken_back
from registry.store.codec import dump, known, packed, unpacked
from registry.store.migrations import migrations
from validators.facts_sheet import CellFault, JudgedRow

GOOD, BAD, REPLACED = "good", "bad", "replaced"
COLUMNS = (
    "reference", "slot", "key", "file", "sha256", "sheet", "table", "row", "values", "extra", "cells", "odd",
    "confidential", "hidden", "posted", "state", "findings", "added", "replaced",
)  # fmt: skip
NAMES = ", ".join(f'"{name}"' for name in COLUMNS)
STANDING = f'SELECT id, {NAMES} FROM "rows" WHERE reference = ? AND replaced IS NULL ORDER BY id'


ARRIVED = (
    'SELECT r.sha256, max(m.received_at) FROM "rows" r JOIN revisions v ON v.reference = r.reference AND v.revision = r.added '
    "JOIN messages m ON m.sha256 = v.message WHERE r.reference = ? AND r.replaced IS NULL GROUP BY r.sha256"
)


@migrations()
def sheet_rows(db: Database) -> None:
    """Rows of sheets, with their key, place, state and the revisions that brought and replaced them."""
    whole = {"id": int, **dict.fromkeys(COLUMNS, str)}
    whole |= dict.fromkeys(("table", "row", "confidential", "hidden", "posted", "added", "replaced"), int)
    filled = set(COLUMNS) - {"replaced"}
    db.table("rows").create(whole, pk="id", not_null=filled, foreign_keys=[("reference", "entries", "reference")])
    db.table("rows").create_index(["reference", "replaced"])


# the same as RowCounts.all_confidential, of the entry that a query calls e
ALL_CONFIDENTIAL = (
    '(SELECT count(*) > 0 AND min(s.confidential) FROM "rows" s WHERE s.reference = e.reference AND s.replaced IS NULL)'
)


@dataclass(frozen=True, kw_only=True)
class RowCounts:
    """How many rows of sheets an entry holds: those that count, those to be mended, and of both those not to be published."""

    good: int = 0
    bad: int = 0
    confidential: int = 0

    @property
    def all_confidential(self) -> bool:
        """Tell whether there are rows, and none that may be published."""
        return 0 < self.good + self.bad == self.confidential


def row_counts(db: Database, references: Sequence[str]) -> dict[str, RowCounts]:
    """Return reference -> counts, of the entries that hold any rows."""
    query = (
        "SELECT reference, sum(state = 'good'), sum(state = 'bad'), sum(confidential) FROM \"rows\" WHERE replaced IS NULL "
        f"AND reference IN ({', '.join('?' * len(references))}) GROUP BY reference"
    )
    rows = db.conn.execute(query, list(references)).fetchall()
    return {name: RowCounts(good=good, bad=bad, confidential=apart) for name, good, bad, apart in rows}


@dataclass(frozen=True)
class HeldRows:
    """The rows that an entry holds, read when they are asked for: an entry may have thousands."""

    db: Database | None = None
    reference: str = ""

    @cached_property
    def _standing(self) -> Sequence[Mapping[str, Any]]:
        return list(self.db.query(STANDING, [self.reference])) if self.db is not None else ()

    @cached_property
    def by_slot(self) -> dict[str, tuple[SheetRow, ...]]:
        """Return slot -> rows, in the order in which they came."""
        found: dict[str, list[SheetRow]] = {}
        for row in self._standing:
            found.setdefault(row["slot"], []).append(row_from(row))
        return {slot: tuple(rows) for slot, rows in found.items()}

    @property
    def arrivals(self) -> dict[str, datetime]:
        """Return file -> when the mail arrived that brought the rows of it that stand."""
        if self.db is None:
            return {}
        return {sha256: datetime.fromisoformat(moment) for sha256, moment in self.db.conn.execute(ARRIVED, [self.reference])}

    @property
    def bad(self) -> frozenset[RowPlace]:
        """Return the places of the rows that are to be mended."""
        return frozenset(row_from(row).place for row in self._standing if row["state"] == BAD)


def row_from(row: Mapping[str, Any]) -> SheetRow:
    """Return a row of the table as the noun."""
    mappings = {name: json.loads(row[name]) for name in ("values", "extra", "cells", "odd")}
    plain = {name: row[name] for name in ("file", "sha256", "sheet", "table", "row")}
    return SheetRow(**plain, **mappings, confidential=bool(row["confidential"]), hidden=bool(row["hidden"]))


def write_rows(
    db: Database, slots: Mapping[str, Slot], rows: Mapping[str, Sequence[JudgedRow]], reference: str, revision: int
) -> None:
    """Write an entry's rows as they stand from a revision on, in the caller's transaction: new ones, changed ones, replaced ones."""
    there = list(db.query(STANDING, [reference]))
    known = {(row["slot"], *row_from(row).place): row for row in there}
    kept: set[int] = set()
    changed: list[tuple[object, ...]] = []
    fresh: list[tuple[object, ...]] = []
    posted = {(row["slot"], row["key"]): row["values"] for row in there if row["posted"]}
    apart = _apart(db, reference)
    for slot, judged in _each(slots, rows):
        state, findings = GOOD if judged.good else BAD, _findings(judged)
        old = known.get((slot.id, *judged.row.place))
        if old is None:
            fresh.append(_fresh(slot, _kept_apart(slot, judged, apart), reference, revision, posted))
            continue
        kept.add(old["id"])
        secret = int(old["confidential"] or judged.row.confidential)
        if (old["state"], old["findings"], old["confidential"]) != (state, findings, secret):
            changed.append((state, findings, secret, old["id"]))
    db.conn.executemany('UPDATE "rows" SET state = ?, findings = ?, confidential = ? WHERE id = ?', changed)
    gone = [(revision, row["id"]) for row in there if row["id"] not in kept]
    db.conn.executemany('UPDATE "rows" SET replaced = ? WHERE id = ?', gone)
    marks = ", ".join("?" * len(COLUMNS))
    db.conn.executemany(f'INSERT INTO "rows" ({NAMES}) VALUES ({marks})', fresh)


def _apart(db: Database, reference: str) -> dict[tuple[str, str], Mapping[str, str]]:
    """Return slot and key -> values of an entry's rows that are confidential, by the last of each key that stood or stands."""
    stood = "(replaced IS NULL OR replaced <> added)"
    query = f'SELECT slot, key, confidential, "values" FROM "rows" WHERE reference = ? AND key <> \'\' AND {stood} ORDER BY id'
    last = {(slot, key): (secret, values) for slot, key, secret, values in db.conn.execute(query, [reference])}
    return {place: json.loads(values) for place, (secret, values) in last.items() if secret}


def _kept_apart(slot: Slot, judged: JudgedRow, apart: Mapping[tuple[str, str], Mapping[str, str]]) -> JudgedRow:
    """Return a new row that is confidential where the one that it replaces was, unless it takes that back openly."""
    before = apart.get((slot.id, row_key(slot, judged.row)))
    if before is None or judged.row.confidential or taken_back(slot, before, judged.row.values):
        return judged
    return replace(judged, row=replace(judged.row, confidential=True))


def _each(slots: Mapping[str, Slot], rows: Mapping[str, Sequence[JudgedRow]]) -> Iterator[tuple[Slot, JudgedRow]]:
    return ((slots[name], row) for name, listed in rows.items() for row in listed)


def _findings(judged: JudgedRow) -> str:
    return packed(
        [{"column": item.column, "cell": item.cell, "problem": str(item.problem), "soft": item.soft} for item in judged.faults]
    )


def _fresh(
    slot: Slot, judged: JudgedRow, reference: str, revision: int, posted: Mapping[tuple[str, str], str]
) -> tuple[object, ...]:
    """Return a new row of the table; one that says what a posted row said stays posted."""
    row, key = judged.row, row_key(slot, judged.row)
    values = dump(dict(row.values))
    stays = bool(key) and posted.get((slot.id, key)) == values and judged.good
    texts = (values, dump(dict(row.extra)), dump(dict(row.cells)), dump({name: str(why) for name, why in row.odd.items()}))
    place = (reference, slot.id, key, row.file, row.sha256, row.sheet, row.table, row.row)
    marks = (int(row.confidential), int(row.hidden), int(stays), GOOD if judged.good else BAD, _findings(judged))
    return (*place, *texts, *marks, revision, revision if row.superseded else None)


def row_mark(row: Mapping[str, Any]) -> str:
    """Return what a standing row is known by outside the registry, made anew or not: its entry, slot and place."""
    place = dump([row[name] for name in ("reference", "slot", "sha256", "sheet", "table", "row")])
    return hashlib.sha256(place.encode()).hexdigest()[:20]


def post_rows(db: Database, reference: str, on: Sequence[str], off: Sequence[str]) -> None:
    """Note which standing good rows of an entry are posted and which are not, by their marks; what is there no more is passed over."""
    wanted = dict.fromkeys(on, 1) | dict.fromkeys(off, 0)
    good = [(row_mark(row), row["id"]) for row in db.query(STANDING, [reference]) if row["state"] == GOOD]
    db.conn.executemany(
        'UPDATE "rows" SET posted = ? WHERE id = ?', [(wanted[mark], key) for mark, key in good if mark in wanted]
    )


def faults_from(text: str) -> tuple[CellFault, ...]:
    """Return what is wrong with a row, as it was kept."""
    return tuple(CellFault(**known(CellFault, item)) for item in unpacked(text))
