"""How large a run is: the sizes of performance.md, or a slice of them that shows the instrument works."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Sizes of one run; `folder` is its own and is removed afterwards."""

    folder: Path
    rounds: int = 3
    submissions: int = 20
    steady: tuple[int, int] = (20, 80)  # submissions; what the second number takes more is the steady state
    scale: float = 1.0  # of pictures, in bytes and pixels
    messages: tuple[int, ...] = (5, 50, 150)  # MB
    procession: int = 1000  # small mails in one pass
    known: tuple[int, int] = (1000, 100_000)
    exported: tuple[int, int] = (1000, 10_000)
    looked: tuple[int, int] = (1000, 3000)
    passes: int = 2000  # of the running service
    scaled: tuple[int, int] = (10_000, 100_000)  # entries in one registry
    say: Callable[[str], None] = _say


def quick(folder: Path, say: Callable[[str], None] = _say) -> Plan:
    """Return a slice of seconds: its figures say nothing, its table is whole."""
    return Plan(
        folder=folder, rounds=1, submissions=3, steady=(2, 6), scale=0.02, messages=(1, 2), procession=12, known=(20, 60),
        exported=(20, 60), looked=(4, 8), passes=40, scaled=(20, 60),
        say=say,
    )  # fmt: skip
