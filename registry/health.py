"""The health of everything, as contract.md words it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from registry.mail_log import stamp

STUCK_AFTER = timedelta(days=3)
NOTICE_STATES = ("queued", "sending", "sent", "deferred", "failed", "unknown")


def status(
    db: Database, data_dir: Path, mailboxes: Sequence[str], reserve: int = 0, now: datetime | None = None
) -> dict[str, Any]:
    """Return the status document; unhealthy when a person is needed: a failed poll, a failed or unknown letter, one
    still deferred after three days (field-notes 8), a shunted mail, a held entry, too little disk."""
    polls = {row["mailbox"]: row for row in db.query("SELECT * FROM polls")}
    boxes = [
        {
            "name": name,
            "last_good_poll": polls.get(name, {}).get("last_good_poll"),
            "last_error": polls.get(name, {}).get("last_error"),
        }
        for name in mailboxes
    ]
    counted = dict(db.conn.execute("SELECT state, count(*) FROM notices GROUP BY state").fetchall())
    notices = {state: counted.get(state, 0) for state in NOTICE_STATES}
    stuck_since = stamp((now or datetime.now(UTC)) - STUCK_AFTER)
    stuck = db.table("notices").count_where("state = 'deferred' AND created_at <= ?", [stuck_since])
    shunted = db.table("messages").count_where("outcome = 'shunted'")
    held = db.table("entries").count_where("state = 'held'")
    free = shutil.disk_usage(data_dir).free
    trouble = (
        notices["failed"]
        or notices["unknown"]
        or stuck
        or shunted
        or held
        or free < reserve
        or any(box["last_error"] for box in boxes)
    )
    return {
        "healthy": not trouble,
        "mailboxes": boxes,
        "notices": notices,
        "shunted": shunted,
        "held": held,
        "disk_free": free,
    }
