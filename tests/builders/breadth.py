"""What is tried in its whole breadth by `make thorough` alone: `make test` tries one or two of each kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def rarely(values: Iterable[Any]) -> list[Any]:
    """Return values for `parametrize` that `make test` leaves out; a tuple holds one value for each name."""
    return [pytest.param(*(value if isinstance(value, tuple) else (value,)), marks=pytest.mark.thorough) for value in values]


def mostly_rarely(values: Iterable[Any], every: int) -> list[Any]:
    """Return values for `parametrize` of which `make test` tries each `every`th only, the first among them."""
    return [value if place % every == 0 else rarely([value])[0] for place, value in enumerate(values)]
