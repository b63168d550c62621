"""Answers to staff that wait to leave: one for each mail, outside the caps; a page of ours, so that a reply to it can decide too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from sqlite_utils import Database

from registry.desk.desk import Desk
from registry.letters import kinds
from registry.letters.outbox import DOUBLINGS, FIRST_WAIT, LONGEST_WAIT
from registry.read.entries import read_entry
from registry.staff.may_order import Sender
from registry.staff.pages import GivenPage, PageKind, keep_page, new_page, pages_named
from registry.staff.told import StaffMailResult, from_json, to_json
from registry.store.codes import LetterState
from registry.store.mails import stamp

MOST_EMPTY = 5  # answers an hour, to one address, that only say that nothing was understood: two machines must not talk for ever
HOUR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class StaffAnswer:
    """One answer, and the mail of staff that it answers."""

    id: int
    mail: str  # sha256
    mailbox: str
    address: str
    told: StaffMailResult
    page: GivenPage
    attempts: int


def queue_answer(desk: Desk, sender: Sender, told: StaffMailResult, now: datetime, *, empty: bool = False) -> None:
    """Queue the answer to a mail, within the caller's transaction; `empty`: nothing was asked for."""
    where = "address = ? AND empty AND created_at > ?"
    if empty and desk.db.table("staff_answers").count_where(where, [sender.address, stamp(now - HOUR)]) >= MOST_EMPTY:
        return
    mailbox = sender.mail.spooled.mailbox
    host = parseaddr(desk.sender_of(mailbox))[1].rpartition("@")[2] or "localhost"
    named = dict.fromkeys(item.reference for item in told.items if item.reference)
    entries = [entry for name in named if (entry := read_entry(desk.db, name))]
    shown = {entry.reference: (entry.revision, entry.moves) for entry in entries}
    page = new_page(sender.address, PageKind.ANSWER, host, now, shown)
    keep_page(desk.db, page)
    row: dict[str, Any] = {"mail": sender.mail.spooled.sha256, "mailbox": mailbox, "address": sender.address}
    row |= {"told": to_json(told), "message_id": page.message_id, "empty": int(empty)}
    desk.db.table("staff_answers").insert({**row, "created_at": stamp(now), "due_at": stamp(now)})


def due_answers(db: Database, now: datetime) -> list[StaffAnswer]:
    """Return the answers whose time has come, oldest first."""
    query = "SELECT * FROM staff_answers WHERE state IN ('queued', 'deferred') AND due_at <= ? ORDER BY id"
    return [_answer(db, row) for row in db.query(query, [stamp(now)])]


def _answer(db: Database, row: Mapping[str, Any]) -> StaffAnswer:
    words = {name: row[name] for name in ("id", "mail", "mailbox", "address", "attempts")}
    return StaffAnswer(**words, told=from_json(row["told"]), page=pages_named(db, [row["message_id"]])[0])


def claim_answer(db: Database, number: int) -> bool:
    """Mark an answer as under way; False when somebody else has it."""
    query = "UPDATE staff_answers SET state = 'sending', phase = '', attempts = attempts + 1 WHERE id = ? AND state IN ('queued', 'deferred')"
    return db.conn.execute(query, [number]).rowcount > 0


def answer_phase(db: Database, number: int, phase: str) -> None:
    """Commit the phase of the conversation: DOT just before the final dot."""
    db.conn.execute("UPDATE staff_answers SET phase = ? WHERE id = ?", [phase, number])


def close_answer(db: Database, answer: StaffAnswer, said: kinds.DeliveryReply, now: datetime) -> None:
    """Write what became of an answer; of one that has left nothing is kept but that it did."""
    state = said.state
    values: dict[str, Any] = {"state": str(state), "phase": "", "code": said.code, "error": said.text}
    if state is LetterState.DEFERRED:
        values["due_at"] = stamp(now + min(FIRST_WAIT * 2 ** min(answer.attempts, DOUBLINGS), LONGEST_WAIT))
    elif state is LetterState.SENT:
        values |= {"sent_at": stamp(now), "told": to_json(StaffMailResult(items=()))}
    db.table("staff_answers").update(answer.id, values)


def recover_answers(db: Database, now: datetime) -> None:
    """Settle what a crash left under way: in the final dot unknown, never sent again by itself; before it, safe to repeat."""
    db.conn.execute("UPDATE staff_answers SET state = 'unknown', phase = '' WHERE state = 'sending' AND phase = 'DOT'")
    db.conn.execute("UPDATE staff_answers SET state = 'deferred', phase = '', due_at = ? WHERE state = 'sending'", [stamp(now)])
