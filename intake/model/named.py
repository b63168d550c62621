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


@dataclass(frozen=True, kw_only=True)
class Clash:
    """A form that says something else than the names do."""

    field: str
    slot: str  # the form
    told: str  # by the names
    said: str  # by the form


@dataclass(frozen=True, kw_only=True)
class NameFaults:
    """What is wrong with an entry's names, and how they would be right."""

    wrong: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()
    unknown: Mapping[str, str] = field(default_factory=dict)  # field of kind choice -> what names tell and it does not know
    right: str = ""  # a right name, with what is known filled in
