"""What registry, spool and SMTP server hold, read from outside: files, the tables' rows, the letters; no product code here."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter that the SMTP server took: its recipient, its bytes."""

    recipient: str
    content: bytes


@dataclass
class Books:
    """What is on disk, read once."""

    messages: list[dict[str, Any]]
    entries: list[dict[str, Any]]
    revisions: list[dict[str, Any]]
    links: list[dict[str, Any]]
    materials: list[dict[str, Any]]
    notices: list[dict[str, Any]]
    parts: list[dict[str, Any]]
    spool: Path
    deeds: list[dict[str, Any]]  # the journal's lines
    kept: dict[str, bool] = field(default_factory=dict)  # path -> whether its bytes fit its sha256


def read(connection: sqlite3.Connection, data_dir: Path) -> Books:
    """Return all rows of the tables that count."""

    def rows(table: str) -> list[dict[str, Any]]:
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]

    names = ("messages", "entries", "revisions", "entry_messages", "materials", "notices", "notice_entries")
    spool = data_dir / "spool"
    return Books(*(rows(name) for name in names), spool=spool, deeds=list(_lines(spool / "journal.jsonl")))


def _lines(journal: Path) -> Iterator[dict[str, Any]]:
    """Yield the deeds of a journal; a line that a kill has torn is none."""
    for line in journal.read_bytes().splitlines() if journal.exists() else ():
        with suppress(ValueError):
            yield json.loads(line)


def parts_of(books: Books, identity: str) -> list[dict[str, Any]]:
    """Return what the letter of that Message-ID speaks of."""
    numbers = {row["id"] for row in books.notices if row["message_id"] == identity}
    return [part for part in books.parts if part["notice"] in numbers]


def headers(letter: Letter) -> Any:
    """Return a letter's headers."""
    return BytesParser(policy=policy.compat32).parsebytes(letter.content, headersonly=True)


def identity_of(letter: Letter) -> str:
    """Return a letter's Message-ID."""
    return str(headers(letter).get("Message-ID", "")).strip()


def kept(books: Books, row: dict[str, Any]) -> bool:
    """Tell whether a material is on disk as it was."""
    path = str(row["path"])
    if path not in books.kept:
        books.kept[path] = Path(path).is_file() and hash_of(Path(path)) == row["sha256"]
    return books.kept[path]


def hash_of(path: Path) -> str:
    """Return the sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
