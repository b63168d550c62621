"""The works of a pack: each cleaned and copied under its neutral name, or listed as missing with the reason."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from intake.model.problems import Problem
from intake.model.submission import PICTURES
from registry.desk.desk import Desk
from registry.desk.pulse import OnStep
from registry.read.entry import EntryFile
from reports.pack.clean_pictures import NotCleanedError, cleaned
from reports.pack.copies import SCREEN, WEB, Copy, copied, saved
from reports.pack.covered_names import EntryNames, Folded
from reports.pack.entries import JudgedEntry
from reports.pack.files import FileCleaner, PackedFile, file_cleaner
from reports.pack.folder import write_durably

SMALL = (320, 240)  # pixels on the contact sheet
SMALL_QUALITY = 78
ENDED = frozenset({Problem.CRASHED, Problem.TIME, Problem.MEMORY})  # what its worker met with: it is not opened here
WORKERS = 4  # Pillow decodes and encodes without the interpreter's lock


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One work in the pack; `small` is a bare JPEG for the sheets."""

    name: str  # CODE-1
    files: tuple[str, ...]  # in the pack, the best first
    width: int
    height: int
    rewritten: bool
    small: bytes
    source: EntryFile


class Lacking(StrEnum):
    """Why the pack has not what an entry should have: the keys of its README's sentences under `why`."""

    MISSING = "missing"
    NOT_CLEANED = "not-cleaned"
    NO_TITLE = "no-title"
    NO_TEXT = "no-text"
    NO_WORKS = "no-works"


# what somebody must see to before the pack is handed out
GRAVE = {Lacking.MISSING, Lacking.NOT_CLEANED, Lacking.NO_WORKS}


@dataclass(frozen=True)
class MissingItem:
    """Something an entry should have and the pack has not."""

    name: str  # CODE-1, or CODE
    why: Lacking
    detail: str = ""


PackWork = Picture | PackedFile | MissingItem


@dataclass(frozen=True)
class _Job:
    name: str
    file: EntryFile
    names: EntryNames


def add_works(desk: Desk, entries: Sequence[JudgedEntry], folder: Path, *, voting: bool, step: OnStep) -> Iterator[PackWork]:
    """Write every work's files below `folder`; yield in the order of the entries."""
    jobs = [
        _Job(f"{entry.code}-{number}", file, entry.names) for entry in entries for number, file in enumerate(entry.works, start=1)
    ]
    threads = ThreadPoolExecutor(min(WORKERS, os.cpu_count() or 1))
    with file_cleaner(folder, desk.config.limits) as cleaner, threads:
        for made in threads.map(lambda job: _add(job, _kept(desk, job), cleaner, voting=voting), jobs):
            step(made.name)
            yield made


def _kept(desk: Desk, job: _Job) -> Path:
    return desk.media.path(job.file.sha256, job.file.type)


def _add(job: _Job, path: Path, cleaner: FileCleaner, *, voting: bool) -> PackWork:
    kind = job.file.type
    if not path.is_file():
        return MissingItem(job.name, Lacking.MISSING)
    try:
        if kind not in PICTURES:
            return cleaner.add(path, job.file, job.name)
        if job.file.fault in ENDED:
            raise NotCleanedError(job.file.fault)
        clean = cleaned(path.read_bytes(), kind, _tells_of(job.names))
        copy = copied(clean.data, WEB if voting else SCREEN)
    except (NotCleanedError, MemoryError):
        return MissingItem(job.name, Lacking.NOT_CLEANED, kind.value)
    code = job.name.partition("-")[0]
    files = {f"images/{job.name}.jpg": copy.data}
    if not voting:
        files = {f"originals/{code}/{job.name}.{clean.ending}": clean.data, f"screen/{code}/{job.name}.jpg": copy.data}
    for name, data in files.items():
        write_durably(cleaner.folder / name, data)
    return Picture(
        name=job.name,
        files=tuple(files),
        width=copy.image.width,
        height=copy.image.height,
        rewritten=clean.rewritten and not voting,
        small=_small(copy),
        source=job.file,
    )


def _small(copy: Copy) -> bytes:
    image = copy.image.copy()
    image.thumbnail(SMALL)
    return saved(image, SMALL_QUALITY)


def _tells_of(names: EntryNames) -> Callable[[bytes], bool]:
    """Return a test whether bytes hold a name, in any coding a colour profile uses."""

    def test(data: bytes) -> bool:
        texts = (data.decode("latin-1"), data.decode("utf-16-be", "ignore"), data[1:].decode("utf-16-be", "ignore"))
        return any(next(names.spans(Folded.of(text)), None) is not None for text in texts)

    return test
