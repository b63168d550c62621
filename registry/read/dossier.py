"""An entry as the mail that adds to it needs to know it: what it holds, what is faulty in it, what it was asked for."""

from __future__ import annotations

from sqlite_utils import Database

from intake.model.submission import Dossier, Submission
from registry.read.entries import read_entry
from registry.read.entry import Entry
from registry.store.codes import Action
from validators.finding import Severity
from validators.rules import RULES

ASKED = (Severity.ERROR, Severity.WARNING)  # what letters tell their readers
# mended by sending a file anew; of a document, what its text lacks as well
ANEW = frozenset(rule.name for rule in RULES if getattr(rule, "asks_for", "") in {"file", "text"})
WHOLE = frozenset(rule.name for rule in RULES if getattr(rule, "asks_for", "") == "slot")  # by sending what the slot asks for


def dossier(db: Database, reference: str) -> Dossier | None:
    """Return what an entry holds now; None when there is no such entry."""
    entry = read_entry(db, reference)
    return dossier_of(entry) if entry else None


def dossier_of(entry: Entry) -> Dossier:
    """Return what an entry holds, faulty and lacking as its last letter told."""
    materials = tuple(item.material for item in entry.files)
    faulty = _faulty(entry)
    return Dossier(
        reference=entry.reference,
        call=entry.call,
        author=entry.author,
        opened_by=entry.opened_by,
        forms=entry.forms,
        texts={name: text.found for name, text in entry.texts.items()},
        materials=materials,
        links=entry.links,
        phrase_seen=entry.phrase_seen,
        messages=tuple(mail.sha256 for mail in entry.mails),
        faulty=faulty,
        wanting=_wanting(entry),
        lacking=_lacking(entry) | {item.role for item in materials if item.sha256 in faulty},
        unverified=entry.unverified,
        claims=entry.claims,
        automatic=entry.automatic,
        unclaimed=entry.unclaimed,
        named=entry.names,
        typed=entry.typed,
        fields=entry.fields,
        unit_key=entry.unit_key,
        rows=entry.held_rows.by_slot,
        bad_rows=entry.held_rows.bad,
        file_arrivals={item.sha256: item.received_at for item in entry.files if item.received_at},
        row_arrivals=entry.held_rows.arrivals,
    )


def _faulty(entry: Entry) -> frozenset[str]:
    """Return the sha256 of the files that had better be sent anew."""
    named = {(item.slot, item.subject) for item in entry.said(Severity.ERROR, Severity.HOLD) if item.rule in ANEW}
    return frozenset(item.sha256 for item in entry.files if (item.role, item.name) in named)


def _wanting(entry: Entry) -> frozenset[str]:
    """Return what was asked for in words: the subjects of what its letter told, among them form fields and texts.

    Where staff asked, what held the entry is in question too.
    """
    asked = entry.decided is not None and entry.decided.action == Action.ASK
    told = entry.said(*ASKED, *([Severity.HOLD] if asked else []))
    groups = (item.values.get("fields") for item in told)
    fields = [field for group in groups if isinstance(group, list) for field in group if isinstance(field, str)]
    return frozenset([*(item.subject for item in told if item.subject), *fields])


def _lacking(entry: Entry) -> frozenset[str]:
    """Return the slots of which it has too little."""
    found = [(item.slot, item.values) for item in entry.findings if item.rule in WHOLE]
    return frozenset(slot for slot, values in found if _number(values.get("count"), 0) < _number(values.get("minimum"), 1))


def _number(value: object, otherwise: int) -> float:
    return value if isinstance(value, int | float) else otherwise


def brings_wanted(held: Dossier, submission: Submission, doubtful: frozenset[str] = frozenset()) -> bool:
    """Tell whether a mail brings something that an entry's last letter asked for; `doubtful`: slots its unsure files may go to."""
    brought = {item.role for item in submission.materials} | doubtful
    return bool(held.lacking & brought) or bool(held.wanting & {*submission.texts, *submission.typed})
