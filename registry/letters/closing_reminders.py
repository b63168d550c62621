"""One reminder to each author whose entry still lacks something shortly before the call closes."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlite_utils import Database

from intake.config.models import Call
from intake.model.submission import Address
from registry.letters.outbox import NewLetter, NoticePart, queue
from registry.store.codes import LetterKind
from registry.store.history import note
from registry.store.schema import immediate

# an entry that waits for its author, be it held besides; not one of which it is doubted whose it is
LACKING = (
    "(e.state = 'incomplete' OR (e.state = 'held' AND r.unverified = '' AND EXISTS (SELECT 1 FROM findings f "
    "WHERE f.reference = e.reference AND f.revision = e.revision AND f.severity = 'error')))"
)


def queue_closing_reminders(db: Database, call_id: str, call: Call, now: datetime) -> int:
    """Queue a reminder for every entry that lacks something and has had none, once its time for it has come; return how many.

    The time counts from the call's close, or from the date of its own that staff gave an entry. An author written to in the last
    day, or about to be, is left in peace: the letter says the same.
    """
    if call.reminder is None:
        return 0
    query = (
        "SELECT e.reference, e.revision, e.language, r.message, r.reply_to_name, r.reply_to_email, e.until FROM entries e "
        "JOIN revisions r ON r.reference = e.reference AND r.revision = e.revision "
        f"WHERE e.call = ? AND {LACKING} AND r.reply_to_email <> '' AND NOT EXISTS ("
        "SELECT 1 FROM notice_entries p JOIN notices n ON n.id = p.notice WHERE p.reference = e.reference AND "
        "(p.kind = 'reminder' OR n.state IN ('queued', 'sending', 'deferred') OR julianday(n.sent_at) > julianday(?) - 1)) "
        "ORDER BY e.reference"
    )
    rows = [
        row[:6]
        for row in db.conn.execute(query, [call_id, now.isoformat()]).fetchall()
        if _time_has_come(call.reminder, datetime.fromisoformat(row[6]) if row[6] else call.window.closes, now)
    ]
    queued = 0
    for reference, revision, language, mail, name, email in rows:
        with immediate(db):
            part = NoticePart(reference=reference, revision=revision, kind=LetterKind.REMINDER)
            to = Address(name=name, email=email)
            if queue(db, NewLetter(parts=[part], recipient=to, mail=mail, language=language, due_at=now), now):
                note(db, reference, now, "reminder", f"queued for revision {revision}")
                queued += 1
    return queued


def _time_has_come(before: timedelta, ends: datetime, now: datetime) -> bool:
    return ends - before <= now < ends
