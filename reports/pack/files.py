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
from reports.pack.clean_other_file import write_cleaned
from reports.pack.clean_pictures import NotCleanedError

AT_ONCE = 4
SECONDS = 300.0  # of processor time for one file: a film of gigabytes, a document of thousands of pages


@dataclass(frozen=True, kw_only=True)
class PackedFile:
    """One judged file in the pack."""

    name: str  # CODE-1
    files: tuple[str, ...]  # in the pack
    source: EntryFile


@dataclass(frozen=True)
class FileCleaner:
    """Writes a pack's files below its folder, in workers."""

    workers: Workers
    folder: Path

    def add(self, kept: Path, source: EntryFile, name: str) -> PackedFile:
        """Write a file under its neutral name; raises NotCleanedError, and then nothing of it is there."""
        place = f"files/{name.partition('-')[0]}/{name}"
        try:
            suffix = self.workers.run(SECONDS, write_cleaned, kept, source.type, _ending(source.name), self.folder / place)
        except (NotCleanedError, WorkerError) as error:
            for part in (self.folder / place).parent.glob(f"{name}.*"):
                part.unlink()
            raise NotCleanedError(str(error)) from error
        return PackedFile(name=name, files=(f"{place}.{suffix}",), source=source)


@contextmanager
def file_cleaner(folder: Path, limits: Limits) -> Iterator[FileCleaner]:
    """Have processes ready that start with the first file."""
    with Workers(min(AT_ONCE, os.cpu_count() or 1), limits.probe_memory, ["reports.pack.clean_other_file"]) as workers:
        yield FileCleaner(workers, folder)


def _ending(name: str) -> str:
    found = ending(name)
    return found if re.fullmatch(r"[a-z0-9]{1,5}", found) else "bin"
