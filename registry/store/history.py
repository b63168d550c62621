"""What happened to an entry, line by line."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from registry.store.mails import stamp


def note(db: Database, reference: str, at: datetime, what: str, detail: str) -> None:
    """Add a line to an entry's history; part of the caller's transaction."""
    db.table("history").insert({"reference": reference, "at": stamp(at), "what": what, "detail": detail})
