"""Locks that the kernel frees when their holder dies: one for taking mail in, one for sending, one for the service's life."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

GLANCE = 0.1  # seconds between two tries


class DeskBusy(Exception):  # noqa: N818 - a state, not a fault
    """Say that another run is in the middle of a pass on the same data_dir."""


class Lock:
    """One lock file; the thread that holds it may hold it again, any other thread or process must wait."""

    def __init__(self, path: Path) -> None:
        """Use `path`, made at the first hold (0600)."""
        self.path = path
        self._owner = 0  # the thread that holds it

    @contextmanager
    def hold(self, wait: float = 0) -> Iterator[bool]:
        """Hold the lock, waiting at most so many seconds; yield whether this thread did not hold it before. Raises DeskBusy."""
        here = threading.get_ident()
        if self._owner == here:
            yield False
            return
        descriptor = _locked(self.path, wait)
        self._owner = here
        try:
            yield True
        finally:
            self._owner = 0
            os.close(descriptor)

    def held(self) -> bool:
        """Tell whether any process holds it; makes no file."""
        with suppress(FileNotFoundError):
            descriptor = os.open(self.path, os.O_RDONLY)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            finally:
                os.close(descriptor)
        return False


def _locked(path: Path, wait: float) -> int:
    """Return the descriptor that holds the lock; raises DeskBusy when somebody else still has it after `wait` seconds."""
    patience = time.monotonic() + wait
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
        except BlockingIOError:
            if time.monotonic() >= patience:
                os.close(descriptor)
                raise DeskBusy(f"Another run is in the middle of a pass in {path.parent}.") from None
            time.sleep(GLANCE)
