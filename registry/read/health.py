"""The health of everything in numbers, as contract.md words it; what needs a person are the alarms (registry/read/alarms.py)."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from registry.store.codes import LetterState


@dataclass(frozen=True, kw_only=True)
class DeskCounts:
    """How many mails there are of each outcome, and entries of each call and state."""

    mails: Mapping[str, int]
    entries: Mapping[tuple[str, str], int]


def count_mails(db: Database) -> DeskCounts:
    """Count mails and entries."""
    mails = db.conn.execute("SELECT outcome, count(*) FROM messages GROUP BY outcome ORDER BY outcome").fetchall()
    entries = db.conn.execute("SELECT call, state, count(*) FROM entries GROUP BY call, state ORDER BY call, state").fetchall()
    return DeskCounts(mails=dict(mails), entries={(call, state): number for call, state, number in entries})


def outcomes_of(db: Database, sha256s: Sequence[str]) -> dict[str, int]:
    """Return outcome -> how many of these mails came to it."""
    query = "SELECT outcome FROM messages WHERE sha256 = ?"
    found = [row[0] for sha256 in dict.fromkeys(sha256s) for row in db.conn.execute(query, [sha256])]
    return {outcome: found.count(outcome) for outcome in dict.fromkeys(found)}


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
