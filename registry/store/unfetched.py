"""Mails that their server does not give out: remembered one by one, tried again with growing pauses, in nobody's way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from intake.fetch.faults import PERHAPS_THE_LINE, FetchFault, MessageFault
from registry.store.mails import stamp

# after the first try, the second, …; the first may have been bad luck
PAUSES = (timedelta(0), timedelta(minutes=10), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6))
HERE = "mailbox = ? AND folder = ? AND uidvalidity = ?"


@dataclass(frozen=True, kw_only=True)
class Folder:
    """A folder as its UIDs know it."""

    mailbox: str
    name: str
    uidvalidity: int

    @property
    def key(self) -> tuple[str, str, int]:
        """Return what the tables know it by."""
        return self.mailbox, self.name, self.uidvalidity


def note(db: Database, folder: Folder, uid: int, fault: MessageFault, now: datetime) -> None:
    """Remember, durably, that a mail could not be had, and when it is tried again."""
    tries = db.conn.execute(f"SELECT tries FROM unfetched WHERE {HERE} AND uid = ?", [*folder.key, uid]).fetchone()
    done = tries[0] if tries else 0
    again = stamp(now + PAUSES[min(done, len(PAUSES) - 1)])
    db.conn.execute(
        "INSERT INTO unfetched (mailbox, folder, uidvalidity, uid, code, reason, tries, first_at, next_at) "
        "VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?) ON CONFLICT DO UPDATE SET "
        "code = excluded.code, reason = excluded.reason, tries = tries + 1, next_at = excluded.next_at",
        [*folder.key, uid, fault.code.value, str(fault), stamp(now), again],
    )


def known(db: Database, folder: Folder) -> frozenset[int]:
    """Return the UIDs of a folder that could not be had."""
    rows = db.conn.execute(f"SELECT uid FROM unfetched WHERE {HERE}", folder.key).fetchall()
    return frozenset(uid for (uid,) in rows)


def due(db: Database, folder: Folder, now: datetime) -> dict[int, FetchFault]:
    """Return UID -> last fault of the mails of a folder that are to be tried again now."""
    query = f"SELECT uid, code FROM unfetched WHERE {HERE} AND next_at <= ? ORDER BY uid"
    return {uid: FetchFault(code) for uid, code in db.conn.execute(query, [*folder.key, stamp(now)]).fetchall()}


def resolved(db: Database, folder: Folder, uid: int) -> None:
    """Note that a mail was had after all, or has left its folder."""
    db.conn.execute(f"DELETE FROM unfetched WHERE {HERE} AND uid = ?", [*folder.key, uid])


def renumbered(db: Database, folder: Folder) -> None:
    """Forget the UIDs of an earlier UIDVALIDITY: they name nothing any more, and every mail is listed anew."""
    query = "DELETE FROM unfetched WHERE mailbox = ? AND folder = ? AND uidvalidity <> ?"
    db.conn.execute(query, folder.key)


def waiting(db: Database, mailboxes: Collection[str]) -> Sequence[dict[str, Any]]:
    """Return what staff must know of, oldest first; a line that broke once is nobody's trouble yet."""
    rows = db.query("SELECT * FROM unfetched ORDER BY first_at, mailbox, folder, uid")
    return [row for row in rows if row["mailbox"] in mailboxes and (row["tries"] > 1 or row["code"] not in PERHAPS_THE_LINE)]
