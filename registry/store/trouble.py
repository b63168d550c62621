"""What ails a registry, in words that are true: nobody is sent for a backup because another program is busy."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

KEPT = "Nothing was done; mail stays on the server and in the spool."
PRIMARY = 0xFF  # of an extended error code (sqlite.org/rescode)
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
OTHERS = {
    sqlite3.SQLITE_FULL: "the disk is full. Free some space, then try again.",
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
    said = OTHERS.get(code, f"{error}. If it stays so, put back a backup (see docs/operators.md).")
    return f"The registry {path} cannot be used: {said} {KEPT}"
