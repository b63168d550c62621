"""At the start: what a crash, a full disk or a hand in the folders left behind is put right (field-notes 8)."""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from intake.fetch.spool import Spool
from intake.model.submission import SpooledMessage
from registry.store import mails
from registry.store.tombstones import gone_mails
from registry.store.wipe_forgotten import finish_forgetting

log = logging.getLogger(__name__)
PIECE = 1 << 20


def repair(db: Database, spool: Spool, workdir: Path, *, thorough: bool) -> dict[str, int]:
    """Make spool and log agree; return what was done by name. Only the one writer may call it.

    A file without a row gets its row; a row whose file is gone is fetched again by the next poll; a damaged file goes to
    corrupt/ and is fetched again; a mail lies in the room its outcome says; what was forgotten stays away. `thorough`, after
    an end that was no end: every mail ever seen, and every pending file read whole; else only what waits in new/.
    """
    spool.clear_temp()
    shutil.rmtree(workdir, ignore_errors=True)
    finish_forgetting(db, spool.root.parent, datetime.now(UTC))
    gone = gone_mails(db)  # their rows stay, their files must not come back
    rooms = ("shunt", "done", "new") if thorough else ("new",)
    places = {sha256: room for room in rooms for sha256 in spool.names(room) - gone}
    known = _outcomes(db, None if thorough else places.keys())
    done = {"corrupt": 0, "logged": 0, "missing": 0, "moved": 0}
    for sha256 in sorted(places) if thorough else ():
        if places[sha256] == "new" and _damaged(spool, sha256):
            done["corrupt"] += 1
            del places[sha256]
    for sha256 in sorted(places.keys() - known.keys()):
        done["logged"] += mails.log_fetched(db, from_spool(spool, sha256))
        known[sha256] = mails.outcome(db, sha256)
    for sha256, outcome in known.items():
        if sha256 in gone:
            continue
        if sha256 not in places:
            done["missing"] += spool.path_of(sha256) is None and _fetch_again(db, sha256)
        elif places[sha256] != room_of(outcome):
            spool.move(sha256, room_of(outcome))
            done["moved"] += 1
    for name, count in done.items():
        if count:
            log.warning("start-up repair: %d %s", count, name)
    return done


def _outcomes(db: Database, names: Iterable[str] | None) -> dict[str, str]:
    """Return sha256 -> outcome of every mail, or of those named and those pending."""
    known = dict(
        db.conn.execute(
            "SELECT sha256, outcome FROM messages" + (" WHERE outcome = 'pending'" if names is not None else "")
        ).fetchall()
    )
    for sha256 in names or ():
        row = db.conn.execute("SELECT outcome FROM messages WHERE sha256 = ?", [sha256]).fetchone()
        known |= {sha256: row[0]} if row else {}
    return known


def room_of(outcome: str) -> str:
    """Name the room of the spool where a mail of that outcome lies."""
    return {"pending": "new", "shunted": "shunt"}.get(outcome, "done")


def _damaged(spool: Spool, sha256: str) -> bool:
    path = spool.path_of(sha256)
    if path is None:
        return False
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    if digest.hexdigest() == sha256:
        return False
    spool.keep_corrupt(path)
    return True


def from_spool(spool: Spool, sha256: str) -> SpooledMessage:
    """Return a spooled mail by the note beside it; without one its file's own time is all that is known."""
    about: dict[str, Any] = spool.about(sha256)
    path = spool.path_of(sha256)
    assert path is not None
    found = path.stat()
    written = datetime.fromtimestamp(found.st_mtime, UTC).isoformat()
    return SpooledMessage(
        path=path,
        sha256=sha256,
        size=found.st_size,
        mailbox=str(about.get("mailbox", "")),
        folder=str(about.get("folder") or ""),
        uidvalidity=about.get("uidvalidity"),
        uid=about.get("uid"),
        received_at=datetime.fromisoformat(str(about.get("received_at", written))),
        fetched_at=datetime.fromisoformat(str(about.get("fetched_at", written))),
    )


def _fetch_again(db: Database, sha256: str) -> bool:
    """Forget where a mail without its file was seen, so that the next poll fetches it there again."""
    rows = db.conn.execute("SELECT mailbox, folder, uidvalidity, uid FROM sightings WHERE sha256 = ?", [sha256]).fetchall()
    for place in rows:
        db.conn.execute("INSERT OR IGNORE INTO refetch VALUES (?, ?, ?, ?)", place)
        db.conn.execute("DELETE FROM sightings WHERE mailbox = ? AND folder = ? AND uidvalidity = ? AND uid = ?", place)
    return bool(rows)
