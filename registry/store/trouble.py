"""What ails a registry, in words that are true: nobody is sent for a backup because another program is busy."""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from collections.abc import Sequence
from pathlib import Path

KEPT = "Nothing was done; mail stays on the server and in the spool."
PRIMARY = 0xFF  # of an extended error code (sqlite.org/rescode)
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
FULL = "the disk is full. Free some space, then try again."
OF_THE_DISK = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
}  # of which SQLite does not always know the cause
OF_A_FULL_DISK = {errno.ENOSPC: FULL, errno.EDQUOT: "this user's disk quota is used up. Free some space, then try again."}
TRIED = 64 * 1024  # bytes: more than what SQLite shares between processes takes when a registry is opened
OTHERS = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: "it may not be written. Give this user the right to write it and its folder.",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened. Look at its folder: does it exist, may this user read and write there?",
    sqlite3.SQLITE_PERM: "it may not be opened. Give this user the right to read and write it.",
    sqlite3.SQLITE_IOERR: "the disk did not read or write as it should. Look at the disk, then try again.",
}


class RegistryError(Exception):
    """Say that the registry cannot be used: damaged, busy, read-only, newer than this program."""


class NoRegistry(RegistryError):  # noqa: N818 - a state, not a fault
    """Say that there is no registry to look at."""


def no_registry(data_dir: Path, configs: Sequence[Path]) -> str:
    """Say that there is no registry, and which configuration said where it should be."""
    names = ", ".join(map(str, configs))
    return (
        f"There is no registry in {data_dir}: no mail was ever taken in with this configuration ({names}). "
        "Is a --config missing? Only `poll`, `import`, `send` and `serve` make a registry; nothing was done."
    )


def damaged(path: Path, said: str) -> str:
    """Say that the registry is broken, and how to get a whole one."""
    return (
        f"The registry {path} is damaged ({said[:200]}). {KEPT} "
        "Put back a backup (see docs/operators.md), or make the registry again with `rebuild`."
    )


def words_for(error: sqlite3.DatabaseError, path: Path) -> str:
    """Return what an error of SQLite means for a person, and what to do."""
    code = getattr(error, "sqlite_errorcode", 0) & PRIMARY
    if code in BUSY:
        return (
            f"The registry {path} is held by another program (a database browser, a copy, a long run): {error}. "
            "It is whole, nothing was done. Close that program, or try again in a minute."
        )
    if code in BROKEN:
        return damaged(path, str(error))
    return f"The registry {path} cannot be used: {cause_of(error, path)} {KEPT}"


def cause_of(error: sqlite3.Error, path: Path) -> str:
    """Return what keeps SQLite from a file that is whole and held by nobody, and what to do, as the end of a sentence."""
    code = getattr(error, "sqlite_errorcode", 0) & PRIMARY
    said = OTHERS.get(code, f"{error}. If it stays so, put back a backup (see docs/operators.md).")
    return OF_A_FULL_DISK.get(_refusal(path.parent), said) if code in OF_THE_DISK else said


def _refusal(folder: Path) -> int:
    """Return what a disk says (errno) to a little more in a folder; 0 where it takes it."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(TRIED))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return error.errno or 0
    return 0
