"""Units by the thousand, each with files of its own, written over the entries of four: what a daily look is measured by."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from registry.desk.desk import Desk
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from tests.builders.press_season import UNITS, Sent, article, liaison, poster_set

Row = dict[str, Any]
ONE_S = ("entries", "revisions", "materials", "findings", "entry_messages")
ONCE = ("photos", "documents", "measured")  # kept by content
LACKING = ("海报源文件.psd", "新媒体推文.docx")  # the one or the other, so that all fall due on one day


def many_units(desk: Desk, folder: Path, count: int) -> None:
    """Fill a desk that serves the press call with so many units' entries, at least four; none has all that falls due on 22 March."""
    paths = []
    for number, unit in enumerate(UNITS[:4]):
        files = {"联络员信息表.docx": liaison(unit), "新闻稿件.docx": article(unit), **poster_set(unit, 100 + 10 * number)}
        del files[LACKING[number % 2]]
        paths.append(folder / f"unit{number}.eml")
        paths[-1].write_bytes(Sent("2023-03-14T09:00", unit, files=files).raw(number))
    import_paths(desk, paths, "publicity", "2023-03-14T09:00:00+08:00")
    process_pending(desk)
    first = [row["reference"] for row in desk.db.query("SELECT reference FROM entries ORDER BY reference")]
    known = [list(_rows_of(desk, reference)) for reference in first]
    chance = random.Random(1)
    with desk.db.conn:
        for number in range(5, count + 1):
            for table, row in _copied(known[number % 4], number):
                if table == "photos":
                    row["hash"] = f"{chance.getrandbits(64):016x}"
                names = ", ".join(f'"{name}"' for name in row)
                desk.db.conn.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", [*row.values()])


def _rows_of(desk: Desk, reference: str) -> Iterator[tuple[str, Row]]:
    """Yield the rows of an entry, and what is kept of its files by content."""
    for table in ONE_S:
        yield from ((table, row) for row in desk.db.query(f"SELECT * FROM {table} WHERE reference = ?", [reference]))
    files = "SELECT sha256 FROM materials WHERE reference = ?"
    for table in ONCE:
        yield from ((table, row) for row in desk.db.query(f"SELECT * FROM {table} WHERE sha256 IN ({files})", [reference]))


def _copied(rows: list[tuple[str, Row]], number: int) -> Iterator[tuple[str, Row]]:
    """Yield the rows of an entry as another unit's, its files with other names for their content."""
    address = f"unit{number}@example.org"
    changed = {"entries": {"opened_by": address, "submitter_email": address}, "revisions": {"reply_to_email": address}}
    for table, row in rows:
        own = {"reference": f"PR2023-{number:04}", **changed.get(table, {})} if table in ONE_S else {}
        if table == "entries":
            own["unit_key"] = f"{row['unit_key']}{number}"
        if table == "materials" or table in ONCE:
            own["sha256"] = hashlib.sha256(f"{row['sha256']}{number}".encode()).hexdigest()
        yield table, {name: value for name, value in {**row, **own}.items() if name != "id"}
