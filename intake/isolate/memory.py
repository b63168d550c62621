"""Give freed memory back to the machine: what one large mail took is not kept for the small ones that follow."""

from __future__ import annotations

import ctypes
import gc
import os
from functools import cache
from pathlib import Path
from typing import Any

KEPT = (
    88_000_000  # bytes a process may keep for its next job: to give them back and take them anew costs 7 % of all CPU (measured)
)


def give_back() -> None:
    """Collect garbage, cyclic too, and return what is free to the machine (glibc's malloc_trim), where much is in use."""
    if _resident() < KEPT:
        return
    gc.collect()
    trim = _trim()
    if trim is not None:
        trim(0)


def _resident() -> float:
    """Return the bytes this process has in memory; infinite where that is not told."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return float("inf")


@cache
def _trim() -> Any:
    try:
        return getattr(ctypes.CDLL(None), "malloc_trim", None)
    except (OSError, TypeError):  # no glibc, no Linux: the memory stays with the process, as everywhere
        return None
