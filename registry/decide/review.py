"""Staff decide: the new state, who, when and why, and the fitting notice, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from intake.model.submission import Address
from registry.letters.kinds import KINDS
from registry.letters.outbox import Due, queue, supersede
from registry.read.entries import read_entry
from registry.store.codes import Action
from registry.store.history import note as write_history
from registry.store.mails import stamp
from registry.store.schema import immediate
from validators.disposition import Disposition, decide_by
from validators.finding import Finding, Severity

ACTIONS = {
    Action.ACCEPT: Disposition.ACCEPTED,
    Action.REJECT: Disposition.REJECTED,
    Action.ASK: Disposition.INCOMPLETE,
    Action.HOLD: Disposition.HELD,
}
TOLD = {Action.ACCEPT, Action.REJECT, Action.ASK}  # decisions whose note stands in the letter


class ReviewError(Exception):
    """Refuse a decision, with the reason."""


@dataclass(frozen=True, kw_only=True)
class Besides:
    """What goes with a decision: words for staff alone, the entry's own date, how long the letter waits for second thoughts."""

    remark: str = ""
    until: datetime | None = None
    undo: timedelta = timedelta(0)


NOTHING = Besides()


def review(
    db: Database,
    reference: str,
    action: str,
    *,
    by: str,
    note: str,
    now: datetime,
    expected_revision: int | None = None,
    besides: Besides = NOTHING,
) -> Disposition:
    """Record a staff decision and queue its notice; return the new state. Raises ReviewError, and then changes nothing.

    `release` lifts the hold: the state the other findings give. `ask` needs a note: it stands in the letter.
    """
    with immediate(db):
        return review_within(
            db, reference, action, by=by, note=note, now=now, expected_revision=expected_revision, besides=besides
        )


def review_within(
    db: Database,
    reference: str,
    action: str,
    *,
    by: str,
    note: str,
    now: datetime,
    expected_revision: int | None = None,
    besides: Besides = NOTHING,
) -> Disposition:
    """Do what review() does as part of the caller's transaction; after ReviewError that transaction is as it was before."""
    entry, state = preview_decision(db, reference, action, note=note, expected_revision=expected_revision)
    until = max(stamp(besides.until) if besides.until else "", entry["until"])
    db.table("entries").update(reference, {"state": str(state), "updated_at": stamp(now), "until": until})
    db.table("decisions").insert(
        {
            "reference": reference,
            "revision": entry["revision"],
            "action": action,
            "by": by,
            "note": note,
            "at": stamp(now),
            "remark": besides.remark,
            "until": stamp(besides.until) if besides.until else "",
        }
    )
    words = "".join(f" ({part})" for part in (note, besides.remark) if part)
    write_history(db, reference, now, f"review: {action}", f"by {by}: {entry['state']} -> {state}{words}")
    asked = db.table("decisions").count_where("reference = ? AND action = 'ask'", [reference]) if action == Action.ASK else 0
    _notify(db, entry, state, note if action in TOLD else "", now, asked, now + besides.undo)
    return state


def deed(reference: str, action: str, by: str, note: str, now: datetime, besides: Besides) -> dict[str, str]:
    """Return what the journal tells of a decision; besides_of() reads it back."""
    told = {"reference": reference, "action": action, "by": by, "note": note, "at": stamp(now)}
    more = {"remark": besides.remark, "until": stamp(besides.until) if besides.until else ""}
    return told | {name: value for name, value in more.items() if value}


def besides_of(deed: Mapping[str, Any]) -> Besides:
    """Return what went with a decision that the journal tells; its letter waits for nothing any more."""
    until = str(deed.get("until", ""))
    return Besides(remark=str(deed.get("remark", "")), until=datetime.fromisoformat(until) if until else None)


def missing(db: Database, reference: str) -> tuple[Finding, ...]:
    """Return the findings for which an entry is not complete, whatever else holds it: what `accept` would pass over."""
    entry = read_entry(db, reference)
    return entry.said(Severity.ERROR) if entry else ()


def preview_decision(
    db: Database, reference: str, action: str, *, note: str, expected_revision: int | None = None
) -> tuple[dict[str, Any], Disposition]:
    """Return the entry's row and the state a decision would give it; changes nothing. Raises ReviewError where it cannot be."""
    if action not in list(Action):
        raise ReviewError(f"There is no decision '{action}'. Decide accept, reject, ask, hold or release.")
    if action == Action.ASK and not note.strip():
        raise ReviewError("Say with --note what is asked for; it stands in the letter.")
    entry = next(iter(db.query("SELECT * FROM entries WHERE reference = ?", [reference])), None)
    if entry is None:
        raise ReviewError(f"There is no entry {reference}. `entries` lists them.")
    revision = entry["revision"]
    if expected_revision not in {None, revision}:
        raise ReviewError(f"{reference} changed since: it is at revision {revision} now. Look again, then decide.")
    state = ACTIONS.get(Action(action)) or _released(db, entry)
    if entry["state"] == state and action != Action.ASK:
        raise ReviewError(f"{reference} is {entry['state']} already; nothing was changed.")
    return entry, state


def _released(db: Database, entry: dict[str, object]) -> Disposition:
    if entry["state"] != "held":
        raise ReviewError(f"{entry['reference']} is {entry['state']}, not held; there is nothing to release.")
    whole = read_entry(db, str(entry["reference"]))
    return decide_by(item.severity for item in (whole.findings if whole else ()) if item.severity is not Severity.HOLD)


def _notify(
    db: Database, entry: dict[str, object], state: Disposition, note: str, now: datetime, question: int, due_at: datetime
) -> None:
    """Queue the letter to the sender of the latest mail; an entry without one gets none."""
    reference, revision = str(entry["reference"]), int(str(entry["revision"]))
    supersede(db, reference, now)
    query = "SELECT reply_to_name, reply_to_email, message FROM revisions WHERE reference = ? AND revision = ?"
    name, email, mail = db.conn.execute(query, [reference, revision]).fetchone()
    if not email:
        return
    part = Due(reference=reference, revision=revision, kind=KINDS[state])
    recipient = Address(name=name, email=email)
    queued = queue(
        db,
        [part],
        recipient=recipient,
        mail=mail,
        language=str(entry["language"]),
        due_at=due_at,
        now=now,
        note=note,
        question=question,
    )
    if not queued:
        write_history(db, reference, now, "no letter", f"a {part.kind} for revision {revision} was written before")
