"""Probes in worker processes: limited in time and memory; a dead or slow one is a normal answer (field-notes 9.1)."""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from intake.isolate.walls import OutOfTime, limited
from intake.isolate.workers import WorkerError, Workers, WorkersUnable
from intake.model.faults import of_the_machine
from intake.model.filetypes import FileType
from intake.model.problems import Problem
from validators.facts import PhotoFacts
from validators.facts_document import DocumentFacts
from validators.facts_qr import CodeFacts
from validators.facts_video import VideoFacts

Facts = TypeVar("Facts", PhotoFacts, DocumentFacts, VideoFacts, CodeFacts)
OLD = frozenset({FileType.OLE, FileType.RTF})  # documents that LibreOffice converts
OFFICE_SECONDS = 300.0  # what it may take in all, its turn and its own time limit included


@dataclass(frozen=True, kw_only=True)
class ProbeJob:
    """One file to measure; `workdir` is for what is made of a document on the way (None: a folder of its own)."""

    path: Path
    thumbnail: Path | None = None  # where a picture's or film's small picture goes
    name: str
    sha256: str
    size: int
    type: FileType = FileType.UNKNOWN
    workdir: Path | None = None


@dataclass(frozen=True, kw_only=True)
class ProbePool:
    """Measures files in the workers that read mail as well; the limits are of one job: seconds, bytes of memory, pixels."""

    workers: Workers
    seconds: float = 30
    memory: int = 2_000_000_000
    pixels: int = 250_000_000

    def measure(self, jobs: Sequence[ProbeJob]) -> list[PhotoFacts]:
        """Return the facts of every picture, in order; a failed worker's facts say time, memory or crashed."""
        futures = [self.workers.start(self.seconds, _photo, job, self.pixels, self.memory, self.seconds) for job in jobs]
        return [self._result(future, job, PhotoFacts, Problem.UNDECODABLE) for future, job in zip(futures, jobs, strict=True)]

    def measure_documents(self, jobs: Sequence[ProbeJob]) -> list[DocumentFacts]:
        """Return the facts of every document, in order; as measure() does."""
        return self._twice(jobs, _document, DocumentFacts)

    def measure_videos(self, jobs: Sequence[ProbeJob]) -> list[VideoFacts]:
        """Return the facts of every film, in order; as measure() does."""
        return self._twice(jobs, _video, VideoFacts)

    def measure_codes(self, jobs: Sequence[ProbeJob]) -> list[CodeFacts]:
        """Return the codes in every picture, in order; as measure() does."""
        return self._twice(jobs, _code, CodeFacts)

    def draw_pages(self, jobs: Sequence[ProbeJob]) -> list[str]:
        """Draw the first page of each PDF beside the kept files; return sha256 of those that could be drawn."""
        return [facts.sha256 for facts in self._once(jobs, _first_page, DocumentFacts) if not facts.problem]

    def _twice(self, jobs: Sequence[ProbeJob], work: Callable[..., Facts], kind: type[Facts]) -> list[Facts]:
        """Measure, and again what ended the process that looked at it: a crash may pass."""
        found = self._once(jobs, work, kind)
        again = [place for place, facts in enumerate(found) if facts.problem == Problem.CRASHED]
        for place, facts in zip(again, self._once([jobs[place] for place in again], work, kind), strict=True):
            found[place] = facts
        return found

    def _once(self, jobs: Sequence[ProbeJob], work: Callable[..., Facts], kind: type[Facts]) -> list[Facts]:
        futures = [
            self.workers.start(self.seconds + OFFICE_SECONDS * (job.type in OLD), work, job, self.memory, self.seconds)
            for job in jobs
        ]
        return [self._result(future, job, kind, Problem.DAMAGED) for future, job in zip(futures, jobs, strict=True)]

    def _result(self, future: Any, job: ProbeJob, kind: type[Facts], broken: str) -> Facts:
        try:
            result: Facts = self.workers.result(future)
        except WorkerError as error:
            return kind(sha256=job.sha256, file_bytes=job.size, problem=error.reason)
        except Exception as error:  # a file may break what measures it in any way: told of that file alone
            if of_the_machine(error) or isinstance(error, WorkersUnable):
                raise
            return kind(sha256=job.sha256, file_bytes=job.size, problem=broken)
        return result


def _photo(job: ProbeJob, pixels: int, memory: int, seconds: float) -> PhotoFacts:
    """Measure a picture, in the worker."""
    from validators.probes.photo import probe

    return _with_file_memory(
        PhotoFacts, job, memory, seconds, lambda: probe(job.path, job.thumbnail, job.name, pixels, job.sha256)
    )


def _document(job: ProbeJob, memory: int, seconds: float) -> DocumentFacts:
    """Measure a document, in the worker."""
    from validators.probes.document import probe

    with tempfile.TemporaryDirectory(prefix="intake-desk-", dir=job.workdir) as folder:
        return _with_file_memory(DocumentFacts, job, memory, seconds, lambda: probe(job.path, Path(folder), job.name, job.sha256))


def _first_page(job: ProbeJob, memory: int, seconds: float) -> DocumentFacts:
    """Draw a PDF's first page, in the worker."""
    from validators.probes.first_page import draw

    def drawn() -> DocumentFacts:
        done = job.thumbnail is not None and draw(job.path, job.thumbnail)
        return DocumentFacts(sha256=job.sha256, file_bytes=job.size, problem="" if done else Problem.DAMAGED)

    return _with_file_memory(DocumentFacts, job, memory, seconds, drawn)


def _video(job: ProbeJob, memory: int, seconds: float) -> VideoFacts:
    """Measure a film, in the worker."""
    from validators.probes.video import probe

    return _with_file_memory(VideoFacts, job, memory, seconds, lambda: probe(job.path, job.thumbnail, job.name, job.sha256))


def _code(job: ProbeJob, memory: int, seconds: float) -> CodeFacts:
    """Read the codes in a picture, in the worker."""
    from validators.probes.qr_codes import probe

    return _with_file_memory(CodeFacts, job, memory, seconds, lambda: probe(job.path, job.name, job.sha256))


def _with_file_memory(kind: type[Facts], job: ProbeJob, memory: int, seconds: float, work: Callable[[], Facts]) -> Facts:
    """Run a probe with the memory that one file may take; over its time it is told so of that file."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory, before[1]))
    try:
        with limited(seconds):
            return work()
    except OutOfTime:
        return kind(sha256=job.sha256, file_bytes=job.size, problem=Problem.TIME)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
