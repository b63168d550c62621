"""A burst from one sender is stored whole and answered once: follow-ups wait for quiet, letters over the cap become one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from registry.letters.kinds import joint_kind
from registry.letters.outbox import sent_since
from registry.store.codes import LetterKind
from registry.store.mails import stamp
from registry.store.schema import immediate

JOINT = " ++ "  # between the groups of letters that became one: `rebuild` finds each of them again
DAY = timedelta(days=1)


def spaced(db: Database, references: Sequence[str], recipient: str, settle: timedelta, now: datetime) -> datetime:
    """Return when a letter may go at the earliest: a second one about an entry within `settle` of the first waits until its mails pause."""
    marks = ", ".join("?" * len(references))
    query = (
        "SELECT count(*) FROM notices n JOIN notice_entries e ON e.notice = n.id WHERE n.state IN ('sent', 'unknown', 'sending') "
        f"AND n.recipient = ? AND coalesce(n.sent_at, n.due_at) > ? AND e.reference IN ({marks})"
    )
    lately = db.conn.execute(query, [recipient, stamp(now - settle), *references]).fetchone()[0]
    return now + settle if lately else now


def fold_bursts(db: Database, per_day: int, now: datetime) -> int:
    """Join the letters to one address that its daily cap would hold back into one that lists their entries; return how many went.

    Only letters never tried, of one call and language, without words of staff: those are letters of their own.
    """
    query = (
        'SELECT n.id, n."group", n.kind, n.recipient, n.language, min(x.call) AS call FROM notices n JOIN notice_entries e ON e.notice = n.id '
        "JOIN entries x ON x.reference = e.reference WHERE n.attempts = 0 AND n.note = '' AND n.kind NOT IN ('reminder', 'announcement') "
        "AND (n.state = 'deferred' OR (n.state = 'queued' AND n.due_at <= ?)) GROUP BY n.id ORDER BY n.id"
    )
    waiting: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in db.query(query, [stamp(now)]):
        waiting.setdefault((row["recipient"], row["language"], row["call"]), []).append(row)
    gone = 0
    for (recipient, *_), rows in waiting.items():
        if len(rows) > 1 and len(rows) > per_day - sent_since(db, now - DAY, recipient):
            _fold(db, rows, now)
            gone += len(rows) - 1
    return gone


def _fold(db: Database, rows: Sequence[dict[str, Any]], now: datetime) -> None:
    first, others = rows[0]["id"], [row["id"] for row in rows[1:]]
    groups = sorted({group for row in rows for group in row["group"].split(JOINT)})
    kind = joint_kind([LetterKind(row["kind"]) for row in rows])
    with immediate(db):
        for number in others:
            db.conn.execute("UPDATE OR IGNORE notice_entries SET notice = ? WHERE notice = ?", [first, number])
            db.conn.execute("DELETE FROM notice_entries WHERE notice = ?", [number])
            db.conn.execute("DELETE FROM notices WHERE id = ?", [number])
        values = {"group": JOINT.join(groups), "kind": str(kind), "bytes": None, "message_id": ""}
        db.table("notices").update(first, values)
        line = "INSERT INTO history (reference, at, what, detail) SELECT reference, ?, 'letters joined', ? FROM notice_entries WHERE notice = ?"
        db.conn.execute(line, [stamp(now), f"{len(rows)} letters to one address become one", first])
