"""Time spans and sizes as people write them in config.yaml."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
SIZES = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30}


def parse_duration(value: object) -> object:
    """Turn 20m, 6h, 3d, 45s or 0 into a timedelta; leave anything else to the model."""
    if value in {0, "0"}:
        return timedelta(0)
    match = re.fullmatch(r"(\d+)\s*([smhd])", str(value).strip())
    if match:
        return timedelta(seconds=int(match[1]) * UNITS[match[2]])
    if isinstance(value, timedelta):
        return value
    raise ValueError("write a time span as 45s, 20m, 6h or 3d")


def parse_size(value: object) -> object:
    """Turn 500MB, 64KiB or a plain number of bytes into an int."""
    match = re.fullmatch(r"(\d+)\s*([KMG]?I?B)?", str(value).strip(), re.IGNORECASE)
    if not match:
        raise ValueError("write a size as 500MB, 64KiB or a number of bytes")
    return int(match[1]) * SIZES[(match[2] or "B").upper()]


def not_none(span: timedelta) -> timedelta:
    """Return a time span that is longer than none; raises ValueError for 0: a wait of none never ends, or never begins."""
    if not span:
        raise ValueError("must be longer than 0")
    return span


Size = Annotated[int, BeforeValidator(parse_size)]  # bytes
