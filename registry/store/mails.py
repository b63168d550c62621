"""The log of every mail ever seen: rows before cursors, attempts before parsing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from intake.isolate.crash_points import crash_point
from intake.model.submission import InboundMessage, SpooledMessage
from intake.unwrap.decoration import is_sent
from registry.store.codes import MailOutcome
from registry.store.journal import PROCESSED, tell
from registry.store.masking import masked
from registry.store.schema import immediate, lazily

ArrivalOrder = tuple[str, int]  # in the order of arrival: stamp of the moment, UID
WORDS = 2000  # characters of a mail's text kept for staff


def stamp(moment: datetime) -> str:
    """Return an aware datetime as ISO 8601 in UTC: the registry's one way to write a time (sorts as text)."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def log_fetched(db: Database, spooled: SpooledMessage) -> bool:
    """Commit the row of a spooled mail and where it was seen; False when these bytes were known already.

    A row that the power took back is made again from the note beside the mail.
    """
    with lazily(db), immediate(db):
        new = db.table("messages").count_where("sha256 = ?", [spooled.sha256]) == 0
        if new:
            db.table("messages").insert(
                {
                    "sha256": spooled.sha256,
                    "size": spooled.size,
                    "mailbox": spooled.mailbox,
                    "folder": spooled.folder,
                    "uidvalidity": spooled.uidvalidity,
                    "uid": spooled.uid,
                    "received_at": stamp(spooled.received_at),
                    "fetched_at": stamp(spooled.fetched_at),
                }
            )
            crash_point("log.row")
        if spooled.uid is not None:
            place = [spooled.mailbox, spooled.folder, spooled.uidvalidity, spooled.uid, spooled.sha256, stamp(spooled.fetched_at)]
            db.conn.execute("INSERT OR IGNORE INTO sightings VALUES (?, ?, ?, ?, ?, ?)", place)
            crash_point("log.sighting")
    return new


def sighted(db: Database, mailbox: str, folder: str, uidvalidity: int, uid: int) -> bool:
    """Tell whether the mail at that place was logged before."""
    where = "mailbox = ? AND folder = ? AND uidvalidity = ? AND uid = ?"
    return bool(db.table("sightings").count_where(where, [mailbox, folder, uidvalidity, uid]))


def cursor(db: Database, mailbox: str, folder: str, uidvalidity: int) -> int:
    """Return the highest UID done in that folder; 0 for a new one or a changed UIDVALIDITY."""
    where = "SELECT last_uid FROM cursors WHERE mailbox = ? AND folder = ? AND uidvalidity = ?"
    row = db.conn.execute(where, [mailbox, folder, uidvalidity]).fetchone()
    return int(row[0]) if row else 0


def advance_cursor(db: Database, mailbox: str, folder: str, uidvalidity: int, uid: int) -> None:
    """Move the cursor up to a UID; never down. One that the power took back lists mails again that are known by their place."""
    with lazily(db):
        db.conn.execute(
            "INSERT INTO cursors VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET last_uid = max(last_uid, excluded.last_uid)",
            [mailbox, folder, uidvalidity, uid],
        )


def outcome(db: Database, sha256: str) -> str:
    """Return what became of a mail, '' when it was never seen."""
    row = db.conn.execute("SELECT outcome FROM messages WHERE sha256 = ?", [sha256]).fetchone()
    return str(row[0]) if row else ""


def refetch(db: Database, mailbox: str, folder: str, uidvalidity: int) -> list[int]:
    """Return the UIDs of a folder that must be fetched again, because their files are gone."""
    query = "SELECT uid FROM refetch WHERE mailbox = ? AND folder = ? AND uidvalidity = ? ORDER BY uid"
    return [row[0] for row in db.conn.execute(query, [mailbox, folder, uidvalidity]).fetchall()]


def on_server(db: Database, sha256: str) -> bool:
    """Tell whether a mail came from a server, and so can be fetched again."""
    return bool(db.table("messages").count_where("sha256 = ? AND uid IS NOT NULL", [sha256]))


def refetched(db: Database, mailbox: str, folder: str, uidvalidity: int, uid: int) -> None:
    """Note that a mail was fetched again, or has left the server."""
    query = "DELETE FROM refetch WHERE mailbox = ? AND folder = ? AND uidvalidity = ? AND uid = ?"
    db.conn.execute(query, [mailbox, folder, uidvalidity, uid])


def pending(db: Database, before: ArrivalOrder | None = None) -> list[str]:
    """Return the sha256 of every mail not yet processed, oldest arrival first; only those that come `before` a place."""
    known = "(received_at, uid) < (?, ?)" if before else "true"
    query = f"SELECT sha256 FROM messages WHERE outcome = 'pending' AND {known} ORDER BY received_at, uid, fetched_at, rowid"
    return [row[0] for row in db.conn.execute(query, before or ()).fetchall()]


def attempts(db: Database, sha256: str) -> int:
    """Return how often a mail was tried."""
    row = db.conn.execute("SELECT attempts FROM messages WHERE sha256 = ?", [sha256]).fetchone()
    return int(row[0]) if row else 0


def count_attempt(db: Database, sha256: str) -> int:
    """Count one more attempt, committed before any byte is parsed, and return the number: a kill must not take it back, the power may."""
    with lazily(db):
        db.conn.execute("UPDATE messages SET attempts = attempts + 1 WHERE sha256 = ?", [sha256])
    return int(db.conn.execute("SELECT attempts FROM messages WHERE sha256 = ?", [sha256]).fetchone()[0])


def uncount_attempt(db: Database, sha256: str) -> None:
    """Take back an attempt that the machine failed, not the mail."""
    db.conn.execute("UPDATE messages SET attempts = max(attempts - 1, 0) WHERE sha256 = ? AND outcome = 'pending'", [sha256])


def spooled(db: Database, sha256: str, path: Path) -> SpooledMessage:
    """Return a logged mail as it was fetched, its file at `path`."""
    row: dict[str, Any] = db.table("messages").get(sha256)
    return SpooledMessage(
        path=path,
        sha256=sha256,
        size=row["size"],
        mailbox=row["mailbox"],
        folder=row["folder"] or "",
        uidvalidity=row["uidvalidity"],
        uid=row["uid"],
        received_at=datetime.fromisoformat(row["received_at"]),
        fetched_at=datetime.fromisoformat(row["fetched_at"]),
    )


def close(db: Database, message: InboundMessage, outcome: MailOutcome, reason: str, now: datetime) -> None:
    """Write a mail's outcome and headers, and tell the journal; part of the caller's transaction."""
    note_headers(db, message)
    query = "UPDATE messages SET outcome = ?, reason = ?, traceback = NULL WHERE sha256 = ?"
    db.conn.execute(query, [str(outcome), reason, message.spooled.sha256])
    passed = {"passed_on": True} if message.passed_by else {}
    tell(db, PROCESSED, sha256=message.spooled.sha256, at=stamp(now), **passed)


def note_headers(db: Database, message: InboundMessage) -> None:
    """Write who sent a mail and what about, so that one shunted later in its way can still be told by them."""
    writer = message.passed_by or message.sender
    sender = writer.email if writer else ""
    query = "UPDATE messages SET message_id = ?, sender = ?, subject = ?, words = ?, files = ? WHERE sha256 = ?"
    words, files = masked(message.text[:WORDS]), sum(is_sent(item) for item in message.attachments)
    db.conn.execute(query, [message.message_id, sender, masked(message.subject), words, files, message.spooled.sha256])


def shunt(db: Database, sha256: str, reason: str, traceback: str) -> None:
    """Note a mail as shunted, with the reason and, for the operator, the traceback; both may hold what no UTF-8 can."""
    reason, traceback = (text.encode("utf-8", "backslashreplace").decode() for text in (reason, traceback))
    db.conn.execute(
        "UPDATE messages SET outcome = 'shunted', reason = ?, traceback = ? WHERE sha256 = ?", [reason, traceback, sha256]
    )


def requeue(db: Database, sha256: str) -> bool:
    """Make a shunted mail pending again with all its attempts; False when it is not shunted. The spool's file is the caller's."""
    query = "UPDATE messages SET outcome = 'pending', reason = '', traceback = NULL, attempts = 0 WHERE sha256 = ? AND outcome = 'shunted'"
    return bool(db.conn.execute(query, [sha256]).rowcount)
