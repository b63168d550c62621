"""What a mail does to entries besides its own: an entry of the same author is held too, and who wrote to one is told of a change."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from intake.model.addresses import one_spelling
from intake.model.submission import Address, Dossier, SenderDoubt, Submission
from registry.letters import outbox
from registry.letters.kinds import KINDS
from registry.store.codec import dump
from registry.store.history import note
from registry.store.mails import stamp
from validators.disposition import Disposition
from validators.finding import Finding

CLAIMED = "a mail from another address names this entry; see {}"
DISPUTED = "an entry in the same author's name was opened by another address; see {}"
TOO_LATE = "a mail of its sender came after the end, held as {}: join it to this entry, or refuse it"
TOLD: dict[str, tuple[str, str]] = {SenderDoubt.BOTH: ("disputed", DISPUTED), SenderDoubt.LATE: ("late", TOO_LATE)}
STANDING = ("accepted", "incomplete")  # states that a doubt turns into a hold


def replaces(before: Dossier, after: Submission) -> bool:
    """Tell whether a mail took something away that an entry held, or wrote over it; what it only adds is no replacement."""
    files = {item.sha256 for item in after.materials}
    texts = {name: found.text for name, found in after.texts.items()}
    values = [
        (slot, name, value.text)
        for slot, form in before.forms.items()
        for name, value in (form.values.items() if form else ())
        if value.text.strip()
    ]
    return (
        any(item.sha256 not in files for item in before.materials)
        or any(texts.get(name) != found.text for name, found in before.texts.items())
        or any((form := after.forms.get(slot)) is None or form.text(name) != text for slot, name, text in values)
    )


def mention(db: Database, submission: Submission, reference: str, findings: tuple[Finding, ...], now: datetime) -> None:
    """Note a new entry's claim at the entries it names, and hold those where two addresses wrote in one author's name.

    Part of the caller's transaction.
    """
    both = submission.unverified == SenderDoubt.BOTH
    for claimed in submission.claims.split():
        if not db.table("entries").count_where("reference = ?", [claimed]):
            continue  # forgotten since
        what, words = TOLD.get(submission.unverified, ("claimed", CLAIMED))
        note(db, claimed, now, what, words.format(reference))
        doubt = next((item for item in findings if item.values.get("reason") == SenderDoubt.BOTH), None)
        if both and doubt:
            hold(db, claimed, replace(doubt, values={**doubt.values, "claims": reference}), now)


def hold(db: Database, reference: str, doubt: Finding, now: datetime) -> None:
    """Hold an entry at its present revision by a finding about its sender; its letter not yet sent becomes a receipt."""
    entry = next(iter(db.query("SELECT state, revision, language FROM entries WHERE reference = ?", [reference])))
    revision = entry["revision"]
    query = "SELECT unverified, claims FROM revisions WHERE reference = ? AND revision = ?"
    unverified, claims = db.conn.execute(query, [reference, revision]).fetchone()
    named = " ".join(dict.fromkeys([*claims.split(), *str(doubt.values["claims"]).split()]))
    reason = unverified or str(doubt.values["reason"])
    key = [reference, revision]
    db.conn.execute("UPDATE revisions SET unverified = ?, claims = ? WHERE reference = ? AND revision = ?", [reason, named, *key])
    db.conn.execute("DELETE FROM findings WHERE reference = ? AND revision = ? AND rule = ?", [*key, doubt.rule])
    last = db.conn.execute("SELECT coalesce(max(ordinal), 0) FROM findings WHERE reference = ? AND revision = ?", key).fetchone()[
        0
    ]
    values = dump({**doubt.values, "reason": reason, "claims": named})
    db.conn.execute(
        'INSERT INTO findings (reference, revision, ordinal, rule, severity, subject, "values", slot) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        [*key, last + 1, doubt.rule, str(doubt.severity), doubt.subject, values, doubt.slot],
    )
    if entry["state"] in STANDING:
        db.table("entries").update(reference, {"state": str(Disposition.HELD), "updated_at": stamp(now)})
        _receipt_instead(db, reference, entry, now)


def _receipt_instead(db: Database, reference: str, entry: dict[str, Any], now: datetime) -> None:
    """Let what was to be sent say that a person looks at it; an entry whose letter has left is not written to again."""
    query = (
        "SELECT n.recipient_name, n.recipient, n.mail FROM notices n JOIN notice_entries e ON e.notice = n.id "
        "WHERE e.reference = ? AND n.state IN ('queued', 'deferred') ORDER BY n.id LIMIT 1"
    )
    waiting = db.conn.execute(query, [reference]).fetchone()
    if waiting is None:
        return
    name, email, mail = waiting
    outbox.supersede(db, reference, now)
    part = outbox.NoticePart(reference=reference, revision=entry["revision"], kind=KINDS[Disposition.HELD])
    to = Address(name=name or "", email=email)
    letter = outbox.NewLetter(parts=[part], recipient=to, mail=mail, language=entry["language"], due_at=now)
    outbox.queue(db, letter, now)


def tell_others(db: Database, letter: outbox.NewLetter, part: outbox.NoticePart, now: datetime) -> None:
    """Write to every other address that wrote to an entry, the one that opened it first: something was replaced there.

    `letter`: to who replaced it; `part`: what of it is about this entry. Part of the caller's transaction.
    """
    query = (
        "SELECT reply_to_name, reply_to_email, max(revision), message FROM revisions WHERE reference = ? AND reply_to_email <> '' "
        "GROUP BY reply_to_email ORDER BY min(revision)"
    )
    wrote = {one_spelling(row[1]): row for row in reversed(db.conn.execute(query, [part.reference]).fetchall())}
    wrote.pop(one_spelling(letter.recipient.email), None)
    for place, (name, email, _, mail) in enumerate(reversed(wrote.values()), 1):
        to = Address(name=name or "", email=email)
        outbox.queue(db, replace(letter, parts=[part], recipient=to, mail=mail, copy=place), now)
