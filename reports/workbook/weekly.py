"""The registry by mail on its day of the week: to each of staff who may have it, stamped for them, once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr

from intake.config.models import StaffRight
from intake.config.slot_closing import day_there
from intake.model.our_mark import LOOP_HEADER
from registry.desk.desk import Desk
from registry.store.codes import LetterState
from registry.store.mails import stamp
from reports.letters.hand_over import hand_over
from reports.letters.smtp import DeliveryOutcome, Envelope
from reports.letters.staff_words import StaffWords
from reports.workbook.mailed import MOST_BYTES, XLSX, MailedWorkbook, mailed_registry
from reports.workbook.workbook import ROOM

log = logging.getLogger(__name__)


def send_weekly(desk: Desk, now: datetime) -> list[DeliveryOutcome]:
    """Send the registries to those of staff who have not had them today; return what became of each mail. Raises OSError."""
    day = day_there(now, desk.config.timezone).isoformat()
    held = {row[0] for row in desk.db.conn.execute("SELECT DISTINCT call FROM entries").fetchall()}
    calls = [call for call in desk.config.calls if call in held]
    outcomes = []
    for address, member in desk.staff_by_address.items():
        done = desk.db.table("workbooks_mailed").count_where("day = ? AND address = ?", [day, address])
        if done or not calls or StaffRight.EXPORT not in member.may:
            continue
        books = [mailed_registry(desk, call, address, now, MOST_BYTES // len(calls)) for call in calls]
        outcomes.append(_send(desk, member.address, books, day))
        if outcomes[-1].state is LetterState.SENT:
            row = {"day": day, "address": address, "sent_at": stamp(datetime.now(UTC))}
            desk.db.table("workbooks_mailed").insert(row, replace=True)
        else:
            log.error("the weekly workbook did not reach one of staff: %s", outcomes[-1].text)
    return outcomes


def _send(desk: Desk, recipient: str, books: Sequence[MailedWorkbook], day: str) -> DeliveryOutcome:
    words = StaffWords(ROOM, desk.config.staff_languages)
    name, address = parseaddr(desk.staff_sender)
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = Address(name, *address.rsplit("@", 1))
    message["To"] = recipient
    message["Subject"] = words.first("mailed", "subject", day=day)
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid("workbook", address.rpartition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message[LOOP_HEADER] = "workbook"
    message.set_content("\n\n".join(words.each("mailed", "text")) + "\n", cte="base64")
    for book in books:
        message.add_attachment(book.data, maintype=XLSX[0], subtype=XLSX[1], filename=book.name)
    return hand_over(desk, Envelope(message.as_bytes(), address, recipient))
