"""Write the digest to a file, or send it to staff: once a day of the desk, one conversation each."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path
from zoneinfo import ZoneInfo

from intake.config.slot_closing import day_there
from intake.model.our_mark import LOOP_HEADER
from registry.desk.desk import Desk
from registry.read.day import gather_day
from registry.staff.pages import PageKind, keep_page, new_page
from registry.store.mails import stamp
from registry.store.whole_file import write_whole
from reports.digest.alarm_mails import status_of
from reports.digest.compose import DigestLetter, compose_digest, rendered
from reports.digest.drawing import Draw, draw_here, drawing_apart
from reports.letters.hand_over import hand_over
from reports.letters.smtp import DeliveryOutcome, Envelope

log = logging.getLogger(__name__)
XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


Books = Callable[[Desk, str, datetime], Sequence[tuple[str, bytes]]]  # for an address, now: name and bytes of what is attached


def no_books(*_: object) -> Sequence[tuple[str, bytes]]:
    """Attach nothing."""
    return ()


def digest_of(desk: Desk, day: date | None = None, draw: Draw = draw_here, made_at: datetime | None = None) -> DigestLetter:
    """Compose the digest of a day in the office's zone; today by default.

    `made_at`: by whose clock it is written, where that is not the machine's; mailboxes are told as they were polled then.
    """
    now = datetime.now(UTC)
    chosen = day or day_there(now, desk.config.timezone)
    health = status_of(desk, now)
    if made_at:
        polled = [{**box, "last_good_poll": box["last_good_poll"] and stamp(made_at)} for box in health["mailboxes"]]
        health = {**health, "mailboxes": polled}
    countries = {name: call.identity.country or () for name, call in desk.config.calls.items()}
    return compose_digest(desk, gather_day(desk.db, chosen, desk.config.timezone, made_at or now, countries), health, draw)


def write_digest_page(letter: DigestLetter, out: Path) -> None:
    """Write the digest as one HTML file, whole or not at all (0600); raises OSError."""
    with write_whole(out) as part:
        part.write_text(letter.page(), encoding="utf-8")


def send_digest(desk: Desk, letter: DigestLetter, day: date, books: Books = no_books) -> dict[str, DeliveryOutcome]:
    """Send the digest to every address of `staff`, to each with links of its own; return what became of each.

    `books`: what goes along. A day that reached anybody is noted as sent.
    """
    given = desk.staff_sender
    sender = parseaddr(given)[1]
    host = sender.rpartition("@")[2] or "localhost"
    outcomes = {}
    for canonical, member in desk.staff_by_address.items():
        page = new_page(canonical, PageKind.DIGEST, host, datetime.now(UTC), letter.draft.digest.pins)
        keep_page(desk.db, page)
        going = Sending(at=page.made_at, message_id=page.message_id, parcel=books(desk, canonical, page.made_at))
        content = as_mail(rendered(letter.draft, page), given, member.address, going)
        outcomes[member.address] = hand_over(desk, Envelope(content, sender, member.address))
    if any(outcome.sent for outcome in outcomes.values()):
        until = stamp(letter.until) if letter.until else ""
        desk.db.conn.execute(
            "INSERT OR REPLACE INTO digests (day, sent_at, until) VALUES (?, ?, ?)",
            [day.isoformat(), stamp(datetime.now(UTC)), until],
        )
    return outcomes


def send_daily(desk: Desk, books: Books = no_books) -> None:
    """Send today's digest unless it went out already; trouble is logged, and the next hour tries again."""
    day = datetime.now(ZoneInfo(desk.config.timezone)).date()
    if desk.db.table("digests").count_where("day = ?", [day.isoformat()]):
        return
    with drawing_apart() as draw:
        letter = digest_of(desk, day, draw)
    for outcome in send_digest(desk, letter, day, books).values():
        if not outcome.sent:
            log.error("the digest did not reach one of staff: %s", outcome.text)


@dataclass(frozen=True, kw_only=True)
class Sending:
    """A digest on its way to one of staff: when, under which Message-ID ('': any), with which workbooks."""

    at: datetime
    message_id: str = ""
    parcel: Sequence[tuple[str, bytes]] = ()


def as_mail(letter: DigestLetter, sender: str, recipient: str, sending: Sending) -> bytes:
    """Return the digest as mail: text, and HTML with its pictures by cid (RFC 2387)."""
    name, address = parseaddr(sender)
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = Address(name, *address.rsplit("@", 1))
    message["To"] = recipient
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(sending.at)
    message["Message-ID"] = sending.message_id or make_msgid("digest", address.rpartition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message[LOOP_HEADER] = "digest"
    message.set_content(letter.text, cte="base64")
    message.add_alternative(letter.html, subtype="html", cte="base64")
    page = message.get_payload()[1]  # type: ignore[index]
    for picture, data in letter.pictures.items():
        kind = "png" if picture.endswith(".png") else "jpeg"
        page.add_related(data, "image", kind, cid=f"<{picture}>", disposition="inline", filename=picture)  # type: ignore[union-attr]
    for file, data in sending.parcel:
        message.add_attachment(data, maintype=XLSX[0], subtype=XLSX[1], filename=file)
    return message.as_bytes()
