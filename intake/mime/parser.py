"""A raw mail becomes a parser's tree: looked through first, because parsers recurse (field-notes 9.2)."""

from __future__ import annotations

import email
import email.message
import logging
import re
from pathlib import Path

from intake.config.models import Limits
from intake.model.submission import StructureError

PIECE = 1 << 20
MOST_LINES = 5000
BLANK, MOST_BLOCKS = re.compile(rb"\n\r?\n"), 20_000  # of a delivery report: the parser makes a mail of each, 12 000 a second
logging.getLogger("mailparser").setLevel(logging.CRITICAL)  # it calls every nameless photo an error; we walk the leaves ourselves


def parse(path: Path, limits: Limits) -> tuple[email.message.Message, tuple[str, ...]]:
    """Let mail-parser read the file; where it raises (9 of 5 793 real mails, measured) the standard library does.

    Raises StructureError when it is nothing to let a parser near.
    """
    import mailparser

    scan(path, limits)
    try:
        mail = mailparser.parse_from_file(str(path))
        return mail.message, tuple(sorted(str(item) for item in mail.defects_categories))
    except (Exception, RecursionError) as error:  # noqa: BLE001 - any library fault means: the other parser
        return parse_plainly(path), (f"mail-parser: {type(error).__name__}",)


def parse_plainly(path: Path) -> email.message.Message:
    """Let the standard library read the file."""
    with path.open("rb") as file:
        return email.message_from_binary_file(file)


def scan(path: Path, limits: Limits) -> None:
    """Refuse what no person sends, before any parser recurses into it; raises StructureError with the reason."""
    with path.open("rb") as file:
        head = file.read(limits.header_bytes + 4)
        end = min((place for place in (head.find(b"\r\n\r\n"), head.find(b"\n\n")) if place >= 0), default=-1)
        if end < 0 and len(head) > limits.header_bytes:
            raise StructureError(f"its headers are longer than {limits.header_bytes} bytes")
        if head[: end if end >= 0 else None].count(b"\n") > MOST_LINES:
            raise StructureError(f"it has more than {MOST_LINES} header lines")
        file.seek(0)
        marks = {b"\n--": 0, b"content-type: multipart/": 0, b"content-type: message/rfc822": 0}
        blocks, report, carried = 0, False, b""
        while piece := file.read(PIECE):
            window = carried + piece.lower()
            for mark in marks:  # a mark is counted in the piece it ends in
                marks[mark] += window.count(mark, max(len(carried) - len(mark) + 1, 0))
            blocks += len(BLANK.findall(piece))
            report |= b"message/delivery-status" in window
            carried = window[-30:]
    if report and blocks > MOST_BLOCKS:
        raise StructureError(f"it is a delivery report of more than {MOST_BLOCKS} parts")
    lines, *nests = marks.values()
    if lines > limits.message_parts:
        raise StructureError(f"it has more than {limits.message_parts} parts")
    if sum(nests) > limits.message_depth * 2:
        raise StructureError(f"its parts are nested more than {limits.message_depth} deep")
