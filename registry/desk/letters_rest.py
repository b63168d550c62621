"""After a refused login nothing is sent for a while, longer each time: to try again and again makes providers close the account (field-notes 1)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from registry.store.polls import REFUSED_PAUSES


class Rest:
    """Whether the SMTP server may be tried now, for letters, answers, digests and alarms alike; for any number of threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` tells seconds."""
        self._clock, self._refusals, self._until = clock, 0, 0.0
        self._lock = threading.Lock()

    def on(self) -> bool:
        """Tell whether the last login was refused so lately that none is to be tried."""
        return self._refusals > 0 and self._clock() < self._until

    def refused(self) -> None:
        """Rest: 10 minutes, then 30, then 2 hours at a time; two that were refused at once make one pause."""
        with self._lock:
            if not self.on():
                pause = REFUSED_PAUSES[min(self._refusals, len(REFUSED_PAUSES) - 1)]
                self._refusals, self._until = self._refusals + 1, self._clock() + pause.total_seconds()

    def over(self) -> bool:
        """Forget refusals, for a mail has left; tell whether there were any."""
        with self._lock:
            were, self._refusals = self._refusals > 0, 0
        return were
