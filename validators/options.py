"""Options of rules as people write them: sizes, time spans, bounds."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator

from intake.config.units import parse_duration


def _range(value: object) -> object:
    found = re.fullmatch(r"(\d+)\s*[-–]\s*(\d+)", str(value).strip())
    if found and int(found[1]) <= int(found[2]):
        return int(found[1]), int(found[2])
    if found:
        raise ValueError(f"the minimum, {found[1]}, is above the maximum, {found[2]}")
    if isinstance(value, tuple | list):
        return value
    raise ValueError("write bounds as 60-150")


Span = Annotated[timedelta, BeforeValidator(parse_duration)]
Range = Annotated[tuple[int, int], BeforeValidator(_range)]
