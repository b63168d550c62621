"""Where the digest's pictures are drawn: here, or in a process of its own, whose 70 MB of matplotlib a service does not keep."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from intake.isolate.workers import WorkerError, Workers, WorkersUnable

log = logging.getLogger(__name__)
SECONDS, MEMORY = 30.0, 2_000_000_000  # of processor time, for one picture; bytes, address space that numpy's threads reserve too
UNDRAWN = (OSError, ValueError, RuntimeError)  # what matplotlib raises


class Draw(Protocol):
    """Returns a picture that a function draws as PNG; b'' where it could not be drawn, which the digest then says."""

    def __call__(self, picture: Callable[..., bytes], *args: Any) -> bytes: ...


def draw_here(picture: Callable[..., bytes], *args: Any) -> bytes:
    """Draw in this process."""
    try:
        return picture(*args)
    except UNDRAWN as error:
        return _undrawn(error)


def _undrawn(error: Exception) -> bytes:
    log.warning("a picture of the digest could not be drawn, its figures stand in words: %s", error)
    return b""


@contextmanager
def drawing_apart() -> Iterator[Draw]:
    """Give a Draw that draws in a process of its own, which is ended behind it."""
    with Workers(1, MEMORY, ()) as workers:

        def draw(picture: Callable[..., bytes], *args: Any) -> bytes:
            try:
                return workers.run(SECONDS, picture, *args)
            except (WorkerError, WorkersUnable, *UNDRAWN) as error:
                return _undrawn(error)

        yield draw
