"""A worker uses again for the next job what the last one left, and gives back what one large mail took."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

import pytest

from intake.isolate.workers import Workers

MB = 1 << 20
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="glibc's memory")


def resident() -> int:
    """Return the bytes this process has in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def pages_fetched(sizes: list[int]) -> int:
    """Return how many pages of memory came from the machine for objects of these sizes, held all at once."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    held = [bytes(bytearray(size)) for size in sizes]
    after = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    del held
    return after - before


@pytest.fixture
def worker():
    """One worker."""
    with Workers(1, 2_000_000_000, []) as workers:
        yield lambda *job: workers.run(30, *job)


def test_what_a_job_freed_serves_the_next(worker):
    photos = [4 * MB, 5 * MB, 7 * MB]
    first = worker(pages_fetched, photos)
    assert first > sum(photos) // resource.getpagesize() // 2
    assert worker(pages_fetched, photos) < first // 10


def test_what_a_large_mail_took_is_given_back(worker):
    before = worker(resident)
    worker(pages_fetched, [MB] * 200)
    assert worker(resident) < before + 64 * MB
