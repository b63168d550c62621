"""A server's connection that may be cut from outside: socket timeouts do not help against a byte a second."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

StopCause = Literal["", "time", "stop"]


class Lifeline:
    """The connection of one conversation; a deadline or another thread cuts it, whatever layer waits for whatever byte."""

    def __init__(self, gone: Callable[[Lifeline], None] = lambda _: None) -> None:
        """`gone` is told when the conversation is over."""
        self._gone = gone
        self._lock = threading.Lock()
        self._handle: socket.socket | None = None
        self._stopped = False
        self.cause: StopCause = ""  # why it was cut
        self.last_words = False  # what was said cannot be taken back: an answer is worth waiting for

    def connect(self, host: str, port: int, timeout: float) -> socket.socket:
        """Open a connection and keep a second handle on it; raises OSError, also when it may no longer be opened."""
        if self._stopped:
            raise ConnectionAbortedError("this program is about to end")
        opened = socket.create_connection((host, port), timeout)
        with self._lock:
            self._let_go()
            self.cause = ""
            self._handle = socket.socket(fileno=os.dup(opened.fileno()))
        if self._stopped:
            self.cut("stop")
        return opened

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Cut the connection when what is done here takes longer."""
        timer = threading.Timer(seconds, self.cut, ["time"])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def cut(self, cause: StopCause) -> None:
        """End the connection now; whoever reads or writes on it, in any thread, gets an error."""
        with self._lock:
            self._stopped |= cause == "stop"
            self.cause = self.cause or cause
            if self._handle is not None:
                with contextlib.suppress(OSError):  # the server was faster
                    self._handle.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go: the conversation is over."""
        with self._lock:
            self._let_go()
        self._gone(self)

    def _let_go(self) -> None:
        if self._handle is not None:
            self._handle.close()
            self._handle = None


class Lifelines:
    """Every conversation under way, so that none outlives the wish to end."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: set[Lifeline] = set()
        self._stopped = False

    def open(self) -> Lifeline:
        """Return a new one, kept here until it is closed."""
        line = Lifeline(self._forget)
        with self._lock:
            self._open.add(line)
            if self._stopped:
                line.cut("stop")
        return line

    def cut_all(self, *, spare_last_words: bool = False) -> None:
        """Cut every one, now and from now on; with `spare_last_words` not those that wait for a last answer."""
        with self._lock:
            self._stopped = True
            lines = [line for line in self._open if not (spare_last_words and line.last_words)]
        for line in lines:
            line.cut("stop")

    def _forget(self, line: Lifeline) -> None:
        with self._lock:
            self._open.discard(line)
