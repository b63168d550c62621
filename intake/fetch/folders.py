"""A folder that cannot be opened because it is not there, or holds nothing but folders: which others there are."""

from __future__ import annotations

import imaplib
from collections.abc import Sequence
from typing import Any

from intake.config.mistakes import meant
from intake.fetch.faults import FolderMissing

MOST = 30  # folders named in one message
NO_MAIL = frozenset({b"\\noselect", b"\\nonexistent"})  # what is listed and cannot be opened (RFC 3501 7.2.2, RFC 5258 3.2)


def explain(client: Any, folder: str, where: str, error: imaplib.IMAP4.error) -> None:
    """Raise FolderMissing with the folders there are where this one is none of them; do nothing where the refusal has another cause."""
    if isinstance(error, imaplib.IMAP4.abort):
        return
    try:
        listed = [(_holds_mail(flags), _name(name)) for flags, _, name in client.list_folders()]
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:  # a server that lists nothing: its first words are told
        return
    there = [name for holds_mail, name in listed if holds_mail]
    if not there or folder in there:
        return
    what = "it holds folders, no mail" if (False, folder) in listed else "there is no such folder"
    hint = f"; {near}" if (near := meant(folder, there)) else ""
    more = f" and {len(there) - MOST} more" if len(there) > MOST else ""
    raise FolderMissing(f"{where}: opening the folder {folder}: {what}. The folders are: {', '.join(there[:MOST])}{more}{hint}")


def _holds_mail(flags: Sequence[bytes]) -> bool:
    return NO_MAIL.isdisjoint(bytes(flag).lower() for flag in flags)


def _name(told: object) -> str:
    """Return a folder's name as one printable line."""
    text = told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)
    return "".join(char if char.isprintable() else " " for char in text)[:100]
