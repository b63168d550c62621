"""Everything a call's workbook shows, streamed from one snapshot of the registry in a few queries for many entries at once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from intake.model.submission import FoundText, RegistrationForm
from registry.store.codec import facts_from_json, form_from_json, texts_from_json
from validators.facts import PhotoFacts

Row = Mapping[str, Any]
AT_ONCE = 500  # entries read together: memory stays flat however many there are

MATERIALS = (
    "SELECT m.reference, m.role, m.name, m.folder, m.title, m.type, m.size, m.sha256, m.path, m.doubtful, m.problem, m.reason, p.facts "
    "FROM materials m LEFT JOIN photos p ON p.sha256 = m.sha256 WHERE m.replaced IS NULL AND m.reference IN ({}) "
    "ORDER BY m.reference, m.ordinal, m.id"
)
FINDINGS = (
    'SELECT f.reference, f.rule, f.severity, f.subject, f."values" FROM findings f JOIN entries e ON e.reference = f.reference '
    "AND e.revision = f.revision WHERE f.reference IN ({}) ORDER BY f.reference, f.ordinal"
)
LETTERS = (
    "SELECT e.reference, e.kind, e.revision, n.language, n.recipient, n.state, n.created_at, n.sent_at, n.code, n.error, n.note, "
    "n.message_id, (SELECT trim(CASE WHEN b.delayed THEN 'delayed' WHEN b.proved THEN 'bounced' ELSE 'perhaps bounced' END "
    "|| ' ' || b.status) FROM bounces b WHERE b.notice = n.id ORDER BY b.at DESC LIMIT 1) AS returned "
    "FROM notice_entries e JOIN notices n ON n.id = e.notice WHERE e.reference IN ({}) ORDER BY e.reference, n.id"
)
MAILS = (
    "SELECT m.reference, count(*) AS mails, max(x.received_at) AS last_mail_at FROM entry_messages m "
    "JOIN messages x ON x.sha256 = m.sha256 WHERE m.reference IN ({}) GROUP BY m.reference"
)
DECISIONS = 'SELECT reference, revision, action, "by", note, at FROM decisions WHERE reference IN ({}) ORDER BY reference, id'


@dataclass(frozen=True, kw_only=True)
class ExportedFile:
    """One file of an entry, with what was measured where it is a picture."""

    role: str
    name: str
    folder: str
    title: str
    type: str
    size: int
    sha256: str
    path: str
    doubtful: bool
    problem: str
    reason: str
    facts: PhotoFacts | None


@dataclass(frozen=True, kw_only=True)
class ExportedEntry:
    """One entry whole, its newest revision; times are ISO 8601 as stored."""

    reference: str
    state: str
    revision: int
    submitter_name: str
    submitter_email: str
    received_at: str
    updated_at: str
    form: RegistrationForm | None
    texts: Mapping[str, FoundText]
    files: Sequence[ExportedFile]
    findings: Sequence[Row]
    letters: Sequence[Row]
    decisions: Sequence[Row]
    mails: int
    last_mail_at: str


@contextmanager
def snapshot(db: Database) -> Iterator[None]:
    """Read everything inside as it stands at one moment, while the service may go on writing."""
    db.conn.execute("BEGIN")
    try:
        yield
    finally:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")


def references(db: Database, call: str) -> list[str]:
    """Return the references of a call in the order of their numbers."""
    query = "SELECT reference FROM entries WHERE call = ? ORDER BY length(reference), reference"
    return [row[0] for row in db.conn.execute(query, [call]).fetchall()]


def exported(db: Database, call: str) -> Iterator[ExportedEntry]:
    """Yield a call's entries in the order of their numbers."""
    names = references(db, call)
    for first in range(0, len(names), AT_ONCE):
        yield from _batch(db, names[first : first + AT_ONCE])


def _batch(db: Database, names: Sequence[str]) -> Iterator[ExportedEntry]:
    marks = ", ".join("?" * len(names))
    query = (
        "SELECT e.*, r.form, r.texts FROM entries e JOIN revisions r ON r.reference = e.reference AND r.revision = e.revision "
        f"WHERE e.reference IN ({marks})"
    )
    entries = {row["reference"]: row for row in db.query(query, names)}
    parts = [_grouped(db.query(text.format(marks), names)) for text in (MATERIALS, FINDINGS, LETTERS, MAILS, DECISIONS)]
    for name in names:
        if name in entries:
            yield _entry(entries[name], *(part[name] for part in parts))


def _grouped(rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["reference"]].append(row)
    return found


def _entry(
    row: Row, files: list[Row], findings: list[Row], letters: list[Row], mails: list[Row], decisions: list[Row]
) -> ExportedEntry:
    names = ("reference", "state", "revision", "submitter_name", "submitter_email", "received_at", "updated_at")
    return ExportedEntry(
        **{name: row[name] for name in names},
        form=form_from_json(row["form"]),
        texts=texts_from_json(row["texts"]),
        files=[_file(item) for item in files],
        findings=[{**item, "values": json.loads(item["values"])} for item in findings],
        letters=letters,
        decisions=decisions,
        mails=mails[0]["mails"] if mails else 0,
        last_mail_at=mails[0]["last_mail_at"] if mails else row["received_at"],
    )


def _file(row: Row) -> ExportedFile:
    facts = facts_from_json(row["facts"]) if row["facts"] else None
    names = ("role", "name", "folder", "title", "type", "size", "sha256", "path")
    return ExportedFile(
        **{name: row[name] for name in names},
        doubtful=bool(row["doubtful"]),
        problem=row["problem"] or (facts.problem if facts else ""),
        reason=row["reason"],
        facts=facts,
    )
