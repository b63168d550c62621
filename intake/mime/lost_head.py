"""A mail whose header hides that it has parts, as gateways leave it: two Content-Types or none; what its text begins with says so."""

from __future__ import annotations

import email.message
import re

from intake.mime.whole_mail import mail_as_it_came

FIRST_PART = re.compile(
    r"\A\s*(?:This is a multi-?part message[^\n]*\s+)?--([^\r\n]{1,200}?)[ \t]*\r?\nContent-[\w-]+:", re.IGNORECASE
)
LEAST_MARKS = 2  # a part that begins, and one more or the end
TRANSPARENT = frozenset({"", "7bit", "8bit", "binary"})


def with_parts(mail: email.message.Message) -> email.message.Message:
    """Return a mail with the parts that stand in its text, or the mail itself. Raises MessageError where the parser has lost its bytes."""
    boundary = _boundary(mail)
    if not boundary:
        return mail
    for name in ("Content-Type", "Content-Transfer-Encoding"):
        del mail[name]
    mail["Content-Type"] = f'multipart/mixed; boundary="{boundary}"'
    return email.message_from_bytes(mail_as_it_came(mail))


def _boundary(mail: email.message.Message) -> str:
    """Return what stands between the parts in a mail's text, '' where it is a text, or no text at all."""
    text = mail.get_payload()
    encoding = str(mail.get("Content-Transfer-Encoding", "")).strip().lower()
    if not isinstance(text, str) or mail.get_content_maintype() != "text" or encoding not in TRANSPARENT:
        return ""
    found = FIRST_PART.match(text[:4096])
    many = found is not None and text.count(f"--{found[1]}") >= LEAST_MARKS
    return found[1] if found and many and '"' not in found[1] and found[1].isascii() else ""
