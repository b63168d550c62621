"""Staff mend an entry: what was read wrongly, what came by telephone, a file in the wrong slot. A revision with who and why."""

from __future__ import annotations

from dataclasses import dataclass

from registry.amend.changes import Changes, change
from registry.amend.revise import Hand, Revised, judge_by_hand, revise_within
from registry.decide.review import Refusal, ReviewError
from registry.desk.desk import Desk
from registry.read.entries import read_entry
from registry.read.entry import Entry
from registry.read.stored_case import submission_of
from registry.store.journal import tell
from registry.store.mails import stamp
from registry.store.revisions import JudgedSubmission

DEED = "amend"  # in the journal


@dataclass(frozen=True, kw_only=True)
class Planned:
    """An entry as it would be, judged: what was looked at, and what is told of the change."""

    entry: Entry
    judged: JudgedSubmission
    changes: Changes
    told: tuple[str, ...]


def amend(desk: Desk, reference: str, changes: Changes, hand: Hand) -> tuple[Revised, tuple[str, ...]]:
    """Change an entry by hand, judge it again, tell the journal; return what it is now and what was changed. Raises ReviewError."""
    planned = plan(desk, reference, changes)
    with desk.journal.transaction(desk.db):
        return amend_within(desk, planned, hand), planned.told


def plan(desk: Desk, reference: str, changes: Changes) -> Planned:
    """Return what an entry would be with these changes; changes nothing. Raises ReviewError."""
    entry = read_entry(desk.db, reference)
    if entry is None:
        raise ReviewError(f"There is no entry {reference}. `entries` lists them.", Refusal.ENTRY)
    if entry.joined:
        raise ReviewError(f"{reference} was joined to {entry.joined}; amend that.", Refusal.JOINED, into=entry.joined)
    if not changes:
        raise ReviewError("Say what is changed: FIELD=VALUE, --role FILE=SLOT or --drop FILE.")
    changed = change(submission_of(entry), desk.config.calls[entry.call], changes)
    if not changed.told:
        raise ReviewError(f"{reference} says so already; nothing was changed.", Refusal.SAME)
    return Planned(entry=entry, judged=judge_by_hand(desk, entry, changed.submission), changes=changes, told=changed.told)


def amend_within(desk: Desk, planned: Planned, hand: Hand) -> Revised:
    """Write what was planned, and tell the journal, as part of the caller's transaction; raises ReviewError where the entry was changed meanwhile."""
    entry = planned.entry
    now = read_entry(desk.db, entry.reference)
    if now is None or (now.revision, now.moves) != (entry.revision, entry.moves):
        raise ReviewError(f"{entry.reference} was changed at this moment; nothing was done. Look again, then amend.")
    tell(desk.db, DEED, **deed(entry.reference, planned.changes, hand))
    return revise_within(desk, entry, planned.judged, hand, "; ".join(planned.told))


def deed(reference: str, changes: Changes, hand: Hand) -> dict[str, object]:
    """Return what the journal tells of an amendment; changes_of() reads it back."""
    told = {"values": dict(changes.values), "roles": dict(changes.roles), "drops": list(changes.drops)}
    return {"reference": reference, **told, "by": hand.by, "why": hand.why, "note": hand.note, "at": stamp(hand.at)}


def changes_of(deed: dict[str, object]) -> Changes:
    """Return the changes that the journal tells."""
    values, roles, drops = deed["values"], deed["roles"], deed["drops"]
    assert isinstance(values, dict) and isinstance(roles, dict) and isinstance(drops, list)
    return Changes(values=values, roles=roles, drops=tuple(drops))
