"""What was measured before: of pictures and documents by their content, never of one twice."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from registry.store.codec import facts_from_json
from validators.facts import PhotoFacts


def photo_facts(db: Database, shas: Sequence[str]) -> dict[str, PhotoFacts]:
    """Return what was measured before of these files."""
    marks = ", ".join("?" * len(shas))
    rows = db.conn.execute(f"SELECT sha256, facts FROM photos WHERE sha256 IN ({marks})", list(shas)).fetchall()
    return {sha256: facts_from_json(facts) for sha256, facts in rows}


def pasted_facts(db: Database, shas: Sequence[str]) -> dict[str, bool]:
    """Return of which of these documents it is known whether pictures are pasted into them."""
    marks = ", ".join("?" * len(shas))
    rows = db.conn.execute(f"SELECT sha256, pasted FROM documents WHERE sha256 IN ({marks})", list(shas)).fetchall()
    return {sha256: bool(pasted) for sha256, pasted in rows}
