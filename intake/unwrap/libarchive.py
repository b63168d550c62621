"""What bsdtar (libarchive) can unpack, RAR and rarer kinds, as one stream and watched by a clock; it writes nothing to disk."""

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

from intake.mime.streaming import Leaf
from intake.model.problems import FileProblem, Problem
from intake.unwrap.budget import Budget, untar

WAIT = 4  # times its processor time that a tool may take on the wall clock


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


def by_libarchive(path: Path, workdir: Path, budget: Budget) -> Iterator[tuple[str, Leaf]]:
    """Yield every file of an archive that bsdtar understands, read as one stream."""
    command = ["bsdtar", "--format=pax", "-cf", "-", f"@{path}"]
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        try:
            with watched(process, budget):
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
def watched(process: subprocess.Popen[bytes] | None, budget: Budget) -> Iterator[None]:
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
