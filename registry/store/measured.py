"""What was measured before, once per file: in pictures, documents, films, sheets and the codes of pictures, by sha256 (and kind)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlite_utils import Database

from intake.model.rows import SheetFacts
from registry.store.codec import Measured, facts_from_json, measured_from_json, measured_to_json
from validators.facts import PhotoFacts
from validators.facts_document import DocumentFacts
from validators.facts_qr import CodeFacts
from validators.facts_video import VideoFacts

Measurement = DocumentFacts | VideoFacts | CodeFacts | SheetFacts
KINDS: Mapping[type, str] = {DocumentFacts: "document", VideoFacts: "video", CodeFacts: "codes", SheetFacts: "sheet"}


def measured_facts(db: Database, kind: type[Measured], shas: Sequence[str]) -> dict[str, Measured]:
    """Return what was measured before of these files."""
    marks = ", ".join("?" * len(shas))
    query = f"SELECT sha256, facts FROM measured WHERE kind = ? AND sha256 IN ({marks})"
    return {sha256: measured_from_json(kind, facts) for sha256, facts in db.conn.execute(query, [KINDS[kind], *shas])}


def photo_facts(db: Database, shas: Sequence[str]) -> dict[str, PhotoFacts]:
    """Return what was measured before of these pictures."""
    marks = ", ".join("?" * len(shas))
    rows = db.conn.execute(f"SELECT sha256, facts FROM photos WHERE sha256 IN ({marks})", list(shas)).fetchall()
    return {sha256: facts_from_json(facts) for sha256, facts in rows}


def pasted_facts(db: Database, shas: Sequence[str]) -> dict[str, bool]:
    """Return of which of these documents it is known whether pictures are pasted into them."""
    marks = ", ".join("?" * len(shas))
    rows = db.conn.execute(f"SELECT sha256, pasted FROM documents WHERE sha256 IN ({marks})", list(shas)).fetchall()
    return {sha256: bool(pasted) for sha256, pasted in rows}


def keep_measured(db: Database, facts: Iterable[Measurement]) -> None:
    """Keep what was measured, in the caller's transaction."""
    rows = [(each.sha256, KINDS[type(each)], measured_to_json(each)) for each in facts]
    db.conn.executemany("INSERT OR REPLACE INTO measured VALUES (?, ?, ?)", rows)
