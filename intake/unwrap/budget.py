"""What unpacking may cost, counted while it streams: no size that an archive tells is believed (field-notes 3).

What an archive that cannot be unpacked has cost is given back: the others of its mail are not to blame.
"""

from __future__ import annotations

import hashlib
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from intake.config.allowance import ENTRIES_PER_FILE
from intake.config.models import Limits
from intake.mime.charsets import decode, storable
from intake.mime.streaming import Leaf
from intake.mime.unpacking import Unpacking
from intake.model.problems import FileProblem, Problem

PIECE = 1 << 18
PATIENCE = 0.6  # of the processor time for reading a mail: what takes longer is given up, so that the mail itself is read


class Budget(Unpacking):
    """What one mail's archives may unpack to, and how long that may take."""

    def __init__(self, limits: Limits) -> None:
        """Start with the whole allowance; the time of the first archive runs from now."""
        super().__init__(limits.archive_bytes, limits.archive_files * ENTRIES_PER_FILE, limits.archive_ratio)
        self._whole = self.left_bytes, self.left_entries
        self._files = limits.archive_files
        self._seconds = limits.reading_seconds * PATIENCE
        self._made: list[Path] = []
        self.begin()
        self.problems: dict[str, str] = {}  # sha256 of a file -> why it was not opened

    @property
    def seconds(self) -> float:
        """Return how much processor time unpacking an archive may still take, never less than nothing."""
        return max(self._until - time.process_time(), 0.0)

    @property
    def spent(self) -> tuple[int, int]:
        """Return the bytes and entries that came out so far."""
        return self._whole[0] - self.left_bytes, self._whole[1] - self.left_entries

    def begin(self) -> None:
        """Begin another archive."""
        self._until = time.process_time() + self._seconds
        self._before = self.left_bytes, self.left_entries, self._files
        self._made = []

    def end(self) -> None:
        """Say that the time of this archive is over."""
        self._until = 0.0

    def made(self, path: Path) -> None:
        """Note a file that was unpacked."""
        self._made.append(path)

    def give_back(self) -> None:
        """Delete what was unpacked of this archive, and forget what it cost."""
        for path in self._made:
            path.unlink(missing_ok=True)
        self.left_bytes, self.left_entries, self._files = self._before

    def file(self) -> None:
        """Count one file; raises FileProblem too-big."""
        self._files -= 1
        if self._files < 0:
            raise FileProblem(Problem.TOO_BIG)

    def spend(self, piece: int, unpacked: int = 0, packed: int = 0) -> None:
        """Count unpacked bytes of one file, and the time; raises FileProblem too-big."""
        super().spend(piece, unpacked, packed)
        if not self.seconds:
            raise FileProblem(Problem.TOO_BIG)


class Output:
    """A file being unpacked, counted and hashed."""

    def __init__(self, packed: int, workdir: Path, budget: Budget) -> None:
        """Open a file of our own naming below `workdir`."""
        budget.file()
        self._budget, self._packed = budget, packed
        self._digest, self.size = hashlib.sha256(), 0
        descriptor, name = tempfile.mkstemp(dir=workdir, prefix="unpacked-")
        self._path = Path(name)
        budget.made(self._path)
        self._file = open(descriptor, "wb")  # noqa: PTH123, SIM115 - a descriptor, closed in leaf()

    def write(self, piece: bytes) -> int:
        """Write one piece; raises FileProblem when it is one too many."""
        self.size += len(piece)
        self._budget.spend(len(piece), self.size, self._packed)
        self._digest.update(piece)
        return self._file.write(piece)

    def leaf(self) -> Leaf:
        """Close the file and return it."""
        self._file.close()
        return Leaf(path=self._path, sha256=self._digest.hexdigest(), size=self.size)

    def close(self) -> None:
        """Close the file, whole or not."""
        self._file.close()


def save(source: IO[bytes], packed: int, workdir: Path, budget: Budget) -> Leaf:
    """Write everything a stream gives to a file; raises FileProblem when it is too much."""
    out = Output(packed, workdir, budget)
    try:
        while piece := source.read(PIECE):
            out.write(piece)
    finally:
        out.close()
    return out.leaf()


def untar(stream: IO[bytes], packed: int, workdir: Path, budget: Budget) -> Iterator[tuple[str, Leaf]]:
    """Yield (name as in the archive, file on disk) for every ordinary file of a tar, read as one stream."""
    with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8", errors="surrogateescape") as archive:
        for entry in archive:
            budget.entry()
            source = archive.extractfile(entry) if entry.isreg() else None
            if source is not None:
                raw = entry.name.encode("utf-8", "surrogateescape")
                yield storable(decode(raw)), save(source, packed, workdir, budget)
