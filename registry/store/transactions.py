"""How the registry is written: one transaction, all or nothing, whoever else is at it (field-notes 8)."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database

BUSY_SECONDS = 30.0


def switch_to_wal(connection: sqlite3.Connection) -> None:
    """Switch to WAL; two first openers may meet here, and SQLite's own busy wait does not cover this switch."""
    patience = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > patience:
                raise
            time.sleep(0.05)


@contextmanager
def lazily(db: Database) -> Iterator[None]:
    """Commit without waiting for the disk: the next commit that waits makes it durable too, in order (sqlite.org/pragma: synchronous, WAL).

    For what is made again from what is durable should the power go; a kill takes nothing back. Not inside a transaction.
    """
    db.conn.execute("PRAGMA synchronous=NORMAL")
    try:
        yield
    finally:
        db.conn.execute("PRAGMA synchronous=FULL")


@contextmanager
def immediate(db: Database) -> Iterator[None]:
    """Make one transaction: BEGIN IMMEDIATE, COMMIT at the end, ROLLBACK on any exception."""
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.conn.execute("COMMIT")
    except BaseException:
        # A failed COMMIT leaves the transaction open; a full disk may have ended it already (sqlite.org/lang_transaction 3).
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
        raise
