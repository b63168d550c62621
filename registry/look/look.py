"""Look at every open entry as of a moment: what its time has made of it is recorded, and its author written to once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from registry.desk.desk import Desk
from registry.look.judged_twice import Again, judged_at, may_have_changed, still_stands
from registry.look.timed_letters import Reminder, due_letter, queue_letter, queue_timed_reminder, reminder_of
from registry.read.entries import read_entries, references
from registry.read.entry import Entry
from registry.read.overrides import in_hand
from registry.store.codes import LetterKind
from registry.store.history import note
from registry.store.journal import tell
from registry.store.mails import stamp
from registry.store.revisions import NewRevision, entry_row, write_revision
from registry.store.schema import immediate
from validators.disposition import Disposition

OPEN = (Disposition.ACCEPTED, Disposition.INCOMPLETE, Disposition.HELD)
LOOK = "look"  # who made a revision; and the deed in the journal
TRIES = 3  # where a mail or a decision comes between
TOGETHER = 20  # entries written in one transaction: the disk is waited for once, and nobody waits long for us


@dataclass(frozen=True, kw_only=True)
class TimedChange:
    """An entry that its time has changed."""

    reference: str
    before: Disposition
    state: Disposition


@dataclass
class Looked:
    """What a look came to."""

    moment: datetime
    entries: int = 0
    changes: list[TimedChange] = field(default_factory=list)
    letters: list[tuple[str, LetterKind]] = field(default_factory=list)  # reference and kind of each that was queued
    unmeasured: list[str] = field(default_factory=list)  # entries with a file that nobody measured: the next mail judges them

    @property
    def did(self) -> bool:
        """Tell whether anything was changed."""
        return bool(self.changes or self.letters)


def look(desk: Desk, moment: datetime, now: datetime, only: Collection[str] | None = None) -> Looked:
    """Judge every open entry as of a moment, queue what is due, and tell the journal what that changed.

    Some entries at a time are a short transaction of their own: it works beside the service. A second look at the same moment changes
    nothing. `only`: just these entries, as a registry made again looks at them.
    """
    looked = Looked(moment=moment)
    for name, call in desk.config.calls.items():
        if call.timed or call.lead:
            names = sorted(reference for state in OPEN for reference in references(desk.db, name, state))
            names = [reference for reference in names if only is None or reference in only]
            looked.entries += len(names)
            for _ in range(TRIES):
                names = _look_at(desk, names, looked, now)
    desk.journal.hand_over(desk.db)
    return looked


def _look_at(desk: Desk, names: Sequence[str], looked: Looked, now: datetime) -> list[str]:
    """Look at some entries; return those that changed while they were judged, to be looked at once more."""
    overtaken: list[str] = []
    found = (due for entry in read_entries(desk.db, names) if (due := _due(desk, entry, looked, now)))
    while some := list(islice(found, TOGETHER)):
        with immediate(desk.db):
            done: list[str] = []
            for due in some:
                if not still_stands(desk.db, due.entry):
                    overtaken.append(due.entry.reference)
                elif _do(desk, due, looked, now):
                    done.append(due.entry.reference)
            if done:
                tell(desk.db, LOOK, moment=stamp(looked.moment), at=stamp(now), references=done)
    return overtaken


def _due(desk: Desk, entry: Entry, looked: Looked, now: datetime) -> Again | Reminder | None:
    """Return what is to be written of an entry: what its time has changed, else a reminder; None where there is nothing."""
    if in_hand(entry):
        return None
    call = desk.config.calls[entry.call]
    if call.timed and may_have_changed(entry, call, looked.moment, desk.rulesets[entry.call]):
        again = judged_at(desk, entry, looked.moment)
        if again is None:
            looked.unmeasured.append(entry.reference)
        elif again.changed:
            return again.whole(desk)
    return reminder_of(entry, call, looked.moment, now)


def _do(desk: Desk, due: Again | Reminder, looked: Looked, now: datetime) -> bool:
    """Do what is due, as part of the caller's transaction; False where a reminder went out before."""
    if isinstance(due, Again):
        _write(desk, due, looked, now)
        return True
    queued = queue_timed_reminder(desk.db, due, now)
    if queued:
        looked.letters.append((due.entry.reference, LetterKind.REMINDER))
    return queued


def _write(desk: Desk, again: Again, looked: Looked, now: datetime) -> None:
    """Write what became of an entry, and its letter, as part of the caller's transaction."""
    db, entry, call = desk.db, again.entry, desk.config.calls[again.entry.call]
    judged, revision = replace(again.judged, disposition=again.state), again.entry.revision + 1
    db.table("entries").update(entry.reference, entry_row(judged, call.identity, entry.language, revision, now))
    write_revision(db, judged, NewRevision(entry.reference, revision, now, by=LOOK))
    note(db, entry.reference, now, "looked", f"revision {revision} as of {stamp(again.moment)}: {again.state}")
    looked.changes.append(TimedChange(reference=entry.reference, before=entry.state, state=again.state))
    kind = due_letter(entry, again.state, judged.findings)
    if kind and queue_letter(db, entry, revision, kind, now):
        looked.letters.append((entry.reference, kind))
