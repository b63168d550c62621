"""The program under torture: a copy of it taken at the start, and its runs with their time and memory."""

from __future__ import annotations

import atexit
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from . import ROOT

PARTS = ("intake", "validators", "registry", "reports", "config.yaml", "run_intake.py")
HUNG = -999  # the code of a run that had to be ended
PATH = "/usr/local/bin:/usr/bin:/bin"
LOOKS = 0.05  # seconds between two looks at a run's memory


_at_end = ExitStack()
atexit.register(_at_end.close)


@dataclass(frozen=True, kw_only=True)
class Run:
    """What one run did; the memory (bytes): its main process at most, any one worker at most, all of them together at most."""

    code: int
    out: str
    err: str
    seconds: float
    peak: int = 0
    worker: int = 0
    together: int = 0


@lru_cache(maxsize=1)
def copy() -> Path:
    """Return the folder of the program's copy: whoever edits the program meanwhile changes nothing here."""
    folder = Path(tempfile.mkdtemp(prefix="torture-program-"))
    _at_end.callback(shutil.rmtree, folder, ignore_errors=True)
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder / name)
    return folder


class Running:
    """One run under way; `forked`: the line to the nursery that forked it."""

    def __init__(self, pid: int, ended: Any, files: Sequence[IO[bytes]], line: socket.socket | None = None) -> None:
        self.pid, self._ended, self._files, self._line = pid, ended, files, line
        self._began, self._memory = time.monotonic(), (0, 0, 0)

    def go(self) -> None:
        """Let a held run begin."""
        assert self._line is not None
        self._line.sendall(b"g")

    def watch(self) -> None:
        """Keep the largest memory of the run's processes as long as it lives."""
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while Path(f"/proc/{self.pid}").exists():
            main = _field(self.pid, "status", "VmHWM")
            others = [pid for pid in _session(self.pid) if pid != self.pid]
            worker = max((_field(pid, "status", "VmHWM") for pid in others), default=0)
            together = sum(_field(pid, "smaps_rollup", "Pss") for pid in (self.pid, *others))
            most = self._memory
            self._memory = (max(most[0], main), max(most[1], worker), max(most[2], together))
            time.sleep(LOOKS)

    def end(self, patience: float) -> Run:
        """Wait for its end; after so many seconds end it."""
        code = self._ended(patience)
        if code is None:
            os.killpg(self.pid, signal.SIGKILL)
            self._ended(patience)
            code = HUNG
        said = []
        for file in self._files:
            file.seek(0)
            said.append(file.read().decode(errors="replace"))
            file.close()
        main, worker, together = self._memory
        seconds = time.monotonic() - self._began
        return Run(code=code, out=said[0], err=said[1], seconds=seconds, peak=main, worker=worker, together=together)


def _files() -> tuple[IO[bytes], IO[bytes]]:
    """Return where a run's output and errors go; Running.end() closes them."""
    return tempfile.TemporaryFile(), tempfile.TemporaryFile()


def started(words: Sequence[str], environment: dict[str, str], folder: Path, prefix: Sequence[str] = ()) -> Running:
    """Start the program as anybody does, in a session of its own."""
    files = _files()
    command = [*prefix, sys.executable, str(copy() / "run_intake.py"), *words]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=files[0], stderr=files[1], env=environment, cwd=folder, start_new_session=True
    )

    def ended(patience: float) -> int | None:
        try:
            return process.wait(patience)
        except subprocess.TimeoutExpired:
            return None

    return Running(process.pid, ended, files)


def forked(words: Sequence[str], environment: dict[str, str], folder: Path, held: bool = False) -> Running:
    """Start the program by the nursery; a held one begins at go()."""
    files = _files()
    line = socket.socket(socket.AF_UNIX)
    line.connect(_nursery())
    request = {"words": list(words), "environment": environment, "folder": str(folder), "held": held}
    socket.send_fds(line, [json.dumps(request).encode()], [file.fileno() for file in files])
    pid = int(_told(line))

    def ended(patience: float) -> int | None:
        if not select.select([line], [], [], patience)[0]:
            return None
        with line:
            return os.waitstatus_to_exitcode(json.loads(_told(line))["status"])

    return Running(pid, ended, files, line)


def _told(line: socket.socket) -> bytes:
    """Return one line of the nursery's."""
    said = b""
    while not said.endswith(b"\n"):
        piece = line.recv(1)
        assert piece, "the nursery ended"
        said += piece
    return said


_starting = threading.Lock()


def _nursery() -> str:
    with _starting:  # two tries may be the first at once
        return _its_address()


@lru_cache(maxsize=1)
def _its_address() -> str:
    """Start the nursery and return where it listens; it ends when we do, by whatever cause."""
    address = str(copy() / "nursery")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen(64)
        nursery = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("nursery.py")), str(copy()), str(listener.fileno())],
            env={"PATH": PATH, "LANG": "C.UTF-8"}, stdin=subprocess.PIPE, pass_fds=[listener.fileno()],
        )  # fmt: skip
    assert nursery.stdin is not None
    _at_end.callback(nursery.wait, 10)
    _at_end.callback(nursery.stdin.close)
    return address


def forget() -> None:
    """End the nursery and drop the copy; the next run begins with a new one."""
    _at_end.close()
    copy.cache_clear()
    _its_address.cache_clear()


def _session(leader: int) -> Iterator[int]:
    """Yield the processes of a session."""
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError, ValueError):
            if int((place / "stat").read_text().rpartition(")")[2].split()[3]) == leader:
                yield int(place.name)


def _field(pid: int, file: str, name: str) -> int:
    """Return a size that /proc tells of a process, 0 when it has just ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/{file}").read_text().splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1]) * 1024
    return 0
