"""The desk's secret in data_dir: made once, readable by this user alone, never in a log, a letter or JSON."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from intake.fetch.spool import sync_folder
from intake.model.our_mark import OurMark

SIZE = 32  # bytes
DAMAGED = (
    "{path} holds no usable secret ({size} bytes where {wanted} are needed). Put it back from a backup; or remove it, then a new one is "
    "made: reports on letters sent before are still shown to staff, but no longer mark an address as refusing mail."
)


class SecretError(Exception):
    """Say that the secret cannot be used, and what to do."""


def desk_mark(data_dir: Path, *, make: bool) -> OurMark:
    """Return what names our letters, by data_dir/secret, made where it is wanted and missing (0600, durable, never overwritten).

    Without it and without leave to make it, the mark is one of this run alone: enough to read, and it recognises nothing.
    Raises SecretError for a damaged one, OSError when it cannot be read or written.
    """
    path = data_dir / "secret"
    if not path.exists():
        if not make:
            return OurMark(secrets.token_bytes(SIZE))
        _make(path)
    secret = path.read_bytes()
    if len(secret) != SIZE:
        raise SecretError(DAMAGED.format(path=path, size=len(secret), wanted=SIZE))
    if make and path.stat().st_mode & 0o077:
        path.chmod(0o600)
    return OurMark(secret)


def _make(path: Path) -> None:
    """Write a new secret whole or not at all; of two first openers the first one's counts."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(SIZE))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(part, path)
        except FileExistsError:
            return
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)
