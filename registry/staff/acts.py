"""What staff ordered by mail is done, as `review` does it; what cannot be done is told by its reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from registry.amend.join import DEED as JOIN
from registry.amend.join import join_within, plan_join
from registry.amend.revise import Hand
from registry.decide.review import Decision, Refusal, ReviewError, missing, preview_decision, review_within
from registry.decide.undo import NoUndo, UndoError, undo_within
from registry.desk.desk import Desk
from registry.letters.outbox import waiting
from registry.letters.resend import send_again_within
from registry.read.entries import read_entry
from registry.staff.batches import NAME, keep_batch, take_batch
from registry.staff.keys import ANSWERED, RESEND, UNDO
from registry.staff.may_order import Judged, Order, Sender, is_own_entry, meant_by
from registry.staff.told import Became, Item, LeavingLetter, StaffMailResult
from registry.store.codes import Action
from registry.store.later_date import own_date
from registry.store.mails import stamp
from registry.store.questions import QuestionProblem, answered_within

MOST_REJECTED = 20  # in one mail, before it must be said twice
REFUSED = {
    Refusal.NOTE: Became.NOTE,
    Refusal.FINDING: Became.FINDING,
    Refusal.ENTRY: Became.ENTRY,
    Refusal.ALREADY: Became.ALREADY,
    Refusal.NOT_HELD: Became.NOT_HELD,
    Refusal.CHANGED: Became.CHANGED,
    Refusal.INTO: Became.INTO,
}
OTHER_ENTRY = re.compile(r"((?:[A-Za-z][A-Za-z0-9]*\s?-\s?)?\d{3,6})(?![\w-])[\s,，:：。.]*")  # a number that a note begins with
KEPT = {NoUndo.LEFT: Became.LEFT, NoUndo.LATE: Became.LATE}


@dataclass
class _Round:
    """One mail's orders at work; part of the caller's transaction."""

    desk: Desk
    sender: Sender
    now: datetime


def carry_out(desk: Desk, sender: Sender, judged: Sequence[Judged], now: datetime) -> StaffMailResult:
    """Do what may be done, in order, within the caller's transaction; more than MOST_REJECTED rejections wait to be confirmed."""
    orders = [item for item in judged if isinstance(item, Order)]
    batch = next((order for order in orders if NAME.fullmatch(order.reference)), None)
    if batch:
        return _all(desk, sender, take_batch(desk, sender, batch, now), now)
    rejecting = [order for order in orders if order.action == Action.REJECT]
    held_back = rejecting if len(rejecting) > MOST_REJECTED else []
    waiting_for = keep_batch(desk, sender, held_back, now) if held_back else ""
    done = _all(desk, sender, [item for item in judged if item not in held_back], now)
    waits = [Item(became=Became.WAITS, reference=order.reference, action=order.action, typed=order.typed) for order in held_back]
    return StaffMailResult(items=(*done.items, *waits), batch=waiting_for)


def carry_out_also(
    desk: Desk, sender: Sender, before: StaffMailResult, judged: Sequence[Judged], now: datetime
) -> StaffMailResult:
    """Do the lines of a mail after the workbooks that came with it; a workbook that says nothing is not told then."""
    if not judged:
        return before
    done = carry_out(desk, sender, judged, now)
    told = [item for item in before.items if item.values.get("taken") != Became.NOTHING]
    return replace(done, items=(*told, *done.items))


def _all(desk: Desk, sender: Sender, judged: Iterable[Judged], now: datetime) -> StaffMailResult:
    work = _Round(desk, sender, now)
    return StaffMailResult(items=tuple(_one(work, item) if isinstance(item, Order) else item for item in judged))


def _one(work: _Round, order: Order) -> Item:
    item = Item(
        became=Became.DONE,
        reference=order.reference,
        action=order.action,
        typed=order.typed,
        note=order.words.note,
        remark=order.words.remark,
    )
    try:
        if order.action == ANSWERED:
            return _struck(work, item)
        if order.action == JOIN:
            return _join(work, order, item)
        if order.action == RESEND:
            return _resend(work, item)
        return _undo(work, item) if order.action == UNDO else _decide(work, order, item)
    except ReviewError as error:
        became = REFUSED.get(error.why, Became.REFUSED)
        return replace(
            item,
            became=became,
            state=_state(work.desk, order.reference),
            values={"words": str(error), "why": str(error.why), **error.values},
        )
    except QuestionProblem:
        return replace(item, became=Became.ENTRY)
    except UndoError as error:
        became = KEPT.get(error.why, Became.NO_UNDO)
        return replace(item, became=became, state=_state(work.desk, order.reference), values={"why": str(error.why)})


def _decide(work: _Round, order: Order, item: Item) -> Item:
    desk, now = work.desk, work.now
    decision = Decision(
        action=order.action,
        by=work.sender.member.signed,
        note=order.words.note,
        remark=order.words.remark,
        undo=desk.config.undo,
    )
    entry, state = preview_decision(desk.db, order.reference, decision)
    if order.action == Action.ACCEPT and not order.words.anyway and missing(desk.db, order.reference):
        return replace(item, became=Became.MISSING, state=str(entry["state"]))
    decision = replace(decision, until=own_date(desk.config, desk.config.calls[entry["call"]], state, "", now))
    review_within(desk.db, order.reference, decision, now)
    letter = last_letter(desk, order.reference)
    return replace(item, state=str(state), letter=letter, values={"until": stamp(decision.until) if decision.until else ""})


def _join(work: _Round, order: Order, item: Item) -> Item:
    """Join an entry to the one whose number was typed, else to the one that its doubt is about."""
    desk = work.desk
    into, note = _other(desk, order)
    other = read_entry(desk.db, into)
    if other is not None and is_own_entry(desk.db, other, work.sender.address):
        return replace(item, became=Became.OWN)
    hand = Hand(by=work.sender.member.signed, at=work.now, why=order.words.remark, note=note, undo=desk.config.undo)
    join_within(desk, plan_join(desk, order.reference, into), hand)
    return replace(item, became=Became.JOINED, note=note, letter=last_letter(desk, into), values={"into": into})


def _other(desk: Desk, order: Order) -> tuple[str, str]:
    """Return the entry that another is to be joined to, and the note for its author; raises ReviewError where none is said."""
    entry = read_entry(desk.db, order.reference)
    found = OTHER_ENTRY.match(order.words.note)
    if found is None:
        claims = entry.claims.split() if entry else []
        meant = claims if len(claims) == 1 else []
        note = order.words.note
    else:
        same = desk.db.conn.execute("SELECT reference FROM entries WHERE call = ?", [entry.call if entry else ""]).fetchall()
        meant = meant_by((row[0] for row in same), re.sub(r"\s", "", found[1]).upper())
        note = order.words.note[found.end() :]
    if len(meant) != 1:
        raise ReviewError("Say which entry it is part of, by its number.", Refusal.INTO)
    return meant[0], note


def _undo(work: _Round, item: Item) -> Item:
    desk, by = work.desk, work.sender.member.signed
    oldest = work.sender.arrived - desk.config.undo
    undone = undo_within(desk.db, item.reference, by, work.now, oldest)
    letter = last_letter(desk, item.reference)
    values = {"action": undone.action, "by": undone.by}
    return replace(item, became=Became.UNDONE, state=undone.state, letter=letter, values=values)


def last_letter(desk: Desk, reference: str) -> LeavingLetter | None:
    """Return the newest letter about an entry that has not left yet."""
    letters = waiting(desk.db, reference)
    return (
        LeavingLetter(kind=str(letters[-1].kind), to=letters[-1].recipient.email, due_at=letters[-1].due_at) if letters else None
    )


def _struck(work: _Round, item: Item) -> Item:
    answered_within(work.desk.db, item.reference, work.sender.member.signed, work.now)
    return replace(item, became=Became.STRUCK)


def _resend(work: _Round, item: Item) -> Item:
    """Send an entry's letters again that did not arrive."""
    if not send_again_within(work.desk.db, item.reference, work.now, work.sender.member.signed):
        return replace(item, became=Became.NO_LETTER)
    return replace(item, became=Became.RESENT, letter=last_letter(work.desk, item.reference))


def _state(desk: Desk, reference: str) -> str:
    entry = read_entry(desk.db, reference)
    return str(entry.state) if entry else ""
