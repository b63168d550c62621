"""Options of rules as people write them: sizes, time spans, bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from intake.config.quantities import Size, parse_duration


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


@dataclass(frozen=True, kw_only=True)
class PhotoFloor:
    """What photos must reach, in bytes of image, and from where on one below it is left to staff; of three rules the same."""

    resets: ClassVar[dict[str, tuple[str, ...]]] = {"floor": ("borderline",)}
    floor: Size = 3_000_000
    borderline: Size | None = None

    @property
    def nearly(self) -> int:
        """Return the bytes from which on a picture is nearly large enough: the floor itself where nothing else is said."""
        return self.floor if self.borderline is None else self.borderline

    def mistakes(self) -> Iterator[dict[str, str]]:
        """Yield options that contradict each other."""
        if self.nearly > self.floor:
            yield {"borderline": f"is {self.borderline}, above floor, which is {self.floor}"}
