"""One measured job with sheets or sums, in a process of its own: python -m tests.benchmarks.sheeting JOB FOLDER N; prints what was found and seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from intake.sheets.grid import GridLimits
from tests.builders.sheet_bytes import FORMATS, Page
from tests.builders.sheet_samples import attached, grid_of, need, slot

EVERY = 100  # of so many rows one has a cell to be mended
BOUNDS = GridLimits()
Told = tuple[str, float]


def needs(count: int) -> list[Page]:
    """Return a sheet of so many needs, some without a title."""
    rows = (need(number, **({} if number % EVERY else {"项目名称": ""})) for number in range(1, count + 1))
    return [Page(name="需求表", lines=grid_of(list(rows)))]


def read(name: str, folder: Path, _: int) -> Told:
    """Read a sheet and judge its rows, as a worker does."""
    from intake.sheets.reading import read_sheet
    from validators.probes.rows import judge_rows

    item = attached(folder, name, (folder / name).read_bytes())
    started = time.perf_counter()
    found = read_sheet(item, [slot()], folder, BOUNDS)
    good = sum(row.good for row in judge_rows(slot(), found.rows))
    return f"{len(found.rows)} rows, {good} good", time.perf_counter() - started


def mark(name: str, folder: Path, count: int) -> Told:
    """Mark every bad cell of it."""
    from intake.sheets.marking.mark import Mark, marked_workbook

    item = attached(folder, name, (folder / name).read_bytes())
    sheet = "" if name.endswith("csv") else "需求表"
    marks = [
        Mark(sheet=sheet, row=number + 1, letter="C", says="还没有填。请填上。") for number in range(EVERY, count + 1, EVERY)
    ]
    started = time.perf_counter()
    made = marked_workbook(item, marks, "供需信息组", folder, BOUNDS)
    assert made is not None
    return f"{len(marks)} cells, {len(made[1]) // 1000} KB", time.perf_counter() - started


def add(name: str, folder: Path, count: int) -> Told:
    """Add up 31 delegations of so many offices each, and write the workbook."""
    from registry.pipeline.from_files import import_paths
    from registry.pipeline.run import process_pending
    from registry.read.totals import totals
    from reports.totals.workbook import write_totals
    from tests.builders import outcomes
    from tests.builders.desks import a_desk
    from tests.builders.many_offices import multiply
    from validators.disposition import Disposition

    with a_desk(folder, mailboxes={"photo": {"calls": [outcomes.CALL]}, "outcomes": None}) as desk:
        (folder / "0.eml").write_bytes(outcomes.mail(outcomes.statistics()))
        import_paths(desk, [folder / "0.eml"], None, outcomes.ARRIVED)
        process_pending(desk)
        multiply(desk, 31, count)
        call = desk.config.calls[outcomes.CALL]
        started = time.perf_counter()
        found = totals(desk.db, outcomes.CALL, call, "delegation", Disposition.ACCEPTED)
        summed = time.perf_counter() - started
        write_totals(desk, outcomes.CALL, found, folder / "sums.xlsx")
        whole = time.perf_counter() - started
    return f"{len(found.whole.units)} offices; with its workbook {whole:.1f} s", summed


JOBS: dict[str, Callable[[str, Path, int], Told]] = {"read": read, "mark": mark, "add": add}


def main(job: str, name: str, folder: Path, count: int) -> None:
    """Print what one job found and the seconds it took, with "|" between; `make` only writes the file of a format."""
    if job == "make":
        form = name.rpartition(".")[0]
        (folder / name).write_bytes(FORMATS[form][1](needs(count)))
        return
    told, seconds = JOBS[job](name, folder, count)
    print(f"{told}|{seconds:.3f}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
