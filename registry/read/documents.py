"""The read side: the documents that contract.md promises, in its words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from intake.model.submission import FoundText
from registry.store.codec import facts_from_json, form_from_json, texts_from_json
from validators.facts import PhotoFacts
from validators.probes.text import measure

Document = dict[str, Any]


def messages(db: Database) -> list[Document]:
    """Return every mail ever seen, oldest arrival first."""
    references: dict[str, list[str]] = {}
    for sha256, reference in db.conn.execute("SELECT sha256, reference FROM entry_messages ORDER BY reference").fetchall():
        references.setdefault(sha256, []).append(reference)
    names = (
        "sha256, mailbox, folder, uidvalidity, uid, message_id, sender, subject, size, received_at, fetched_at, outcome, reason"
    )
    query = f"SELECT {names} FROM messages ORDER BY received_at, uid, fetched_at, rowid"
    return [{**row, "references": references.get(row["sha256"], [])} for row in db.query(query)]


def entries(db: Database, call: str | None = None, state: str | None = None) -> list[Document]:
    """Return the entries of a call and in a state, by reference."""
    wanted = {name: value for name, value in (("call", call), ("state", state)) if value is not None}
    where = " AND ".join(f"{name} = ?" for name in wanted) or "1"
    query = f"SELECT * FROM entries WHERE {where} ORDER BY reference"
    return [_entry(db, row) for row in db.query(query, list(wanted.values()))]


def entry(db: Database, reference: str) -> Document | None:
    """Return one entry whole, its history, decisions and revisions with it; None when there is none."""
    row = next(iter(db.query("SELECT * FROM entries WHERE reference = ?", [reference])), None)
    if row is None:
        return None
    return {
        **_entry(db, row),
        "history": list(db.query("SELECT at, what, detail FROM history WHERE reference = ? ORDER BY id", [reference])),
        "decisions": list(
            db.query(
                'SELECT revision, action, "by", note, remark, until, at FROM decisions WHERE reference = ? ORDER BY id',
                [reference],
            )
        ),
        "revisions": list(
            db.query(
                "SELECT revision, message, state, created_at FROM revisions WHERE reference = ? ORDER BY revision", [reference]
            )
        ),
        "form_values": _form_values(db, row),
        "last_mail_at": _last_mail_at(db, row),
        "last_words": _last_words(db, row),
    }


def _last_mail_at(db: Database, row: Document) -> str:
    """Return when the newest of an entry's mails arrived."""
    query = "SELECT max(x.received_at) FROM entry_messages m JOIN messages x ON x.sha256 = m.sha256 WHERE m.reference = ?"
    return str(db.conn.execute(query, [row["reference"]]).fetchone()[0] or row["received_at"])


def _last_words(db: Database, row: Document) -> str:
    """Return what the sender wrote in the entry's newest mail."""
    query = (
        "SELECT x.words FROM entry_messages m JOIN messages x ON x.sha256 = m.sha256 WHERE m.reference = ? "
        "ORDER BY x.received_at DESC, m.revision DESC LIMIT 1"
    )
    found = db.conn.execute(query, [row["reference"]]).fetchone()
    return str(found[0]) if found else ""


def _form_values(db: Database, row: Document) -> dict[str, Document]:
    """Return field -> text, place and confidence, for staff."""
    form = form_from_json(_revision(db, row)["form"])
    values = form.values if form else {}
    return {name: {"text": value.text, "place": value.place, "confidence": value.confidence} for name, value in values.items()}


def _revision(db: Database, row: Document) -> Document:
    query = "SELECT * FROM revisions WHERE reference = ? AND revision = ?"
    return next(iter(db.query(query, [row["reference"], row["revision"]])))


def _entry(db: Database, row: Document) -> Document:
    reference, revision = row["reference"], _revision(db, row)
    form = form_from_json(revision["form"])
    texts = texts_from_json(revision["texts"])
    return {
        "reference": reference,
        "call": row["call"],
        "state": row["state"],
        "revision": row["revision"],
        "submitter": {"name": row["submitter_name"], "email": row["submitter_email"]},
        "form": {name: value.text for name, value in form.values.items()} if form else {},
        "materials": _materials(db, reference),
        "texts": {name: _text(name, found) for name, found in texts.items()},
        "findings": findings(db, reference, row["revision"]),
        "messages": [
            r[0] for r in db.conn.execute("SELECT sha256 FROM entry_messages WHERE reference = ? ORDER BY revision", [reference])
        ],
        "notices": notices(db, reference),
        "received_at": row["received_at"],
        "updated_at": row["updated_at"],
        "until": row["until"] or None,
        "unverified": revision["unverified"],
    }


def _text(name: str, found: FoundText) -> Document:
    facts = measure(name, found)
    return {
        "text": found.text,
        "words": facts.characters,
        "english_words": facts.english_words,
        "han": facts.han,
        "place": found.place,
    }


def _materials(db: Database, reference: str) -> list[Document]:
    query = (
        "SELECT m.role, m.name, m.name_as_sent, m.folder, m.size, m.sha256, m.type, m.problem, m.doubtful, m.reason, m.path, p.facts FROM materials m "
        "LEFT JOIN photos p ON p.sha256 = m.sha256 WHERE m.reference = ? AND m.replaced IS NULL ORDER BY m.ordinal, m.id"
    )
    result = []
    for row in db.query(query, [reference]):
        facts = facts_from_json(row.pop("facts") or "null") if row.get("facts") else row.pop("facts")
        problem = row["problem"] or (facts.problem if facts else "")
        result.append(
            {
                "role": row["role"],
                "filename": row["name"],
                "name_as_sent": row["name_as_sent"],
                "folder": row["folder"],
                "size": row["size"],
                "sha256": row["sha256"],
                "format": (facts.format if facts and facts.format else row["type"].upper()),
                "width": facts.width if facts else None,
                "height": facts.height if facts else None,
                "problem": problem or None,
                "doubtful": bool(row["doubtful"]),
                "reason": row["reason"],
                "path": row["path"],
            }
        )
    return result


def findings(db: Database, reference: str, revision: int) -> list[Document]:
    """Return the findings of one revision, in the rules' order."""
    query = 'SELECT rule, severity, subject, "values" FROM findings WHERE reference = ? AND revision = ? ORDER BY ordinal'
    rows = db.query(query, [reference, revision])
    return [{**row, "values": json.loads(row["values"])} for row in rows]


def notices(db: Database, reference: str) -> list[Document]:
    """Return the letters of one entry, oldest first."""
    query = (
        "SELECT n.id, e.kind, e.revision, n.language, n.recipient, n.state, n.message_id, n.sent_at, n.due_at, n.error, n.code FROM notices n "
        "JOIN notice_entries e ON e.notice = n.id WHERE e.reference = ? ORDER BY n.id"
    )
    return [
        {**{("to" if key == "recipient" else key): value for key, value in row.items()}} for row in db.query(query, [reference])
    ]


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
