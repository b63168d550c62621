"""Entries read from the registry: a few statements for many at once, so that memory and time stay flat however many there are."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from intake.config.models import SlotKind
from intake.kinds.table import BROKEN, KINDS, ending
from intake.model.submission import Address
from registry.read.entry import (
    Entry,
    EntryDecision,
    EntryFile,
    EntryLetter,
    EntryMail,
    EntryRevision,
    EntryText,
    HistoryLine,
    Returned,
)
from registry.read.entry_queries import DECISIONS, ENTRIES, FILES, FINDINGS, HISTORY, HOLDS, LETTERS, MAILS, REVISIONS
from registry.read.overrides import GOING, lifted_on
from registry.read.rows import said_openly
from registry.store.codec import (
    facts_from_json,
    form_from_json,
    forms_from_json,
    lines_from_json,
    links_from_json,
    material_from_row,
    measured_from_json,
    named_from_json,
    names_from_json,
    texts_from_json,
    unpacked,
)
from registry.store.codes import Action, LetterKind, LetterState
from registry.store.former_rules import FORM
from registry.store.rows import HeldRows, RowCounts, row_counts
from registry.store.selection import selected
from validators.disposition import Disposition
from validators.facts_video import VideoFacts
from validators.finding import Finding, Severity
from validators.probes.text_counts import measure

StoredRow = Mapping[str, Any]
AT_ONCE = 500  # entries read together


@contextmanager
def snapshot(db: Database) -> Iterator[None]:
    """Read everything inside as it stands at one moment, while the service may go on writing."""
    db.conn.execute("BEGIN")
    try:
        yield
    finally:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")


def references(db: Database, call: str | None = None, state: str | None = None) -> list[str]:
    """Return the references of a call and in a state, in the order of their numbers."""
    wanted = {name: value for name, value in (("call", call), ("state", state)) if value is not None}
    where = " AND ".join(f"{name} = ?" for name in wanted) or "1"
    query = f"SELECT reference FROM entries WHERE {where} ORDER BY length(reference), reference"
    return [row[0] for row in db.conn.execute(query, list(wanted.values())).fetchall()]


def read_entry(db: Database, reference: str) -> Entry | None:
    """Return one entry whole, None when there is none."""
    return next(read_entries(db, [reference]), None)


def read_entries(db: Database, names: Sequence[str]) -> Iterator[Entry]:
    """Yield entries whole in the order of these references; one that is not there is passed over."""
    for first in range(0, len(names), AT_ONCE):
        yield from _batch(db, names[first : first + AT_ONCE])


def _batch(db: Database, names: Sequence[str]) -> Iterator[Entry]:
    marks = ", ".join("?" * len(names))

    def grouped(query: str) -> defaultdict[str, list[StoredRow]]:
        return _grouped(db.query(query.format(marks), names))

    rows, files, findings, mails = grouped(ENTRIES), grouped(FILES), grouped(FINDINGS), grouped(MAILS)
    letters, decisions, revisions, history = grouped(LETTERS), grouped(DECISIONS), grouped(REVISIONS), grouped(HISTORY)
    holds, chosen, counts = grouped(HOLDS), selected(db, names), row_counts(db, names)
    for name in names:
        for row in rows[name]:
            yield Entry(
                **_standing(row),
                **chosen.get(name, {}),
                files=tuple(map(_file, files[name])),
                findings=_standing_findings(row, map(_finding, findings[name]), map(_decision, decisions[name])),
                mails=tuple(map(_mail, mails[name])),
                letters=tuple(map(_letter, letters[name])),
                decisions=tuple(map(_decision, decisions[name])),
                revisions=tuple(map(_revision, revisions[name])),
                history=tuple(map(_line, history[name])),
                holds=tuple(row["other"] for row in holds[name]),
                rows=counts.get(name, RowCounts()),
                held_rows=HeldRows(db, name),
            )


def _grouped(rows: Iterable[StoredRow]) -> defaultdict[str, list[StoredRow]]:
    found: defaultdict[str, list[StoredRow]] = defaultdict(list)
    for row in rows:
        found[row["reference"]].append(row)
    return found


def _standing(row: StoredRow) -> dict[str, Any]:
    """Return what an entry and its newest revision say themselves."""
    names = (
        "reference",
        "call",
        "revision",
        "language",
        "opened_by",
        "message",
        "unverified",
        "claims",
        "automatic",
        "joined",
        "unit_key",
    )
    texts = texts_from_json(row["texts"])
    return {
        **{name: row[name] for name in names},
        "state": Disposition(row["state"]),
        "author": _address(row["submitter_name"], row["submitter_email"]),
        "received_at": _moment(row["received_at"]),
        "updated_at": _moment(row["updated_at"]),
        **{name: _moment(row[name]) if row[name] else None for name in ("until", "accepted_at", "judged_at")},
        "arrived": {slot: _moment(at) for slot, at in unpacked(row["arrived"]).items()},
        "reply_to": _address(row["reply_to_name"], row["reply_to_email"]),
        "forms": forms_from_json(row["forms"]) if row["forms"] else {FORM: form_from_json(row["form"])},
        "texts": {name: EntryText(found=found, facts=facts or measure(name, found)) for name, (found, facts) in texts.items()},
        "links": links_from_json(row["links"]),
        "phrase_seen": bool(row["phrase_seen"]),
        "unclaimed": names_from_json(row["unclaimed"]),
        "names": named_from_json(row["named"]),
        "typed": lines_from_json(row["typed"]),
        "fields": unpacked(row["fields"]) if row["fields"] else {},
    }


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _address(name: str, email: str) -> Address | None:
    return Address(name=name or "", email=email) if email else None


def _file(row: StoredRow) -> EntryFile:
    """Return a file; facts are kept by its bytes, and those that say nothing (no bytes at all) may be another's by their name."""
    item = material_from_row(row)
    photo, film = (
        item.type not in BROKEN or ending(item.name) in {"", *KINDS[kind].endings} for kind in (SlotKind.PHOTO, SlotKind.VIDEO)
    )
    return EntryFile(
        **vars(item),
        facts=facts_from_json(row["facts"]) if photo and row["facts"] else None,
        film=measured_from_json(VideoFacts, row["film"]) if film and row["film"] else None,
        received_at=_moment(row["received_at"]) if row["received_at"] else None,
    )


def _finding(row: StoredRow) -> Finding:
    return Finding(
        rule=row["rule"],
        severity=Severity(row["severity"]),
        subject=row["subject"],
        values=json.loads(row["values"]),
        slot=row["slot"],
    )


def _standing_findings(row: StoredRow, findings: Iterable[Finding], decisions: Iterable[EntryDecision]) -> tuple[Finding, ...]:
    """Return the findings of a revision without those that are gone by a decision made on it."""
    lifted = lifted_on(decisions, row["revision"])
    return tuple(item for item in findings if not (item.rule in GOING and item.severity in lifted))


def _mail(row: StoredRow) -> EntryMail:
    words = said_openly(row["words"]) if row["secret"] else row["words"]
    return EntryMail(sha256=row["sha256"], revision=row["revision"], received_at=_moment(row["received_at"]), words=words)


def _letter(row: StoredRow) -> EntryLetter:
    names = ("revision", "language", "recipient", "message_id", "code", "error", "note", "name")
    returned = Returned.DELAYED if row["delayed"] else Returned.BOUNCED if row["proved"] else Returned.PERHAPS
    return EntryLetter(
        **{name: row[name] for name in names},
        number=row["id"],
        kind=LetterKind(row["kind"]),
        state=LetterState(row["state"]),
        created_at=_moment(row["created_at"]),
        due_at=_moment(row["due_at"]),
        sent_at=_moment(row["sent_at"]) if row["sent_at"] else None,
        returned=returned if row["delayed"] is not None else None,
        status=row["status"] or "",
    )


def _decision(row: StoredRow) -> EntryDecision:
    names = ("revision", "by", "note", "remark")
    return EntryDecision(
        **{name: row[name] for name in names},
        action=Action(row["action"]),
        until=_moment(row["until"]) if row["until"] else None,
        undone=_moment(row["undone"]) if row["undone"] else None,
        at=_moment(row["at"]),
    )


def _revision(row: StoredRow) -> EntryRevision:
    state, created_at = Disposition(row["state"]), _moment(row["created_at"])
    return EntryRevision(revision=row["revision"], message=row["message"], state=state, created_at=created_at, by=row["by"])


def _line(row: StoredRow) -> HistoryLine:
    return HistoryLine(at=_moment(row["at"]), what=row["what"], detail=row["detail"])
