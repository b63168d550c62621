"""Worker processes for probes: limited in time and memory; a dead or slow one is a normal answer (field-notes 9.1)."""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Sequence
from concurrent.futures import CancelledError, TimeoutError
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pebble import ProcessExpired, ProcessPool

from validators.facts import PhotoFacts


@dataclass(frozen=True, kw_only=True)
class ProbeJob:
    """One picture to measure."""

    path: Path
    thumbnail: Path | None
    name: str
    sha256: str
    size: int


class ProbePool:
    """Measures pictures in worker processes, started at the first job; use it as a context manager."""

    def __init__(self, workers: int = 2, seconds: float = 30, memory: int = 2_000_000_000, pixels: int = 250_000_000) -> None:
        """Remember the limits of one job: seconds, bytes of memory, pixels."""
        self._workers, self._seconds, self._memory, self._pixels = workers, seconds, memory, pixels
        self._pool: Any = None

    def measure(self, jobs: Sequence[ProbeJob]) -> list[PhotoFacts]:
        """Return the facts of every job, in order; a failed worker's facts say time, memory or crashed."""
        if self._pool is None:
            # forkserver: workers share the imports but not our threads, files or locks
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["validators.probes.photo"])
            self._pool = ProcessPool(
                max_workers=self._workers, max_tasks=200, initializer=_limit, initargs=(self._memory,), context=context
            )
        futures = [self._pool.schedule(_work, args=(job, self._pixels), timeout=self._seconds) for job in jobs]
        return [self._result(future, job) for future, job in zip(futures, jobs, strict=True)]

    def _result(self, future: Any, job: ProbeJob) -> PhotoFacts:
        failed = PhotoFacts(sha256=job.sha256, file_bytes=job.size)
        try:
            result: PhotoFacts = future.result()
        except TimeoutError:
            return _because(failed, "time")
        except MemoryError:
            return _because(failed, "memory")
        except (ProcessExpired, CancelledError):
            return _because(failed, "crashed")
        return result

    def __enter__(self) -> Self:
        """Return the pool."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """End the workers."""
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()


def _because(facts: PhotoFacts, problem: str) -> PhotoFacts:
    return replace(facts, problem=problem)


def _limit(memory: int) -> None:
    """Limit a worker before it opens anything: memory, no core file."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _work(job: ProbeJob, pixels: int) -> PhotoFacts:
    from validators.probes.photo import probe

    return probe(job.path, job.thumbnail, job.name, pixels, job.sha256)
