"""Let LibreOffice turn old formats into docx and xlsx: own profile, hard limits, one at a time (field-notes 6)."""

from __future__ import annotations

import fcntl
import hashlib
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from intake.mime.unpacking import weigh
from intake.model.problems import FileProblem, Problem

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 90.0  # for one file; a usual one takes one or two
WAIT = 180.0  # for the turn; LibreOffice is too heavy to run twice
MAX_INPUT = 60_000_000
MAX_UNPACKED, MAX_PARTS = 400_000_000, 5000  # bytes and parts of a package: LibreOffice counts nothing
MAX_OUTPUT = 200_000_000  # bytes of any file that it writes
MEMORY = 4_000_000_000  # address space; a usual file takes a quarter of it
LIBRARIES = {"docx": "libswlo.so", "xlsx": "libsclo.so"}  # which part of LibreOffice writes what; each may be left out
DONE = "done"  # in the folder of a file that was tried, whatever came of it
NOWHERE = "127.0.0.1"  # a proxy that is not there, so that nothing a document links to is fetched
SETTINGS = (  # (path, name, value): nothing in a document runs, nothing it links to is read
    ("Setup/Office", "ooSetupInstCompleted", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Java/VirtualMachine", "Enable", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", NOWHERE),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", NOWHERE),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetFTPProxyName", NOWHERE),
    ("Inet/Settings", "ooInetFTPProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)


QUIETLY = ("--headless", "--norestore", "--nologo", "--convert-to")


def program() -> str | None:
    """Return the path of LibreOffice, None when it is not installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def convert(path: Path, workdir: Path, ending: str, target: str = "docx", seconds: float = SECONDS) -> Path:
    """Return the file converted to `target`, below workdir; `ending` is what the file should be named (".doc").

    A file asked for again is not converted again. Raises FileProblem needs-office (not installed, or not the part of it
    that can), unsupported (too slow, too large, or it will not open).
    """
    office = program()
    if office is None:
        raise FileProblem(Problem.NEEDS_OFFICE)
    if path.stat().st_size > MAX_INPUT:
        raise FileProblem(Problem.TOO_BIG)
    if _is_package(path):
        weigh(path, MAX_UNPACKED, MAX_PARTS)
    room = workdir / f"office-{_fingerprint(path, target)}"
    result = room / "out" / f"in.{target}"
    if not (room / DONE).exists():
        shutil.rmtree(room, ignore_errors=True)  # what a killed attempt left
        _convert([office, *QUIETLY, target], path, room, ending, seconds)
    if not result.is_file():
        lacking = target != "docx" and not (Path(office).resolve().parent / LIBRARIES[target]).exists()
        raise FileProblem(Problem.NEEDS_OFFICE if lacking else Problem.UNSUPPORTED)
    return result


def _is_package(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def _fingerprint(path: Path, target: str) -> str:
    with path.open("rb") as file:
        return f"{hashlib.file_digest(file, 'sha256').hexdigest()[:32]}-{target}"


def _convert(command: Sequence[str], path: Path, room: Path, ending: str, seconds: float) -> None:
    """Run the conversion in a new folder; what it leaves behind is the result alone."""
    home = room / "home"
    profile, source = home / "profile", home / f"in{ending}"
    _settle(profile)
    shutil.copyfile(path, source)
    own = f"-env:UserInstallation={profile.resolve().as_uri()}"
    whole = [command[0], own, *command[1:], "--outdir", str(room / "out"), str(source)]
    try:
        with _turn():
            _run(whole, home, seconds)
    finally:
        shutil.rmtree(home, ignore_errors=True)
        (room / DONE).touch()


def _settle(profile: Path) -> None:
    """Make a profile that is set up already, and that trusts no document."""
    user = profile / "user"
    user.mkdir(parents=True)
    lines = (
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
    (user / "registrymodifications.xcu").write_text(head + "\n".join(lines) + "\n</oor:items>\n", encoding="utf-8")


def _run(command: list[str], home: Path, seconds: float) -> None:
    """Run one conversion in a process group of its own, and end the whole group when its time is over."""
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(home), "LANG": "C.UTF-8", "TMPDIR": str(home)}
    quiet = subprocess.DEVNULL
    started = subprocess.Popen(
        command, cwd=home, env=environment, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        _limit(started.pid, seconds)
        started.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise FileProblem(Problem.UNSUPPORTED) from error
    finally:
        _end(started)


def _limit(pid: int, seconds: float) -> None:
    """Limit what the program may take; its children, started later, inherit it."""
    limits = {resource.RLIMIT_AS: MEMORY, resource.RLIMIT_FSIZE: MAX_OUTPUT, resource.RLIMIT_CPU: int(seconds) + 1}
    limits[resource.RLIMIT_CORE] = 0
    for name, limit in limits.items():
        with suppress(ProcessLookupError, AttributeError):  # it ended already; or this is no Linux
            resource.prlimit(pid, name, (limit, limit))


def _end(started: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the group and see it gone; soffice leaves children behind."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        until = time.monotonic() + 5
        while time.monotonic() < until:  # a killed child of a child ends when its turn comes
            os.killpg(started.pid, 0)
            time.sleep(0.01)
    started.wait()


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for the one turn on this machine; raises FileProblem unsupported when it does not come."""
    name = Path(tempfile.gettempdir()) / f"intake-desk-office-{os.getuid()}.lock"
    lock = os.open(name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        until = time.monotonic() + WAIT
        while not _locked(lock):
            if time.monotonic() > until:
                raise FileProblem(Problem.UNSUPPORTED)
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
