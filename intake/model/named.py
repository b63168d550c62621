"""What the names of mails, archives, folders and files tell by a call's pattern."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Named:
    """What names tell of an entry, and what is wrong with the names of its newest mail."""

    told: Mapping[str, str] = field(default_factory=dict)  # part of the pattern -> value as written
    wrong: tuple[str, ...] = ()  # names of which one should have followed the pattern
    otherwise: tuple[str, ...] = ()  # names that follow it and tell something else than the first that does
