"""What stays of a forgotten entry: its number and counts, and the names of mails and files that must not come back.

No personal data stands here: references, content hashes, places on the mail server, numbers, who asked for it and when.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

DEED = "forgotten"  # the journal's word
PLACE = ("mailbox", "folder", "uidvalidity", "uid")
MAIL = ("sha256", "size", *PLACE, "received_at", "fetched_at", "outcome")
NAMED_BY = ("reference", "revision", "message", "reason")  # an entry whose hold names the forgotten one
ROW = ("reference", "call", "state", "revision", "received_at", "at", "by", "why")


def gone_mails(db: Database) -> frozenset[str]:
    """Return the sha256 of every mail whose file was removed for good."""
    return frozenset(row[0] for row in db.conn.execute("SELECT sha256 FROM gone_mails").fetchall())


def forgotten(db: Database, reference: str | None = None) -> list[dict[str, Any]]:
    """Return the audit trail: every forgotten entry (or one), oldest first, with the counts it had."""
    where, values = ("WHERE reference = ?", [reference]) if reference else ("", [])
    rows = db.query(f"SELECT * FROM forgotten {where} ORDER BY at, reference", values)
    return [{**row, "counts": json.loads(row["counts"])} for row in rows]


def in_use(db: Database, sha256: str) -> bool:
    """Tell whether an entry holds a file of that content."""
    return bool(db.table("materials").count_where("sha256 = ?", [sha256]))


def gone_files(db: Database) -> frozenset[str]:
    """Return the sha256 of every file that was forgotten; one that somebody sent again may be in use."""
    return frozenset(row[0] for row in db.conn.execute("SELECT sha256 FROM gone_files").fetchall())


def deed_of(db: Database, reference: str) -> dict[str, Any]:
    """Return what the journal must tell of a forgotten entry, so that a registry made again forgets it too."""
    row = next(iter(db.query("SELECT * FROM forgotten WHERE reference = ?", [reference])))
    names = ", ".join(f"m.{name}" for name in MAIL)
    query = f"SELECT {names} FROM gone_mails g JOIN messages m ON m.sha256 = g.sha256 WHERE g.reference = ? ORDER BY m.sha256"
    mails = list(db.query(query, [reference]))
    seen = f"SELECT {', '.join(PLACE)} FROM sightings WHERE sha256 = ? ORDER BY 1, 2, 3, 4"
    links = db.conn.execute("SELECT sha256, opened FROM forgotten_mails WHERE reference = ? ORDER BY sha256", [reference])
    doubts = "SELECT reference, min(revision), message, unverified FROM revisions WHERE instr(' ' || claims || ' ', ?) GROUP BY reference"
    named = db.conn.execute(f"{doubts} ORDER BY reference", [f" {reference} "])
    return {
        **{name: row[name] for name in ROW},
        "counts": json.loads(row["counts"]),
        "links": links.fetchall(),
        "named_by": [dict(zip(NAMED_BY, row, strict=True)) for row in named.fetchall()],
        "mails": [{**mail, "places": db.conn.execute(seen, [mail["sha256"]]).fetchall()} for mail in mails],
    }


def restore_tombstone(db: Database, deed: Mapping[str, Any], now: str) -> None:
    """Write what a journal's deed tells into a registry made again: the number, the counts, the mails that stay away."""
    row = {name: deed[name] for name in ROW}
    counts = json.dumps(deed["counts"])
    db.table("forgotten").insert({**row, "counts": counts, "finished_at": now}, replace=True)
    db.conn.executemany(
        "INSERT OR IGNORE INTO forgotten_mails VALUES (?, ?, ?)",
        [(deed["reference"], sha256, opened) for sha256, opened in deed["links"]],
    )
    reserve(db, deed["reference"])
    for mail in deed["mails"]:
        _bury(db, mail)
        db.conn.execute("INSERT OR IGNORE INTO gone_mails VALUES (?, ?, ?)", [mail["sha256"], deed["reference"], deed["at"]])


def _bury(db: Database, mail: Mapping[str, Any]) -> None:
    """Log a mail that is gone: it was there, it is known wherever it was seen, and it says nothing."""
    db.table("messages").insert({**{name: mail[name] for name in MAIL}, "reason": DEED}, ignore=True)
    places = [(*place, mail["sha256"], mail["fetched_at"]) for place in mail["places"]]
    db.conn.executemany("INSERT OR IGNORE INTO sightings VALUES (?, ?, ?, ?, ?, ?)", places)


def reserve(db: Database, reference: str) -> None:
    """See to it that a number is never given again."""
    prefix, _, number = reference.rpartition("-")
    query = "INSERT INTO numbers VALUES (?, ?) ON CONFLICT DO UPDATE SET last = max(last, excluded.last)"
    db.conn.execute(query, [prefix, int(number)])
