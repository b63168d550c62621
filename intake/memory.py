"""Give freed memory back to the machine: what one large mail took is not kept for the small ones that follow."""

from __future__ import annotations

import ctypes
import gc
from functools import cache
from typing import Any


def give_back() -> None:
    """Collect garbage, cyclic too, and return what is free to the machine (glibc's malloc_trim, where there is one)."""
    gc.collect()
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Any:
    try:
        return getattr(ctypes.CDLL(None), "malloc_trim", None)
    except (OSError, TypeError):  # no glibc, no Linux: the memory stays with the process, as everywhere
        return None
