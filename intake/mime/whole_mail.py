"""A mail inside a mail as bytes: encoded as a whole, or written out as it came."""

from __future__ import annotations

import email.message
import quopri
import re
from collections.abc import Iterator
from pathlib import Path

import pybase64

from intake.mime import headers
from intake.model.submission import MessageError

SLICE = 57 * 10_000  # whole lines of base64


def whole_mail(part: email.message.Message, mail: email.message.Message) -> bytes | None:
    """Return the bytes of a mail that is encoded as a whole (RFC 2046 forbids it, Outlook and gateways do it); None if not."""
    encoding = headers.raw_value(part, "content-transfer-encoding").strip().lower()
    if encoding == "base64" and not mail.keys():
        digits = re.sub(rb"[^A-Za-z0-9+/]", b"", mail_as_it_came(mail))
        return pybase64.b64decode(digits[: len(digits) - (len(digits) % 4 == 1)] + b"=" * (-len(digits) % 4))
    if encoding == "quoted-printable" and b"=3D" in (raw := mail_as_it_came(mail)):
        return quopri.decodestring(raw)
    return None


def mail_as_it_came(mail: email.message.Message) -> bytes:
    """Return a mail as it came; raises MessageError where the parser has lost that."""
    try:
        return mail.as_bytes(unixfrom=bool(mail.get_unixfrom()))
    except (UnicodeError, LookupError, AttributeError, TypeError, ValueError) as error:
        raise MessageError(f"a mail in it cannot be taken out: {error}") from error


def encoded(path: Path) -> Iterator[bytes]:
    """Yield a file in base64, in pieces of whole lines."""
    with path.open("rb") as file:
        while piece := file.read(SLICE):
            yield pybase64.encodebytes(piece)
