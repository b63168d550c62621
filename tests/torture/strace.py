"""Faults of the system calls, injected by strace: killed at the Nth fsync, rename, write; a full disk, a failing one."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from .checker import SETTLED, Verdict
from .plain_imap import PlainImap
from .stand import Post, Stand, innocent, small_mailbox
from .tally import Tally, Try, tally

CALLS = ("fsync", "fdatasync", "rename", "write", "pwrite64", "sendto", "unlink", "ftruncate")
TRACE = ("strace", "-f", "-qq", "-e", "signal=none")
FAST = "--seccomp-bpf"  # stops at the traced calls alone; a signal cannot be injected then (strace 6.1, measured)
# How many points are taken, evenly spread, out of all that one run passes; more of those where durability is decided.
KILLED = {"fsync": 12, "fdatasync": 8, "rename": 6, "write": 5, "pwrite64": 6, "sendto": 4, "unlink": 2, "ftruncate": 1}
FAILED = {"ENOSPC": {"fsync": 3, "fdatasync": 1, "rename": 2, "write": 5, "pwrite64": 4}, "EIO": {"fsync": 3, "fdatasync": 2, "rename": 2, "write": 3, "pwrite64": 3}}  # fmt: skip
QUICK = 8  # every so many-th try when quick


def usable() -> str:
    """Return why strace cannot be used here, '' when it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run([*TRACE, "-e", "trace=fsync", "-o", "/dev/null", "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "strace may not trace here: " + tried.stderr.decode(errors="replace")[-100:]


def mailbox() -> list[Post]:
    """Return what each try is fed: one complete entry, one poison."""
    return [innocent(3), small_mailbox()[-1]]


def passed() -> dict[str, int]:
    """Return how often a run without faults makes each call, in its main thread."""
    with PlainImap() as server, Stand(imap=server) as stand:
        stand.deliver(mailbox())
        log = stand.root / "strace.log"
        done = stand.run("poll", prefix=[*TRACE, FAST, "-e", "trace=" + ",".join(CALLS), "-o", str(log)])
        assert done.code == 1, f"a poll under strace ended with {done.code}: {done.err}"
        return _counted(log)


def _counted(log: Path) -> dict[str, int]:
    lines = [line.split(maxsplit=1) for line in log.read_text(errors="replace").splitlines()]
    main = lines[0][0]
    called = (re.match(r"(\w+)\(", line[1]) for line in lines if line[0] == main and len(line) == 2)
    return Counter(match[1] for match in called if match)


def spread(count: int, most: int) -> list[int]:
    """Return at most so many numbers of 1..count, evenly spread, the first and the last among them."""
    if count <= most:
        return list(range(1, count + 1))
    return sorted({1 + round(place * (count - 1) / max(most - 1, 1)) for place in range(most)})


def injected(call: str, fault: str, when: int) -> Verdict:
    """Make the Nth call of a run fail (or kill it), then run without the fault, and judge."""
    # A full disk stays full to the end of the run; a failing one fails once; `when` counts in each thread by itself.
    effect = "signal=SIGKILL" if fault == "SIGKILL" else f"error={fault}"
    times = f"{when}+" if fault == "ENOSPC" else str(when)
    with PlainImap() as server, Stand(imap=server) as stand:
        stand.deliver(mailbox())
        log = stand.root / "strace.log"
        fast = [] if fault == "SIGKILL" else [FAST]
        prefix = [*TRACE, *fast, "-e", f"trace={call}", "-e", f"inject={call}:{effect}:when={times}", "-o", str(log)]
        hit = stand.run("poll", prefix=prefix)
        wrong = []
        if fault != "SIGKILL" and "INJECTED" not in log.read_text(errors="replace"):
            wrong.append("the fault did not happen")
        if hit.code == -999:
            wrong.append("it hung at the fault")
        if fault == "SIGKILL" and hit.code not in (-signal.SIGKILL, 128 + signal.SIGKILL):
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


def plan(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """Return every (call, fault, N) to try."""
    faults = {"SIGKILL": KILLED, **FAILED}
    return [
        (call, fault, when)
        for fault, calls in faults.items()
        for call, most in calls.items()
        for when in spread(counts.get(call, 0), most)
    ]


def run(quick: bool = False, told=print) -> Tally:  # type: ignore[no-untyped-def]
    """Try the sample of all points."""
    reason = usable()
    if reason:
        return Tally(part="strace", not_run=reason)
    points: Sequence[tuple[str, str, int]] = plan(passed())[:: QUICK if quick else 1]
    tries = [
        Try(name=f"{fault} at {call} {when}", act=lambda p=(call, fault, when): injected(*p)) for call, fault, when in points
    ]
    return tally("strace", tries, told=told)
