"""What is counted in the texts of a registry from before that was kept: once, by the migration."""

from __future__ import annotations

from sqlite_utils import Database

from registry.store.codec import texts_from_json, texts_to_json
from validators.probes.text_counts import measure


def count_texts(db: Database) -> None:
    """Write beside every text of every revision what is counted in it; what has it already stays. Part of the caller's transaction."""
    rows = db.conn.execute("SELECT reference, revision, texts FROM revisions").fetchall()
    for reference, revision, text in rows:
        texts = texts_from_json(text or "{}")
        found = {name: found for name, (found, _) in texts.items()}
        facts = {name: known or measure(name, found) for name, (found, known) in texts.items()}
        query = "UPDATE revisions SET texts = ? WHERE reference = ? AND revision = ?"
        db.conn.execute(query, [texts_to_json(found, facts), reference, revision])
