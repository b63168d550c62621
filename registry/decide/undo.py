"""Second thoughts: a decision whose letter has not left yet is taken back, and the entry is as it was before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from intake.model.submission import Address
from registry.decide.admit import LETS_PASS, TAKES_BACK, admit_sender
from registry.letters.outbox import NewLetter, NoticePart, queue, supersede, waiting
from registry.store.codec import packed, unpacked
from registry.store.codes import Action, LetterKind
from registry.store.history import note
from registry.store.journal import tell
from registry.store.mails import stamp
from registry.store.schema import immediate

DEED = "undo"  # in the journal
STOOD = ("state", "until", "accepted_at")  # what a decision changes of an entry


class NoUndo(StrEnum):
    """Why a decision stays."""

    NOTHING = "nothing"  # there is none, or it was taken back
    OVERTAKEN = "overtaken"  # a mail or another decision came after it
    LEFT = "left"  # its letter has left
    LATE = "late"  # it had no letter to wait for, and the time for second thoughts is over


class UndoError(Exception):
    """Refuse to take a decision back, with the code of the reason."""

    def __init__(self, why: NoUndo) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, kw_only=True)
class Undone:
    """What was taken back, and the state that stands again."""

    action: str
    by: str
    state: str


def standing_before(db: Database, entry: dict[str, Any]) -> str:
    """Return what an undoing needs to know of an entry before a decision: state, date of its own, letters that wait."""
    letters = [
        {
            "kind": part.kind,
            "revision": part.revision,
            "recipient": [notice.recipient.name, notice.recipient.email],
            "mail": notice.mail,
            "language": notice.language,
            "due_at": notice.due_at,
            "note": notice.note,
        }
        for notice in waiting(db, entry["reference"])
        for part in notice.parts
        if part.reference == entry["reference"]
    ]
    stood = {name: entry[name] for name in STOOD}
    return packed({**stood, "letters": letters})


def undo(db: Database, reference: str, by: str, now: datetime, oldest: datetime | None = None) -> Undone:
    """Take back the last decision on an entry; raises UndoError, and then changes nothing.

    `oldest`: a decision made before it is only taken back while its letter waits; None: any.
    """
    with immediate(db):
        return undo_within(db, reference, by, now, oldest)


def undo_within(db: Database, reference: str, by: str, now: datetime, oldest: datetime | None = None) -> Undone:
    """Do what undo() does, and tell the journal, as part of the caller's transaction."""
    last = _last(db, reference)
    if last is None or last["undone"] or not last["before"]:
        raise UndoError(NoUndo.NOTHING)
    revision = db.conn.execute("SELECT revision FROM entries WHERE reference = ?", [reference]).fetchone()[0]
    if revision != last["revision"]:
        raise UndoError(NoUndo.OVERTAKEN)
    if _left(db, reference, last["at"]):
        raise UndoError(NoUndo.LEFT)
    late = oldest is not None and datetime.fromisoformat(last["at"]) < oldest
    if late and not waiting(db, reference):
        raise UndoError(NoUndo.LATE)
    before = unpacked(last["before"])
    supersede(db, reference, now)
    for letter in before["letters"]:
        _queue_again(db, reference, letter, now)
    stood = {name: before[name] for name in STOOD if name in before}
    db.table("entries").update(reference, {**stood, "updated_at": stamp(now)})
    db.table("decisions").update(last["id"], {"undone": stamp(now)})
    admit_sender(db, reference, _stands_again(db, reference), now)
    note(db, reference, now, "undone", f"by {by}: {last['action']} by {last['by']}; {before['state']} again")
    tell(db, DEED, reference=reference, by=by, at=stamp(now))
    return Undone(action=last["action"], by=last["by"], state=before["state"])


def _stands_again(db: Database, reference: str) -> str:
    """Return the last decision that stands of those that say who may add to an entry; holding, where none does."""
    marks = ", ".join("?" * len(LETS_PASS | TAKES_BACK))
    query = f"SELECT action FROM decisions WHERE reference = ? AND undone = '' AND action IN ({marks}) ORDER BY id DESC LIMIT 1"
    row = db.conn.execute(query, [reference, *sorted(LETS_PASS | TAKES_BACK)]).fetchone()
    return str(row[0]) if row else Action.HOLD


def _last(db: Database, reference: str) -> dict[str, Any] | None:
    return next(db.query("SELECT * FROM decisions WHERE reference = ? ORDER BY id DESC LIMIT 1", [reference]), None)


def _left(db: Database, reference: str, since: str) -> bool:
    """Tell whether a letter queued by the decision is under way, has left or was refused."""
    query = (
        "SELECT count(*) FROM notice_entries e JOIN notices n ON n.id = e.notice WHERE e.reference = ? AND n.created_at >= ? "
        "AND n.kind <> 'announcement' "
        "AND n.state NOT IN ('queued', 'deferred')"
    )
    return bool(db.conn.execute(query, [reference, since]).fetchone()[0])


def _queue_again(db: Database, reference: str, letter: dict[str, Any], now: datetime) -> None:
    name, email = letter["recipient"]
    again = NewLetter(
        parts=[NoticePart(reference=reference, revision=letter["revision"], kind=LetterKind(letter["kind"]))],
        recipient=Address(name=name, email=email),
        mail=letter["mail"],
        language=letter["language"],
        due_at=datetime.fromisoformat(letter["due_at"]),
        note=letter["note"],
    )
    queue(db, again, now)
