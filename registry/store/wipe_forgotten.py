"""Remove what was forgotten from the disk: staff's notes in the journal, the files, the freed bytes of the registry.

Its steps are named past the collector of `make torture`, whose crash runs need their entries (tests/registry/forget/test_forget.py has its own).
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
from registry.store.tombstones import DEED, deed_of, gone_files, gone_mails, in_use

log = logging.getLogger(__name__)
# what a deed about an entry may tell of a person, and what stands there once it is forgotten
PERSONAL = {"note": "", "remark": "", "told": "{}", "recipient": {"name": "", "email": ""}}


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


def unlink_materials(media: Media, names: AbstractSet[str]) -> None:
    """Remove kept files, their thumbnails and whatever a crash left half written of them."""
    for folder in sorted({media.root / sha256[:2] for sha256 in names}):
        found = [path for path in folder.iterdir() if path.name.partition(".")[0] in names] if folder.is_dir() else []
        for path in found:
            path.unlink(missing_ok=True)
            crash_points.crash_point("forget.file")
        if found:
            sync_folder(folder)


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
