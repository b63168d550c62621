"""A consistent copy of the registry while the desk works, and the copies kept (sqlite.org/backup)."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from registry.store.whole_file import write_whole

KEPT = 14
PAGES = 2000  # copied at a time, so that the writer is never held up for long


def back_up(db: Database, out: Path) -> Path:
    """Copy the registry to `out`, whole or not at all (0600); raises OSError or sqlite3.Error."""
    with write_whole(out) as part:
        copy = sqlite3.connect(part)
        try:
            db.conn.backup(copy, pages=PAGES)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, complete in itself
            said = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        finally:
            copy.close()
        if said != "ok":
            raise sqlite3.DatabaseError(f"the copy does not hold together: {said}")
    return out


def back_up_daily(db: Database, folder: Path, now: datetime) -> Path:
    """Copy the registry into a folder under the day's name and keep the newest 14."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = back_up(db, folder / f"registry-{now:%Y%m%d}.db")
    for old in sorted(folder.glob("registry-????????.db"))[:-KEPT]:
        old.unlink()
    return made
