"""One spooled file becomes an InboundMessage: mail-parser behind this wall, the standard library where it raises."""

from __future__ import annotations

import email
import email.message
import logging
import re
from pathlib import Path

from intake import charsets  # first: it widens gb2312 before any parser resolves a codec
from intake import headers as header_values
from intake.attachments import Body, Leaves, collect
from intake.authentication import verdict
from intake.bodytext import html_to_text, split_quoted
from intake.cloudlinks import find_links
from intake.settings import Limits
from intake.splitter import Split, split
from intake.submission import InboundMessage, MessageError, SpooledMessage

PIECE = 1 << 20
logging.getLogger("mailparser").setLevel(logging.CRITICAL)  # it calls every nameless photo an error; we walk the leaves ourselves


def read(spooled: SpooledMessage, workdir: Path, limits: Limits, trusted_authserv: str | None = None) -> InboundMessage:
    """Read a raw mail: headers decoded, texts joined, every leaf below `workdir`; raises MessageError over a limit."""
    _scan(spooled.path, limits)
    parts = split(spooled.path, workdir)
    parsed, defects = _parse(parts.skeleton)
    leaves = collect(parsed, parts, workdir, limits)
    if leaves.lost_tokens:  # a parser saw a token otherwise than it was put: let it read the mail as it came
        parts = Split(skeleton=spooled.path, leaves={})
        parsed, defects = _parse(spooled.path)
        leaves = collect(parsed, parts, workdir, limits)
    return _message(spooled, parsed, leaves, (*defects, *leaves.defects), trusted_authserv)


def _message(
    spooled: SpooledMessage, parsed: email.message.Message, leaves: Leaves, defects: tuple[str, ...], trusted: str | None
) -> InboundMessage:
    raw = [(name.lower(), charsets.mend(str(value))) for name, value in parsed.raw_items()]
    values = tuple((name, header_values.decoded(value)) for name, value in raw)
    first = dict(reversed(values))
    parted = [split_quoted(_text(body)) for body in leaves.bodies]  # each message has a signature and quotes of its own
    text, quoted = ("\n\n".join(piece for piece in pieces if piece) for pieces in zip(*parted, strict=True))
    path = first.get("return-path")
    ids = header_values.ids(first.get("message-id", ""))
    return InboundMessage(
        spooled=spooled,
        message_id=ids[0] if ids else "",
        in_reply_to=header_values.ids(first.get("in-reply-to", "")),
        references=header_values.ids(first.get("references", "")),
        sender=header_values.sender([value for name, value in raw if name == "from"]),
        recipients=tuple(item for name, value in raw if name in {"to", "cc"} for item in header_values.addresses(value)),
        return_path=None if path is None else path.strip().strip("<>").strip(),
        subject=first.get("subject", "")[:1000],
        date=header_values.date(first.get("date", "")),
        headers=values,
        content_type=parsed.get_content_type(),
        text=text,
        quoted=quoted,
        attachments=leaves.attachments,
        links=find_links([*leaves.plain], [*leaves.html]),
        forwarded_from=leaves.forwarded_from,
        authentication=verdict(values, trusted),
        defects=defects,
    )


def _text(body: Body) -> str:
    """Join what was written: the plain parts, unless only HTML was sent or the HTML has tables that plain text flattens."""
    plain = "\n\n".join(part for part in body.plain if part.strip())
    html = "\n\n".join(html_to_text(part) for part in body.html)
    tabular = any(re.search(r"<t[dh][\s>]", part, re.IGNORECASE) for part in body.html) and "\t" in html
    if not plain.strip():
        return html
    if body.alternative and not tabular:
        return plain
    return html if body.alternative else "\n\n".join(item for item in (plain, html) if item.strip())


def _parse(path: Path) -> tuple[email.message.Message, tuple[str, ...]]:
    """Let mail-parser read the file; where it raises (9 of 5 793 real mails, measured) the standard library does."""
    import mailparser

    try:
        mail = mailparser.parse_from_file(str(path))
        return mail.message, tuple(sorted(str(item) for item in mail.defects_categories))
    except (Exception, RecursionError) as error:  # noqa: BLE001 - any library fault means: the other parser
        with path.open("rb") as file:
            return email.message_from_binary_file(file), (f"mail-parser: {type(error).__name__}",)


def _scan(path: Path, limits: Limits) -> None:
    """Refuse what no person sends, before any parser recurses into it; raises MessageError with the reason."""
    with path.open("rb") as file:
        head = file.read(limits.header_bytes + 4)
        end = min((place for place in (head.find(b"\r\n\r\n"), head.find(b"\n\n")) if place >= 0), default=-1)
        if end < 0 and len(head) > limits.header_bytes:
            raise MessageError(f"its headers are longer than {limits.header_bytes} bytes")
        if head[: end if end >= 0 else None].count(b"\n") > 5000:
            raise MessageError("it has more than 5000 header lines")
        file.seek(0)
        marks, multiparts, carried = 0, 0, b""
        while piece := file.read(PIECE):
            window = (carried + piece).lower()
            marks += window.count(b"\n--")
            multiparts += window.count(b"content-type: multipart/") + window.count(b"content-type: message/rfc822")
            carried = b""
        if marks > limits.message_parts:
            raise MessageError(f"it has more than {limits.message_parts} parts")
        if multiparts > limits.message_depth * 2:
            raise MessageError(f"its parts are nested more than {limits.message_depth} deep")
