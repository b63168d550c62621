"""RAR: what is only stored is read here; what is compressed goes through bsdtar (libarchive), else unrar, watched by a clock.

No tool writes to disk: bsdtar turns the archive into a tar on its standard output, unrar prints one file at a time.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from intake.mime.charsets import storable
from intake.mime.streaming import Leaf
from intake.model.problems import FileProblem, Problem
from intake.unwrap.budget import Budget, save
from intake.unwrap.libarchive import any_kind, by_libarchive, watched

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


def _read(archive: Any, entries: list[Any], workdir: Path, budget: Budget) -> Iterator[tuple[str, Leaf]]:
    """Read each file through rarfile; a tool that it started is ended when the time is over."""
    for entry in entries:
        budget.entry()
        with archive.open(entry) as source, watched(getattr(source, "_proc", None), budget):
            leaf = save(source, entry.compress_size, workdir, budget)
        if leaf.size != entry.file_size:
            raise FileProblem(Problem.TOO_BIG if not budget.seconds else Problem.DAMAGED)
        yield storable(str(entry.filename)), leaf
