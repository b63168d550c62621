"""Letters that did not arrive go out again, because a person says so."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from registry.letters.bounces import lift
from registry.letters.outbox import RESENT, resend_within


def send_again_within(db: Database, reference: str, now: datetime, by: str = "") -> int:
    """Queue an entry's failed, unknown and bounced letters again and let their addresses be written to; return how many.

    Part of the caller's transaction.
    """
    query = "SELECT id, recipient FROM notices WHERE id IN (SELECT notice FROM notice_entries WHERE reference = ?) ORDER BY id"
    letters = db.conn.execute(query, [reference]).fetchall()
    count = sum(resend_within(db, number, now, by) for number, _ in letters)
    for _, recipient in letters:
        lift(db, recipient, now)
    return count


def sent_again_since(db: Database, reference: str, moment: datetime) -> bool:
    """Tell whether somebody sent an entry's letters again at a moment, which keys tell by the second, or after it."""
    query = "SELECT max(at) FROM history WHERE reference = ? AND what = ?"
    last = db.conn.execute(query, [reference, RESENT]).fetchone()[0]
    return last is not None and datetime.fromisoformat(last) >= moment.replace(microsecond=0)
