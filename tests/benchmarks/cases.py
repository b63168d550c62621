"""What is timed inside our program, each case in a fresh process that prints one JSON line: python -m tests.benchmarks.cases CASE FOLDER N."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

from intake.model.submission import FileType
from registry.desk.desk import Desk
from registry.look.daily import moment_of
from registry.look.look import look
from registry.pipeline import judge
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from tests.benchmarks.many_entries import fill
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, parcel_mail
from tests.builders.many_units import many_units

Times = dict[str, float]
FIRST = 200_000  # number of the first author of new mails: beyond everybody who is known
TRIES = 15
PRESS = {
    "publicity": {"host": "127.0.0.1", "port": 1, "security": "none", "password": "x", "enabled": True},
    "photo": {"enabled": False},
}
TIMED = ("place", "resemblances", "record")  # what looks at all that is known, and the one transaction


def main(case: str, folder: Path, count: int) -> None:
    """Time one case in a folder that holds, or gets, a registry of so many entries."""
    if case == "look":
        print(json.dumps({"case": case, "n": count, **_look(folder, count)}))
        return
    with a_desk(folder) as desk:
        known = desk.db.conn.execute("SELECT count(*) FROM entries").fetchone()[0]
        if known < count:
            fill(desk.db, next(iter(desk.config.calls)), count)
        told = CASES[case](desk, folder)
    print(json.dumps({"case": case, "n": count, **told}))


def _fill(desk: Desk, folder: Path) -> Times:
    """Leave the registry filled, every mail in the spool's done/ as it would be."""
    for (sha256,) in desk.db.conn.execute("SELECT sha256 FROM messages"):
        (desk.spool.root / "done" / f"{sha256}.eml").touch()
        (desk.spool.root / "about" / f"{sha256}.json").touch()
    desk.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return {"seconds": 0.0}


def _record(desk: Desk, folder: Path) -> Times:
    """Return the median seconds of what recording one more entry looks up and writes, and of its small mail whole."""
    spent: list[float] = []
    for name in TIMED:
        setattr(judge, name, _timed(getattr(judge, name), spent))
    first = FIRST + desk.db.conn.execute("SELECT count(*) FROM messages").fetchone()[0]
    paths = []
    for number in range(first, first + TRIES):
        paths.append(folder / f"{number}.eml")
        paths[-1].write_bytes(parcel_mail(number))
    import_paths(desk, paths, None, INSIDE.isoformat())
    each: list[float] = []
    ends: list[float] = []

    def after_one(_: str) -> None:
        ends.append(time.perf_counter())
        each.append(sum(spent))
        spent.clear()

    process_pending(desk, after_one)
    whole = [end - start for start, end in pairwise(ends)]
    return {"seconds": statistics.median(each[2:]), "whole": statistics.median(whole[1:])}


def _timed(function: Callable[..., object], spent: list[float]) -> Callable[..., object]:
    def timed(*args: object, **named: object) -> object:
        started = time.perf_counter()
        try:
            return function(*args, **named)
        finally:
            spent.append(time.perf_counter() - started)

    return timed


def _export(desk: Desk, folder: Path) -> Times:
    """Return the seconds the workbook takes."""
    from reports.workbook.workbook import BARE, write_workbook

    for (sha256,) in desk.db.conn.execute("SELECT sha256 FROM materials").fetchall():  # links need files
        path = desk.media.path(sha256, FileType.JPEG)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    started = time.perf_counter()
    write_workbook(desk, next(iter(desk.config.calls)), folder / "out.xlsx", BARE)
    return {"seconds": time.perf_counter() - started}


def _digest(desk: Desk, folder: Path) -> Times:
    """Return the seconds the digest of a day takes."""
    from reports.digest.deliver import digest_of, write_digest_page

    digest_of(desk, date(2026, 7, 11))  # matplotlib's first picture, once in a process, is not what grows
    started = time.perf_counter()
    write_digest_page(digest_of(desk, date(2026, 7, 10)), folder / "digest.html")
    return {"seconds": time.perf_counter() - started}


def _look(folder: Path, count: int) -> Times:
    """Return the seconds of a day's look over so many open entries of which every one has fallen due, and of one that brings nothing."""
    with a_desk(folder, mailboxes=PRESS) as desk:
        many_units(desk, folder, count)

        def looked(day: date) -> tuple[float, int]:
            started = time.perf_counter()
            found = look(desk, moment_of(day, desk.config), datetime.now(UTC))
            return time.perf_counter() - started, len(found.letters)

        quiet, reminded, due = (looked(date(2023, 3, day)) for day in (17, 20, 23))
    if (quiet[1], reminded[1], due[1]) != (0, count, count):
        raise RuntimeError(f"not every entry was written to: {quiet, reminded, due}")
    return {"seconds": due[0], "reminding": reminded[0], "quiet": quiet[0]}


CASES: dict[str, Callable[[Desk, Path], Times]] = {"fill": _fill, "record": _record, "export": _export, "digest": _digest}

if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
