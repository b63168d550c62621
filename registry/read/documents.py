"""The JSON of `messages`, `entries` and `show`, in contract.md's words: mails, and views of an Entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from intake.config.models import Call, SlotKind
from intake.links.asked import links_in
from intake.model.submission import CloudLink, RegistrationForm
from registry.read.entries import read_entries, read_entry, references
from registry.read.entry import Entry, EntryDecision, EntryFile, EntryLetter, EntryText
from registry.read.standings import SlotStanding, standings
from registry.store.mails import stamp
from validators.finding import Finding

Document = dict[str, Any]


def messages(db: Database) -> list[Document]:
    """Return every mail ever seen, oldest arrival first."""
    return list(each_message(db))


def each_message(db: Database) -> Iterator[Document]:
    """Yield what messages() returns, one by one."""
    references: dict[str, list[str]] = {}
    for sha256, reference in db.conn.execute("SELECT sha256, reference FROM entry_messages ORDER BY reference").fetchall():
        references.setdefault(sha256, []).append(reference)
    names = (
        "sha256, mailbox, folder, uidvalidity, uid, message_id, sender, subject, size, received_at, fetched_at, outcome, reason"
    )
    query = f"SELECT {names} FROM messages ORDER BY received_at, uid, fetched_at, rowid"
    for row in db.query(query):
        yield {**row, "references": references.get(row["sha256"], [])}


def entries(
    db: Database, call: str | None = None, state: str | None = None, *, calls: Mapping[str, Call] | None = None
) -> list[Document]:
    """Return the entries of a call and in a state, by reference; `calls`: as configured, so that their slots can be told."""
    return list(each_entry(db, call, state, calls=calls))


def each_entry(
    db: Database, call: str | None = None, state: str | None = None, *, calls: Mapping[str, Call] | None = None
) -> Iterator[Document]:
    """Yield what entries() returns, one by one."""
    for found in read_entries(db, sorted(references(db, call, state))):
        yield summary(found, (calls or {}).get(found.call))


def entry(db: Database, reference: str, *, calls: Mapping[str, Call] | None = None) -> Document | None:
    """Return one entry whole, its history, decisions and revisions with it; None when there is none."""
    found = read_entry(db, reference)
    return whole(found, (calls or {}).get(found.call)) if found else None


def summary(entry: Entry, call: Call | None = None) -> Document:
    """Return an entry as `entries` lists it."""
    pages = [name for name in (call.of_kind(SlotKind.LINK) if call else ()) if name in entry.texts]
    return {
        "reference": entry.reference,
        "call": entry.call,
        "state": str(entry.state),
        "revision": entry.revision,
        "submitter": {"name": entry.author_name, "email": entry.author_email},
        "form": _values(entry.form),
        "fields": {name: text for name, text in entry.told_fields.items() if text},
        "forms": {slot: _values(form) for slot, form in entry.forms.items()},
        "slots": [_standing(item) for item in standings(entry, call)] if call else [],
        "materials": [_material(item) for item in entry.files],
        "texts": {name: _text(text) for name, text in entry.texts.items() if name not in pages},
        "links": [*(link for name in pages for link in _links(name, entry.texts[name])), *map(_cloud_link, entry.links)],
        "findings": [_finding(item) for item in entry.findings],
        "messages": [mail.sha256 for mail in entry.mails],
        "notices": [_notice(item) for item in entry.letters],
        "received_at": stamp(entry.received_at),
        "updated_at": stamp(entry.updated_at),
        "until": _stamp(entry.until),
        "unverified": entry.unverified,
        "rows": asdict(entry.rows),
        "joined": entry.joined or None,
        "holds": list(entry.holds),
        "award": entry.award or None,
        "shortlisted": entry.shortlisted,
        "scores": {"judges": entry.standing.judges, "mean": entry.standing.mean, "votes": entry.votes},
    }


def whole(entry: Entry, call: Call | None = None) -> Document:
    """Return an entry as `show` tells it."""
    values = entry.form.values if entry.form else {}
    return {
        **summary(entry, call),
        "history": [{"at": stamp(line.at), "what": line.what, "detail": line.detail} for line in entry.history],
        "decisions": [_decision(item) for item in entry.decisions],
        "revisions": [
            {
                "revision": item.revision,
                "message": item.message,
                "by": item.by,
                "state": str(item.state),
                "created_at": stamp(item.created_at),
            }
            for item in entry.revisions
        ],
        "form_values": {
            name: {"text": value.text, "place": value.place, "confidence": value.confidence} for name, value in values.items()
        },
        "last_mail_at": stamp(entry.last_mail_at),
        "last_words": entry.last_mail.words if entry.last_mail else "",
    }


def _stamp(moment: datetime | None) -> str | None:
    return stamp(moment) if moment else None


def _values(form: RegistrationForm | None) -> dict[str, str]:
    return {name: value.shown for name, value in form.values.items()} if form else {}


def _text(text: EntryText) -> Document:
    return {
        "text": text.found.text,
        "words": text.facts.characters,
        "characters": text.facts.characters,
        "english_words": text.facts.english_words,
        "han": text.facts.han,
        "place": text.found.place,
    }


def _links(slot: str, text: EntryText) -> list[Document]:
    """Return the addresses that a slot holds, in the order they came."""
    return [
        {"slot": slot, "url": link.url, "host": link.host, "standing": str(link.standing)} for link in links_in(text.found.text)
    ]


def _cloud_link(link: CloudLink) -> Document:
    """Return an address that stands where a file should be: it is in no slot."""
    return {
        "slot": "",
        "url": link.url,
        "provider": link.provider,
        "name": link.name,
        "size": link.size,
        "expires_at": _stamp(link.expires_at),
    }


def _standing(item: SlotStanding) -> Document:
    kinds = [str(kind) for kind in item.kind]
    return {
        "slot": item.slot,
        "kind": kinds[0] if len(kinds) == 1 else kinds,
        "state": str(item.state),
        "have": item.have,
        "least": item.count.least,
        "most": item.count.most,
        "closes": item.closes.isoformat(),
    }


def _material(item: EntryFile) -> Document:
    seen = item.facts or item.film
    return {
        "role": item.role,
        "filename": item.name,
        "name_as_sent": item.name_as_sent,
        "folder": item.folder,
        "size": item.size,
        "sha256": item.sha256,
        "format": item.format,
        "width": seen.width if seen else None,
        "height": seen.height if seen else None,
        "duration": round(item.film.seconds, 3) if item.film and item.film.seconds else None,
        "problem": item.fault or None,
        "doubtful": item.doubtful,
        "reason": item.reason,
        "received_at": _stamp(item.received_at),
        "path": str(item.path),
    }


def _finding(item: Finding) -> Document:
    return {"rule": item.rule, "slot": item.slot, "severity": str(item.severity), "subject": item.subject, "values": item.values}


def _notice(item: EntryLetter) -> Document:
    return {
        "id": item.number,
        "kind": str(item.kind),
        "name": item.name,
        "revision": item.revision,
        "language": item.language,
        "to": item.recipient,
        "state": str(item.state),
        "message_id": item.message_id,
        "sent_at": _stamp(item.sent_at),
        "due_at": stamp(item.due_at),
        "error": item.error,
        "code": item.code,
    }


def _decision(item: EntryDecision) -> Document:
    return {
        "revision": item.revision,
        "action": str(item.action),
        "by": item.by,
        "note": item.note,
        "remark": item.remark,
        "until": stamp(item.until) if item.until else "",
        "undone": _stamp(item.undone),
        "at": stamp(item.at),
    }
