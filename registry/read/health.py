"""The health of everything in numbers, as contract.md words it; what needs a person are the alarms (registry/read/alarms.py)."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from registry.store.codes import LetterState


def status(db: Database, data_dir: Path, mailboxes: Sequence[str]) -> dict[str, Any]:
    """Return the numbers of the status document; held entries are one of them, and no trouble."""
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
    return {
        "mailboxes": boxes,
        "notices": {str(state): counted.get(state, 0) for state in LetterState},
        "shunted": db.table("messages").count_where("outcome = 'shunted'"),
        "held": db.table("entries").count_where("state = 'held'"),
        "disk_free": shutil.disk_usage(data_dir).free,
    }
