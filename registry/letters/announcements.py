"""Letters to many: queued once for each entry and name, with what they say fixed; sent by the outbox like any other."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from intake.isolate.crash_points import crash_point
from intake.model.submission import Address
from registry.store.codes import LetterKind
from registry.store.journal import Journal, tell
from registry.store.mails import stamp

DEED = "announcement"  # the journal's word


@dataclass(frozen=True, kw_only=True)
class NewAnnouncement:
    """One entry's letter of an announcement."""

    reference: str
    revision: int
    name: str  # of the announcement
    recipient: Address
    language: str
    told: str  # what it says and encloses, as a JSON column
    again: int = 0  # how often it went to this entry before

    @property
    def group(self) -> str:
        """Return what makes two letters the same letter: one for each entry and name, whatever the revision."""
        return f"{self.reference} !{self.name}" + (f" #{self.again}" if self.again else "")


class Drafts(Collection[NewAnnouncement]):
    """Letters about to be queued, kept on disk: thousands, each with its certificate's words, are read one at a time."""

    def __init__(self) -> None:
        """Begin with none; the file has no name and is gone with it."""
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - it lives as long as the letters
        self._count = 0

    def add(self, letter: NewAnnouncement) -> None:
        """Put a letter behind the others."""
        self._file.seek(0, os.SEEK_END)
        self._file.write(json.dumps(asdict(letter), ensure_ascii=False) + "\n")
        self._count += 1

    def __iter__(self) -> Iterator[NewAnnouncement]:
        """Yield the letters in order."""
        self._file.seek(0)
        yield from (announcement_of(json.loads(line)) for line in self._file)

    def __len__(self) -> int:
        """Return how many there are."""
        return self._count

    def __contains__(self, letter: object) -> bool:
        """Tell whether a letter is among them."""
        return any(letter == other for other in self)


def had_before(db: Database, name: str) -> dict[str, int]:
    """Return reference -> how many letters of an announcement it has had or is about to have."""
    query = (
        "SELECT e.reference, count(*) FROM notices n JOIN notice_entries e ON e.notice = n.id WHERE n.name = ? AND n.kind = ? "
        "GROUP BY e.reference"
    )
    return dict(db.conn.execute(query, [name, str(LetterKind.ANNOUNCEMENT)]).fetchall())


def queue_all(db: Database, journal: Journal, letters: Collection[NewAnnouncement], now: datetime) -> int:
    """Queue letters as one transaction and return how many; one that was queued meanwhile by somebody else is passed over.

    They are gone through one at a time. A registry made again holds them back as unknown, and never sends them once more.
    """
    count = 0
    with journal.transaction(db):
        for letter in letters:
            if put(db, letter, now):
                tell(db, DEED, **asdict(letter), at=stamp(now))
                count += 1
        crash_point("announce.inserted")
    crash_point("announce.committed")
    return count


def put(db: Database, letter: NewAnnouncement, now: datetime) -> bool:
    """Write a letter into the outbox; False if it is there already. Part of the caller's transaction."""
    if db.conn.execute('SELECT 1 FROM notices WHERE "group" = ?', [letter.group]).fetchone():
        return False
    row: dict[str, Any] = {
        "group": letter.group,
        "kind": str(LetterKind.ANNOUNCEMENT),
        "name": letter.name,
        "told": letter.told,
        "language": letter.language,
        "recipient_name": letter.recipient.name,
        "recipient": letter.recipient.email,
        "mail": "",
        "due_at": stamp(now),
        "created_at": stamp(now),
    }
    columns, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
    number = db.conn.execute(f"INSERT INTO notices ({columns}) VALUES ({marks})", list(row.values())).lastrowid
    part = [number, letter.reference, letter.revision, str(LetterKind.ANNOUNCEMENT)]
    db.conn.execute("INSERT INTO notice_entries (notice, reference, revision, kind) VALUES (?, ?, ?, ?)", part)
    line = [letter.reference, stamp(now), "announcement", f"{letter.name} queued"]
    db.conn.execute("INSERT INTO history (reference, at, what, detail) VALUES (?, ?, ?, ?)", line)
    return True


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer that is about no entry: to which mail, to whom, in which language, and what it tells as JSON."""

    mail: str  # sha256
    recipient: Address
    language: str
    told: str


def queue_reply(db: Database, reply: Reply, now: datetime) -> None:
    """Queue the answer to a mail that is about no entry: a judge's score sheets. Part of the caller's transaction."""
    row: dict[str, Any] = {
        "group": f"reply {reply.mail}",
        "kind": str(LetterKind.RECEIPT),
        "told": reply.told,
        "language": reply.language,
        "mail": reply.mail,
        "recipient_name": reply.recipient.name,
        "recipient": reply.recipient.email,
        "due_at": stamp(now),
        "created_at": stamp(now),
    }
    db.table("notices").insert(row, ignore=True)


def announcement_of(deed: Mapping[str, Any]) -> NewAnnouncement:
    """Return the letter that a deed tells."""
    recipient = Address(name=str(deed["recipient"]["name"]), email=str(deed["recipient"]["email"]))
    words = {name: str(deed[name]) for name in ("reference", "name", "language", "told")}
    return NewAnnouncement(**words, revision=int(deed["revision"]), recipient=recipient, again=int(deed["again"]))
