"""What was measured in documents, films, sheets and the codes of pictures, once per file: sha256 and kind -> facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlite_utils import Database

from intake.model.rows import SheetFacts
from registry.store.codec import Measured, measured_from_json, measured_to_json
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


def keep_measured(db: Database, facts: Iterable[Measurement]) -> None:
    """Keep what was measured, in the caller's transaction."""
    rows = [(each.sha256, KINDS[type(each)], measured_to_json(each)) for each in facts]
    db.conn.executemany("INSERT OR REPLACE INTO measured VALUES (?, ?, ?)", rows)
