"""A letter becomes the bytes that go over the line: headers of RFC 3834, one To, nothing injected."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import format_datetime, parseaddr
from typing import Any

from intake.model.addresses import canonical, writable
from intake.model.our_mark import LOOP_HEADER, OurMark
from intake.model.submission import Address
from reports.letters.compose import Letter
from reports.letters.formats import clean

ID = re.compile(r"<[!-;=?-~]{1,900}>")
MOST_IDS = 10
ANY_FILE = "application/octet-stream"


class LetterError(Exception):
    """Say that a letter cannot be put into bytes safely; a person must look."""


class NoticePolicy(type(policy.SMTP)):  # type: ignore[misc]
    """Fold message ids at blanks only: the library would encode long ones and break the thread (cpython #137201)."""

    def _fold(self, name: str, value: Any, refold_binary: bool = False) -> str:
        if name.lower() in {"in-reply-to", "references", "message-id"}:
            return f"{name}: " + "\r\n ".join(str(value).split()) + str(self.linesep)
        return str(super()._fold(name, value, refold_binary))


def message_id(letter: Letter, sender: str, mark: OurMark) -> str:
    """Return the letter's Message-ID: the same for the same words to the same recipient; two questions of staff are two letters.

    Nobody who was not sent the letter can compute it: a report that names it is about this letter (registry/letters/bounces.py).
    """
    parts = " ".join(f"{reference}/{revision}" for reference, revision in zip(letter.references, letter.revisions, strict=True))
    host = ascii_address(parseaddr(sender)[1]).partition("@")[2]
    apart = f"|{letter.apart}" if letter.apart else ""
    return mark.message_id(f"{letter.kind}|{parts}|{letter.recipient.email}|{letter.text}{apart}", host)


@dataclass(frozen=True)
class Thread:
    """What a letter answers: the ids of the mail and of those before it, of which the unusable are left out."""

    in_reply_to: str = ""
    references: Sequence[str] = ()


def build_letter(letter: Letter, *, sender: str, date: datetime, mark: OurMark, thread: Thread | None = None) -> bytes:
    """Return the letter as 7-bit bytes with CRLF lines, the same for the same arguments.

    `sender` is `Name <address>`; `thread`: None where nothing is answered.
    Only towards a recipient whose local part is not ASCII the header is UTF-8 (RFC 6532), which needs SMTPUTF8 on the way.
    Raises LetterError for an address that cannot be written to, or if the bytes are not exactly what was meant.
    """
    beyond_ascii = not letter.recipient.email.isascii() and not canonical(letter.recipient.email).isascii()
    message = EmailMessage(policy=NoticePolicy(linesep="\r\n", utf8=beyond_ascii))
    name = message_id(letter, sender, mark)
    headers = _headers(letter, sender, date, name, _usable(thread or Thread()))
    for field, value in headers:
        message[field] = value
    message.set_content(letter.text, cte="base64")
    message.add_alternative(letter.html, subtype="html", cte="base64")
    for item in letter.enclosed:
        known = mimetypes.guess_type(item.name)[0] or ANY_FILE
        kind, _, subtype = (ANY_FILE if known.startswith(("message/", "multipart/")) else known).partition("/")
        message.add_attachment(item.data, maintype=kind, subtype=subtype, filename=clean(item.name), cte="base64")
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(mark.boundary(name) if not number else mark.boundary(f"{name} {number}"))
    content = message.as_bytes()
    _assure(content, [name for name, _ in headers], beyond_ascii=beyond_ascii)
    return content


def ascii_address(email: str) -> str:
    """Return an address with its domain in ASCII (IDNA 2008). Raises LetterError where no letter can be addressed to it."""
    if not writable(email):
        raise LetterError("the address cannot be written to")
    return canonical(email)


def _usable(thread: Thread) -> tuple[str, str]:
    """Return In-Reply-To and References, of usable ids only; of a long thread its first and its last ids."""
    answered = [item for item in [thread.in_reply_to.strip()] if ID.fullmatch(item)]
    ids = [item for item in dict.fromkeys([*thread.references, *answered]) if ID.fullmatch(item)]
    if len(ids) > MOST_IDS:
        ids = [ids[0], *ids[1 - MOST_IDS :]]
    return " ".join(answered), " ".join(ids)


def _headers(letter: Letter, sender: str, date: datetime, message_name: str, thread: tuple[str, str]) -> list[tuple[str, Any]]:
    """Return the headers in their order, every value cleaned."""
    name, address = parseaddr(sender)
    headers: list[tuple[str, Any]] = [
        ("From", _mailbox(Address(name=name, email=address))),
        ("To", _mailbox(letter.recipient)),
        ("Subject", clean(letter.subject)),
        ("Date", format_datetime(date)),
        ("Message-ID", message_name),
        ("In-Reply-To", thread[0]),
        ("References", thread[1]),
        ("Reply-To", _mailbox(Address(email=parseaddr(letter.reply_to)[1])) if letter.reply_to else ""),
        ("Auto-Submitted", "auto-replied"),
        ("X-Auto-Response-Suppress", "All"),
        (LOOP_HEADER, clean(" ".join(letter.references))),
    ]
    return [(name, value) for name, value in headers if value]


def _mailbox(address: Address) -> HeaderAddress:
    """Return name and address for a header: the name alone is encoded, never the address."""
    local, _, domain = ascii_address(address.email).rpartition("@")
    return HeaderAddress(clean(address.name, 60), local, domain)


def _assure(content: bytes, names: list[str], *, beyond_ascii: bool) -> None:
    """Refuse bytes whose header is not exactly ours: the last guard against injection."""
    head = content.partition(b"\r\n\r\n")[0]
    found = BytesHeaderParser(policy=policy.compat32).parsebytes(head + b"\r\n\r\n").keys()
    wanted = [*names, "MIME-Version", "Content-Type"]
    seven_bit = content.partition(b"\r\n\r\n")[2].isascii() if beyond_ascii else content.isascii()
    if sorted(found) != sorted(wanted) or re.search(rb"(?<!\r)\n|\r(?!\n)", content) or not seven_bit:
        raise LetterError("the letter's bytes are not what was meant; it is not sent")
