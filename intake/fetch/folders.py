"""A folder that is not there: which folders are."""

from __future__ import annotations

import imaplib
from typing import Any

from intake.config.mistakes import meant
from intake.fetch.faults import MailboxError

MOST = 30  # folders named in one message


def explain(client: Any, folder: str, where: str, error: imaplib.IMAP4.error) -> None:
    """Raise MailboxError with the folders there are where this one is none of them; do nothing where the refusal has another cause."""
    if isinstance(error, imaplib.IMAP4.abort):
        return
    try:
        there = [_name(name) for _, _, name in client.list_folders()]
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:  # a server that lists nothing: its first words are told
        return
    if not there or folder in there:
        return
    hint = f"; {near}" if (near := meant(folder, there)) else ""
    more = f" and {len(there) - MOST} more" if len(there) > MOST else ""
    raise MailboxError(
        f"{where}: opening the folder {folder}: there is no such folder. The folders are: {', '.join(there[:MOST])}{more}{hint}"
    )


def _name(told: object) -> str:
    """Return a folder's name as one printable line."""
    text = told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)
    return "".join(char if char.isprintable() else " " for char in text)[:100]
