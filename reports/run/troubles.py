"""Troubles in the service's log: each told once, and once more when it is over, however many passes it lasts."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

log = logging.getLogger(__name__)
VARIES = re.compile(r"[0-9]+")  # numbers in the words of one trouble: free bytes, ports, seconds
AGAIN = 86_400.0  # seconds after which what still lasts is told once more
WORDINGS = 8  # of one trouble that are told apart: a server that finds new words each time fills no log


@dataclass(kw_only=True)
class _Trouble:
    began: float
    told_at: float
    wordings: set[str] = field(default_factory=set)


class Troubles:
    """What ails the service now, by name; for any number of threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` tells seconds."""
        self._clock = clock
        self._lock = threading.Lock()
        self._open: dict[str, _Trouble] = {}

    def tell(self, name: str, problem: object) -> None:
        """Log a trouble when it begins, when it changes its words, and once a day while it lasts."""
        now, words = self._clock(), VARIES.sub("#", str(problem))
        with self._lock:
            known = self._open.setdefault(name, _Trouble(began=now, told_at=now))
            new = words not in known.wordings and len(known.wordings) < WORDINGS
            if not new and now - known.told_at < AGAIN:
                return
            known.wordings.add(words)
            known.told_at, lasted = now, now - known.began
        log.error("%s: %s%s", name, problem, f" (for {_span(lasted)})" if lasted >= AGAIN else "")

    def tell_again(self) -> None:
        """Have each told once more if it lasts: somebody has just tried to mend it and wants to know."""
        with self._lock:
            for known in self._open.values():
                known.wordings.clear()

    def well(self, name: str) -> None:
        """Log that a trouble is over, where there was one."""
        with self._lock:
            known = self._open.pop(name, None)
        if known is not None:
            log.info("%s: well again, after %s", name, _span(self._clock() - known.began))

    def looked(self, name: str, problem: object) -> None:
        """Tell a trouble, or that it is over where `problem` is empty."""
        if problem:
            self.tell(name, problem)
        else:
            self.well(name)

    @contextmanager
    def trying(self, name: str, words: str, *errors: type[Exception]) -> Iterator[None]:
        """Tell in words, with the error in place of {error}, that what is done here failed; that it is well where it did not."""
        try:
            yield
        except errors as error:
            self.tell(name, words.format(error=error))
        else:
            self.well(name)


def _span(seconds: float) -> str:
    """Return a time span as a person says it."""
    for size, unit in ((86_400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds:.0f} s"
