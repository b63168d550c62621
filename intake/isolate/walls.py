"""A wall around each file: what it costs or breaks is told of that file alone, and the rest of its mail is read.

A file has a limit of processor time of its own, not of the wall clock: another program's load is no file's fault. Where a file
ends the whole process, its name is found in the mail's folder, and the next process leaves it alone.
"""

from __future__ import annotations

import contextlib
import math
import os
import resource
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

from intake.model.faults import of_the_machine
from intake.model.problems import Problem

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
AGAIN = 1.0  # seconds after which it is said again: a library may have swallowed the first time
GRACE = 5  # seconds more, then the process is ended: it is in a library that hears nothing
LEAST = 1.0  # seconds that each file has, however much the others of its mail took
SHARES = 3  # files that may take their whole time, of one mail
IN_WORK, GIVEN_UP = "in-work", "given-up"  # files in the mail's folder
LENGTH = 64  # of a name: SHA-256 in hexadecimal


class OutOfTime(BaseException):
    """Say that the processor time is used up."""


class Walled(Exception):  # noqa: N818 - a reason, told by its text
    """Say what became of one file: time | memory | crashed | damaged."""


class Walls:
    """Walls for the files of one mail, one file at a time."""

    def __init__(self, folder: Path, seconds: float) -> None:
        """`folder` is the mail's own; `seconds` of processor time are for each file, some files' worth for all."""
        self._in_work, self._seconds, self._left = folder / IN_WORK, seconds, seconds * SHARES
        self._given_up = given_up(folder)

    def run(self, sha256: str, function: Callable[Given, Answer], *args: Given.args, **named: Given.kwargs) -> Answer:
        """Return what the function makes of a file; raises Walled, and what the machine is to blame for."""
        if sha256 in self._given_up:
            raise Walled(self._given_up[sha256])
        _write(self._in_work, sha256)
        started = time.process_time()
        try:
            with limited(min(self._seconds, max(self._left, LEAST))):
                return function(*args, **named)
        except OutOfTime:
            raise Walled(Problem.TIME) from None
        except (MemoryError, RecursionError):
            raise Walled(Problem.MEMORY) from None
        except Exception as error:  # strange bytes break libraries in any way; a full disk is not the file's fault
            if of_the_machine(error):
                raise
            cause = error
        finally:
            self._left -= time.process_time() - started
            _write(self._in_work, "")
        raise Walled(Problem.DAMAGED) from cause


def _write(path: Path, sha256: str) -> None:
    """Write which file is in work, '' for none, over what stood there: a file cut short and filled again each time costs ten times that."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.write(handle, sha256.ljust(LENGTH).encode("ascii"))
    finally:
        os.close(handle)


def given_up(folder: Path) -> dict[str, str]:
    """Return sha256 -> reason of the files over which processes ended."""
    with contextlib.suppress(FileNotFoundError):
        return dict(line.split(" ", 1) for line in (folder / GIVEN_UP).read_text(encoding="ascii").splitlines())
    return {}


def give_up(folder: Path, reason: str, *, afresh: bool) -> bool:
    """Note the file over which a process ended, so that the next leaves it alone; False where it was no file.

    `afresh` clears the folder, but for the notes.
    """
    try:
        culprit = (folder / IN_WORK).read_text(encoding="ascii").rstrip()
    except FileNotFoundError:
        return False
    known = given_up(folder)
    if not culprit or culprit in known:
        return False
    if afresh:
        shutil.rmtree(folder)
        folder.mkdir(mode=0o700)
    (folder / IN_WORK).unlink(missing_ok=True)
    lines = [f"{sha256} {why}\n" for sha256, why in {**known, culprit: reason}.items()]
    (folder / GIVEN_UP).write_text("".join(lines), encoding="ascii")
    return True


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in the body after so many seconds of processor time, and end the process where that is not heard.

    Within another limit, the outer one stands still. Outside a process's first thread nothing is limited.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    began = time.process_time()
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    last = math.ceil(began + seconds) + GRACE
    handler = signal.signal(signal.SIGPROF, _over)
    outer = signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
    resource.setrlimit(resource.RLIMIT_CPU, (last if hard == resource.RLIM_INFINITY else min(last, hard), hard))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, *outer)
        signal.signal(signal.SIGPROF, handler)
        spent = math.ceil(time.process_time() - began)
        resource.setrlimit(resource.RLIMIT_CPU, (soft if soft == resource.RLIM_INFINITY else soft + spent, hard))


def _over(*_: object) -> None:
    raise OutOfTime
