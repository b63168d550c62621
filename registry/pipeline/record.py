"""record(): the one transaction in which a mail becomes what is remembered of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlite_utils import Database

from intake.config.models import Identity
from intake.isolate.crash_points import crash_point
from intake.model.addresses import one_spelling
from intake.model.submission import Address, InboundMessage, MessageError
from registry.letters.bursts import spaced
from registry.letters.kinds import KINDS
from registry.letters.outbox import NewLetter, NoticePart, queue, supersede
from registry.pipeline.disputes import mention, tell_others
from registry.store import mails
from registry.store.codes import MailOutcome
from registry.store.history import note
from registry.store.mails import stamp
from registry.store.references import next_reference
from registry.store.revisions import JudgedSubmission, NewRevision, entry_row, known_sender, write_revision
from registry.store.schema import immediate, lazily
from registry.store.unsynced import note_unsynced
from validators.disposition import Disposition


@dataclass(frozen=True, kw_only=True)
class EntryRecord(JudgedSubmission):
    """One author's submission, judged."""

    identity: Identity = field(default_factory=Identity)  # which fields are the author's and the contact's addresses
    prefix: str  # of references, e.g. IF2026
    language: str
    settle: timedelta
    replaces: bool = False  # something that the entry held before is replaced
    twin: bool = False  # the same mail delivered twice: linked to its entry, no revision, no letter
    stands: tuple[int, int] | None = None  # how the entry stood when it was judged; another standing means: judge again
    again: bool = False  # another mail that brings what is there already: the same

    @property
    def known(self) -> bool:
        """Tell whether the mail leaves its entry as it is."""
        return self.twin or self.again


@dataclass(frozen=True, kw_only=True)
class MailRecord:
    """What one mail came to."""

    message: InboundMessage
    outcome: MailOutcome
    reason: str = ""
    entries: tuple[EntryRecord, ...] = ()
    answer: bool = True  # False: recorded, but no letter
    # in the same transaction, with the entries that the mail went to, and whether it brought them anything new
    afterwards: Callable[[Mapping[str, bool]], None] | None = None
    now: datetime = field(kw_only=True)


class Overtaken(MessageError):  # noqa: N818 - a state, not a fault
    """Say that an entry was decided on or forgotten while a mail that adds to it was judged; nothing was recorded."""


def revision_of(db: Database, reference: str) -> tuple[int, int] | None:
    """Return an entry's revision and how often it was decided on, or a decision taken back; None when there is no such entry."""
    moves = "(SELECT count(*) + coalesce(sum(undone <> ''), 0) FROM decisions d WHERE d.reference = e.reference)"
    query = f"SELECT revision, {moves} FROM entries e WHERE reference = ?"
    row = db.conn.execute(query, [reference]).fetchone()
    return (row[0], row[1]) if row else None


def record(db: Database, mail: MailRecord) -> list[str]:
    """Remember a mail's outcome, entries, revisions, materials, findings and due notice, all or nothing.

    Returns the references. Recording a mail that is no longer pending changes nothing. Raises Overtaken. Nothing waits for the
    disk: the mail itself is durable, and no letter passes its final dot before all that was recorded is durable too.
    """
    sha256 = mail.message.spooled.sha256
    with lazily(db), immediate(db):
        outcome = db.conn.execute("SELECT outcome FROM messages WHERE sha256 = ?", [sha256]).fetchone()
        if outcome is None or outcome[0] != MailOutcome.PENDING:
            return []
        if any(entry.stands and revision_of(db, entry.submission.adds_to) != entry.stands for entry in mail.entries):
            raise Overtaken("its entry changes again and again while this mail is judged")
        mails.close(db, mail.message, mail.outcome, mail.reason, mail.now)
        crash_point("record.outcome")
        for entry in mail.entries:
            if entry.known:
                _link(db, mail, entry)
        places = [(*_enter(db, mail, entry), entry) for entry in mail.entries if not entry.known]
        if places:
            note_unsynced(db, sha256)
        crash_point("record.entries")
        if mail.answer and places and mail.message.sender:
            _write(db, mail, mail.message.sender, places)
        crash_point("record.letter")
        if mail.afterwards:
            known = {entry.submission.adds_to: False for entry in mail.entries if entry.known}
            mail.afterwards(known | {reference: True for reference, *_ in places})
    crash_point("record.committed")
    return [reference for reference, *_ in places]


def _write(db: Database, mail: MailRecord, sender: Address, places: Sequence[tuple[str, int, EntryRecord]]) -> None:
    """Queue the one letter about what a mail came to, and letters to others whose materials it replaced."""
    parts = [
        NoticePart(reference=reference, revision=revision, kind=KINDS[entry.disposition]) for reference, revision, entry in places
    ]
    references = [part.reference for part in parts]
    entries = [entry for *_, entry in places]
    settle = max(entry.settle for entry in entries)
    due_at = max(mail.now + max(map(_quiet, entries)), spaced(db, references, sender.email, settle, mail.now))
    sha256 = mail.message.spooled.sha256
    letter = NewLetter(parts=parts, recipient=sender, mail=sha256, language=entries[0].language, due_at=due_at)
    queue(db, letter, mail.now)
    for part, entry in zip(parts, entries, strict=True):
        if entry.replaces:
            tell_others(db, letter, part, mail.now)


def _link(db: Database, mail: MailRecord, entry: EntryRecord) -> None:
    """Note under an entry that one of its mails was delivered once more."""
    reference = entry.submission.adds_to
    revision = db.conn.execute("SELECT revision FROM entries WHERE reference = ?", [reference]).fetchone()[0]
    db.conn.execute("INSERT OR IGNORE INTO entry_messages VALUES (?, ?, ?)", [reference, entry.submission.message, revision])
    said = "is one of its mails, delivered again" if entry.twin else "brings nothing that is not there"
    note(db, reference, mail.now, "twin" if entry.twin else "again", f"mail {entry.submission.message[:12]} {said}")


def _quiet(entry: EntryRecord) -> timedelta:
    """Return how long to wait before writing: an author still sending should not be told what is missing."""
    return entry.settle if entry.disposition is Disposition.INCOMPLETE else timedelta(0)


def _enter(db: Database, mail: MailRecord, entry: EntryRecord) -> tuple[str, int]:
    """Open an entry or add a revision to one; return (reference, revision)."""
    submission = entry.submission
    reference = submission.adds_to or next_reference(db, entry.prefix)
    row = db.conn.execute("SELECT revision FROM entries WHERE reference = ?", [reference]).fetchone()
    revision = row[0] + 1 if row else 1
    values = entry_row(entry, entry.identity, entry.language, revision, mail.now)
    if row:
        supersede(db, reference, mail.now)
        db.table("entries").update(reference, values)
    else:
        opened = {"reference": reference, "call": submission.call, "received_at": stamp(submission.received_at)}
        opener = submission.reply_to if known_sender(submission) else None
        db.table("entries").insert({**opened, "opened_by": one_spelling(opener.email) if opener else "", **values})
    write_revision(db, entry, NewRevision(reference, revision, mail.now))
    what = "revised" if row else "opened"
    note(db, reference, mail.now, what, f"revision {revision} by mail {submission.message[:12]}: {entry.disposition}")
    if not row:
        mention(db, submission, reference, entry.findings, mail.now)
    return reference, revision
