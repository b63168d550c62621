"""A desk's folder made once for many tests, each of which has a copy of its own."""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache, wraps
from pathlib import Path

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from reports.demo.cases import CASES
from tests.builders.desks import a_desk
from tests.builders.factories import parcel_mail
from tests.builders.kept import FOLDER
from tests.corpus.cases import scene_in_demo


def made_once(make: Callable[[Path], None]) -> Callable[[Path], Path]:
    """Turn what fills a folder with a desk into what copies that folder, filled once in a test run, to where it is wanted.

    What the overlay says of the first folder is said of the copy.
    """

    @cache
    def made() -> str:
        folder = _kept_folder() / f"{make.__module__}.{make.__qualname__}"
        with _alone(folder.with_suffix(".lock")):
            done = folder / ".made"
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)  # of a process that failed at it
                folder.mkdir()
                make(folder)
                done.touch()
        return str(folder)

    @wraps(make)
    def copied(folder: Path) -> Path:
        first = made()
        shutil.copytree(first, folder, symlinks=True, dirs_exist_ok=True)
        with closing(sqlite3.connect(folder / "var" / "registry.db")) as db, db:
            db.execute("UPDATE materials SET path = replace(path, ?, ?)", [first, str(folder)])
        for config in folder.glob("*.yaml"):
            config.write_text(config.read_text(encoding="utf-8").replace(first, str(folder)), encoding="utf-8")
        return folder

    return copied


@cache
def _kept_folder() -> Path:
    """Return the run's folder that its processes share; outside a run one of this process alone."""
    if FOLDER in os.environ:
        return Path(os.environ[FOLDER])
    alone = tempfile.mkdtemp(prefix="made-once-")
    atexit.register(shutil.rmtree, alone, ignore_errors=True)
    return Path(alone)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Wait until no other process of the run is at it."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@made_once
def every_demo_case(folder: Path) -> None:
    """Fill a folder with a desk that holds what became of every demo case; no letter has left."""
    with a_desk(folder) as desk:
        for number, case in enumerate(CASES):
            scene = scene_in_demo(case)
            path = folder / f"{number}.eml"
            path.write_bytes(case.build(scene))
            import_paths(desk, [path], None, scene.arrives.isoformat())
        assert process_pending(desk) == 0


@made_once
def one_entry(folder: Path) -> None:
    """Fill a folder with a desk that holds one complete entry, its letter queued; the mail lies beside it as a.eml."""
    (folder / "a.eml").write_bytes(parcel_mail(3))
    with a_desk(folder) as desk:
        import_paths(desk, [folder / "a.eml"], None, "2026-07-10T10:00:00+08:00")
        assert process_pending(desk) == 0
