"""Staff decide: the new state, who, when and why, and the fitting notice, in one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlite_utils import Database

from intake.submission import Address
from registry.history import note as write_history
from registry.mail_log import stamp
from registry.outbox import KINDS, Due, queue, supersede
from registry.queries import findings
from registry.schema import immediate
from validators.disposition import Disposition, decide_by
from validators.finding import Severity

ACTIONS = {
    "accept": Disposition.ACCEPTED,
    "reject": Disposition.REJECTED,
    "ask": Disposition.INCOMPLETE,
    "hold": Disposition.HELD,
}


class ReviewError(Exception):
    """Refuse a decision, with the reason."""


def review(
    db: Database, reference: str, action: str, *, by: str, note: str, now: datetime, expected_revision: int | None = None
) -> Disposition:
    """Record a staff decision and queue its notice; return the new state. Raises ReviewError, and then changes nothing.

    `release` lifts the hold: the state the other findings give. `ask` needs a note: it stands in the letter.
    """
    with immediate(db):
        return review_within(db, reference, action, by=by, note=note, now=now, expected_revision=expected_revision)


def review_within(
    db: Database, reference: str, action: str, *, by: str, note: str, now: datetime, expected_revision: int | None = None
) -> Disposition:
    """Do what review() does as part of the caller's transaction; after ReviewError that transaction is as it was before."""
    entry, state = judge(db, reference, action, note=note, expected_revision=expected_revision)
    revision = entry["revision"]
    db.table("entries").update(reference, {"state": str(state), "updated_at": stamp(now)})
    db.table("decisions").insert(
        {"reference": reference, "revision": revision, "action": action, "by": by, "note": note, "at": stamp(now)}
    )
    write_history(
        db, reference, now, f"review: {action}", f"by {by}: {entry['state']} -> {state}" + (f" ({note})" if note else "")
    )
    asked = db.table("decisions").count_where("reference = ? AND action = 'ask'", [reference]) if action == "ask" else 0
    _notify(db, entry, state, note if action in {"ask", "reject", "accept"} else "", now, asked)
    return state


def judge(
    db: Database, reference: str, action: str, *, note: str, expected_revision: int | None = None
) -> tuple[dict[str, Any], Disposition]:
    """Return the entry's row and the state a decision would give it; changes nothing. Raises ReviewError where it cannot be."""
    if action not in {*ACTIONS, "release"}:
        raise ReviewError(f"There is no decision '{action}'. Decide accept, reject, ask, hold or release.")
    if action == "ask" and not note.strip():
        raise ReviewError("Say with --note what is asked for; it stands in the letter.")
    entry = next(iter(db.query("SELECT * FROM entries WHERE reference = ?", [reference])), None)
    if entry is None:
        raise ReviewError(f"There is no entry {reference}. `entries` lists them.")
    revision = entry["revision"]
    if expected_revision not in {None, revision}:
        raise ReviewError(f"{reference} changed since: it is at revision {revision} now. Look again, then decide.")
    state = ACTIONS.get(action) or _released(db, entry)
    if entry["state"] == state and action != "ask":
        raise ReviewError(f"{reference} is {entry['state']} already; nothing was changed.")
    return entry, state


def _released(db: Database, entry: dict[str, object]) -> Disposition:
    if entry["state"] != "held":
        raise ReviewError(f"{entry['reference']} is {entry['state']}, not held; there is nothing to release.")
    found = findings(db, str(entry["reference"]), int(str(entry["revision"])))
    return decide_by(severity for item in found if (severity := Severity(item["severity"])) is not Severity.HOLD)


def _notify(db: Database, entry: dict[str, object], state: Disposition, note: str, now: datetime, question: int) -> None:
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
        due_at=now,
        now=now,
        note=note,
        question=question,
    )
    if not queued:
        write_history(db, reference, now, "no letter", f"a {part.kind} for revision {revision} was written before")
