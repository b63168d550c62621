"""7z by py7zr: its names never reach the disk, its sizes are counted as they come."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from intake.mime.charsets import storable
from intake.mime.streaming import Leaf
from intake.model.problems import FileProblem, Problem
from intake.unwrap.budget import Budget, Output


def seven(path: Path, workdir: Path, budget: Budget) -> Iterator[tuple[str, Leaf]]:
    """Yield every file of a 7z; raises FileProblem where it is encrypted, too big or packed in an unknown way."""
    import py7zr

    packed = path.stat().st_size
    try:
        # an open file, not a path: py7zr then works in one thread, and what a writer raises comes out
        with path.open("rb") as file, py7zr.SevenZipFile(file) as archive:
            if archive.needs_password():
                raise FileProblem(Problem.ENCRYPTED)
            budget.foresee(sum(int(item.uncompressed or 0) for item in archive.list()))
            names = _rename(archive, budget)
            factory = _Outputs(packed, workdir, budget)
            try:
                archive.extractall(factory=factory)
            finally:
                factory.close()
            for number, name in names.items():
                yield name, factory.leaf(number)
    except py7zr.exceptions.PasswordRequired as error:
        raise FileProblem(Problem.ENCRYPTED) from error
    except py7zr.exceptions.UnsupportedCompressionMethodError as error:
        raise FileProblem(Problem.UNSUPPORTED) from error


def _rename(archive: Any, budget: Budget) -> dict[str, str]:
    """Give every file a number for a name, since py7zr refuses an archive with a hostile one; return number -> name."""
    names: dict[str, str] = {}
    for number, entry in enumerate(archive.files):
        budget.entry()
        properties = entry.file_properties()
        name = str(properties["filename"])
        properties["filename"] = f"{number}"
        if not (entry.is_directory or entry.is_symlink or entry.is_junction or entry.is_socket):
            names[f"{number}"] = storable(name)
    return names


class _Outputs:
    """Makes a writer for each file that py7zr unpacks."""

    def __init__(self, packed: int, workdir: Path, budget: Budget) -> None:
        self._packed, self._workdir, self._budget = packed, workdir, budget
        self._made: dict[str, _Writer] = {}

    def create(self, filename: str) -> _Writer:
        """Return the writer for a file, by its number."""
        if filename not in self._made:
            self._made[filename] = _Writer(Output(self._packed, self._workdir, self._budget))
        return self._made[filename]

    def leaf(self, number: str) -> Leaf:
        """Return a finished file; an empty one was never asked for."""
        return self.create(number).output.leaf()

    def close(self) -> None:
        """Close every file."""
        for writer in self._made.values():
            writer.output.close()


class _Writer:
    """What py7zr writes a file to (its Py7zIO)."""

    def __init__(self, output: Output) -> None:
        self.output = output

    def write(self, piece: bytes) -> int:
        """Take one piece."""
        return self.output.write(piece)

    def read(self, size: int | None = None) -> bytes:
        """Give nothing back."""
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        """Stay."""
        return 0

    def flush(self) -> None:
        """Do nothing."""

    def size(self) -> int:
        """Return how much was written."""
        return self.output.size

    def close(self) -> None:
        """Close the file: py7zr opens hundreds before it writes any."""
        self.output.close()
