"""The nursery: a process that has the program's modules in memory and forks a run of it on demand, sparing each its start.

It is a script of its own, started by program.py: `nursery.py FOLDER DESCRIPTOR`. A run is asked for with a line of JSON and two
descriptors (output, errors); the answers are a line with its number and, at its end, one with its wait status.
Nothing of the program runs in the nursery itself: a run begins with modules imported and nothing done, as a fresh one does.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import runpy
import selectors
import signal
import socket
import sys

# What `poll` imports when it needs it; one too few here costs time only.
PRELOADED = (
    "run_intake",
    "reports.commands.shared",
    "registry.desk.desk",
    "reports.run.passes",
    "registry.read.documents",
    "intake.isolate.workers",
)
ANY_TRACER = (0x59616D61, ctypes.c_ulong(-1))  # PR_SET_PTRACER: where Yama is on, strace may attach all the same


def serve(listener: socket.socket) -> dict:
    """Answer requests until whoever started us is gone; returns in the forked child only, with what it was asked."""
    woken, waker = socket.socketpair()
    for end in (woken, waker):
        end.setblocking(False)
    signal.set_wakeup_fd(waker.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    running: dict[int, socket.socket] = {}
    with selectors.DefaultSelector() as watched:
        watched.register(listener, selectors.EVENT_READ)
        watched.register(woken, selectors.EVENT_READ)
        watched.register(0, selectors.EVENT_READ)  # nothing is ever written there: it ends with whoever started us
        while True:
            ready = [key.fileobj for key, _ in watched.select()]
            if 0 in ready:
                raise SystemExit(0)
            if woken in ready:
                woken.recv(4096)
                _bury(running)
            if listener not in ready:
                continue
            line, _ = listener.accept()
            if not (asked := _begun(line, running)):
                continue
            for each in (listener, woken, waker, *running.values()):
                each.close()
            return asked


def _bury(running: dict[int, socket.socket]) -> None:
    """Tell how each ended run ended."""
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        with contextlib.suppress(OSError), running.pop(pid) as line:
            line.sendall(json.dumps({"status": status}).encode() + b"\n")


def _begun(line: socket.socket, running: dict[int, socket.socket]) -> dict:
    """Fork for one request: {} in the nursery, the request in the child."""
    asked, descriptors, _, _ = socket.recv_fds(line, 1 << 16, 2)
    pid = os.fork()
    if pid:
        for descriptor in descriptors:
            os.close(descriptor)
        running[pid] = line
        line.sendall(b"%d\n" % pid)
        return {}
    request = json.loads(asked)
    os.setsid()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for descriptor, number in zip((os.open(os.devnull, os.O_RDONLY), *descriptors), (0, 1, 2), strict=True):
        os.dup2(descriptor, number)
        os.close(descriptor)
    if request["held"]:  # until whoever asked has attached to us
        ctypes.CDLL(None).prctl(*ANY_TRACER)
        line.recv(1)
    line.close()
    return request


def run(folder: str, request: dict) -> None:
    """Be the program, as if just started."""
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    program = os.path.join(folder, "run_intake.py")  # noqa: PTH118 - nothing that the program may not have imported itself
    sys.argv = [program, *request["words"]]
    runpy.run_path(program, run_name="__main__")


if __name__ == "__main__":
    program_folder, listening = sys.argv[1:]
    sys.path[0] = program_folder
    for module in PRELOADED:
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=int(listening)) as waiting:
        wanted = serve(waiting)
    run(program_folder, wanted)
