"""After a refused login letters rest, longer each time: to try again and again makes providers close the account (field-notes 1)."""

from __future__ import annotations

import time
from collections.abc import Callable

from registry.store.polls import REFUSED_PAUSES


class Rest:
    """Whether letters may be tried now; for one thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` tells seconds."""
        self._clock, self._refusals, self._until = clock, 0, 0.0

    def on(self) -> bool:
        """Tell whether the last login was refused so lately that none is to be tried."""
        return self._refusals > 0 and self._clock() < self._until

    def refused(self) -> None:
        """Rest: 10 minutes, then 30, then 2 hours at a time."""
        pause = REFUSED_PAUSES[min(self._refusals, len(REFUSED_PAUSES) - 1)]
        self._refusals, self._until = self._refusals + 1, self._clock() + pause.total_seconds()

    def over(self) -> None:
        """Forget refusals: a letter has left."""
        self._refusals = 0
