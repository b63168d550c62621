"""Read a web page saved with its pictures in one file (MHTML, RFC 2557), as Word and browsers write it."""

from __future__ import annotations

import email
import email.message
import email.policy
from pathlib import Path

from intake.forms.fields.grid import FormRow
from intake.forms.read.body import MAX_HTML, html_rows
from intake.mime.charsets import decode, page_charset
from intake.model.problems import FileProblem, Problem

MAX_FILE = 30_000_000
MAX_PARTS = 500


def read(path: Path) -> list[FormRow]:
    """Return the rows of the first page in the file; raises FileProblem damaged | unsupported."""
    if path.stat().st_size > MAX_FILE:
        raise FileProblem(Problem.TOO_BIG)
    message = email.message_from_bytes(path.read_bytes().lstrip(b"\xef\xbb\xbf \t\r\n"), policy=email.policy.compat32)
    for number, part in enumerate(message.walk()):
        if number > MAX_PARTS:
            break
        if part.get_content_type() == "text/html":
            return html_rows(_html(part))
    raise FileProblem(Problem.DAMAGED)


def _html(part: email.message.Message) -> str:
    """Decode a page by the charset that it is labelled with, else by what it looks like."""
    data = part.get_payload(decode=True)
    raw = data if isinstance(data, bytes) else b""
    return decode(raw, str(part.get_content_charset() or "") or page_charset(raw))[:MAX_HTML]
