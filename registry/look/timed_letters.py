"""The letters that a day brings: one reminder before each time of an entry's, one letter about what its time has changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from intake.config.models import Call
from registry.letters.kinds import KINDS
from registry.letters.outbox import NewLetter, NoticePart, queue, supersede
from registry.read.entry import Entry
from registry.read.standings import SlotState, standings
from registry.store.codes import LetterKind
from registry.store.history import note
from registry.store.mails import stamp
from validators.disposition import Disposition
from validators.finding import Finding, Severity

DAY = timedelta(days=1)
WANTING = frozenset({SlotState.MISSING, SlotState.AWAITED, SlotState.FAULTY})


def due_letter(entry: Entry, state: Disposition, findings: tuple[Finding, ...]) -> LetterKind | None:
    """Return the kind of letter that a changed entry calls for, None for none: of what is held staff write."""
    if state in {Disposition.HELD, Disposition.REJECTED}:
        return None
    news = state is not entry.state or not _asked(findings) <= _asked(entry.findings)
    return KINDS[state] if news else None


def queue_letter(db: Database, entry: Entry, revision: int, kind: LetterKind, now: datetime) -> bool:
    """Queue a letter about a new revision in place of what waits, as part of the caller's transaction; False where nobody is written to."""
    letter = _letter(entry, revision, kind, now)
    if letter is None:
        return False
    supersede(db, entry.reference, now)
    return queue(db, letter, now)


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """A reminder that is due: one letter speaks of all the ends that are near."""

    entry: Entry
    letter: NewLetter
    ends: tuple[datetime, ...]  # the nearest first


def reminder_of(entry: Entry, call: Call, moment: datetime, now: datetime) -> Reminder | None:
    """Return a reminder before the next time at which something is wanted of an entry, None where none is due."""
    lead, ends = call.lead, _wanted(entry, call, moment)
    if not call.timed and any(item.kind is LetterKind.REMINDER for item in entry.letters):
        return None
    if not ends or lead is None or ends[0] - lead > moment or _in_peace(entry, call, moment, ends[0]):
        return None
    letter = _letter(entry, entry.revision, LetterKind.REMINDER, now, before=stamp(ends[0]))
    near = tuple(end for end in ends if end - lead <= moment)
    return Reminder(entry=entry, letter=letter, ends=near) if letter else None


def queue_timed_reminder(db: Database, due: Reminder, now: datetime) -> bool:
    """Queue a reminder as part of the caller's transaction; False where there was one before that end."""
    reference = due.entry.reference
    known = db.table("reminded").count_where("reference = ? AND closes = ?", [reference, stamp(due.ends[0])])
    if known or not queue(db, due.letter, now):
        return False
    rows = [{"reference": reference, "closes": stamp(end), "at": stamp(now)} for end in due.ends]
    db.table("reminded").insert_all(rows, ignore=True)
    note(db, reference, now, "reminder", f"queued for revision {due.entry.revision}")
    return True


def _wanted(entry: Entry, call: Call, moment: datetime) -> list[datetime]:
    """Return the ends to come of slots in which something is wanted of the author, the nearest first."""
    mending = {item.slot for item in entry.said(Severity.ERROR)}
    wanting = [item for item in standings(entry, call) if item.state in WANTING]
    asked = [item for item in wanting if item.state is not SlotState.FAULTY or item.slot in mending]
    return sorted({item.closes for item in asked if item.closes > moment})


def _in_peace(entry: Entry, call: Call, moment: datetime, end: datetime) -> bool:
    """Tell whether the author wrote, and was answered, this very day, and there is another day before the end."""
    zone = ZoneInfo(call.timezone)
    wrote = entry.last_mail_at
    return wrote > moment or (wrote.astimezone(zone).date() == moment.astimezone(zone).date() and end - moment > DAY)


def _letter(entry: Entry, revision: int, kind: LetterKind, now: datetime, before: str = "") -> NewLetter | None:
    """Return a letter to whom the entry's letters go; None where its sender is doubted, or is a machine."""
    if entry.reply_to is None or entry.unverified or entry.automatic:
        return None
    return NewLetter(
        parts=[NoticePart(reference=entry.reference, revision=revision, kind=kind)],
        recipient=entry.reply_to,
        mail=entry.message,
        language=entry.language,
        due_at=now,
        before=before,
    )


def _asked(findings: tuple[Finding, ...]) -> set[tuple[str, str, str]]:
    return {(item.rule, item.slot, item.subject) for item in findings if item.severity is Severity.ERROR}
