"""Probes in worker processes: limited in time and memory; a dead or slow one is a normal answer (field-notes 9.1)."""

from __future__ import annotations

import resource
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intake.isolate.walls import OutOfTime, limited
from intake.isolate.workers import WorkerError, Workers, WorkersUnable
from intake.model.faults import of_the_machine
from validators.facts import PhotoFacts


@dataclass(frozen=True, kw_only=True)
class ProbeJob:
    """One picture to measure."""

    path: Path
    thumbnail: Path | None
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, kw_only=True)
class ProbePool:
    """Measures pictures in the workers that read mail as well; the limits are of one job: seconds, bytes of memory, pixels."""

    workers: Workers
    seconds: float = 30
    memory: int = 2_000_000_000
    pixels: int = 250_000_000

    def measure(self, jobs: Sequence[ProbeJob]) -> list[PhotoFacts]:
        """Return the facts of every job, in order; a failed worker's facts say time, memory or crashed."""
        futures = [self.workers.start(self.seconds, _work, job, self.pixels, self.memory, self.seconds) for job in jobs]
        return [self._result(future, job) for future, job in zip(futures, jobs, strict=True)]

    def _result(self, future: Any, job: ProbeJob) -> PhotoFacts:
        try:
            result: PhotoFacts = self.workers.result(future)
        except WorkerError as error:
            return PhotoFacts(sha256=job.sha256, file_bytes=job.size, problem=error.reason)
        except Exception as error:  # a picture may break what measures it in any way: told of that picture alone
            if of_the_machine(error) or isinstance(error, WorkersUnable):
                raise
            return PhotoFacts(sha256=job.sha256, file_bytes=job.size, problem="undecodable")
        return result


def _work(job: ProbeJob, pixels: int, memory: int, seconds: float) -> PhotoFacts:
    """Measure, in the worker, with the memory that a picture may take."""
    from validators.probes.photo import probe

    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory, before[1]))
    try:
        with limited(seconds):
            return probe(job.path, job.thumbnail, job.name, pixels, job.sha256)
    except OutOfTime:
        return PhotoFacts(sha256=job.sha256, file_bytes=job.size, problem="time")
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
