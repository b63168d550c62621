"""A staff decision on the command line: recorded, and told in one line."""

from __future__ import annotations

from datetime import UTC, datetime

from registry import queries
from registry.desk import Desk
from registry.review import review


def decide(desk: Desk, reference: str, action: str, by: str, note: str) -> str:
    """Record a decision and return what it did; raises ReviewError."""
    state = review(desk.db, reference, action, by=by, note=note, now=datetime.now(UTC))
    waiting = any(item["state"] == "queued" for item in queries.notices(desk.db, reference))
    letter = (
        "The letter leaves with the next `send`." if waiting else "No letter is due: one of this kind went out for this revision."
    )
    return f"{reference} is {state} now, by {by}. {letter}"
