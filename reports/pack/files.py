"""The judged files of a pack that are no pictures: documents, films and recordings, freed of what tells whose they are.

They are strangers' bytes, written anew by libraries that a file may end: each is worked on in a process of its own.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from intake.config.models import Limits
from intake.isolate.workers import WorkerError, Workers
from intake.kinds.table import ending
from registry.read.entry import EntryFile
from reports.pack.films import CONTAINERS, cleaned_film
from reports.pack.folder import make_folders, write_durably
from reports.pack.originals import NotCleanedError
from reports.pack.papers import cleaned_paper

AT_ONCE = 4
SECONDS = 300.0  # of processor time for one file: a film of gigabytes, a document of thousands of pages


@dataclass(frozen=True, kw_only=True)
class PackedFile:
    """One judged file in the pack."""

    name: str  # CODE-1
    files: tuple[str, ...]  # in the pack
    source: EntryFile


@dataclass(frozen=True)
class FilePress:
    """Writes a pack's files below its folder, in workers."""

    workers: Workers
    folder: Path

    def add(self, kept: Path, source: EntryFile, name: str) -> PackedFile:
        """Write a file under its neutral name; raises NotCleanedError, and then nothing of it is there."""
        place = f"files/{name.partition('-')[0]}/{name}"
        try:
            suffix = self.workers.run(SECONDS, write_cleaned, kept, source, self.folder / place)
        except (NotCleanedError, WorkerError) as error:
            for part in (self.folder / place).parent.glob(f"{name}.*"):
                part.unlink()
            raise NotCleanedError(str(error)) from error
        return PackedFile(name=name, files=(f"{place}.{suffix}",), source=source)


@contextmanager
def file_press(folder: Path, limits: Limits) -> Iterator[FilePress]:
    """Have processes ready that start with the first file."""
    with Workers(min(AT_ONCE, os.cpu_count() or 1), limits.probe_memory, [__name__]) as workers:
        yield FilePress(workers, folder)


def write_cleaned(kept: Path, source: EntryFile, place: Path) -> str:
    """Write a file without its metadata to `place` and the ending that is returned, in the worker; raises NotCleanedError and OSError."""
    if source.type in CONTAINERS:
        suffix = CONTAINERS[source.type][1]
        make_folders(place)
        cleaned_film(kept, source.type, place.with_name(f"{place.name}.{suffix}"))
    else:
        given = ending(source.name) if re.fullmatch(r"[a-z0-9]{1,5}", ending(source.name)) else "bin"
        data, suffix = cleaned_paper(kept.read_bytes(), source.type, given)
        write_durably(place.with_name(f"{place.name}.{suffix}"), data)
    return suffix
