"""Give freed memory back to the machine: what one large mail took is not kept for the small ones that follow."""

from __future__ import annotations

import ctypes
import gc
import os
from functools import cache
from pathlib import Path
from typing import Any

KEPT = 88_000_000  # bytes of memory up to which a process gives nothing back
OWN = 48_000_000  # bytes beyond its beginning that a worker keeps for its next job; to take them anew is a ninth of its CPU (measured)
MMAP_THRESHOLD, TRIM_THRESHOLD = -3, -1  # what glibc's mallopt calls them (malloc.h)
LARGE = 32 << 20  # bytes of one object above which it is fetched from the machine for itself: the most that glibc allows


def give_back() -> None:
    """Collect garbage, cyclic too, and return what is free to the machine (glibc's malloc_trim), where much is in use."""
    if _pages(1) >= KEPT:
        _collect()


def keep_for_the_next() -> None:
    """Have this process, a worker at its beginning, use again for each photo and piece of a mail what the last one left."""
    _at_first()
    mallopt = getattr(_libc(), "mallopt", None)
    if mallopt is not None:  # unset, each object of a megabyte is fetched from the machine and given back, page by page
        mallopt(MMAP_THRESHOLD, LARGE)
        mallopt(TRIM_THRESHOLD, OWN)


def give_back_beyond() -> None:
    """Collect and return as give_back() does, where a worker has much more than at its beginning."""
    if _own() - _at_first() >= OWN:
        _collect()


def _collect() -> None:
    gc.collect()
    trim = getattr(_libc(), "malloc_trim", None)
    if trim is not None:
        trim(0)


@cache
def _at_first() -> float:
    """Return what the process had of its own when this was first asked."""
    return _own()


def _own() -> float:
    """Return the bytes in memory that no file stands behind: programs and libraries are read as they are needed."""
    resident = _pages(1)
    return resident if resident == float("inf") else resident - _pages(2)


def _pages(field: int) -> float:
    """Return a field of statm (proc(5)) in bytes; infinite where that is not told."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[field]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return float("inf")


@cache
def _libc() -> Any:
    """Return the C library; None where it is none that is known, and memory stays with the process, as everywhere."""
    try:
        return ctypes.CDLL(None)
    except (OSError, TypeError):
        return None
