"""Several mails in one file, as mail programs keep and hand them out: each below a line that begins with "From " (RFC 4155)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

LONGEST_LINE = 1 << 16
ABOVE = re.compile(  # with a moment, as nearly all programs write it; bare, or with a dash, as Thunderbird does
    rb"From (?:-? ?|\S[^\r\n]*\b\d{1,2}:\d{2}\b[^\r\n]*\b\d{4}\b[^\r\n]*|\S[^\r\n]*\b\d{4} \d{1,2}:\d{2}\b[^\r\n]*)\r?\n"
)
FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,70}:")
AGAIN = re.compile(rb"\n\r?\n" + ABOVE.pattern + FIELD.pattern)
APPLE = re.compile(
    rb"(\d{1,12})[ \t]*\r?\n(?=[A-Za-z][A-Za-z0-9-]{1,70}:)"
)  # above a mail that Apple's program keeps: its length
QUOTED = re.compile(rb">+From ")  # a line of a mail's own, marked so that it divides nothing


def begins_mailbox(head: bytes) -> bool:
    """Tell a file of mails by its first two lines."""
    above = ABOVE.match(head)
    return above is not None and FIELD.match(head, above.end()) is not None


def divides_again(data: bytes) -> bool:
    """Tell whether another mail stands below the one that begins in some bytes."""
    return AGAIN.search(data) is not None


def apple_mail(head: bytes) -> tuple[int, int] | None:
    """Return where the mail begins in a file of Apple's program, and its length; None for any other file."""
    found = APPLE.match(head)
    return (found.end(), int(found[1])) if found else None


def lines_of_mails(path: Path) -> Iterator[tuple[bytes, bool]]:
    """Yield the lines of the mails in a file of mails, and whether a mail begins with each."""
    with path.open("rb") as file:
        before, line, begins = b"", file.readline(LONGEST_LINE), False
        while line:
            after = file.readline(LONGEST_LINE)
            divides = not before.strip() and ABOVE.fullmatch(line) is not None and FIELD.match(after) is not None
            if not divides:
                yield line[1:] if QUOTED.match(line) else line, begins
            before, line, begins = line, after, divides


def holds_mails(path: Path) -> bool:
    """Tell a file from which mails, or one, must be taken before they can be read."""
    with path.open("rb") as file:
        return apple_mail(file.read(LONGEST_LINE)) is not None or holds_several(path)


def holds_several(path: Path) -> bool:
    """Tell a file of more than one mail by the lines between them."""
    with path.open("rb") as file:
        if not begins_mailbox(file.read(LONGEST_LINE)):
            return False
    found = 0
    for _, begins in lines_of_mails(path):
        found += begins
        if found > 1:
            return True
    return False
