"""Answers to staff leave: each composed when its time has come, outside the caps, before the letters that it speaks of."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from jinja2 import TemplateError

from intake.config.models import StaffMember, StaffRight
from intake.model.our_mark import LOOP_HEADER
from registry.desk.addresses import staff_member
from registry.desk.desk import PATIENCE, Desk
from registry.letters.kinds import DeliveryReply as Answered
from registry.staff.answers import StaffAnswer, answer_phase, claim_answer, close_answer, due_answers, recover_answers
from registry.staff.told import Became
from registry.store.codes import LetterState
from reports.letters.hand_over import hand_over
from reports.letters.outbox_pass import Sent, refusal, send_due
from reports.letters.smtp import DeliveryOutcome, Envelope
from reports.staff.compose import compose_answer

NO_MORE = "its reader is not of staff any more"
log = logging.getLogger(__name__)


def send_all(desk: Desk, stop: Callable[[], bool] = lambda: False) -> Sent:
    """Send the answers to staff, then the letters that are due; raises DeskBusy when another run is sending."""
    with desk.letters_lock.hold(PATIENCE):
        answered = send_answers(desk, stop)
        return answered if answered.problem else answered + send_due(desk, stop)


def send_answers(desk: Desk, stop: Callable[[], bool] = lambda: False) -> Sent:
    """Send the answers that are due; stop where no server is to be had, or none lets us in."""
    recover_answers(desk.db, datetime.now(UTC))
    sent = Sent()
    for answer in due_answers(desk.db, datetime.now(UTC)):
        if stop() or desk.letters_rest.on() or not claim_answer(desk.db, answer.id):
            continue
        outcome = _send(desk, answer)
        close_answer(desk.db, answer, Answered(outcome.state, outcome.code, outcome.text), datetime.now(UTC))
        sent += _counted(outcome.state)
        if outcome.state is not LetterState.SENT:
            log.warning("answer %s to staff: %s %s", answer.id, outcome.state, outcome.text)
        if outcome.unreachable:
            return sent + Sent(unreachable=True, problem=outcome.text)
        if outcome.refused:
            return sent + Sent(refused=True, problem=refusal(outcome))
    return sent


def _counted(state: LetterState) -> Sent:
    return Sent(
        sent=int(state is LetterState.SENT),
        deferred=int(state is LetterState.DEFERRED),
        failed=int(state is LetterState.FAILED),
        unknown=int(state is LetterState.UNKNOWN),
    )


def _send(desk: Desk, answer: StaffAnswer) -> DeliveryOutcome:
    member = staff_member(desk.config, answer.address)
    if member is None:
        return DeliveryOutcome(state=LetterState.FAILED, text=NO_MORE)
    try:
        content = as_mail(desk, _as_allowed(answer, member))
    except (TemplateError, LookupError, OSError) as error:
        return DeliveryOutcome(state=LetterState.FAILED, text=f"the answer could not be composed: {type(error).__name__} {error}")
    sender = parseaddr(desk.config.delivery.sender)[1]

    def on_phase(phase: str) -> None:
        if phase == "DOT":
            answer_phase(desk.db, answer.id, phase)

    return hand_over(desk, Envelope(content, sender, answer.address), on_phase)


def _as_allowed(answer: StaffAnswer, member: StaffMember) -> StaffAnswer:
    """Return an answer without the registry that was asked for by somebody who may have it no more."""
    if StaffRight.EXPORT in member.may:
        return answer
    items = (replace(item, became=Became.NOT_ALLOWED) if item.became is Became.GIVEN else item for item in answer.told.items)
    return replace(answer, told=replace(answer.told, items=tuple(items)))


def as_mail(desk: Desk, answer: StaffAnswer) -> bytes:
    """Return an answer as bytes: in the thread of the mail it answers, with the registry where that was asked for."""
    composed = compose_answer(desk, answer)
    name, address = parseaddr(desk.sender_of(answer.mailbox))
    row = desk.db.conn.execute("SELECT message_id FROM messages WHERE sha256 = ?", [answer.mail]).fetchone()
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = Address(name, *address.rsplit("@", 1))
    message["To"] = answer.address
    message["Subject"] = composed.subject
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = answer.page.message_id
    if row and row[0]:
        message["In-Reply-To"] = message["References"] = row[0]
    message["Auto-Submitted"] = "auto-replied"
    message["X-Auto-Response-Suppress"] = "All"
    message[LOOP_HEADER] = "answer"
    message.set_content(composed.text, cte="base64")
    message.add_alternative(composed.html, subtype="html", cte="base64")
    for item in answer.told.items:
        if item.became is Became.GIVEN:
            from reports.workbook.mailed import XLSX, mailed_registry  # openpyxl: for the few answers that carry one

            call = str(item.values["call"])
            book = mailed_registry(desk, call, answer.address, datetime.now(UTC))
            message.add_attachment(book.data, maintype=XLSX[0], subtype=XLSX[1], filename=book.name)
    return message.as_bytes()
