"""Which cells of an entry's sheets are to be mended, by file: places alone, never what stands in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from intake.model.submission import Attachment, FileType
from registry.store.rows import BAD, faults_from

QUERY = (
    'SELECT r.slot, r.sha256, r.sheet, r."table", r."row", r.cells, r.findings FROM "rows" r '
    "WHERE r.reference = ? AND r.state = ? AND r.replaced IS NULL ORDER BY r.id"
)
FILE = "SELECT m.*, x.sender FROM materials m JOIN messages x ON x.sha256 = m.message WHERE m.reference = ? AND m.sha256 = ? ORDER BY m.id DESC LIMIT 1"


@dataclass(frozen=True, kw_only=True)
class CellToMend:
    """One cell to be mended; `letter` of its column, of the row's first known one where the sheet lacks it."""

    slot: str
    sheet: str
    row: int
    letter: str
    column: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class ToMend:
    """A sheet with cells to be mended, and the address that sent it."""

    file: Attachment
    sender: str
    places: tuple[CellToMend, ...]


def to_mend(db: Database, reference: str) -> tuple[ToMend, ...]:
    """Return the workbooks of an entry with cells to be mended; tables in texts are left out, their places are named."""
    found: dict[str, list[CellToMend]] = {}
    for row in db.query(QUERY, [reference, BAD]):
        if not row["table"]:
            found.setdefault(row["sha256"], []).extend(_places(row))
    files = {sha256: next(iter(db.query(FILE, [reference, sha256])), None) for sha256 in found}
    return tuple(
        ToMend(file=_attachment(file), sender=str(file["sender"]), places=tuple(found[sha256]))
        for sha256, file in files.items()
        if file is not None
    )


def _places(row: Mapping[str, Any]) -> list[CellToMend]:
    letters = json.loads(row["cells"])
    first = next(iter(letters.values()), "")
    where = {name: row[name] for name in ("slot", "sheet", "row")}
    return [
        CellToMend(**where, letter=letters.get(fault.column, first), column=fault.column, problem=str(fault.problem))
        for fault in faults_from(row["findings"])
    ]


def _attachment(row: Mapping[str, Any]) -> Attachment:
    names = ("name", "name_as_sent", "folder", "size", "sha256")
    return Attachment(ordinal=1, **{name: row[name] for name in names}, type=FileType(row["type"]), path=Path(row["path"]))
