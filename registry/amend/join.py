"""Two entries that are one author's or unit's become one: mails and materials go to the other, an empty number stays that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from intake.assemble.merge import add_to
from intake.model.sender_doubt import SenderDoubt
from intake.model.submission import Submission
from registry.amend.revise import Hand, Revised, judge_by_hand, revise_within
from registry.decide.review import Refusal, ReviewError
from registry.desk.desk import Desk
from registry.letters.outbox import supersede
from registry.read.dossier import dossier_of
from registry.read.entries import read_entry
from registry.read.entry import Entry
from registry.read.stored_case import submission_of
from registry.store.history import note
from registry.store.journal import tell
from registry.store.mails import stamp
from registry.store.revisions import JudgedSubmission, NewRevision, write_revision
from validators.disposition import Disposition

DEED = "join"  # in the journal
NAMING = frozenset(
    {SenderDoubt.STRANGER, SenderDoubt.BOTH, SenderDoubt.SEVERAL, SenderDoubt.LATE}
)  # doubts about which entry is meant


@dataclass(frozen=True, kw_only=True)
class Joining:
    """Two entries that are to be one, and the other as it would be, judged."""

    entry: Entry
    other: Entry
    judged: JudgedSubmission


def join(desk: Desk, reference: str, into: str, hand: Hand) -> Revised:
    """Join an entry to another, tell the journal, and return what the other is now; raises ReviewError, then nothing was changed."""
    planned = plan_join(desk, reference, into)
    with desk.journal.transaction(desk.db):
        return join_within(desk, planned, hand)


def plan_join(desk: Desk, reference: str, into: str) -> Joining:
    """Return what two entries would be as one; changes nothing. Raises ReviewError."""
    entry, other = _both(desk, reference, into)
    judged = judge_by_hand(desk, other, together(desk, entry, other), entry)
    return Joining(entry=entry, other=other, judged=judged)


def join_within(desk: Desk, planned: Joining, hand: Hand) -> Revised:
    """Join what was planned, and tell the journal, as part of the caller's transaction; raises ReviewError where one of the two changed meanwhile."""
    entry, other = _both(desk, planned.entry.reference, planned.other.reference)
    if (entry.revision, other.revision) != (planned.entry.revision, planned.other.revision):
        raise ReviewError("One of the two was changed at this moment; nothing was done. Look again, then join.")
    tell(desk.db, DEED, **_deed(entry.reference, other.reference, hand))
    return _join_within(desk, entry, other, planned.judged, hand)


def _deed(reference: str, into: str, hand: Hand) -> dict[str, object]:
    """Return what the journal tells of it."""
    return {"reference": reference, "into": into, "by": hand.by, "why": hand.why, "note": hand.note, "at": stamp(hand.at)}


def _both(desk: Desk, reference: str, into: str) -> tuple[Entry, Entry]:
    """Return both entries; raises ReviewError where they cannot be one."""
    if reference == into:
        raise ReviewError(
            f"{reference} cannot be joined to itself; say --into with the reference of the other entry.", Refusal.INTO
        )
    entry, other = (_known(desk, name) for name in (reference, into))
    if entry.call != other.call:
        raise ReviewError(
            f"{reference} is an entry of {entry.call}, {into} of {other.call}; only entries of one call can be joined."
        )
    return entry, other


def _known(desk: Desk, reference: str) -> Entry:
    entry = read_entry(desk.db, reference)
    if entry is None:
        raise ReviewError(f"There is no entry {reference}. `entries` lists them.", Refusal.ENTRY)
    if entry.joined:
        raise ReviewError(f"{reference} was joined to {entry.joined}; decide there.", Refusal.JOINED, into=entry.joined)
    return entry


def together(desk: Desk, entry: Entry, other: Entry) -> Submission:
    """Return what both hold as the whole of `other`: the one that was written to last adds to, or replaces in, the earlier one.

    It counts as having arrived when `other` did: staff say that the two are one. A doubt whose entry was meant is answered.
    """
    earlier, later = sorted((entry, other), key=lambda item: (item.last_mail_at, item.reference))
    held = dossier_of(earlier)
    whole = add_to(held, replace(submission_of(later), unclaimed=()), desk.config.calls[other.call])
    standing = submission_of(other)
    named = {entry.reference, other.reference}
    doubts = [item for item in (other, entry) if item.unverified and not _answered(item, named)]
    doubt = next(iter(doubts), None)
    return replace(
        whole,
        message=standing.message,
        received_at=standing.received_at,
        author=other.author or entry.author,
        reply_to=whole.reply_to or other.reply_to or entry.reply_to,
        adds_to=other.reference,
        unverified=doubt.unverified if doubt else "",
        claims=" ".join(name for name in (doubt.claims.split() if doubt else ()) if name not in named),
        automatic=other.automatic and entry.automatic,
        unclaimed=(*other.unclaimed, *entry.unclaimed),
    )


def _answered(entry: Entry, named: set[str]) -> bool:
    """Tell whether a doubt was only about which of the two is meant."""
    return entry.unverified in NAMING and set(entry.claims.split()) <= named


def _join_within(desk: Desk, entry: Entry, other: Entry, judged: JudgedSubmission, hand: Hand) -> Revised:
    """Write both entries; part of the caller's transaction."""
    db = desk.db
    revised = revise_within(desk, other, judged, replace(hand, tell=True), f"{entry.reference} joined to it")
    mails = [(other.reference, mail.sha256, revised.revision) for mail in entry.mails]
    db.conn.executemany("INSERT OR IGNORE INTO entry_messages VALUES (?, ?, ?)", mails)
    db.conn.execute("UPDATE entries SET joined = ? WHERE joined = ?", [other.reference, entry.reference])
    until = max((item.until for item in (entry, other) if item.until), default=None)
    if until:
        db.table("entries").update(other.reference, {"until": stamp(until)})
    _empty(desk, entry, other.reference, hand)
    for name in _replaced(entry, other, judged):
        note(db, other.reference, hand.at, "replaced", f"{name}: the other entry has a newer file of the same name")
    return revised


def _empty(desk: Desk, entry: Entry, into: str, hand: Hand) -> None:
    """Leave an entry as an empty number: what it held is its earlier revisions' alone."""
    db, reference, revision = desk.db, entry.reference, entry.revision + 1
    supersede(db, reference, hand.at)
    empty = Submission(
        call=entry.call,
        message="",
        received_at=entry.received_at,
        author=entry.author,
        reply_to=None,
        forms=dict.fromkeys(entry.forms),
        texts={},
        materials=(),
        phrase_seen=entry.phrase_seen,
    )
    judged = JudgedSubmission(submission=empty, disposition=Disposition.JOINED, findings=(), photos={}, texts={})
    write_revision(db, judged, NewRevision(reference, revision, hand.at, hand.by))
    db.conn.execute("DELETE FROM entry_messages WHERE reference = ?", [reference])
    row = {"state": str(Disposition.JOINED), "revision": revision, "joined": into, "updated_at": stamp(hand.at)}
    db.table("entries").update(reference, row)
    words = f" ({hand.why})" if hand.why else ""
    note(db, reference, hand.at, "joined", f"to {into}, by {hand.by}{words}")


def _replaced(entry: Entry, other: Entry, judged: JudgedSubmission) -> Sequence[str]:
    """Return the names of the files that the joined entry shows no more."""
    kept = {item.sha256 for item in judged.submission.materials}
    return [item.name for item in (*entry.files, *other.files) if item.sha256 not in kept]
