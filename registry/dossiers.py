"""Find dossiers, and say who may add to one."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlite_utils import Database

from intake.addresses import canonical
from intake.submission import Address, Dossier, RegistrationForm
from registry.stored import form_from_json, links_from_json, material_from_row, texts_from_json

MENDABLE = ("photo-size", "photo-format", "photo-damaged", "photo-padded", "photo-suspect", "photo-duplicate")


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


def may_add(db: Database, reference: str, email: str) -> bool:
    """Tell whether an address may add: the one that opened the entry, its form's, or its form's unit contact."""
    where = "reference = ? AND ? IN (opened_by, form_email, contact_email) AND ? <> ''"
    return bool(db.table("entries").count_where(where, [reference, canonical(email), canonical(email)]))


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


def by_address(db: Database, call: str, email: str) -> list[str]:
    """Return the references of a call that an address may add to, newest first."""
    query = (
        "SELECT reference FROM entries WHERE +call = ?1 AND ?2 <> '' AND (opened_by = ?2 OR form_email = ?2 OR contact_email = ?2) "
        "ORDER BY updated_at DESC, reference DESC"  # "+": the three indexes serve better than the call's
    )
    return [row[0] for row in db.conn.execute(query, [call, canonical(email)]).fetchall()]


def by_author(db: Database, call: str, form: RegistrationForm) -> list[str]:
    """Return the references of a call whose author a form names by its address, newest first."""
    email = canonical(form.text("email"))
    query = (
        "SELECT reference FROM entries WHERE +call = ?1 AND (opened_by = ?2 OR form_email = ?2) "
        "ORDER BY updated_at DESC, reference DESC"
    )
    return [row[0] for row in db.conn.execute(query, [call, email]).fetchall()] if email else []
