"""Whether the registry still holds together: a small one is looked through by every command, a large one once a day."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

from sqlite_utils import Database

from registry.store.trouble import RegistryError, damaged

SMALL = 8_000_000  # bytes, some 800 entries: looked through in under a tenth of a second
DAY = 24 * 3600.0
MARK = "looked-through"  # its content names the file that was found whole, its time says when


def must_be_whole(db: Database, path: Path) -> None:
    """Look through every table and index of the registry at `path`; raises RegistryError when it is damaged."""
    mark = path.with_name(MARK)
    said = [row[0] for row in db.conn.execute("PRAGMA integrity_check(3)").fetchall()]
    with suppress(OSError):  # who may only read, or finds the disk full, looks through it anew the next time
        mark.unlink(missing_ok=True)
        if said == ["ok"]:
            mark.write_text(_identity(path), encoding="ascii")
            mark.chmod(0o600)
    if said != ["ok"]:
        raise RegistryError(damaged(path, "; ".join(said)))


def must_be_whole_today(db: Database, path: Path) -> None:
    """Do the same unless the registry is large and this very file was found whole within a day; raises RegistryError."""
    if path.stat().st_size <= SMALL or not _found_whole(path):
        must_be_whole(db, path)


def _found_whole(path: Path) -> bool:
    mark = path.with_name(MARK)
    try:
        return mark.read_text(encoding="ascii") == _identity(path) and 0 <= time.time() - mark.stat().st_mtime < DAY
    except (FileNotFoundError, PermissionError, UnicodeDecodeError):
        return False


def _identity(path: Path) -> str:
    """Return what changes when another file is put in the registry's place."""
    about = path.stat()
    return f"{about.st_dev}:{about.st_ino}"
