"""Run one program and tell what it and every process it started cost: python -m tests.benchmarks.watch REPORT PROGRAM WORDS...

The watcher is a process of its own that orphans fall to (a forkserver outlives the program that started it), so the CPU
of every worker is counted. Memory is each process's own high-water mark, read while it lives.
"""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
INTERVAL = 0.03
SAMPLES = 4000


def watch(words: list[str]) -> dict[str, object]:
    """Run the program; return code, wall and CPU seconds, peak bytes of the main process and of the largest other one."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    started = time.monotonic()
    main = subprocess.Popen(words)
    peaks: dict[int, int] = {}
    seconds: dict[int, float] = {}
    resident: list[int] = []
    done = threading.Event()
    looking = threading.Thread(target=_look, args=(main.pid, peaks, seconds, resident, done), daemon=True)
    looking.start()
    cpu, code, ended = 0.0, 0, 0.0
    while True:
        try:
            pid, status, usage = os.wait4(-1, 0)
        except ChildProcessError:
            break
        cpu += usage.ru_utime + usage.ru_stime
        if pid == main.pid:
            code, ended = os.waitstatus_to_exitcode(status), time.monotonic()
    done.set()
    looking.join()
    others = {pid: peak for pid, peak in peaks.items() if pid != main.pid}
    return {
        "code": code,
        "wall": ended - started,
        "cpu": cpu,
        "main_cpu": seconds.get(main.pid, 0.0),
        "main_peak": peaks.get(main.pid, 0),
        "other_peak": max(others.values(), default=0),
        "others": len(others),
        "resident": resident[:: max(len(resident) // SAMPLES, 1)],
    }


def _look(main: int, peaks: dict[int, int], seconds: dict[int, float], resident: list[int], done: threading.Event) -> None:
    tick = os.sysconf("SC_CLK_TCK")
    while not done.wait(INTERVAL):
        for pid in _descendants(os.getpid()):
            with suppress(OSError, ValueError, IndexError):  # it has just ended
                status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
                if "VmHWM" not in status:
                    continue
                peaks[pid] = max(peaks.get(pid, 0), int(status["VmHWM"].split()[0]) * 1024)
                times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                seconds[pid] = (int(times[11]) + int(times[12])) / tick
                if pid == main:
                    resident.append(int(status["VmRSS"].split()[0]) * 1024)


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    waiting = [pid]
    while waiting:
        with suppress(OSError):
            for task in Path(f"/proc/{waiting.pop()}/task").iterdir():
                children = [int(word) for word in (task / "children").read_text().split()]
                found += children
                waiting += children
    return found


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(watch(sys.argv[2:])), encoding="utf-8")
