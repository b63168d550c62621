"""The service's pulse: a file it holds locked while it lives and writes anew while it is well, so that its end is seen at once."""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from registry.desk import supervisor
from registry.store.locks import DeskBusy, Lock

OnStep = Callable[[str], None]  # what is told of each mail, entry or file that is done

log = logging.getLogger(__name__)
NAME = "service.lock"
BEAT = 15.0  # seconds
STARTING = 2.0  # seconds that a look at the lock may delay a start
LATE = timedelta(minutes=3)  # without a beat: the process hangs or its disk does
STILL = timedelta(minutes=30)  # that its loops may show no step at all


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What the pulse tells: who, when it last beat, when a loop last got a step further, and whether the process lives."""

    pid: int
    at: datetime
    step_at: datetime
    alive: bool


class Pulse:
    """The beating of one service; `step` is for its loops, from any thread."""

    def __init__(self, path: Path, still: timedelta = STILL) -> None:
        """Write to `path`, which the caller holds locked; a supervisor hears of life while the loops step on within `still`."""
        self._path, self._still = path, still
        self._every = min(BEAT, supervisor.watchdog_every() / 3)
        self._step_at = datetime.now(UTC)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._go_on, name="pulse", daemon=True)

    def step(self, *_: object) -> None:
        """Note that a loop got a step further."""
        self._step_at = datetime.now(UTC)

    def start(self) -> None:
        """Beat once, then go on in a thread of its own."""
        self._beat()
        self._thread.start()

    def stop(self) -> None:
        """End the beating."""
        self._stop.set()
        self._thread.join()

    def sign_off(self) -> None:
        """Leave an empty file: this end was meant."""
        os.truncate(self._path, 0)

    def _go_on(self) -> None:
        while not self._stop.wait(self._every):
            try:
                self._beat()
            except OSError as error:  # a full disk: `status` then says that the pulse is late, which is true
                log.error("the pulse could not be written: %s", error)

    def _beat(self) -> None:
        if datetime.now(UTC) - self._step_at <= self._still:
            supervisor.tell("WATCHDOG=1")
        told = {"pid": os.getpid(), "at": datetime.now(UTC).isoformat(), "step_at": self._step_at.isoformat()}
        # in place, for the lock is the file's; padded, so that no older longer line shows behind it
        with self._path.open("r+b") as file:
            file.write(json.dumps(told).encode().ljust(160) + b"\n")


@contextmanager
def beating(data_dir: Path, still: timedelta = STILL) -> Iterator[Pulse]:
    """Be the one service of this data_dir while the block runs; raises DeskBusy when there is another."""
    lock = Lock(data_dir / NAME)
    with ExitStack() as stack:
        try:
            stack.enter_context(lock.hold(STARTING))
        except DeskBusy:
            raise DeskBusy(f"Another `serve` is at work in {data_dir}; two are one too many.") from None
        pulse = Pulse(lock.path, still)
        pulse.start()
        try:
            yield pulse
        finally:
            pulse.stop()
        pulse.sign_off()


def listen(data_dir: Path) -> Heard | None:
    """Return what the pulse tells; None when no service runs that was not ended on purpose."""
    path = data_dir / NAME
    alive = Lock(path).held()
    try:
        told = json.loads(path.read_bytes() or b"null")
    except (FileNotFoundError, ValueError):  # never used, or its first beat is being written
        told = None
    if not isinstance(told, dict):
        return None
    moments = {name: datetime.fromisoformat(told[name]) for name in ("at", "step_at")}
    return Heard(pid=int(told["pid"]), alive=alive, **moments)


def serving(data_dir: Path) -> bool:
    """Tell whether a service lives here."""
    return Lock(data_dir / NAME).held()
