"""Let LibreOffice turn old formats into docx: own profile, hard time limit, one at a time (field-notes 6)."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from intake.forms.grid import FormProblem

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 90.0  # for one file
WAIT = 180.0  # for the turn; LibreOffice is too heavy to run twice
MAX_INPUT = 60_000_000


def program() -> str | None:
    """Return the path of LibreOffice, None when it is not installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def convert(path: Path, workdir: Path, ending: str, target: str = "docx", seconds: float = SECONDS) -> Path:
    """Return the file converted to `target`, below workdir; `ending` is what the file should be named (".doc").

    Raises FormProblem needs-office (not installed), unsupported (too slow, too large, or it will not open).
    """
    office = program()
    if office is None:
        raise FormProblem("needs-office")
    if path.stat().st_size > MAX_INPUT:
        raise FormProblem("unsupported")
    room = Path(tempfile.mkdtemp(prefix="office-", dir=workdir))
    source = room / f"in{ending}"
    shutil.copyfile(path, source)
    command = [office, f"-env:UserInstallation=file://{room / 'profile'}", "--headless", "--norestore", "--nologo"]
    command += ["--convert-to", target, "--outdir", str(room / "out"), str(source)]
    with _turn():
        _run(command, room, seconds)
    result = room / "out" / f"in.{target}"
    if not result.is_file():
        raise FormProblem("unsupported")
    return result


def _run(command: list[str], room: Path, seconds: float) -> None:
    """Run one conversion in a process group of its own, and end the whole group when its time is over."""
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(room), "LANG": "C.UTF-8", "TMPDIR": str(room)}
    quiet = subprocess.DEVNULL
    started = subprocess.Popen(
        command, cwd=room, env=environment, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        started.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise FormProblem("unsupported") from error
    finally:
        _end(started)


def _end(started: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the group; soffice leaves children behind."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(started.pid, signal.SIGKILL)
    started.wait()


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for the one turn on this machine; raises FormProblem unsupported when it does not come."""
    name = Path(tempfile.gettempdir()) / f"intake-desk-office-{os.getuid()}.lock"
    lock = os.open(name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        until = time.monotonic() + WAIT
        while not _locked(lock):
            if time.monotonic() > until:
                raise FormProblem("unsupported")
            time.sleep(0.2)
        yield
    finally:
        os.close(lock)


def _locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
