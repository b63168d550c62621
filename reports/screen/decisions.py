"""A staff decision on the command line: recorded, and told in one line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from intake.config.models import Call
from registry.amend.amend import amend
from registry.amend.changes import Changes
from registry.amend.join import join
from registry.amend.revise import Hand
from registry.decide.review import Decision, ReviewError, missing, preview_decision, review_within
from registry.desk.desk import Desk
from registry.letters.resend import send_again_within
from registry.read.entries import read_entry
from registry.store.codes import Action, LetterState
from registry.store.dossiers import call_of
from registry.store.later_date import own_date
from registry.store.schema import immediate
from reports.letters import formats
from reports.letters.sentences import sentence
from validators.disposition import Disposition
from validators.finding import Severity

JOIN = "join"  # of two entries: no decision on the state of one


@dataclass(frozen=True, kw_only=True)
class TypedDecision:
    """What a person typed: `note` stands in the letter, `remark` is ours; `anyway`: though things are missing."""

    action: str
    by: str
    note: str = ""
    remark: str = ""
    until: str = ""
    into: str = ""  # with join: the reference of the other entry
    anyway: bool = False


def decide_entry(desk: Desk, reference: str, typed: TypedDecision) -> str:
    """Record a decision and return what it did; raises ReviewError, and then nothing was changed."""
    now = datetime.now(UTC)
    if typed.action == JOIN:
        return _join(desk, reference, typed, now)
    if typed.into:
        raise ReviewError("--into goes with join alone; nothing was changed.")
    decision = Decision(action=typed.action, by=typed.by, note=typed.note, remark=typed.remark, undo=desk.config.undo)
    entry, state = preview_decision(desk.db, reference, decision)
    call = desk.config.calls[entry["call"]]
    if typed.action == Action.ACCEPT and not typed.anyway:
        _nothing_is_missing(desk, reference, call)
    try:
        decision = replace(decision, until=own_date(desk.config, call, state, typed.until, now))
    except ValueError as error:
        raise ReviewError(str(error)) from None
    with desk.journal.transaction(desk.db):
        state = review_within(desk.db, reference, decision, now)
    return f"{reference} is {state} now, by {decision.by}. {_letter(desk, reference, decision.until, call)}"


def _join(desk: Desk, reference: str, typed: TypedDecision, now: datetime) -> str:
    """Join an entry to another and say what both are now."""
    if not typed.into:
        raise ReviewError(f"Say --into with the reference of the entry that {reference} is joined to.")
    hand = Hand(by=typed.by, at=now, why=typed.remark, note=typed.note, undo=desk.config.undo)
    done = join(desk, reference, typed.into, hand)
    letter = _letter(desk, done.reference, None, desk.config.calls[call_of(desk.db, done.reference)]) if done.letter else ""
    return f"{reference} is joined to {done.reference}, which is {done.state} now, by {typed.by}. {letter}".rstrip()


def mend(desk: Desk, reference: str, changes: Changes, typed: TypedDecision) -> str:
    """Change an entry by hand and say what it is now; raises ReviewError, and then nothing was changed."""
    hand = Hand(by=typed.by, at=datetime.now(UTC), why=typed.remark, note=typed.note, undo=desk.config.undo)
    done, told = amend(desk, reference, changes, hand)
    call = desk.config.calls[call_of(desk.db, reference)]
    lacking = [f"  {sentence(item, 'en', call).problem}" for item in done.findings if item.severity is Severity.ERROR]
    still = "\n".join(["Still missing:", *lacking]) if lacking else ""
    letter = _letter(desk, reference, None, call) if done.letter else "The author is not written to."
    changed = "\n".join(f"  {line}" for line in told)
    head = f"{reference} is {done.state} now (it was {done.before}), revision {done.revision}, by {typed.by}. {letter}"
    return "\n".join(filter(None, (head, changed, still)))


def _nothing_is_missing(desk: Desk, reference: str, call: Call) -> None:
    """Refuse to tell somebody that all is complete while it is not."""
    lacking = [sentence(item, "en", call).problem for item in missing(desk.db, reference)]
    if lacking:
        listed = "\n".join(f"  {line}" for line in lacking)
        entry = read_entry(desk.db, reference)
        writes = "release" if entry and entry.state is Disposition.HELD else "ask --note …"
        raise ReviewError(
            f"{reference} is not complete; nothing was changed. Still missing:\n{listed}\n"
            f"`review {reference} {writes}` writes that to the author; `accept --anyway` takes the entry as it is."
        )


def _letter(desk: Desk, reference: str, until: datetime | None, call: Call) -> str:
    """Say what becomes of the letter."""
    entry = read_entry(desk.db, reference)
    waiting = [item for item in (entry.letters if entry else ()) if item.state is LetterState.QUEUED]
    if not waiting:
        return "No letter is due: one of this kind went out for this revision."
    zone = desk.config.timezone
    own = f" The entry may be added to until {formats.moment(until, call.timezone, 'en')}." if until else ""
    if not desk.config.undo:
        return f"The letter leaves with the next `send`.{own}"
    return (
        f"The letter leaves after {formats.moment(waiting[-1].due_at, zone, 'en')}: until then another decision replaces it, and "
        f"`preview {reference}` shows it.{own}"
    )


def send_again(desk: Desk, reference: str) -> int | None:
    """Queue an entry's failed, unknown and bounced letters again; return how many, None when there is no such entry."""
    entry = read_entry(desk.db, reference)
    if entry is None:
        return None
    with immediate(desk.db):
        return send_again_within(desk.db, reference, datetime.now(UTC))
