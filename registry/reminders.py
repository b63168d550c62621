"""One reminder to each author whose entry is still incomplete shortly before the call closes."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from intake.settings import Call
from intake.submission import Address
from registry.history import note
from registry.outbox import Due, queue
from registry.schema import immediate


def queue_reminders(db: Database, call_id: str, call: Call, now: datetime) -> int:
    """Queue a reminder for every incomplete entry that has had none, once the call's time for it has come; return how many.

    An author written to in the last day, or about to be, is left in peace: the letter says the same.
    """
    if call.reminder is None or not call.window.closes - call.reminder <= now < call.window.closes:
        return 0
    query = (
        "SELECT e.reference, e.revision, e.language, r.message, r.reply_to_name, r.reply_to_email FROM entries e "
        "JOIN revisions r ON r.reference = e.reference AND r.revision = e.revision "
        "WHERE e.call = ? AND e.state = 'incomplete' AND r.reply_to_email <> '' AND NOT EXISTS ("
        "SELECT 1 FROM notice_entries p JOIN notices n ON n.id = p.notice WHERE p.reference = e.reference AND "
        "(p.kind = 'reminder' OR n.state IN ('queued', 'sending', 'deferred') OR julianday(n.sent_at) > julianday(?) - 1)) "
        "ORDER BY e.reference"
    )
    rows = db.conn.execute(query, [call_id, now.isoformat()]).fetchall()
    queued = 0
    for reference, revision, language, mail, name, email in rows:
        with immediate(db):
            part = Due(reference=reference, revision=revision, kind="reminder")
            if queue(db, [part], recipient=Address(name=name, email=email), mail=mail, language=language, due_at=now, now=now):
                note(db, reference, now, "reminder", f"queued for revision {revision}")
                queued += 1
    return queued
