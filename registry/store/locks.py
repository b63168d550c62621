"""Locks that the kernel frees when their holder dies: one for taking mail in, one for sending, one for the service's life."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator
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
        self._mutex = threading.Lock()
        self._owner = 0  # the thread that holds it
        self._lender, self._loans = 0, 0  # who lent it to other threads that have it still
        self._descriptor = -1

    @contextmanager
    def hold(self, wait: float = 0) -> Iterator[bool]:
        """Hold the lock, waiting at most so many seconds; yield whether this thread did not hold it before. Raises DeskBusy.

        A thread that lent it, and has not got it back from all, holds it at once.
        """
        here = threading.get_ident()
        if self._owner == here:
            yield False
            return
        with self._mutex:
            again = self._loans > 0 and self._lender == here
            if again:
                self._owner = here
        if not again:
            self._descriptor = _locked(self.path, wait)
            self._owner = here
        try:
            yield not again
        finally:
            with self._mutex:
                self._owner = 0
                self._let_go()

    def lend(self) -> Callable[[], None]:
        """Let another thread share what this one holds until it calls what is returned; no one else gets it before."""
        with self._mutex:
            if self._owner != threading.get_ident():
                raise RuntimeError("only who holds a lock can lend it")
            self._lender = self._owner
            self._loans += 1
        return self._given_back

    def _given_back(self) -> None:
        with self._mutex:
            self._loans -= 1
            self._let_go()

    def _let_go(self) -> None:
        if not self._owner and not self._loans:
            os.close(self._descriptor)

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
