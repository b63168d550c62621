"""The journal: what was done, in order, beside the spool; with both, the registry can be made again.

A deed is told in the transaction that does it, into the registry, and handed over to the file once that has ended: whoever is
killed between leaves it to the next, and none stands there twice. It goes from the registry when its line is on the disk.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from intake.isolate.crash_points import crash_point
from registry.store.locks import DeskBusy, Lock
from registry.store.transactions import immediate, lazily
from registry.store.unsynced import this_start

log = logging.getLogger(__name__)
PROCESSED = "processed"  # what is told of each mail that is recorded: `sha256`, and from version 0.6 on when, `at`
WAIT = 30.0  # seconds; as long as for the registry
WAITING = "FROM untold WHERE appended = 0"


def tell(db: Database, what: str, **told: object) -> None:
    """Tell a deed, as part of the transaction that does it."""
    line = json.dumps({"what": what, **told, "id": secrets.token_hex(8)}, ensure_ascii=False, default=str)
    db.conn.execute("INSERT INTO untold (line, boot) VALUES (?, ?)", [line, this_start()])


class Journal:
    """Lines of JSON, one per deed, each durable before the next deed begins, but for letters. A torn last line is no line."""

    def __init__(self, path: Path) -> None:
        """Use `path`, made at the first line (0600)."""
        self.path = path

    @contextmanager
    def transaction(self, db: Database) -> Iterator[None]:
        """Make one transaction; what it tells stands in the journal when it has ended, or, where that cannot be now, at the next deed."""
        with immediate(db):
            yield
        crash_point("journal.told")
        try:
            self.hand_over(db)
        except (OSError, DeskBusy) as error:
            log.warning("the journal %s could not be written (%s); the registry keeps what was done for it", self.path, error)

    def hand_over(self, db: Database, *, wait: bool = True) -> None:
        """Append what was told, durably; unless not to `wait` for the disk: then with the next that waits. Not inside a transaction."""
        if not db.conn.execute(f"SELECT 1 {WAITING} LIMIT 1").fetchone():
            return
        with self.alone():
            last = self._append(db, wait)
            crash_point("journal.appended")
            done = "DELETE FROM untold WHERE id <= ?" if wait else "UPDATE untold SET appended = 1 WHERE id <= ?"
            with lazily(db):
                db.conn.execute(done, [last])

    def _append(self, db: Database, wait: bool) -> int:
        """Append the deeds that wait and are not there; return the last one's number.

        What somebody appended who was killed before he could say so are the file's last lines: whoever writes next looks.
        """
        size = "sum(length(CAST(line AS BLOB)) + 1)"
        last, told = db.conn.execute(f"SELECT coalesce(max(id), 0), coalesce({size}, 0) {WAITING}").fetchone()
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a+b") as file:
            end = file.seek(0, os.SEEK_END)
            file.seek(max(0, end - told - 1))
            tail = file.read()
            there = _names(tail.splitlines())
            file.write(b"\n" if tail and not tail.endswith(b"\n") else b"")
            rows = db.conn.execute(f"SELECT line {WAITING} AND id <= ? ORDER BY id", [last])
            file.writelines(line.encode() + b"\n" for (line,) in rows if json.loads(line)["id"] not in there)
            file.flush()
            if wait:
                os.fsync(descriptor)
        return int(last)

    def recover(self, db: Database) -> None:
        """Hand over what a killed program left; after a loss of power look first which lines have reached the disk."""
        doubtful = "boot <> ?1 OR boot = ''"
        if db.conn.execute(f"SELECT 1 FROM untold WHERE {doubtful} LIMIT 1", [this_start()]).fetchone():
            with self.alone(), immediate(db):
                there = {deed["id"] for deed in self.lines() if "id" in deed}
                known = db.conn.execute(f"SELECT id, line FROM untold WHERE {doubtful}", [this_start()]).fetchall()
                done = [[number] for number, line in known if json.loads(line)["id"] in there]
                db.conn.executemany("DELETE FROM untold WHERE id = ?", done)
                db.conn.execute(f"UPDATE untold SET appended = 0, boot = ?1 WHERE {doubtful}", [this_start()])
        self.hand_over(db)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let no other process or thread write meanwhile: a line is short, and so is writing the whole anew."""
        with Lock(self.path.parent.with_name("journal.lock")).hold(WAIT):
            yield

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield the deeds in order; a line that a crash has torn is passed over."""
        if self.path.exists():
            with self.path.open("rb") as file:
                yield from _deeds(file)


def _deeds(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    for line in lines:
        with suppress(ValueError):
            deed = json.loads(line)
            if isinstance(deed, dict):
                yield deed


def _names(lines: Iterable[bytes]) -> set[str]:
    """Return what the deeds of these lines are named by; those that version 0.6.0 wrote have no name."""
    return {deed["id"] for deed in _deeds(lines) if "id" in deed}
