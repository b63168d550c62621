"""Make the data folder and open the registry in it: as it is, in its stead an empty one for who makes it again, or only to look whether it fits."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from intake.config.loading import Mistake
from intake.config.models import Config
from registry.desk.agreement import disagreements
from registry.store.schema import open_registry
from registry.store.transactions import immediate
from registry.store.trouble import RegistryError, damaged, words_for


def make_folder(root: Path) -> None:
    """Make the data folder where it is missing, for us alone; raises RegistryError."""
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise RegistryError(
            f"The data folder {root} cannot be made: {error.strerror}. Nothing was done; mail stays on the server. "
            "Make it, give it to the user that this runs as, or name another as data_dir."
        ) from error


def cannot_be_written(root: Path) -> str:
    """Return why a data folder could not be made or written by this user, '' where it could; leaves nothing there."""
    try:
        there = next(place for place in (root, *root.parents) if place.exists())
        with TemporaryDirectory(dir=there, prefix=".tried-"):
            return ""
    except OSError as error:
        return error.strerror or str(error)


@contextmanager
def registry_of(root: Path, *, remake: bool = False) -> Iterator[Database]:
    """Open the registry; for who makes it again, an empty one in its stead where it is gone or broken."""
    path = root / "registry.db"
    with TemporaryDirectory() as elsewhere:
        if remake and not _whole(path):
            path = Path(elsewhere) / path.name
        database = open_registry(path)
        try:
            _find_files_again(database, root / "media")
            yield database
        finally:
            database.conn.close()


def _find_files_again(db: Database, media: Path) -> None:
    """Where the data folder was moved or is named otherwise now, say so of each kept file: its place is stored whole."""
    known = db.conn.execute("SELECT path FROM materials LIMIT 1").fetchone()
    if known and not known[0].startswith(f"{media}/"):
        with immediate(db):
            db.conn.execute(
                "UPDATE materials SET path = ? || '/' || substr(path, instr(path, substr(sha256, 1, 2) || '/' || sha256))",
                [str(media)],
            )


def _whole(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        database = open_registry(path)
        try:
            return bool(database.conn.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
        finally:
            database.conn.close()
    except (sqlite3.DatabaseError, RegistryError):
        return False


def examine_registry(config: Config) -> list[Mistake]:
    """Return what does not fit between registry and configuration, nothing where there is no registry yet; makes none.

    Raises RegistryError when it cannot be used or does not hold together.
    """
    path = config.data_dir / "registry.db"
    if not path.is_file():
        return []
    try:
        with registry_of(config.data_dir) as database:
            said = [row[0] for row in database.conn.execute("PRAGMA integrity_check(3)").fetchall()]
            if said != ["ok"]:
                raise RegistryError(damaged(path, "; ".join(said)))
            return disagreements(database, config)
    except sqlite3.DatabaseError as error:
        raise RegistryError(words_for(error, path)) from error
