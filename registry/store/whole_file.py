"""A file, or a folder, appears whole or not at all: written under another name beside it, renamed; a file synced too (field-notes 8)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from intake.fetch.spool import sync_folder

SIDE_FILES = ("", "-wal", "-shm")  # what SQLite leaves beside a file that it writes


class FolderProblem(Exception):  # noqa: N818 - said to a person
    """Say why a folder cannot be filled where it was asked for."""


@contextmanager
def write_whole(out: Path) -> Iterator[Path]:
    """Yield the path of an empty file (0600) to fill; it becomes `out` when all went well, else nothing is left of it.

    Raises OSError, before the work where the folder cannot be written.
    """
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        yield part
        _sync(part)
        part.replace(out)
        sync_folder(out.parent)
    finally:
        for ending in SIDE_FILES:
            Path(f"{part}{ending}").unlink(missing_ok=True)


@contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """Yield a folder (0700) to fill beside `out`; it takes the place of an empty one, or of none, when all went well, else nothing is left of it.

    Raises OSError.
    """
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True, mode=0o700)
    try:
        yield part
        if out.exists():
            out.rmdir()
        part.replace(out)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
