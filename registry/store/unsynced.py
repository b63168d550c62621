"""What was kept and may not be on the disk yet: the files of one pass are written out together, off the path of the next mail."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from sqlite_utils import Database

from registry.store.transactions import lazily

BOOT = Path("/proc/sys/kernel/random/boot_id")


@cache
def this_start() -> str:
    """Return what names this start of the machine, '' where nothing tells it: what was in its memory is gone with the next."""
    try:
        return BOOT.read_text(encoding="ascii").strip()
    except OSError:
        return ""


def started_anew(data_dir: Path) -> bool:
    """Tell whether no pass was made here since the machine started: what the last one wrote may not all have reached the disk.

    The next time it is told otherwise.
    """
    mark = data_dir / "machine-start"
    known = mark.read_text(encoding="ascii", errors="replace") if mark.exists() else None
    if known == this_start() != "":
        return False
    mark.write_text(this_start(), encoding="ascii")
    mark.chmod(0o600)
    return True


def note_unsynced(db: Database, message: str) -> None:
    """Note that the files of a mail are kept from now on; part of the transaction that records them."""
    db.conn.execute("INSERT INTO unsynced (message, boot) VALUES (?, ?)", [message, this_start()])


def any_kept(db: Database) -> bool:
    """Tell whether files were kept that may not be on the disk yet."""
    return db.conn.execute("SELECT 1 FROM unsynced LIMIT 1").fetchone() is not None


def doubtful(db: Database) -> list[str]:
    """Return the mails (sha256) whose files were kept at an earlier start of the machine and never written out: the power may have taken them."""
    query = "SELECT DISTINCT message FROM unsynced WHERE boot <> ? OR boot = '' ORDER BY id"
    return [row[0] for row in db.conn.execute(query, [this_start()]).fetchall()]


def believed(db: Database, message: str) -> None:
    """Note that the files of a mail are whole as they lie now."""
    db.conn.execute("UPDATE unsynced SET boot = ? WHERE message = ?", [this_start(), message])


def write_out(db: Database, folders: Sequence[Path]) -> None:
    """Have all that was written so far on the disks of these folders, in one go for each: files, names, registry and journal.

    Raises OSError when a disk says that it failed: then the files of those mails are looked at again, and unpacked again where
    they are not whole.
    """
    upto = db.conn.execute("SELECT max(id) FROM unsynced").fetchone()[0] or 0
    try:
        for folder in {folder.stat().st_dev: folder for folder in folders if folder.exists()}.values():
            _sync_disk(folder)
    except OSError:
        db.conn.execute("UPDATE unsynced SET boot = 'failed' WHERE id <= ?", [upto])
        raise
    with lazily(db):
        db.conn.execute("DELETE FROM unsynced WHERE id <= ? AND boot = ?", [upto, this_start()])


def _sync_disk(folder: Path) -> None:
    """Write out the file system that a folder is on (syncfs(2)), or all of them where there is no such call."""
    call = _syncfs()
    if call is None:
        os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if call(descriptor):
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(folder))
    finally:
        os.close(descriptor)


@cache
def _syncfs() -> ctypes._NamedFuncPointer | None:
    try:
        return getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    except (OSError, TypeError):  # no C library to speak of
        return None
