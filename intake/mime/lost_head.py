"""A mail whose header hides that it has parts, or where they begin, as gateways leave it: two Content-Types, none, or another boundary."""

from __future__ import annotations

import email.message
import re
from contextlib import suppress

from intake.mime.headers import raw_value
from intake.mime.whole_mail import mail_as_it_came
from intake.model.submission import MessageError

FIRST_PART = re.compile(
    r"\A\s*(?:This is a multi-?part message[^\n]*\s+)?--([^\r\n]{1,200}?)[ \t]*\r?\nContent-[\w-]+:", re.IGNORECASE
)
LEAST_MARKS = 2  # a part that begins, and one more or the end
TRANSPARENT = frozenset({"", "7bit", "8bit", "binary"})


def with_parts(mail: email.message.Message) -> email.message.Message:
    """Return a mail with the parts that stand in its text, or the mail itself. Raises MessageError where the parser has lost its bytes."""
    boundary = _boundary(mail)
    if not boundary:
        _divide(mail)
        return mail
    for name in ("Content-Type", "Content-Transfer-Encoding"):
        del mail[name]
    mail["Content-Type"] = f'multipart/mixed; boundary="{boundary}"'
    whole = email.message_from_bytes(mail_as_it_came(mail))
    _divide(whole)
    return whole


def _divide(mail: email.message.Message) -> None:
    """Divide the parts in which the boundary of their header does not stand by the one that does.

    One whose bytes the parser has lost stays undivided, and is a file; in a mail that is encoded as a whole nothing stands yet.
    """
    waiting = [mail]
    while waiting:
        part = waiting.pop()
        if part.is_multipart() and raw_value(part, "content-transfer-encoding").strip().lower() not in TRANSPARENT:
            continue
        if boundary := _unlike(part):
            part.set_boundary(boundary)
            with suppress(MessageError):
                part.set_payload(email.message_from_bytes(mail_as_it_came(part)).get_payload())
        inside = part.get_payload()
        waiting += [child for child in inside if isinstance(child, email.message.Message)] if isinstance(inside, list) else []


def _unlike(part: email.message.Message) -> str:
    """Return what divides a multipart body instead of the boundary that its header names, '' where that one does, or nothing."""
    text = part.get_payload()
    if not isinstance(text, str) or part.get_content_maintype() != "multipart":
        return ""
    named = part.get_boundary("")
    written = re.search(rf"^--({re.escape(named)})(?:--)?[ \t]*\r?$", text, re.IGNORECASE | re.MULTILINE) if named else None
    return written[1] if written else _first_mark(text)


def _boundary(mail: email.message.Message) -> str:
    """Return what stands between the parts in a mail's text, '' where it is a text, or no text at all."""
    text = mail.get_payload()
    encoding = str(mail.get("Content-Transfer-Encoding", "")).strip().lower()
    if not isinstance(text, str) or mail.get_content_maintype() != "text" or encoding not in TRANSPARENT:
        return ""
    return _first_mark(text)


def _first_mark(text: str) -> str:
    """Return the boundary that a text begins with, '' where it begins otherwise, or with a line that comes only once."""
    found = FIRST_PART.match(text[:4096])
    many = found is not None and text.count(f"--{found[1]}") >= LEAST_MARKS
    return found[1] if found and many and '"' not in found[1] and found[1].isascii() else ""
