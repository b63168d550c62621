"""A staff decision on the command line: recorded, and told in one line."""

from __future__ import annotations

from datetime import UTC, datetime

from registry import outbox, queries
from registry.bounces import lift
from registry.desk import Desk
from registry.mail_log import stamp
from registry.review import review


def decide(desk: Desk, reference: str, action: str, by: str, note: str) -> str:
    """Record a decision and return what it did; raises ReviewError."""
    now = datetime.now(UTC)
    state = review(desk.db, reference, action, by=by, note=note, now=now)
    desk.journal.write("review", reference=reference, action=action, by=by, note=note, at=stamp(now))
    waiting = any(item["state"] == "queued" for item in queries.notices(desk.db, reference))
    letter = (
        "The letter leaves with the next `send`." if waiting else "No letter is due: one of this kind went out for this revision."
    )
    return f"{reference} is {state} now, by {by}. {letter}"


def send_again(desk: Desk, reference: str) -> int | None:
    """Queue an entry's failed, unknown and bounced letters again; return how many, None when there is no such entry."""
    document = queries.entry(desk.db, reference)
    if document is None:
        return None
    now = datetime.now(UTC)
    count = sum(outbox.resend(desk.db, notice["id"], now) for notice in document["notices"])
    for notice in document["notices"]:
        lift(desk.db, notice["to"], now)
    return count
