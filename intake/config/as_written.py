"""What was written in a configuration, before anything is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def mapping(value: object) -> Mapping[Any, Any]:
    """Return what was written as keys and values; {} for anything else."""
    return value if isinstance(value, Mapping) else {}
