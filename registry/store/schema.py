"""The one way to open the registry (field-notes 8: WAL, synchronous FULL); its tables are in migrations.py and the *_tables.py and rows.py beside it."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
from pathlib import Path

from sqlite_utils import Database

from registry.store.entry_tables import hands as hands
from registry.store.entry_tables import letters_left as letters_left
from registry.store.entry_tables import looks as looks
from registry.store.entry_tables import mailed_workbooks as mailed_workbooks
from registry.store.entry_tables import measured as measured
from registry.store.entry_tables import times as times
from registry.store.entry_tables import units as units
from registry.store.entry_tables import unsynced as unsynced
from registry.store.entry_tables import untold as untold
from registry.store.migrations import HASH_PARTS as HASH_PARTS
from registry.store.migrations import migrations as migrations
from registry.store.rows import sheet_rows as sheet_rows
from registry.store.selection_tables import announcing as announcing
from registry.store.selection_tables import selection as selection
from registry.store.selection_tables import shortlisting as shortlisting
from registry.store.staff_tables import by_mail as by_mail
from registry.store.transactions import BUSY_SECONDS, switch_to_wal
from registry.store.transactions import immediate as immediate
from registry.store.transactions import lazily as lazily
from registry.store.trouble import RegistryError


def open_registry(path: Path) -> Database:
    """Open the registry, made or migrated as needed; raises sqlite3.DatabaseError when it cannot be trusted.

    Raises RegistryError where a newer program wrote it. WAL, synchronous FULL and foreign keys are set and asserted on every connection; the file is 0600.
    """
    _make(path)
    # One thread at a time uses it (the service has one worker); autocommit, so that transactions are ours to begin.
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS)
    try:
        switch_to_wal(connection)
        for pragma in ("synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        wanted = (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1))
        for name, value in wanted:
            if connection.execute(f"PRAGMA {name}").fetchone()[0] != value:
                raise sqlite3.DatabaseError(f"this disk does not allow {name}={value}")
        db = Database(connection)
        _migrate(db)
    except BaseException:
        connection.close()
        raise
    return db


def _make(path: Path) -> None:
    """Make an empty file, 0600, where there is none; never open one that is there.

    To close a file takes away all locks that this process has on it (POSIX; sqlite.org/howtocorrupt, 2.2): a command that comes
    and goes beside the service would then take itself for the last one, and remove the log that the service still writes.
    """
    if not path.exists():
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    elif not os.access(path, os.R_OK | os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def _migrate(db: Database) -> None:
    """Apply what is pending, all or nothing; a second opener waits, then finds nothing left to do."""
    newer = {step.name for step in migrations.applied(db)} - {step.name for step in migrations._migrations}
    if newer:
        raise RegistryError(
            f"The registry was brought up to date by a newer version of this program ({', '.join(sorted(newer))}). Nothing was done. "
            "Install that version again, or put back the copy from before the upgrade (docs/operators.md, 'Run as a service')."
        )
    if migrations.pending(db):
        with immediate(db):
            migrations.apply(db)
