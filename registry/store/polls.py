"""How the mailboxes fare: when each was last read, what keeps it from being read, and how long one that refused the login rests."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlite_utils import Database

from registry.store.mails import stamp
from registry.store.schema import immediate, lazily

REFUSED_PAUSES = (
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=2),
)  # after a refused login; providers lock accounts


class Ailment(StrEnum):
    """Why a mailbox was not read."""

    REFUSED = "refused"  # the login
    FOLDER = "folder"  # one of the settings is not there
    SERVER = "server"
    DISK = "disk"  # ours


def note_poll(db: Database, mailbox: str, error: str, now: datetime, code: Ailment | None = None) -> None:
    """Note a poll of a mailbox: good when `error` is empty. After a refused login the next try waits, longer each time."""
    with lazily(db), immediate(db):
        _note_poll(db, mailbox, error, now, code)


def _note_poll(db: Database, mailbox: str, error: str, now: datetime, code: Ailment | None) -> None:
    db.conn.execute("INSERT OR IGNORE INTO polls (mailbox) VALUES (?)", [mailbox])
    if not error:
        db.conn.execute("UPDATE polls SET last_error = NULL, last_good_poll = ? WHERE mailbox = ?", [stamp(now), mailbox])
        db.conn.execute("DELETE FROM ailments WHERE mailbox = ?", [mailbox])
        return
    db.conn.execute("UPDATE polls SET last_error = ? WHERE mailbox = ?", [error, mailbox])
    db.conn.execute(
        "INSERT INTO ailments (mailbox, code) VALUES (?, ?) ON CONFLICT DO UPDATE SET code = excluded.code", [mailbox, code or ""]
    )
    if code is Ailment.REFUSED:
        refusals = db.conn.execute("SELECT refusals FROM ailments WHERE mailbox = ?", [mailbox]).fetchone()[0]
        wait = REFUSED_PAUSES[min(refusals, len(REFUSED_PAUSES) - 1)]
        query = "UPDATE ailments SET refusals = refusals + 1, next_at = ? WHERE mailbox = ?"
        db.conn.execute(query, [stamp(now + wait), mailbox])


def resting(db: Database, now: datetime) -> set[str]:
    """Return the mailboxes that refused the login and are left alone for now: a clock that went back frees them."""
    rows = db.conn.execute("SELECT mailbox, next_at FROM ailments WHERE next_at > ?", [stamp(now)]).fetchall()
    return {mailbox for mailbox, until in rows if datetime.fromisoformat(until) - now <= REFUSED_PAUSES[-1]}


def try_again(db: Database) -> None:
    """Let a mailbox that refused the login be tried at once: whoever starts the service, or has it read its configuration anew, may have mended it."""
    db.conn.execute("UPDATE ailments SET next_at = ''")
