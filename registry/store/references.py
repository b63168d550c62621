"""References like IF2026-0001: one row a prefix, never given twice."""

from __future__ import annotations

from sqlite_utils import Database


def next_reference(db: Database, prefix: str) -> str:
    """Return the next reference of a prefix; part of the caller's transaction, so that none is lost or doubled."""
    query = "INSERT INTO numbers VALUES (?, 1) ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last"
    return f"{prefix}-{db.conn.execute(query, [prefix]).fetchone()[0]:04d}"
