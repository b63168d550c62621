"""A desk's folder made once for many tests, each of which has a copy of its own."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import cache, wraps
from pathlib import Path

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from tests.builders.desks import a_desk
from tests.builders.factories import parcel_mail


def made_once(make: Callable[[Path], None]) -> Callable[[Path], Path]:
    """Turn what fills a folder with a desk into what copies that folder, filled once in this process, to where it is wanted.

    What the overlay says of the first folder is said of the copy.
    """

    @cache
    def made() -> tempfile.TemporaryDirectory[str]:
        folder = tempfile.TemporaryDirectory(prefix="made-once-")
        make(Path(folder.name))
        return folder

    @wraps(make)
    def copied(folder: Path) -> Path:
        first = made().name
        shutil.copytree(first, folder, symlinks=True, dirs_exist_ok=True)
        with closing(sqlite3.connect(folder / "var" / "registry.db")) as db, db:
            db.execute("UPDATE materials SET path = replace(path, ?, ?)", [first, str(folder)])
        for config in folder.glob("*.yaml"):
            config.write_text(config.read_text(encoding="utf-8").replace(first, str(folder)), encoding="utf-8")
        return folder

    return copied


@made_once
def one_entry(folder: Path) -> None:
    """Fill a folder with a desk that holds one complete entry, its letter queued; the mail lies beside it as a.eml."""
    (folder / "a.eml").write_bytes(parcel_mail(3))
    with a_desk(folder) as desk:
        import_paths(desk, [folder / "a.eml"], None, "2026-07-10T10:00:00+08:00")
        assert process_pending(desk) == 0
