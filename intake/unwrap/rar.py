"""RAR: what is only stored is read here; what is compressed goes through bsdtar (libarchive), else unrar, watched by a clock.

No tool writes to disk: bsdtar turns the archive into a tar on its standard output, unrar prints one file at a time.
"""

from __future__ import annotations

import math
import os
import resource
import shutil
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from intake.mime.charsets import storable
from intake.mime.streaming import Leaf
from intake.model.problems import FileProblem, Problem
from intake.unwrap.budget import Budget, save, untar

WAIT = 4  # times its processor time that a tool may take on the wall clock
TOOLS = ("unrar", "unar", "7z", "7zz")
SPLIT = 0x01 | 0x02  # a file that began in, or goes on in, another volume


def rar(path: Path, workdir: Path, budget: Budget) -> Iterator[tuple[str, Leaf]]:
    """Yield every file of a RAR; raises FileProblem where it is encrypted, one of several volumes, damaged or nothing can unpack it."""
    import rarfile

    try:
        with rarfile.RarFile(path, part_only=True) as archive:
            if archive.needs_password():
                raise FileProblem(Problem.ENCRYPTED)
            entries = [entry for entry in archive.infolist() if entry.is_file() and not entry.is_symlink()]
            if any(entry.flags & SPLIT for entry in entries):
                raise FileProblem(Problem.UNSUPPORTED)
            budget.foresee(sum(int(entry.file_size or 0) for entry in entries))
            if all(entry.compress_type == rarfile.RAR_M0 for entry in entries):
                yield from _read(archive, entries, workdir, budget)
            elif shutil.which("bsdtar") and not archive.is_solid():
                yield from by_libarchive(path, workdir, budget)
            elif any(shutil.which(tool) for tool in TOOLS):
                yield from _read(archive, entries, workdir, budget)
            elif shutil.which("bsdtar"):
                yield from any_kind(path, workdir, budget)
            else:
                raise FileProblem(Problem.UNSUPPORTED)
    except rarfile.NeedFirstVolume as error:
        raise FileProblem(Problem.UNSUPPORTED) from error
    except rarfile.PasswordRequired as error:
        raise FileProblem(Problem.ENCRYPTED) from error
    except rarfile.Error as error:
        raise FileProblem(Problem.DAMAGED if budget.seconds else Problem.TOO_BIG) from error


def any_kind(path: Path, workdir: Path, budget: Budget) -> Iterator[tuple[str, Leaf]]:
    """Yield every file of an archive that bsdtar may understand; what it cannot read is of an unsupported kind, not damaged."""
    if not shutil.which("bsdtar"):
        raise FileProblem(Problem.UNSUPPORTED)
    try:
        files = list(by_libarchive(path, workdir, budget))
    except FileProblem as stopped:
        raise FileProblem(Problem.UNSUPPORTED if str(stopped) == Problem.DAMAGED else str(stopped)) from stopped
    if not files:
        raise FileProblem(Problem.UNSUPPORTED)
    yield from files


def _read(archive: Any, entries: list[Any], workdir: Path, budget: Budget) -> Iterator[tuple[str, Leaf]]:
    """Read each file through rarfile; a tool that it started is ended when the time is over."""
    for entry in entries:
        budget.entry()
        with archive.open(entry) as source, _clock(getattr(source, "_proc", None), budget):
            leaf = save(source, entry.compress_size, workdir, budget)
        if leaf.size != entry.file_size:
            raise FileProblem(Problem.TOO_BIG if not budget.seconds else Problem.DAMAGED)
        yield storable(str(entry.filename)), leaf


def by_libarchive(path: Path, workdir: Path, budget: Budget) -> Iterator[tuple[str, Leaf]]:
    """Yield every file of an archive that bsdtar understands, read as one stream."""
    command = ["bsdtar", "--format=pax", "-cf", "-", f"@{path}"]
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        try:
            with _clock(process, budget):
                yield from _tar(process, path.stat().st_size, workdir, budget)
        except tarfile.TarError as error:
            raise FileProblem(Problem.DAMAGED if budget.seconds else Problem.TOO_BIG) from error
        finally:
            process.kill()
    if not budget.seconds:
        raise FileProblem(Problem.TOO_BIG)


def _tar(process: subprocess.Popen[bytes], packed: int, workdir: Path, budget: Budget) -> Iterator[tuple[str, Leaf]]:
    assert process.stdout is not None
    yield from untar(process.stdout, packed, workdir, budget)
    while process.stdout.read(1 << 16):
        pass  # what fills the last block of the tar
    if process.wait():
        raise FileProblem(Problem.DAMAGED if budget.seconds else Problem.TOO_BIG)


@contextmanager
def _clock(process: subprocess.Popen[bytes] | None, budget: Budget) -> Iterator[None]:
    """End a tool that goes on longer than unpacking may take."""

    def end() -> None:
        budget.end()
        if process:
            process.kill()

    timer = threading.Timer(budget.seconds * WAIT, end) if process else None
    if timer and process:
        with suppress(ProcessLookupError):  # it has ended already
            resource.prlimit(process.pid, resource.RLIMIT_CPU, (math.ceil(budget.seconds), math.ceil(budget.seconds) + 1))
        timer.daemon = True
        timer.start()
    try:
        yield
    finally:
        if timer:
            timer.cancel()
