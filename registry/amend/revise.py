"""A revision that a person makes: what the entry holds is changed by hand, judged again, written with who and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from intake.model.sender_doubt import SenderDoubt
from intake.model.submission import Submission
from registry.amend.measure_again import facts_for
from registry.desk.desk import Desk
from registry.letters.kinds import KINDS
from registry.letters.outbox import NewLetter, NoticePart, queue, supersede, waiting
from registry.read.entry import Entry
from registry.read.judge_again import judge_stored
from registry.read.overrides import in_hand
from registry.read.stored_case import StoredCase
from registry.read.timing import timing_with
from registry.store.codes import Action
from registry.store.history import note
from registry.store.revisions import JudgedSubmission, NewRevision, entry_row, write_revision
from validators.disposition import Disposition
from validators.finding import Finding, Severity

STANDS = {  # decisions that a change by hand leaves as they are; what was released or accepted is judged again
    Action.REJECT: Disposition.REJECTED,
    Action.HOLD: Disposition.HELD,
    Action.ASK: Disposition.INCOMPLETE,
}
NOBODYS = frozenset({SenderDoubt.FORGED, SenderDoubt.NO_SENDER})  # whose author is not known: nobody is written to


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Who changes an entry, when, why in words of our own, what the letter says of it, and how long it waits for second thoughts."""

    by: str
    at: datetime
    why: str = ""
    note: str = ""  # for the author: it stands in the letter
    undo: timedelta = timedelta(0)
    tell: bool | None = None  # the author hears of it in any case, or in none; None: where it is news


@dataclass(frozen=True, kw_only=True)
class Revised:
    """What became of an entry that was changed by hand."""

    reference: str
    revision: int
    before: Disposition
    state: Disposition
    letter: bool  # one is due
    findings: tuple[Finding, ...]


def judge_by_hand(desk: Desk, entry: Entry, changed: Submission, *givers: Entry) -> JudgedSubmission:
    """Judge an entry as it is changed, measuring what was never measured; changes nothing. Decisions that stand keep its state.

    `givers`: entries that what is added comes from; it keeps the time at which it came there.
    """
    texts = {name: text.facts for name, text in entry.texts.items() if changed.texts.get(name) == text.found}
    stored = StoredCase(submission=changed, facts=facts_for(desk, changed, texts), timing=timing_with(entry, changed, *givers))
    judged = judge_stored(desk, stored)
    last = entry.ruling
    stands = STANDS.get(last.action) if last else Disposition.HELD if in_hand(entry) else None
    return replace(judged, disposition=stands) if stands else judged


def revise_within(desk: Desk, entry: Entry, judged: JudgedSubmission, hand: Hand, did: str) -> Revised:
    """Write the revision, its history and the letter it calls for, as part of the caller's transaction.

    `did`: what was changed.
    """
    db, reference, revision = desk.db, entry.reference, entry.revision + 1
    call = desk.config.calls[entry.call]
    waited = bool(waiting(db, reference))
    supersede(db, reference, hand.at)
    db.table("entries").update(reference, entry_row(judged, call.identity, entry.language, revision, hand.at))
    write_revision(db, judged, NewRevision(reference, revision, hand.at, hand.by))
    words = f" ({hand.why})" if hand.why else ""
    note(db, reference, hand.at, "amended", f"revision {revision} by {hand.by}: {did}: {judged.disposition}{words}")
    news = waited or _is_news(entry, judged) if hand.tell is None else hand.tell
    due = news and _write(desk, entry, judged, hand)
    return Revised(
        reference=reference,
        revision=revision,
        before=entry.state,
        state=judged.disposition,
        letter=due,
        findings=judged.findings,
    )


def _is_news(entry: Entry, judged: JudgedSubmission) -> bool:
    """Tell whether the author must hear of it: another state, or something is asked for that was not."""
    return entry.state is not judged.disposition or not _asked(judged.findings) <= _asked(entry.findings)


def _asked(findings: tuple[Finding, ...]) -> set[tuple[str, str, str]]:
    return {(item.rule, item.slot, item.subject) for item in findings if item.severity is Severity.ERROR}


def _write(desk: Desk, entry: Entry, judged: JudgedSubmission, hand: Hand) -> bool:
    """Queue the fitting letter to whom the entry's letters go; one that nobody may be written about gets none."""
    submission = judged.submission
    if not submission.reply_to or submission.unverified in NOBODYS or submission.automatic:
        return False
    part = NoticePart(reference=entry.reference, revision=entry.revision + 1, kind=KINDS[judged.disposition])
    letter = NewLetter(
        parts=[part],
        recipient=submission.reply_to,
        mail=submission.message,
        language=entry.language,
        due_at=hand.at + hand.undo,
        note=hand.note,
    )
    return queue(desk.db, letter, hand.at)
