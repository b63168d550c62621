"""Measure the workbook of 10 000 entries: python -m tests.benchmarks.workbook [entries] (promised: under 60 s and 300 MB)."""

import resource
import sys
import tempfile
import time
from pathlib import Path

from intake.model.submission import FileType
from reports.workbook.workbook import BARE, write_workbook
from tests.benchmarks.many_entries import fill
from tests.builders.desks import a_desk


def main(count: int) -> None:
    """Fill a registry, export it, and tell time, memory and size."""
    with tempfile.TemporaryDirectory() as name, a_desk(Path(name)) as desk:
        call = next(iter(desk.config.calls))
        fill(desk.db, call, count)
        for (sha256,) in desk.db.conn.execute("SELECT sha256 FROM materials").fetchall():  # links need files
            path = desk.media.path(sha256, FileType.JPEG)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started = time.monotonic()
        done = write_workbook(desk, call, Path(name) / "out.xlsx", BARE)
        seconds = time.monotonic() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        size = (Path(name) / "out.xlsx").stat().st_size
        print(f"{done}\n{seconds:.1f} s, peak {peak / 1024:.0f} MB (before: {before / 1024:.0f} MB), file {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
