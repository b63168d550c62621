"""Find dossiers, and say what they hold and lack."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlite_utils import Database

from intake.model.addresses import canonical
from intake.model.submission import Address, Dossier, RegistrationForm, Role, Submission
from registry.store.codec import form_from_json, links_from_json, material_from_row, texts_from_json

MENDABLE = ("photo-size", "photo-format", "photo-damaged", "photo-padded", "photo-too-large", "photo-suspect", "photo-duplicate")
LACKING = {"photo-count": Role.WORK, "portrait-count": Role.PORTRAIT, "form-missing": Role.FORM, "form-unreadable": Role.FORM}


def dossier(db: Database, reference: str) -> Dossier | None:
    """Return what an entry holds now; None when there is no such entry."""
    entry = next(iter(db.query("SELECT * FROM entries WHERE reference = ?", [reference])), None)
    if entry is None:
        return None
    query = "SELECT * FROM revisions WHERE reference = ? AND revision = ?"
    revision = next(iter(db.query(query, [reference, entry["revision"]])))
    rows = list(db.query("SELECT * FROM materials WHERE reference = ? AND replaced IS NULL ORDER BY ordinal, id", [reference]))
    messages = db.conn.execute("SELECT sha256 FROM entry_messages WHERE reference = ? ORDER BY revision", [reference]).fetchall()
    author = Address(name=entry["submitter_name"], email=entry["submitter_email"]) if entry["submitter_email"] else None
    return Dossier(
        reference=reference,
        call=entry["call"],
        author=author,
        opened_by=entry["opened_by"],
        form=form_from_json(revision["form"]),
        texts=texts_from_json(revision["texts"]),
        materials=tuple(material_from_row(row) for row in rows),
        links=links_from_json(revision["links"]),
        phrase_seen=bool(revision["phrase_seen"]),
        messages=tuple(row[0] for row in messages),
        faulty=_faulty(db, reference, entry["revision"]),
        wanting=_wanting(db, reference, entry["revision"]),
        unverified=revision["unverified"],
        claims=revision["claims"],
        automatic=revision["automatic"],
        unclaimed=tuple(json.loads(revision["unclaimed"])),
    )


def _faulty(db: Database, reference: str, revision: int) -> frozenset[str]:
    """Return the sha256 of the files the last letter asked to replace."""
    marks = ", ".join("?" * len(MENDABLE))
    query = (
        "SELECT m.sha256 FROM findings f JOIN materials m ON m.reference = f.reference AND m.name = f.subject AND m.replaced IS NULL "
        f"WHERE f.reference = ? AND f.revision = ? AND f.rule IN ({marks}) AND f.severity IN ('error', 'hold')"
    )
    return frozenset(row[0] for row in db.conn.execute(query, [reference, revision, *MENDABLE]).fetchall())


def _wanting(db: Database, reference: str, revision: int) -> frozenset[str]:
    """Return the form fields and texts the last letter asked for."""
    query = (
        'SELECT f.subject, f."values" FROM findings f WHERE f.reference = ? AND f.revision = ? '
        "AND (f.rule LIKE 'form-field-%' OR f.rule LIKE 'description-%' OR f.rule LIKE 'biography-%')"
    )
    rows = db.conn.execute(query, [reference, revision]).fetchall()
    fields = [field for _, values in rows for field in json.loads(values).get("fields", [])]
    return frozenset([*(subject for subject, _ in rows if subject), *fields])


def own_end(db: Database, reference: str) -> datetime | None:
    """Return the date of its own that staff gave an entry, None where it has none: then the call's counts."""
    row = db.conn.execute("SELECT until FROM entries WHERE reference = ?", [reference]).fetchone()
    return datetime.fromisoformat(row[0]) if row and row[0] else None


def any_open(db: Database, call: str, at: datetime) -> bool:
    """Tell whether some entry of a call may be added to at a moment though the call itself is closed."""
    return bool(db.table("entries").count_where("+call = ? AND until > ?", [call, at.astimezone(UTC).isoformat()]))


def by_thread(db: Database, call: str, message_ids: Sequence[str]) -> list[str]:
    """Return the references whose mails or letters bear one of the Message-IDs, newest first."""
    marks = ", ".join("?" * len(message_ids))
    query = (
        "SELECT DISTINCT e.reference FROM entries e WHERE e.call = ? AND e.reference IN ("
        f"SELECT m.reference FROM entry_messages m JOIN messages x ON x.sha256 = m.sha256 WHERE x.message_id IN ({marks}) UNION "
        f"SELECT p.reference FROM notice_entries p JOIN notices n ON n.id = p.notice WHERE n.message_id IN ({marks})) "
        "ORDER BY e.updated_at DESC, e.reference DESC"
    )
    return [row[0] for row in db.conn.execute(query, [call, *message_ids, *message_ids]).fetchall()] if message_ids else []


def by_opener(db: Database, call: str, email: str) -> list[str]:
    """Return the references of a call that an address opened, newest first."""
    return _by_column(db, "opened_by", call, email)


def by_form(db: Database, call: str, email: str) -> list[str]:
    """Return the references of a call whose form gives an address as the author's, newest first."""
    return _by_column(db, "form_email", call, email)


def by_contact(db: Database, call: str, email: str) -> list[str]:
    """Return the references of a call whose form gives an address as the unit contact's, newest first."""
    return _by_column(db, "contact_email", call, email)


def _by_column(db: Database, column: str, call: str, email: str) -> list[str]:
    query = (
        f"SELECT reference FROM entries WHERE +call = ?1 AND ?2 <> '' AND {column} = ?2 "
        "ORDER BY updated_at DESC, reference DESC"  # "+": the column's index serves better than the call's
    )
    return [row[0] for row in db.conn.execute(query, [call, canonical(email)]).fetchall()]


def address_in(form: RegistrationForm) -> str:
    """Return the author's address that a form gives, '' if none."""
    return canonical(form.text("email"))


def call_of(db: Database, reference: str) -> str:
    """Return the call of an entry, '' when there is none."""
    row = db.conn.execute("SELECT call FROM entries WHERE reference = ?", [reference]).fetchone()
    return str(row[0]) if row else ""


def erased(db: Database, reference: str) -> bool:
    """Tell whether a number was given to an entry that was there when this mail came and is forgotten since: while rebuilding only."""
    prefix, _, number = reference.rpartition("-")
    row = db.conn.execute("SELECT last FROM numbers WHERE prefix = ?", [prefix]).fetchone()
    given = row is not None and 0 < int(number) <= row[0]
    return given and not call_of(db, reference) and not db.table("forgotten").count_where("reference = ?", [reference])


def wanted(db: Database, held: Dossier, submission: Submission) -> bool:
    """Tell whether a mail brings something that an entry's last letter asked for."""
    revision = db.conn.execute("SELECT revision FROM entries WHERE reference = ?", [held.reference]).fetchone()[0]
    lacking = _lacking(db, held.reference, revision)
    lacking |= {item.role for item in held.materials if item.sha256 in held.faulty}
    brought = {item.role for item in submission.materials}
    if any(item.doubtful for item in submission.materials):
        brought |= {Role.WORK, Role.PORTRAIT}
    return bool(lacking & brought) or bool(held.wanting & {*submission.texts, *submission.typed})


def _lacking(db: Database, reference: str, revision: int) -> set[Role]:
    """Return the roles in which an entry has too little."""
    marks = ", ".join("?" * len(LACKING))
    query = f'SELECT rule, "values" FROM findings WHERE reference = ? AND revision = ? AND rule IN ({marks})'
    rows = [(rule, json.loads(text)) for rule, text in db.conn.execute(query, [reference, revision, *LACKING]).fetchall()]
    return {LACKING[rule] for rule, values in rows if values.get("count", 0) < values.get("minimum", 1)}
