"""What a part of the torture found: tries, the four zeros, what else was wrong; and how tries share the processors."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from .checker import Verdict

COLUMNS = ("lost", "doubled", "false", "unaccounted", "wrong")
ABREAST = 2  # tries at once


@dataclass(frozen=True, kw_only=True)
class Try:
    """One scenario: its name, and what to do for its verdict."""

    name: str
    act: Callable[[], Verdict]


@dataclass(kw_only=True)
class Tally:
    """The sums of one part; `not_run` says why nothing was tried."""

    part: str
    tries: int = 0
    seconds: float = 0.0
    verdicts: list[tuple[str, Verdict]] = field(default_factory=list)
    not_run: str = ""
    notes: tuple[str, ...] = ()  # what was measured, and what was sampled

    def count(self, column: str) -> int:
        """Return how many complaints of one kind there are."""
        return sum(len(getattr(verdict, column)) for _, verdict in self.verdicts)

    @property
    def clean(self) -> bool:
        """Tell whether every zero is a zero."""
        return all(verdict.clean for _, verdict in self.verdicts)

    def complaints(self) -> list[str]:
        """Return every complaint as `try: kind: text`."""
        return [
            f"{name}: {column}: {text}"
            for name, verdict in self.verdicts
            for column in COLUMNS
            for text in getattr(verdict, column)
        ]


def tally(part: str, tries: Iterable[Try], abreast: int = ABREAST, told: Callable[[str], None] = lambda _: None) -> Tally:
    """Make the tries, some abreast, and sum them up; a try that breaks the instrument itself is `wrong`."""
    started = time.monotonic()
    result = Tally(part=part)

    def one(each: Try) -> tuple[str, Verdict]:
        began = time.monotonic()
        try:
            verdict = each.act()
        except Exception:  # noqa: BLE001 - one broken try must not end the torture; it is reported as wrong
            verdict = Verdict(wrong=("the try itself failed: " + traceback.format_exc(limit=-3),))
        told(f"{part}: {each.name}: {time.monotonic() - began:.1f} s: {'ok' if verdict.clean else verdict}")
        return each.name, verdict

    with ThreadPoolExecutor(abreast) as pool:
        result.verdicts = list(pool.map(one, tries))
    result.tries, result.seconds = len(result.verdicts), time.monotonic() - started
    return result
