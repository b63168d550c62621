"""The third loop: each letter whose time has come is composed once, claimed, delivered, and settled."""

from __future__ import annotations

import contextlib
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr, quote
from typing import Any

from jinja2 import TemplateError

from registry.desk.desk import PATIENCE, Desk
from registry.letters import outbox
from registry.letters.bounces import refuses
from registry.letters.bursts import fold_bursts
from registry.letters.outbox import DeliveryReply, Notice, Ours
from registry.read.entries import read_entry
from registry.read.entry import Entry
from registry.select.award import why_not_told
from registry.store.codes import LetterState
from reports.letters.announced import announcement_parts
from reports.letters.compose import Letter, LetterRequest, compose_letter
from reports.letters.enclosures import enclosed
from reports.letters.entry_view import entry_view
from reports.letters.hand_over import hand_over
from reports.letters.judge_answer import judge_letter
from reports.letters.marked_sheets import marked_sheets
from reports.letters.mime import LetterError, Thread, build_letter, message_id
from reports.letters.smtp import DeliveryOutcome, Envelope

log = logging.getLogger(__name__)
UNWRITABLE = (TemplateError, KeyError, LetterError)  # what composing a letter may raise
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What one pass over the outbox did; several add up."""

    sent: int = 0
    deferred: int = 0
    failed: int = 0
    unknown: int = 0
    unreachable: bool = False
    refused: bool = False  # the login was: whoever tries again soon makes it worse
    problem: str = ""

    def __add__(self, other: Sent) -> Sent:
        """Return what both did."""
        return Sent(
            sent=self.sent + other.sent,
            deferred=self.deferred + other.deferred,
            failed=self.failed + other.failed,
            unknown=self.unknown + other.unknown,
            unreachable=self.unreachable or other.unreachable,
            refused=self.refused or other.refused,
            problem=self.problem or other.problem,
        )


def send_due(desk: Desk, stop: Callable[[], bool] = lambda: False) -> Sent:
    """Send what is due; stop at the first letter for which the server could not be reached (the rest stay queued).

    Raises DeskBusy when another run is sending.
    """
    with desk.letters_lock.hold(PATIENCE):
        return _send_due(desk, stop)


def _send_due(desk: Desk, stop: Callable[[], bool]) -> Sent:
    outbox.recover(desk.db, datetime.now(UTC))
    fold_bursts(desk.db, desk.config.delivery.per_address_per_day, datetime.now(UTC))
    counted = Counter[LetterState]()
    ends = time.monotonic() + desk.config.delivery.pass_timeout.total_seconds()
    for number, notice in enumerate(outbox.each_due(desk.db, datetime.now(UTC))):
        if stop() or desk.letters_rest.on() or time.monotonic() > ends:
            break
        if _held_back(desk, notice):
            counted[LetterState.DEFERRED] += 1
            continue
        if number and desk.config.delivery.pause:
            time.sleep(desk.config.delivery.pause)
        outcome = _send(desk, notice)
        desk.journal.hand_over(desk.db, wait=False)
        counted[outcome.state] += 1
        if outcome.state is not LetterState.SENT and outcome.text and not outcome.unreachable:  # that is told of all at once
            log.warning("letter %s: %s %s", notice.id, outcome.state, outcome.text)
        if outcome.unreachable:
            return _sent(counted, outcome.text)
        if outcome.refused:  # the next letter would be refused as well, and make it worse
            return replace(_sent(counted), refused=True, problem=refusal(outcome))
        if outcome.quota:
            return _sent(counted)
    return _sent(counted)


def refusal(outcome: DeliveryOutcome) -> str:
    """Say that the server did not let us in, as a person is told it."""
    return f"the login is refused ({outcome.text}); letters wait"


def _sent(counted: Counter[LetterState], problem: str = "") -> Sent:
    return Sent(
        sent=counted[LetterState.SENT],
        deferred=counted[LetterState.DEFERRED],
        failed=counted[LetterState.FAILED],
        unknown=counted[LetterState.UNKNOWN],
        unreachable=bool(problem),
        problem=problem,
    )


def _held_back(desk: Desk, notice: Notice) -> bool:
    """Defer a letter when a cap is reached: per hour for all, per day for one address."""
    now, limits = datetime.now(UTC), desk.config.delivery
    if outbox.sent_since(desk.db, now - HOUR) >= limits.per_hour:
        outbox.postpone(desk.db, notice.id, now + HOUR / 4, f"more than {limits.per_hour} letters in an hour", Ours.HOUR)
        return True
    if outbox.sent_since(desk.db, now - DAY, notice.recipient.email) >= limits.per_address_per_day:
        why = f"more than {limits.per_address_per_day} letters to this address in a day"
        outbox.postpone(desk.db, notice.id, now + HOUR, why, Ours.DAY)
        return True
    return False


def _send(desk: Desk, notice: Notice) -> DeliveryOutcome:
    """Take one letter through its conversation; return what became of it."""
    refused = refuses(desk.db, notice.recipient.email)
    if notice.parts:
        refused = refused or why_not_told(desk.db, notice.parts[0].reference, notice.told)
    if refused:
        now = datetime.now(UTC)
        outbox.close_letter(desk.db, notice, DeliveryReply(LetterState.FAILED, None, refused), now)
        return DeliveryOutcome(state=LetterState.FAILED, text=refused)
    try:
        content = notice.content or _fixed(desk, notice)
    except UNWRITABLE as error:
        problem = f"the letter could not be composed: {type(error).__name__} {error}"
        outbox.close_letter(desk.db, notice, DeliveryReply(LetterState.FAILED, None, problem), datetime.now(UTC))
        return DeliveryOutcome(state=LetterState.FAILED, text=problem)
    if not outbox.claim(desk.db, notice.id, content):
        return DeliveryOutcome(state=LetterState.DEFERRED)
    sealed = Envelope(content, parseaddr(desk.config.delivery.sender)[1], notice.recipient.email)

    def on_phase(phase: str) -> None:
        return outbox.enter_phase(desk.db, notice.id, phase) if phase == "DOT" else _compose_next(desk)

    outcome = hand_over(desk, sealed, on_phase)
    now = datetime.now(UTC)
    ours = Ours.QUOTA if outcome.quota else Ours.REFUSED if outcome.alarm else Ours.NO
    outbox.close_letter(desk.db, notice, DeliveryReply(outcome.state, outcome.code, outcome.text, ours), now)
    return outcome


def _compose_next(desk: Desk) -> None:
    """Compose the letter whose turn is next, while another one's server is waited for; what is wrong with it is told at its turn."""
    notice = outbox.next_due(desk.db, datetime.now(UTC))
    if notice and not notice.content and not refuses(desk.db, notice.recipient.email):
        with contextlib.suppress(*UNWRITABLE):
            _fixed(desk, notice)


def _fixed(desk: Desk, notice: Notice) -> bytes:
    """Compose a letter and fix its bytes and Message-ID in the registry, before any attempt."""
    answered = _mail(desk, notice.mail)
    letter = letter_of(desk, notice, leaves=True) if notice.parts else judge_letter(desk, notice)
    sender = letter_sender(desk, letter, notice.parts[0].reference if notice.parts else "", answered)
    thread = Thread(answered["message_id"] if answered else "", _thread(desk, notice))
    content = build_letter(letter, sender=sender, date=datetime.now(UTC), mark=desk.mark, thread=thread)
    outbox.fix(desk.db, notice.id, content, message_id(letter, sender, desk.mark))
    return content


def letter_of(desk: Desk, notice: Notice, languages: tuple[str, ...] = (), *, leaves: bool = False) -> Letter:
    """Compose a letter as things stand; `leaves`: with the sender's own sheets marked, which a preview does without."""
    kind, recipient = notice.kind, notice.recipient
    told = [(entry, str(part.kind)) for part in notice.parts if (entry := read_entry(desk.db, part.reference))]
    call_id = told[0][0].call
    call = desk.config.calls[call_id]
    answered = _mail(desk, notice.mail)
    announced = announcement_parts(desk, notice.told)
    entries = [entry for entry, _ in told]
    sheets = marked_sheets(desk, entries, recipient.email, kind) if leaves and not notice.copy else ()
    letter = compose_letter(
        LetterRequest(
            kind=kind,
            call=call,
            call_id=call_id,
            office=desk.config.office_of(call_id),
            entries=tuple(entry_view(entry, call, part if len(notice.parts) > 1 else "", notice.note) for entry, part in told),
            recipient=recipient,
            original_subject=answered["subject"] if answered else "",
            written_at=_judged_at(entry for entry, _ in told),
            desk=parseaddr(desk.sender_of(mailbox_of(desk, told[0][0].reference)))[1],
            changed=notice.copy,
            marked=sheets,
            **{"languages": languages, "enclosed": (*enclosed(entries, call, kind), *sheets), **announced},
        )
    )
    return replace(letter, apart=notice.group) if announced else letter


def letter_sender(desk: Desk, letter: Letter, reference: str, answered: Mapping[str, Any] | None = None) -> str:
    """Return the From of a letter: its mailbox's own, else delivery.sender; one without a name bears the office's.

    `answered`: the mail that a letter about no entry answers.
    """
    given = desk.sender_of(mailbox_of(desk, reference) if reference else str((answered or {}).get("mailbox", "")))
    name, address = parseaddr(given)
    return given if name else f'"{quote(letter.office)}" <{address}>'  # as people write it: it is encoded with the letter


def _judged_at(entries: Iterable[Entry]) -> datetime:
    """Return the latest moment that these entries were judged by, or decided on: this machine's clock decides no deadline (contract.md ruling 2)."""
    return max(moment for entry in entries for moment in (entry.as_of, *([entry.decided.at] if entry.decided else [])))


def _mail(desk: Desk, sha256: str) -> dict[str, Any] | None:
    return next(iter(desk.db.query("SELECT message_id, subject, mailbox FROM messages WHERE sha256 = ?", [sha256])), None)


def mailbox_of(desk: Desk, reference: str) -> str:
    """Return the mailbox that the entry's latest mail came to: answers, and letters after decisions, leave from there."""
    query = "SELECT x.mailbox FROM entry_messages m JOIN messages x ON x.sha256 = m.sha256 WHERE m.reference = ? ORDER BY x.received_at DESC LIMIT 1"
    found = desk.db.conn.execute(query, [reference]).fetchone()
    return str(found[0]) if found else ""


def _thread(desk: Desk, notice: Notice) -> tuple[str, ...]:
    """Return the Message-IDs of the entry's mails, oldest first: the letter joins their thread."""
    query = (
        "SELECT DISTINCT x.message_id FROM entry_messages m JOIN messages x ON x.sha256 = m.sha256 "
        "WHERE m.reference = ? AND x.message_id <> '' ORDER BY x.received_at"
    )
    return tuple(row[0] for row in desk.db.conn.execute(query, [notice.parts[0].reference]).fetchall()) if notice.parts else ()
