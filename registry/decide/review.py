"""Staff decide: the new state, who, when and why, and the fitting notice, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from intake.model.submission import Address
from registry.decide.admit import admit_sender
from registry.decide.undo import standing_before
from registry.letters.kinds import KINDS
from registry.letters.outbox import NewLetter, NoticePart, queue, supersede
from registry.read.entries import read_entry
from registry.store.codes import Action
from registry.store.history import note as write_history
from registry.store.journal import tell
from registry.store.mails import stamp
from registry.store.revisions import note_acceptance
from registry.store.schema import immediate
from validators.disposition import Disposition, decide_by
from validators.finding import Finding, Severity
from validators.rules import RULES

DEED = "review"  # in the journal
NO_SUCH = "There is no decision '{}'. Decide accept, reject, ask, hold, release or join."
ACTIONS = {
    Action.ACCEPT: Disposition.ACCEPTED,
    Action.REJECT: Disposition.REJECTED,
    Action.ASK: Disposition.INCOMPLETE,
    Action.HOLD: Disposition.HELD,
}
TOLD = {Action.ACCEPT, Action.REJECT, Action.ASK}  # decisions whose note stands in the letter


class Refusal(StrEnum):
    """Why a decision is refused."""

    ACTION = "action"  # there is no such decision
    NOTE = "note"  # it needs words for the letter
    FINDING = "finding"  # it names a finding that the entry has not
    ENTRY = "entry"  # there is no such entry
    CHANGED = "changed"  # since it was looked at
    NOT_HELD = "not-held"
    ALREADY = "already"
    JOINED = "joined"  # to another, where it is to be decided
    DECIDED = "decided"  # by somebody, since the workbook left
    UNDONE = "undone"  # a decision, since the workbook left
    DATE = "date"  # the entry's own: it cannot be
    OWN = "own"  # an entry of one's own address
    OTHER_CALL = "other-call"
    TWICE = "twice"  # in one workbook
    NO_REFERENCE = "no-reference"
    NO_REVISION = "no-revision"
    FORMULA = "formula"
    LONG = "long"
    INTO = "into"  # join without the other's reference
    SLOT = "slot"  # there is none of this name
    SAME = "same"  # it says so already
    OTHER = "other"  # told in words alone


class ReviewError(Exception):
    """Refuse a decision, with the reason in words, and as a code with what fills its sentence in any language."""

    def __init__(self, words: str, why: Refusal = Refusal.OTHER, **values: str) -> None:
        super().__init__(words)
        self.why, self.values = why, values


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What staff decide of an entry: `note` stands in the letter, `remark` is for staff alone."""

    action: str
    by: str
    note: str = ""
    remark: str = ""
    revision: int | None = None  # the one it was made on; None: whatever it is now
    until: datetime | None = None  # the entry's own date
    undo: timedelta = timedelta(0)  # how long the letter waits for second thoughts
    retold: bool = False  # the journal tells it: it was made under the rules of its time


def review(db: Database, reference: str, decision: Decision, now: datetime) -> Disposition:
    """Record a staff decision and queue its notice; return the new state. Raises ReviewError, and then changes nothing.

    `release` lifts the hold: the state the other findings give. `ask` needs a note: it stands in the letter.
    """
    with immediate(db):
        return review_within(db, reference, decision, now)


def review_within(db: Database, reference: str, decision: Decision, now: datetime) -> Disposition:
    """Do what review() does, and tell the journal, as part of the caller's transaction; after ReviewError that is as it was before."""
    entry, state = preview_decision(db, reference, decision)
    own = stamp(decision.until) if decision.until else ""
    before = standing_before(db, entry)
    db.table("entries").update(reference, {"state": str(state), "updated_at": stamp(now), "until": max(own, entry["until"])})
    note_acceptance(db, reference, now)
    db.table("decisions").insert(
        {
            "reference": reference,
            "revision": entry["revision"],
            "action": decision.action,
            "by": decision.by,
            "note": decision.note,
            "at": stamp(now),
            "remark": decision.remark,
            "until": own,
            "before": before,
        }
    )
    words = "".join(f" ({part})" for part in (decision.note, decision.remark) if part)
    write_history(db, reference, now, f"review: {decision.action}", f"by {decision.by}: {entry['state']} -> {state}{words}")
    admit_sender(db, reference, decision.action, now)
    _notify(db, entry, state, decision, now)
    tell(db, DEED, **deed(reference, decision, now))
    return state


def deed(reference: str, decision: Decision, now: datetime) -> dict[str, str]:
    """Return what the journal tells of a decision; decision_of() reads it back."""
    told = {"reference": reference, "action": decision.action, "by": decision.by, "note": decision.note, "at": stamp(now)}
    more = {"remark": decision.remark, "until": stamp(decision.until) if decision.until else ""}
    return told | {name: value for name, value in more.items() if value}


def decision_of(deed: Mapping[str, Any]) -> Decision:
    """Return a decision that the journal tells; its letter waits for nothing any more."""
    until = str(deed.get("until", ""))
    return Decision(
        action=str(deed["action"]),
        by=str(deed["by"]),
        note=str(deed["note"]),
        remark=str(deed.get("remark", "")),
        until=datetime.fromisoformat(until) if until else None,
        retold=True,
    )


def missing(db: Database, reference: str) -> tuple[Finding, ...]:
    """Return the findings for which an entry is not complete, whatever else holds it: what `accept` would pass over."""
    entry = read_entry(db, reference)
    return entry.said(Severity.ERROR) if entry else ()


def preview_decision(db: Database, reference: str, decision: Decision) -> tuple[dict[str, Any], Disposition]:
    """Return the entry's row and the state a decision would give it; changes nothing. Raises ReviewError where it cannot be."""
    action = decision.action
    if action not in list(Action):
        raise ReviewError(NO_SUCH.format(action), Refusal.ACTION, word=action)
    if action == Action.ASK and not decision.note.strip():
        raise ReviewError("Say with --note what is asked for; it stands in the letter.", Refusal.NOTE)
    entry = next(iter(db.query("SELECT * FROM entries WHERE reference = ?", [reference])), None)
    if entry is None:
        raise ReviewError(f"There is no entry {reference}. `entries` lists them.", Refusal.ENTRY)
    if entry["joined"]:
        raise ReviewError(f"{reference} was joined to {entry['joined']}; decide there.", Refusal.JOINED, into=entry["joined"])
    revision = entry["revision"]
    if decision.revision not in {None, revision}:
        raise ReviewError(
            f"{reference} changed since: it is at revision {revision} now. Look again, then decide.", Refusal.CHANGED
        )
    state = ACTIONS.get(Action(action)) or _released(db, entry)
    if entry["state"] == state and action != Action.ASK:
        raise ReviewError(f"{reference} is {entry['state']} already; nothing was changed.", Refusal.ALREADY, state=entry["state"])
    if action == Action.REJECT and not decision.retold:
        _says_why(db, reference, decision.note.strip())
    return entry, state


def _says_why(db: Database, reference: str, note: str) -> None:
    """Refuse a rejection whose letter would give no reason: it needs a note, or names a finding, or the rules gave one."""
    entry = read_entry(db, reference)
    found = entry.said(Severity.ERROR, Severity.REJECT) if entry else ()
    if note in {rule.name for rule in RULES}:
        if note not in {item.rule for item in found}:
            named = ", ".join(dict.fromkeys(item.rule for item in found)) or "none"
            raise ReviewError(
                f"{reference} has no finding {note} that its author can be told of. It has: {named}.", Refusal.FINDING
            )
    elif not note and not any(item.severity is Severity.REJECT for item in found):
        raise ReviewError(
            f"Say with --note why {reference} is rejected; it stands in the letter. A finding may be named instead: --note slot-count.",
            Refusal.NOTE,
        )


def _released(db: Database, entry: dict[str, object]) -> Disposition:
    if entry["state"] != Disposition.HELD:
        raise ReviewError(f"{entry['reference']} is {entry['state']}, not held; there is nothing to release.", Refusal.NOT_HELD)
    whole = read_entry(db, str(entry["reference"]))
    return decide_by(item.severity for item in (whole.findings if whole else ()) if item.severity is not Severity.HOLD)


def _notify(db: Database, entry: dict[str, object], state: Disposition, decision: Decision, now: datetime) -> None:
    """Queue the letter to the sender of the latest mail; an entry without one gets none."""
    reference, revision = str(entry["reference"]), int(str(entry["revision"]))
    supersede(db, reference, now)
    query = "SELECT reply_to_name, reply_to_email, message FROM revisions WHERE reference = ? AND revision = ?"
    name, email, mail = db.conn.execute(query, [reference, revision]).fetchone()
    if not email:
        return
    part = NoticePart(reference=reference, revision=revision, kind=KINDS[state])
    asks = decision.action == Action.ASK
    asked = db.table("decisions").count_where("reference = ? AND action = 'ask'", [reference]) if asks else 0
    recipient = Address(name=name, email=email)
    letter = NewLetter(
        parts=[part],
        recipient=recipient,
        mail=mail,
        language=str(entry["language"]),
        due_at=now + decision.undo,
        note=decision.note if decision.action in TOLD else "",
        question=asked,
    )
    if not queue(db, letter, now):
        write_history(db, reference, now, "no letter", f"a {part.kind} for revision {revision} was written before")
