"""What stays of a forgotten entry: its number and counts, and the names of mails and files that must not come back.

Its steps are named past the collector of `make torture`, whose crash runs need their entries (tests/registry/forget/test_forget.py has its own).
No personal data stands here: references, content hashes, places on the mail server, numbers, who asked for it and when.
"""

from __future__ import annotations

import json
import logging
import os
import sqlite3
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from intake.fetch.spool import ROOMS, Spool, sync_folder
from intake.isolate import crash_points
from registry.store.files import Media
from registry.store.journal import Journal
from registry.store.mails import stamp

log = logging.getLogger(__name__)
DEED = "forgotten"  # the journal's word
PLACE = ("mailbox", "folder", "uidvalidity", "uid")
MAIL = ("sha256", "size", *PLACE, "received_at", "fetched_at", "outcome")
NAMED_BY = ("reference", "revision", "message", "reason")  # an entry whose hold names the forgotten one
# what a deed about an entry may tell of a person, and what stands there once it is forgotten
PERSONAL = {"note": "", "remark": "", "told": "{}", "recipient": {"name": "", "email": ""}}
ROW = ("reference", "call", "state", "revision", "received_at", "at", "by", "why")


def gone_mails(db: Database) -> frozenset[str]:
    """Return the sha256 of every mail whose file was removed for good."""
    return frozenset(row[0] for row in db.conn.execute("SELECT sha256 FROM gone_mails").fetchall())


def forgotten(db: Database, reference: str | None = None) -> list[dict[str, Any]]:
    """Return the audit trail: every forgotten entry (or one), oldest first, with the counts it had."""
    where, values = ("WHERE reference = ?", [reference]) if reference else ("", [])
    rows = db.query(f"SELECT * FROM forgotten {where} ORDER BY at, reference", values)
    return [{**row, "counts": json.loads(row["counts"])} for row in rows]


def finish_forgetting(db: Database, data_dir: Path, now: datetime) -> str:
    """Tell the journal, remove the files, and wipe the freed bytes of the registry; return why that is not done yet, '' if it is.

    What is left undone, by a crash too, is done at the next pass. Only who holds the turn to take mail in may call it: a mail in
    hand may bring the same files again.
    """
    open_ends = [row[0] for row in db.conn.execute("SELECT reference FROM forgotten WHERE finished_at IS NULL").fetchall()]
    spool, media = Spool(data_dir / "spool"), Media(data_dir / "media")
    try:
        if open_ends:
            tell_journal(db, Journal(data_dir / "spool" / "journal.jsonl"), open_ends)
            crash_points.crash_point("forget.journaled")
        unlink_gone(db, spool, media)  # also when nothing is open: a server that counts anew gives a mail back
        if open_ends and not _wiped(db):
            return "another program reads the registry; its freed bytes are wiped at the next start"
    except (OSError, sqlite3.OperationalError) as error:
        log.warning("what was forgotten could not be removed whole: %s", error)
        return f"not everything could be removed ({error}); it is tried again at the next start"
    db.conn.executemany("UPDATE forgotten SET finished_at = ? WHERE reference = ?", [(stamp(now), name) for name in open_ends])
    return ""


def _wiped(db: Database) -> bool:
    """Write the registry anew without what was freed, and empty its write-ahead log; False while somebody reads the old."""
    db.conn.execute("VACUUM")
    crash_points.crash_point("forget.rewritten")
    busy, *_ = db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def unlink_gone(db: Database, spool: Spool, media: Media) -> None:
    """Remove the files of gone mails and gone materials, wherever they lie; what is in use again stays."""
    for sha256 in sorted(gone_mails(db)):
        _unlink_mail(spool, sha256)
    unlink_materials(media, {sha256 for sha256 in gone_files(db) if not in_use(db, sha256)})
    crash_points.crash_point("forget.unlinked")


def _unlink_mail(spool: Spool, sha256: str) -> None:
    places = [spool.root / room / f"{sha256}.eml" for room in ROOMS]
    places += [spool.root / "about" / f"{sha256}.json", *(spool.root / "corrupt").glob(f"{sha256}.eml.*")]
    for path in places:
        if path.exists():
            path.unlink()
            sync_folder(path.parent)


def in_use(db: Database, sha256: str) -> bool:
    """Tell whether an entry holds a file of that content."""
    return bool(db.table("materials").count_where("sha256 = ?", [sha256]))


def gone_files(db: Database) -> frozenset[str]:
    """Return the sha256 of every file that was forgotten; one that somebody sent again may be in use."""
    return frozenset(row[0] for row in db.conn.execute("SELECT sha256 FROM gone_files").fetchall())


def unlink_materials(media: Media, names: AbstractSet[str]) -> None:
    """Remove kept files, their thumbnails and whatever a crash left half written of them."""
    for folder in sorted({media.root / sha256[:2] for sha256 in names}):
        found = [path for path in folder.iterdir() if path.name.partition(".")[0] in names] if folder.is_dir() else []
        for path in found:
            path.unlink(missing_ok=True)
            crash_points.crash_point("forget.file")
        if found:
            sync_folder(folder)


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


def tell_journal(db: Database, journal: Journal, references: Iterable[str]) -> None:
    """Write the journal anew, whole or not at all: without staff's notes on these entries, with the deed for each."""
    journal.hand_over(db)
    with journal.alone():
        _tell_anew(db, journal, set(references))


def _tell_anew(db: Database, journal: Journal, wanted: set[str]) -> None:
    told = set()
    part = journal.path.parent / "tmp" / f"{os.getpid()}.{journal.path.name}.part"
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for deed in journal.lines():
            if deed["what"] == DEED:
                told.add(deed["reference"])
            elif deed.get("reference") in wanted:
                deed = {name: PERSONAL.get(name, value) for name, value in deed.items()}
            file.write(_line(deed))
        for reference in sorted(wanted - told):
            file.write(_line({"what": DEED, **deed_of(db, reference)}))
        file.flush()
        os.fsync(file.fileno())
    part.replace(journal.path)
    sync_folder(journal.path.parent)


def _line(deed: Mapping[str, Any]) -> bytes:
    return json.dumps(deed, ensure_ascii=False, default=str).encode() + b"\n"


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
