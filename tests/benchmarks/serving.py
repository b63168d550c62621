"""The running service: what one small mail costs it, when its letter leaves, and what two thousand passes leave behind; goals 3, 6, 9."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reports.demo.servers import EmbeddedSmtp
from tests.torture.plain_imap import PlainImap

from . import ROOT, programs
from .mailbox import small_mails
from .measured import Failed, median
from .plan import Plan
from .syncs import counting
from .table import Goal, Section, at_most, megabytes

FIRST = 7000
SINGLE, WARM = 12, 4  # mails one by one, and how many before that: workers start, templates are read
CPU, DELAY, SYNCS, GROWTH = 0.5, 3.0, 8, 3  # seconds, seconds after the poll, waits for the disk, MB
PACE = 0.05  # seconds between two polls of the long run
EVERY = 20  # passes between two mails of the long run
PATIENCE = 60.0


class Mailbox(PlainImap):
    """An IMAP server that counts the passes made over it, and knows when the last began."""

    passes, last = 0, 0.0

    def _answer(self, command: bytes) -> bytes:
        if command[:5].upper() == b"LOGIN":
            self.passes, self.last = self.passes + 1, time.monotonic()
        return super()._answer(command)


@dataclass(frozen=True, kw_only=True)
class Look:
    """How the service stands: bytes of its main process and of its largest worker, open files, threads, CPU seconds of all."""

    main: int
    worker: int
    files: int
    threads: int
    cpu: float


@dataclass(frozen=True, kw_only=True)
class Single:
    """What one small mail took: CPU seconds, seconds from the poll that saw it to its letter, waits for the disk."""

    cpu: float
    delay: float
    syncs: int


def measure(plan: Plan) -> Section:
    """Serve mails one by one, then pass after pass."""
    singles = one_by_one(plan.folder / "single", SINGLE)
    looks, log, left = passes(plan.folder / "passes", plan.passes)
    cpu, delay, syncs = (median([getattr(each, name) for each in singles]) for name in ("cpu", "delay", "syncs"))
    rows = [
        ("a small mail: CPU", f"{cpu:.2f} s", f"{max(each.cpu for each in singles):.2f} s"),
        ("from the poll to its letter", f"{delay:.2f} s", f"{max(each.delay for each in singles):.2f} s"),
        ("waits for the disk", f"{syncs:g}", f"{max(each.syncs for each in singles)}"),
    ]
    parts = fifths(looks)
    rows += [(f"{plan.passes} passes, {name}", show(parts[1]), show(parts[-1])) for name, show in SHOWN.items()]
    plan.say(f"serving: {rows}")
    return Section(
        title="The running service",
        columns=("what", "median, or in the second fifth", "most, or in the last fifth"),
        rows=rows,
        goals=_goals(cpu, max(each.delay for each in singles), syncs, parts, plan.passes),
        notes=[
            f"{plan.passes} passes over a fake server, a mail every {EVERY} passes: {log} lines of log; {left}.",
            "The letter's time runs from the login of the pass that saw its mail.",
        ],
    )


SHOWN = {
    "main process": lambda look: megabytes(look.main),
    "largest worker": lambda look: megabytes(look.worker),
    "open files": lambda look: str(look.files),
    "threads": lambda look: str(look.threads),
}


def _goals(cpu: float, delay: float, syncs: float, parts: list[Look], count: int) -> list[Goal]:
    early, late = parts[1], parts[-1]
    return [
        at_most(9, "CPU of one small mail in a running `serve`", cpu, CPU, " s"),
        at_most(9, "its letter after the poll, the slowest", delay, DELAY, " s"),
        at_most(6, "waits for the disk, one mail in a running `serve`", syncs, SYNCS),
        at_most(3, f"growth of the main process over {count} passes", (late.main - early.main) / 1e6, GROWTH, " MB"),
        at_most(3, f"growth of a worker over {count} passes", (late.worker - early.worker) / 1e6, GROWTH, " MB"),
        at_most(
            3, f"more open files and threads after {count} passes", late.files - early.files + late.threads - early.threads, 3
        ),
    ]


def one_by_one(folder: Path, count: int) -> list[Single]:
    """Deliver small mails one after the other, each once the letter about the one before has left."""
    environ = counting(folder / "shim")
    told = Path(environ["SYNCS_TOLD"])
    found = []
    with Mailbox() as imap, EmbeddedSmtp() as smtp, served(folder, imap, smtp, **environ) as main:
        for mail in small_mails(FIRST, WARM + count):
            before, letters = look(main.pid).cpu, len(smtp.received)
            told.write_text("", encoding="utf-8")
            imap.deliver_all([mail])
            waited(lambda letters=letters: len(smtp.received) > letters, main, 0.005)
            delay = time.monotonic() - imap.last
            time.sleep(1.5)  # what follows the letter: all on the disk
            found.append(Single(cpu=look(main.pid).cpu - before, delay=delay, syncs=len(told.read_text().splitlines())))
    return found[WARM:]


def passes(folder: Path, count: int) -> tuple[list[Look], int, str]:
    """Make so many passes as fast as they go; return looks at the service, lines of its log, and what lies beside the registry."""
    looks = []
    mails = small_mails(FIRST + 1000, count // EVERY + 2)
    with Mailbox() as imap, EmbeddedSmtp() as smtp, served(folder, imap, smtp, PACE) as main:
        while imap.passes < count:
            if imap.passes // EVERY >= len(imap._mails):
                imap.deliver_all([next(mails)])
            looks.append(look(main.pid))
            waited(lambda seen=imap.passes: imap.passes > seen, main, 0.02)
        waited(lambda: len(smtp.received) >= len(imap._mails), main, 0.05)
    log = (folder / "err.txt").read_text(encoding="utf-8").splitlines()
    wal = (folder / "var" / "registry.db-wal").stat().st_size if (folder / "var" / "registry.db-wal").exists() else 0
    return looks, len(log), f"{len(smtp.received)} letters, the registry's log {megabytes(wal)} at the end"


def fifths(looks: list[Look]) -> list[Look]:
    """Return the most of each fifth."""
    size = max(len(looks) // 5, 1)
    names = ("main", "worker", "files", "threads", "cpu")
    parts = [looks[at : at + size] for at in range(0, len(looks) - size + 1, size)]
    return [Look(**{name: max(getattr(each, name) for each in part) for name in names}) for part in parts]


@contextmanager
def served(
    folder: Path, imap: PlainImap, smtp: EmbeddedSmtp, pace: float = 0, **environ: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run the service over local servers, a poll each second or in fast motion; what it says goes to err.txt.

    Raises Failed when it does not end well.
    """
    folder.mkdir(parents=True, exist_ok=True)
    words = programs.configured(folder, imap.port, smtp.port)
    (folder / "pace.yaml").write_text("schedule: {poll: 1s, send: 1s}\nstaff: [staff@example.org]\n", encoding="utf-8")
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(folder), "PHOTO_PASSWORD": "secret"}
    with (folder / "err.txt").open("wb") as told:
        hasty = ["-m", "tests.benchmarks.hasty", str(pace), *words[1:]] if pace else words
        command = [sys.executable, *hasty, "--config", str(folder / "pace.yaml"), "serve"]
        main = subprocess.Popen(command, env=environment | environ, cwd=ROOT, stdout=told, stderr=told)
        try:
            yield main
        finally:
            main.send_signal(signal.SIGTERM)
            code = main.wait(PATIENCE)
    if code:
        raise Failed(f"serve ended with {code}: {(folder / 'err.txt').read_text()[-2000:]}")


def waited(come, main: subprocess.Popen[bytes], glance: float) -> None:  # type: ignore[no-untyped-def]
    """Wait for something to come; raises Failed when the service has ended, or it takes too long."""
    ends = time.monotonic() + PATIENCE
    while not come():
        if main.poll() is not None or time.monotonic() > ends:
            raise Failed(f"waited in vain for what the service should do ({datetime.now():%H:%M:%S})")
        time.sleep(glance)


def look(main: int) -> Look:
    """Return how a service stands."""
    tree = [main, *_below(main)]
    sizes = {pid: _bytes(pid, "VmRSS") for pid in tree}
    tick = os.sysconf("SC_CLK_TCK")
    cpu = 0.0
    for pid in tree:
        with suppress(OSError, IndexError):
            cpu += sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15])) / tick
    return Look(
        main=sizes[main], worker=max((size for pid, size in sizes.items() if pid != main), default=0), cpu=cpu,
        files=_count(main, "fd"), threads=_count(main, "task"),
    )  # fmt: skip


def _count(pid: int, what: str) -> int:
    return sum(1 for _ in Path(f"/proc/{pid}/{what}").iterdir())


def _below(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            children = [int(word) for word in (task / "children").read_text().split()]
            found += [*children, *(each for child in children for each in _below(child))]
    return found


def _bytes(pid: int, name: str) -> int:
    with suppress(OSError):
        told = re.search(rf"{name}:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
        return int(told[1]) * 1024 if told else 0
    return 0
