"""What containers may unpack to: one allowance a mail, of which each file has a part, counted while it streams.

No size that a container tells is believed (field-notes 3). Archives, Office packages, OpenDocument and EPUB are all opened so. Archives
come first, in a process of their own: what they came to is taken off before documents are opened (`InboundMessage.unpacked`).
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Self

from intake.mime.packages import inner
from intake.model.problems import FileProblem, Problem

BLOCK = 65_536
RATIO_FROM = 10_000_000  # bytes unpacked before the ratio counts
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, UnicodeError, ValueError, RuntimeError)


class Unpacking:
    """Bytes and entries that may come out, and how many times larger than packed a file may become (0: any)."""

    def __init__(self, most_bytes: int, most_entries: int, ratio: int = 0, within: Unpacking | None = None, of: str = "") -> None:
        """Start with the whole allowance; `within` a larger one it is the part of the file `of`, and pays from both."""
        self.left_bytes, self.left_entries, self._ratio = most_bytes, most_entries, ratio
        self._within, self._of = within, of
        self._came = [0, 0]  # bytes and entries that came out
        self._paid: dict[str, list[int]] = {}  # the same of each file: one that is opened again pays only for what is more

    def entry(self) -> None:
        """Count one entry, whatever it is; raises FileProblem too-big."""
        self._count(0, 1)

    def spend(self, piece: int, unpacked: int = 0, packed: int = 0) -> None:
        """Count unpacked bytes, with all of one file so far and its size as packed; raises FileProblem too-big."""
        self._count(piece, 0)
        if self._ratio and packed and unpacked > RATIO_FROM and unpacked > packed * self._ratio:
            raise FileProblem(Problem.TOO_BIG)

    def foresee(self, unpacked: int) -> None:
        """Refuse what says of itself that it is too big, before any of it is unpacked: a claim is good enough for that."""
        if unpacked > self.left_bytes:
            raise FileProblem(Problem.TOO_BIG)

    def _count(self, size: int, entries: int) -> None:
        self.left_bytes -= size
        self.left_entries -= entries
        self._came = [self._came[0] + size, self._came[1] + entries]
        if self.left_bytes < 0 or self.left_entries < 0:
            if self._within is not None:
                self._within.give_back_of(self._of)
            raise FileProblem(Problem.TOO_BIG)
        if self._within is not None:
            self._within.pay(self._of, self._came)

    def pay(self, file: str, came: list[int]) -> None:
        """Count what came out of a file in all; raises FileProblem too-big, and then it has cost nothing."""
        paid = self._paid.setdefault(file, [0, 0])
        more = [max(now - before, 0) for now, before in zip(came, paid, strict=True)]
        if more[0] > self.left_bytes or more[1] > self.left_entries:
            self.give_back_of(file)
            raise FileProblem(Problem.TOO_BIG)
        self._count(more[0], more[1])
        self._paid[file] = [paid[0] + more[0], paid[1] + more[1]]

    def give_back_of(self, file: str) -> None:
        """Forget what a file has cost that is not read: the others of its mail are not to blame."""
        size, entries = self._paid.pop(file, [0, 0])
        self.left_bytes += size
        self.left_entries += entries


_MAIL: ContextVar[Unpacking | None] = ContextVar("_MAIL", default=None)


@contextmanager
def one_allowance(most_bytes: int, most_entries: int) -> Iterator[Unpacking]:
    """Let all packages that are opened in the body share one allowance: they are of one mail."""
    allowance = Unpacking(most_bytes, most_entries)
    token = _MAIL.set(allowance)
    try:
        yield allowance
    finally:
        _MAIL.reset(token)


class ZipParts:
    """The parts of a ZIP by name, as packages compare names; a context manager. Raises FileProblem damaged, encrypted or too-big."""

    def __init__(self, path: Path, most_bytes: int, most_parts: int) -> None:
        """Open the file and list its parts; so many there may be, and so much of them may be read in all."""
        self._allowed = Unpacking(most_bytes, most_parts, within=_MAIL.get(), of=str(path))
        try:
            self._archive = zipfile.ZipFile(path)
        except BROKEN as error:
            raise FileProblem(Problem.DAMAGED) from error
        self.listed = self._archive.infolist()
        for entry in self.listed:
            self._allowed.entry()
            if entry.flag_bits & 0x1:
                raise FileProblem(Problem.ENCRYPTED)
        self.entries = {inner(entry.filename): entry for entry in self.listed}

    def __enter__(self) -> Self:
        """Return the parts."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._archive.close()

    def blocks(self, name: str) -> Iterator[bytes]:
        """Yield a part piece by piece."""
        if inner(name) not in self.entries:
            raise FileProblem(Problem.DAMAGED)
        yield from self.blocks_of(self.entries[inner(name)])

    def blocks_of(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield a part piece by piece: of two that are called the same, each."""
        self._allowed.foresee(entry.file_size)
        try:
            with self._archive.open(entry) as source:
                while block := source.read(BLOCK):
                    self._allowed.spend(len(block))
                    yield block
        except BROKEN as error:
            raise FileProblem(Problem.DAMAGED) from error

    def head(self, name: str, most: int) -> bytes:
        """Return the first bytes of a part, b'' where there is none of that name."""
        found = b""
        if inner(name) in self.entries:
            for block in self.blocks(name):
                found += block
                if len(found) >= most:
                    break
        return found[:most]


def weigh(path: Path, most_bytes: int, most_parts: int) -> None:
    """Unpack a ZIP to nowhere, before a program that counts nothing opens it; raises FileProblem."""
    with ZipParts(path, most_bytes, most_parts) as parts:
        for entry in parts.listed:
            for _ in parts.blocks_of(entry):
                pass
