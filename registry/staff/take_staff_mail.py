"""The hop before a mail is routed: what staff order is done and answered; what only looks so is kept, and alarms."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime

from intake.automatic.machine_made import Sign, sign_of
from intake.config.models import StaffRight
from intake.model.addresses import canonical, one_spelling
from intake.model.submission import FileType, InboundMessage
from intake.unwrap.decoration import is_sent
from registry.amend.by_mail import is_of_ours
from registry.desk.addresses import staff_member
from registry.desk.desk import Desk
from registry.staff import listing
from registry.staff.acts import carry_out, carry_out_also
from registry.staff.answers import queue_answer
from registry.staff.batches import with_undo
from registry.staff.keys import keys_in
from registry.staff.may_order import Judged, Sender, by_answer, by_lines, by_subject, is_newest, page_of, pages_quoted
from registry.staff.order_lines import ActionWords, first_paragraph, written_lines
from registry.staff.pages import GivenPage, pages_named
from registry.staff.subjects import subject_order, wish_of
from registry.staff.told import Became, Item, StaffMailResult, summary
from registry.staff.workbooks import by_workbooks
from registry.store import mails
from registry.store.codes import MailOutcome
from registry.store.journal import tell
from registry.store.mails import stamp
from registry.store.schema import immediate

log = logging.getLogger(__name__)
DEED = "staff"  # in the journal
FORGED, STRANGER, OTHERS = "staff-forged", "staff-stranger", "staff-others"  # codes of alarms
SAID = {
    FORGED: "it says that it is of staff and fails the check of its sender; nothing was done",
    STRANGER: "it bears a key or a workbook of staff and is of another address; nothing was done",
}
BY_ITSELF = frozenset({Sign.BOUNCE, Sign.MACHINE, Sign.REPLY, Sign.BULK, None})  # None: our own; a list may carry a person's mail


def is_of_staff(desk: Desk, message: InboundMessage) -> bool:
    """Tell whether a mail is of staff; in a registry made again whether it was, whoever is of staff today."""
    if message.passed_by:
        return False
    if message.spooled.sha256 in desk.retold:
        return desk.retold[message.spooled.sha256] is not None
    return message.sender is not None and one_spelling(message.sender.email) in desk.staff_addresses


def take_staff_mail(desk: Desk, message: InboundMessage, machine: str, now: datetime) -> bool:
    """Take a mail that staff wrote, or that says so, all the way; False for anybody else's, which goes the usual way.

    Decisions, the mail's outcome and its answer are one transaction. `machine`: why it is no person's mail, '' where it is.
    """
    address, sha256 = message.sender.email if message.sender else "", message.spooled.sha256
    member, known = staff_member(desk.config, address), desk.retold.get(sha256)
    if known is not None:  # whoever is of staff today
        return _closed(desk, message, MailOutcome.STAFF, known, now)
    alone = bool(machine) and sign_of(machine) in BY_ITSELF
    if member is None or (sha256 in desk.retold and not (alone or message.forged)):
        return not alone and _bears_what_is_staffs(desk, message) and _kept(desk, message, MailOutcome.SET_ASIDE, STRANGER, now)
    if alone:
        return _closed(desk, message, MailOutcome.IGNORED, machine, now)
    if message.forged:
        return _kept(desk, message, MailOutcome.STAFF, FORGED, now)
    _take(desk, Sender(member=member, address=canonical(member.address), mail=message), now)
    return True


def _take(desk: Desk, sender: Sender, now: datetime) -> None:
    """Do what one of staff asks for; the journal is told each decision before the mail."""
    mail = sender.mail
    with immediate(desk.db):
        if not _pending(desk, mail):
            return
        done = with_undo(desk, sender, _acts(desk, sender, now), now)
        reason = summary(done)
        _close(desk, mail, MailOutcome.STAFF, reason, now)
        tell(desk.db, DEED, sha256=mail.spooled.sha256, reason=reason)
        empty = {item.became for item in done.items} <= {Became.NOTHING, Became.SUBMITS}
        if not (empty and _to_others(desk, mail)):
            queue_answer(desk, sender, done, now, empty=empty)
        if any(item.became is Became.OTHERS for item in done.items):
            _alarm(desk, mail, OTHERS, now)
    log.info("staff mail %s: %s", mail.spooled.sha256[:12], reason)


def _acts(desk: Desk, sender: Sender, now: datetime) -> StaffMailResult:
    """Find out what is asked for, and do it: a key in the subject, a workbook, lines in a reply, a registry or help."""
    mail = sender.mail
    own = mail.texts[0] if mail.texts else ""
    asked = subject_order(mail.subject)
    if asked is not None:
        return carry_out(desk, sender, [by_subject(desk, sender, asked, ActionWords.of(first_paragraph(own)))], now)
    books = by_workbooks(desk, sender, now)
    lines = written_lines(own)
    wish = wish_of(mail.subject)
    asked_for = bool(lines.orders or lines.undo)
    if books is None and not (asked_for or lines.unread) and wish is not None:
        return StaffMailResult(items=(_wished(desk, sender, *wish),))
    page = page_of(desk, sender) if asked_for else Became.NO_KEY
    judged: list[Judged] = by_lines(desk, sender, page, [line for line in lines.orders if not listing.lists(line)])
    judged += by_answer(desk, sender, page, lines.undo) if lines.undo else []
    judged += [Item(became=Became.UNREAD, typed=line) for line in lines.unread]
    marked = listing.by_lines(desk, sender, page, [line for line in lines.orders if listing.lists(line)], now)
    if books is not None:
        done = carry_out_also(desk, sender, books, judged, now)
    else:
        done = carry_out(desk, sender, judged if judged or marked else [_nothing(desk, sender, lines.bare)], now)
    return replace(done, items=(*done.items, *marked))


def _wished(desk: Desk, sender: Sender, wish: str, call: str) -> Item:
    """Judge a request that changes nothing: the registry of a call, or help."""
    item = Item(became=Became.HELPED if wish == "help" else Became.GIVEN, action=wish, typed=f"{wish} {call}".strip())
    page = page_of(desk, sender)
    if not isinstance(page, GivenPage):
        return Item(became=page, action=wish, typed=item.typed)
    if not is_newest(desk, page):
        return Item(became=Became.NOT_NEWEST, action=wish, typed=item.typed)
    if wish == "help":
        return item
    if StaffRight.EXPORT not in sender.member.may:
        return Item(became=Became.NOT_ALLOWED, action=wish, typed=item.typed)
    calls = list(desk.config.calls)
    chosen = next(
        (name for name in calls if name.casefold() == call.casefold()), calls[0] if len(calls) == 1 and not call else ""
    )
    if not chosen:
        return Item(became=Became.CALL, action=wish, typed=item.typed, values={"calls": calls})
    return Item(became=Became.GIVEN, action=wish, typed=item.typed, values={"call": chosen})


def _nothing(desk: Desk, sender: Sender, bare: str) -> Item:
    """Judge a mail that decides on no entry; below a page of ours a word that decides was meant for one."""
    if bare and isinstance(page_of(desk, sender), GivenPage):
        return Item(became=Became.UNREAD, typed=bare)
    carries = any(is_sent(item) for item in sender.mail.attachments)
    return Item(became=Became.SUBMITS if carries else Became.NOTHING)


def _to_others(desk: Desk, mail: InboundMessage) -> bool:
    """Tell whether a mail is for somebody else, and we have a copy: an answer to an author, say."""
    ours = desk.own_addresses | desk.staff_addresses
    return any(one_spelling(item.email) not in ours for item in mail.recipients)


def _bears_what_is_staffs(desk: Desk, message: InboundMessage) -> bool:
    """Tell whether a stranger's mail has a key in its subject, decisions below a page of staff, or a workbook that we stamped."""
    asked = subject_order(message.subject)
    if keys_in(message.subject) or (asked is not None and asked.action):
        return True
    if any(item.type is FileType.XLSX and is_of_ours(desk, item.path) for item in message.attachments):
        return True
    if any(is_sent(item) for item in message.attachments) or not written_lines(message.texts[0] if message.texts else "").orders:
        return False
    return bool(pages_named(desk.db, [*message.in_reply_to, *message.references]) or pages_quoted(desk, message))


def _kept(desk: Desk, message: InboundMessage, outcome: MailOutcome, code: str, now: datetime) -> bool:
    """Do nothing but keep the mail and alarm."""
    with immediate(desk.db):
        if _close(desk, message, outcome, SAID[code], now):
            _alarm(desk, message, code, now)
    return True


def _alarm(desk: Desk, message: InboundMessage, code: str, now: datetime) -> None:
    address = message.sender.email if message.sender else ""
    row = [message.spooled.sha256, code, address, stamp(now)]
    desk.db.conn.execute("INSERT OR IGNORE INTO staff_alarms VALUES (?, ?, ?, ?)", row)


def _closed(desk: Desk, message: InboundMessage, outcome: MailOutcome, reason: str, now: datetime) -> bool:
    with immediate(desk.db):
        _close(desk, message, outcome, reason, now)
    return True


def _pending(desk: Desk, message: InboundMessage) -> bool:
    """Tell whether nothing has become of a mail yet."""
    row = desk.db.conn.execute("SELECT outcome FROM messages WHERE sha256 = ?", [message.spooled.sha256]).fetchone()
    return row is not None and row[0] == MailOutcome.PENDING


def _close(desk: Desk, message: InboundMessage, outcome: MailOutcome, reason: str, now: datetime) -> bool:
    """Write a mail's outcome, within the caller's transaction; False when it has one already."""
    if not _pending(desk, message):
        return False
    mails.close(desk.db, message, outcome, reason, now)
    if outcome is MailOutcome.STAFF:  # its notes stand with the decisions, and go with their entries
        desk.db.conn.execute("UPDATE messages SET words = '' WHERE sha256 = ?", [message.spooled.sha256])
    return True
