"""Faults of the system calls, injected by strace: killed at the Nth fsync, rename, write; a full disk, a failing one."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from .checker import SETTLED, Verdict
from .plain_imap import PlainImap
from .program import HUNG, Run
from .stand import PATIENCE, Nowhere, Post, Stand, innocent, small_mailbox
from .tally import Tally, Try, tally

CALLS = ("fsync", "fdatasync", "rename", "write", "pwrite64", "sendto", "unlink", "ftruncate")
CALLED = re.compile(r"(\w+)\((?:\d+<([^>]*)>)?")
QUIET = ("strace", "-qq", "-e", "signal=none")
# How many points are taken, evenly spread, out of all that one run passes; more of those where durability is decided.
KILLED = {"fsync": 13, "fdatasync": 8, "rename": 7, "write": 6, "pwrite64": 10, "sendto": 5, "unlink": 3, "ftruncate": 2}
FAILED = {"ENOSPC": {"fsync": 4, "fdatasync": 2, "rename": 3, "write": 6, "pwrite64": 5}, "EIO": {"fsync": 5, "fdatasync": 3, "rename": 3, "write": 5, "pwrite64": 4}}  # fmt: skip
BELOW = (("write", "ENOSPC", 2), ("write", "EIO", 1), ("write", "EIO", 3), ("rename", "ENOSPC", 1), ("fsync", "EIO", 2))
QUICK = 33  # every so many-th try when quick


def usable() -> str:
    """Return why strace cannot be used here, '' when it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    with tempfile.TemporaryDirectory() as folder, Stand(imap=Nowhere(), smtp=Nowhere()) as stand:
        try:
            traced(stand, Path(folder) / "log", "fsync")
        except NotAttached as error:
            return f"strace may not trace here: {error}"
    return ""


class NotAttached(Exception):  # noqa: N818 - a reason not to run, told to a person
    """Say what strace said in place of attaching itself."""


def traced(stand: Stand, log: Path, call: str, *more: str) -> Run:
    """Run a poll whose main thread (or, with -f, everything it starts) is traced from its first line of code on."""
    running = stand.start("poll", held=True)
    words = [*QUIET, "-e", f"trace={call}", *more, "-o", str(log), "-p", str(running.pid)]
    tracer = subprocess.Popen(words, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    while "TracerPid:\t0\n" in Path(f"/proc/{running.pid}/status").read_text():
        if tracer.poll() is not None:
            os.kill(running.pid, signal.SIGKILL)
            running.end(10)
            raise NotAttached(tracer.communicate()[1].decode(errors="replace").strip()[-100:])
        time.sleep(0.005)
    running.go()
    done = running.end(PATIENCE / 2)
    if "-f" in more:  # it may go on with what the run left behind
        tracer.terminate()
    tracer.communicate()
    return done


def mailbox() -> list[Post]:
    """Return what each try is fed: one complete entry, one poison."""
    return [innocent(3), small_mailbox()[-1]]


def passed() -> dict[str, list[bool]]:
    """Return for each call a run without faults makes in its main thread, in order, whether it is about a file on disk."""
    with PlainImap() as server, Stand(imap=server) as stand:
        stand.deliver(mailbox())
        log = stand.root / "strace.log"
        done = traced(stand, log, ",".join(CALLS), "-y")
        assert done.code == 1, f"a poll under strace ended with {done.code}: {done.err}"
        made: dict[str, list[bool]] = {call: [] for call in CALLS}
        for line in log.read_text(errors="replace").splitlines():
            if found := CALLED.match(line):
                made[found[1]].append(found[2] is None or _on_disk(found[2]))
        return made


def _on_disk(path: str) -> bool:
    """Tell a file from a pipe, a socket and a device: no disk makes those fail."""
    return path.startswith("/") and not path.startswith("/dev/")


def spread(count: int, most: int) -> list[int]:
    """Return at most so many numbers of 1..count, evenly spread, the first and the last among them."""
    if count <= most:
        return list(range(1, count + 1))
    return sorted({1 + round(place * (count - 1) / max(most - 1, 1)) for place in range(most)})


def injected(call: str, fault: str, when: int, *more: str) -> Verdict:
    """Make the Nth call of a run fail (or kill it), then run without the fault, and judge."""
    effect = "signal=SIGKILL" if fault == "SIGKILL" else f"error={fault}"
    # A full disk stays full to the end of the run; but `write` is for pipes too, and those it would not stop.
    times = f"{when}+" if fault == "ENOSPC" and call != "write" else str(when)
    with PlainImap() as server, Stand(imap=server) as stand:
        stand.deliver(mailbox())
        log = stand.root / "strace.log"
        hit = traced(stand, log, call, "-e", f"inject={call}:{effect}:when={times}", "-y", *more)
        told = log.read_text(errors="replace")
        struck = [CALLED.search(line) for line in told.splitlines() if "INJECTED" in line]
        piped = any(found and found[2] is not None and not _on_disk(found[2]) for found in struck)
        wrong = []
        if fault != "SIGKILL" and not more and not struck:
            wrong.append("the fault did not happen")
        if hit.code == HUNG and not piped:  # the pool of workers waits for ever when a pipe of its own breaks
            wrong.append("it hung at the fault")
        if fault == "SIGKILL" and hit.code != -signal.SIGKILL:
            wrong.append(f"it was not killed there: exit code {hit.code}")
        in_dot = stand.peek("SELECT count(*) FROM notices WHERE phase = 'DOT' OR state = 'unknown'")
        stand.run("poll")
        if (stand.data / "registry.db").exists():
            stand.tomorrow()
        last = stand.settle()
        if last.code not in (0, 1):
            wrong.append(f"without the fault it ended with {last.code}: {last.err[-300:]}")
        verdict = stand.verdict(SETTLED | {"unknown"} if in_dot == [(1,)] else SETTLED)
        return verdict.but_wrong(*wrong)


def plan(made: dict[str, list[bool]]) -> list[tuple[str, str, int]]:
    """Return every (call, fault, N) to try."""
    faults = {"SIGKILL": KILLED, **FAILED}
    return [
        (call, fault, when)
        for fault, calls in faults.items()
        for call, most in calls.items()
        for when in _numbers(made[call], most, everywhere=fault == "SIGKILL")
    ]


def _numbers(made: list[bool], most: int, everywhere: bool) -> list[int]:
    """Return which of the calls to take: any, or only those about files."""
    fitting = [number for number, on_disk in enumerate(made, 1) if on_disk or everywhere]
    return [fitting[place - 1] for place in spread(len(fitting), most)]


def run(quick: bool = False, told=print) -> Tally:  # type: ignore[no-untyped-def]
    """Try the sample of all points."""
    reason = usable()
    if reason:
        return Tally(part="strace", not_run=reason)
    made = passed()
    counts = {call: len(each) for call, each in made.items()}
    points = plan(made)[:: QUICK if quick else 1]
    tries = [
        Try(name=f"{fault} at {call} {when}", act=lambda p=(call, fault, when): injected(*p)) for call, fault, when in points
    ]
    tries += [  # counted in each worker and thread by itself
        Try(name=f"{fault} at {call} {when} of the workers", act=lambda p=(call, fault, when): injected(*p, "-f"))
        for call, fault, when in BELOW[: 1 if quick else None]
    ]
    result = tally("strace", tries, told=told)
    killed = sum(fault == "SIGKILL" for _, fault, _ in points)
    places = ", ".join(f"{counts[call]} {call}" for call in CALLS)
    result.notes = (
        f"a run passes {places} in its main thread; killed at {killed} of {sum(counts.values())}, failed at "
        f"{len(points) - killed}, evenly spread, and {len(tries) - len(points)} with its workers and threads",
    )
    return result
