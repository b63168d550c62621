"""What is measured in an entry that staff changed: what is known stands, what nobody looked into yet is looked into, in a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from intake.assemble.jobs import with_pictures
from intake.isolate.workers import Workers
from intake.model.submission import Material, Submission
from registry.desk.desk import Desk
from registry.read.stored_case import sheet_facts
from registry.store.measured import measured_facts, pasted_facts, photo_facts
from validators.case import FileFacts, documents_of, pictures_of
from validators.facts import PhotoFacts, TextFacts
from validators.facts_document import DocumentFacts
from validators.facts_qr import CodeFacts
from validators.facts_video import VideoFacts
from validators.probes.pool import ProbeJob, ProbePool
from validators.to_measure import films_of, papers_of, pictures_with_codes

Facts = TypeVar("Facts")
SHARED = ("intake.assemble.pasted_pictures", "validators.probes.photo")  # what workers share


def facts_for(desk: Desk, submission: Submission, texts: Mapping[str, TextFacts]) -> FileFacts:
    """Return what is measured in a submission; `texts`: what was counted in those that stand. Raises what workers raise."""
    call, every, db = desk.config.calls[submission.call], submission.materials, desk.db
    with _measuring(desk) as look:
        return FileFacts(
            photos=_whole(pictures_of(every, call), lambda names: photo_facts(db, names), look.photos),
            documents=_whole(papers_of(every, call), lambda names: measured_facts(db, DocumentFacts, names), look.documents),
            videos=_whole(films_of(every, call), lambda names: measured_facts(db, VideoFacts, names), look.videos),
            codes=_whole(pictures_with_codes(every, call), lambda names: measured_facts(db, CodeFacts, names), look.codes),
            pasted=_whole(documents_of(every), lambda names: pasted_facts(db, names), look.pasted),
            sheets=sheet_facts(db, every, call),
            texts=texts,
        )


def _whole(
    items: Sequence[Material],
    known: Callable[[list[str]], Mapping[str, Facts]],
    measure: Callable[[Sequence[Material]], Mapping[str, Facts]],
) -> dict[str, Facts]:
    """Return sha256 -> facts of every file, those that are not known measured now."""
    there = dict(known([item.sha256 for item in items]))
    unseen = [item for item in items if item.sha256 not in there]
    return {**there, **(measure(unseen) if unseen else {})}


@dataclass(frozen=True)
class _Look:
    """What looks into files: workers, within the limits of the configuration."""

    desk: Desk
    workers: Workers
    folder: Path

    @property
    def _pool(self) -> ProbePool:
        limits = self.desk.config.limits
        seconds, memory, pixels = limits.probe_seconds, limits.probe_memory, limits.photo_pixels
        return ProbePool(workers=self.workers, seconds=seconds, memory=memory, pixels=pixels)

    def photos(self, items: Iterable[Material]) -> dict[str, PhotoFacts]:
        """Measure pictures."""
        return {facts.sha256: facts for facts in self._pool.measure(self._jobs(items))}

    def documents(self, items: Iterable[Material]) -> dict[str, DocumentFacts]:
        """Look at documents."""
        return {facts.sha256: facts for facts in self._pool.measure_documents(self._jobs(items))}

    def videos(self, items: Iterable[Material]) -> dict[str, VideoFacts]:
        """Look at films."""
        return {facts.sha256: facts for facts in self._pool.measure_videos(self._jobs(items))}

    def codes(self, items: Iterable[Material]) -> dict[str, CodeFacts]:
        """Read the codes in pictures."""
        return {facts.sha256: facts for facts in self._pool.measure_codes(self._jobs(items))}

    def pasted(self, items: Iterable[Material]) -> dict[str, bool]:
        """Tell of documents whether pictures are pasted into them."""
        listed = tuple((item.sha256, item.path, item.type) for item in items)
        limits = self.desk.config.limits
        found = self.workers.run(limits.reading_seconds, with_pictures, listed, self.folder, limits.file_seconds)
        return {sha256: sha256 in found for sha256, *_ in listed}

    def _jobs(self, items: Iterable[Material]) -> list[ProbeJob]:
        media = self.desk.media
        return [
            ProbeJob(
                path=item.path,
                thumbnail=media.thumbnail(item.sha256),
                name=item.name,
                sha256=item.sha256,
                size=item.size,
                type=item.type,
                workdir=self.folder,
            )
            for item in items
        ]


@contextmanager
def _measuring(desk: Desk) -> Iterator[_Look]:
    """Lend workers and a folder of their own; a process starts at the first file that needs one."""
    workers = Workers(1, desk.config.limits.reading_memory, SHARED)
    try:
        with TemporaryDirectory(prefix="intake-desk-") as folder:
            yield _Look(desk, workers, Path(folder))
    finally:
        workers.stop()
