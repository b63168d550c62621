"""Look at every open entry as of a moment: what its time has made of it is recorded, and its author written to once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from registry.desk.desk import Desk
from registry.look.again import Again, judged_at, may_have_changed, still_stands
from registry.look.letters import due_letter, remind, write
from registry.read.entries import read_entries, read_entry, references
from registry.read.entry import Entry
from registry.store.codes import Action, LetterKind
from registry.store.history import note
from registry.store.mails import stamp
from registry.store.revisions import entry_row, write_revision
from registry.store.schema import immediate
from validators.disposition import Disposition

OPEN = (Disposition.ACCEPTED, Disposition.INCOMPLETE, Disposition.HELD)
IN_HAND = frozenset({Action.HOLD, Action.REJECT})  # a person has said that they see to it
LOOK = "look"  # who made a revision; and the deed in the journal
TRIES = 3  # where a mail or a decision comes between


@dataclass(frozen=True, kw_only=True)
class Change:
    """An entry that its time has changed."""

    reference: str
    before: Disposition
    state: Disposition


@dataclass
class Looked:
    """What a look came to."""

    moment: datetime
    entries: int = 0
    changes: list[Change] = field(default_factory=list)
    letters: list[tuple[str, LetterKind]] = field(default_factory=list)  # reference and kind of each that was queued
    unmeasured: list[str] = field(default_factory=list)  # entries with a file that nobody measured: the next mail judges them

    @property
    def did(self) -> bool:
        """Tell whether anything was changed."""
        return bool(self.changes or self.letters)


def look(desk: Desk, moment: datetime, now: datetime) -> Looked:
    """Judge every open entry as of a moment, queue what is due, and tell the journal if that changed anything.

    Each entry is a short transaction of its own: it works beside the service. A second look at the same moment changes nothing.
    """
    looked = Looked(moment=moment)
    for name, call in desk.config.calls.items():
        if call.timed or call.lead:
            _look_at(desk, name, looked, now)
    if looked.did:
        desk.journal.write(LOOK, moment=stamp(moment), at=stamp(now))
    return looked


def _look_at(desk: Desk, call: str, looked: Looked, now: datetime) -> None:
    names = sorted(name for state in OPEN for name in references(desk.db, call, state))
    for entry in read_entries(desk.db, names):
        looked.entries += 1
        if entry.ruling is None or entry.ruling.action not in IN_HAND:
            _at_entry(desk, entry, looked, now)


def _at_entry(desk: Desk, entry: Entry, looked: Looked, now: datetime) -> None:
    """Record what an entry's time has changed, remind of what is about to be due."""
    call = desk.config.calls[entry.call]
    if call.timed and may_have_changed(entry, call, looked.moment):
        again = judged_at(desk, entry, looked.moment)
        if again is None:
            looked.unmeasured.append(entry.reference)
        elif again.changed:
            _record(desk, again, looked, now)
            return
    if remind(desk, entry, looked.moment, now):
        looked.letters.append((entry.reference, LetterKind.REMINDER))


def _record(desk: Desk, again: Again, looked: Looked, now: datetime) -> None:
    """Write the revision and its letter, unless the entry has changed meanwhile: then it is judged as it stands now."""
    reference = again.entry.reference
    for _ in range(TRIES):
        with immediate(desk.db):
            if still_stands(desk.db, again.entry):
                kind = _write(desk, again, now)
                looked.changes.append(Change(reference=reference, before=again.entry.state, state=again.state))
                looked.letters += [(reference, kind)] if kind else []
                return
        entry = read_entry(desk.db, reference)
        fresh = judged_at(desk, entry, looked.moment) if entry else None
        if fresh is None or not fresh.changed:
            return
        again = fresh


def _write(desk: Desk, again: Again, now: datetime) -> LetterKind | None:
    """Write what became of an entry as part of the caller's transaction; return the kind of the letter queued."""
    db, entry, call = desk.db, again.entry, desk.config.calls[again.entry.call]
    judged, revision = replace(again.judged(desk), disposition=again.state), again.entry.revision + 1
    db.table("entries").update(entry.reference, entry_row(judged, call.identity, entry.language, revision, now))
    write_revision(db, judged, entry.reference, revision, now, by=LOOK)
    note(db, entry.reference, now, "looked", f"revision {revision} as of {stamp(again.moment)}: {again.state}")
    kind = due_letter(entry, again.state, judged.findings)
    return kind if kind and write(db, entry, revision, kind, now) else None
