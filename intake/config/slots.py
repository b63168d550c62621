"""What a call asks for: its slots, each of a kind, with how many, by when, and how its files are known (contract.md "A call")."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, WrapValidator, field_validator

from intake.config.base import Model
from intake.config.contradictions import contradictions
from intake.config.fields import Fields, with_further
from intake.config.kind_names import ALL_KINDS, no_such_kind
from intake.config.kind_names import SlotKind as SlotKind
from intake.config.kind_names import WhenAsked as WhenAsked
from intake.config.slot_closing import Closing as Closing
from intake.config.slot_closing import WorkingDays as WorkingDays
from intake.config.words import LocalWords

RESERVED = frozenset({"text", "other"})  # roles of files in no slot
HOST = re.compile(r"(\*\.)?[\w-]+(\.[\w-]+)*(:\d+)?")
SLOT_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


FILED = frozenset({SlotKind.PHOTO, SlotKind.DOCUMENT, SlotKind.VIDEO, SlotKind.FILE, SlotKind.SHEET})  # filled by files


class Title(LocalWords):
    """What a slot is called inside a sentence; `many` where English needs a plural."""

    many: str = ""

    @property
    def plural(self) -> str:
        """Return the English plural."""
        return self.many or self.said("en")

    def heading(self, language: str, otherwise: Sequence[str] = ()) -> str:
        """Return the title as a heading has it: with a capital, where the script has one."""
        title = self.said(language, otherwise)
        return title[:1].upper() + title[1:]


@dataclass(frozen=True)
class CountBounds:
    """How many pieces a slot takes; `most` is None where there is no end."""

    least: int
    most: int | None

    def outside(self, count: int) -> int:
        """Return by how many a number is too small or too great."""
        above = count - self.most if self.most is not None else 0
        return max(self.least - count, above, 0)

    def __str__(self) -> str:
        """Return the bounds as config.yaml writes them."""
        if self.most == self.least:
            return str(self.least)
        return f"{self.least}-{'' if self.most is None else self.most}"


def _count(value: object) -> CountBounds:
    """Turn 1, 3-5, 0-1 or 1- into bounds."""
    if isinstance(value, CountBounds):
        return value
    found = re.fullmatch(r"(\d{1,6})\s*(?:([-–])\s*(\d{1,6})?)?", "" if isinstance(value, bool) else str(value).strip())
    if not found:
        raise ValueError("write how many as 1, 3-5, 0-1 or 1- (one or more)")
    least = int(found[1])
    most = int(found[3]) if found[3] else None if found[2] else least
    if most is not None and most < least:
        raise ValueError(f"the minimum, {least}, is above the maximum, {most}")
    if most == 0:
        raise ValueError("a slot that takes nothing asks for nothing; leave it out")
    return CountBounds(least, most)


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _kinds_of(value: object) -> object:
    """Return the kinds named, each one there is."""
    names = [str(name) for name in (value if isinstance(value, list | tuple) else [value])]
    for name in names:
        if name not in list(SlotKind):
            raise ValueError(no_such_kind(name))
    if not names:
        raise ValueError(ALL_KINDS)
    return tuple(names)


Names = Annotated[tuple[str, ...], BeforeValidator(_several)]


class Slot(Model):
    """One thing a call asks for."""

    id: str = ""  # its key, set when the call is read
    kind: Annotated[tuple[SlotKind, ...], BeforeValidator(_kinds_of)]  # one, or a list: either will do
    count: Annotated[CountBounds, BeforeValidator(_count), PlainSerializer(str)] = CountBounds(1, 1)
    title: Title
    names: Names = ()  # words that claim a file for it, in the file's name, folder, archive or the mail's subject
    formats: Names = ()  # () = any of its kinds
    sorts: Names = ()  # of which sorts its documents may be; told from name or heading, for staff
    judged: bool = False  # judges see it
    editable: bool = False  # a PDF or scan will not do
    optional: bool = False  # asked for, and no fault where it is missing
    asked: WhenAsked = WhenAsked.AT_ONCE
    closes: Closing | None = None  # None: with the call
    with_slot: str = Field(default="", alias="with")  # asked for only where that slot has something
    attach: tuple[Path, ...] = ()  # files that go out with the letter that asks for it
    rules: dict[str, Any] = Field(default={})  # over the call's
    fields: Fields = Field(default={})
    sections: dict[str, tuple[str, ...]] = Field(default={})  # section -> the headings that open it
    section_titles: dict[str, LocalWords] = Field(default={})
    files_first: bool = False  # letters list the form behind the files
    columns: Fields = Field(default={})
    key: Names = ()
    headings: Names = ()
    field: str | None = None  # the form field that may hold the text
    prose: bool = False  # unlabelled prose counts as it
    hosts: Names = ()

    @field_validator("names", "sorts", "headings", "hosts")
    @classmethod
    def _no_empty_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(not word.strip() for word in value):
            raise ValueError("one of the words is empty")
        return value

    @field_validator("hosts")
    @classmethod
    def _hosts_alone(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := [host for host in value if not HOST.fullmatch(host)]:
            raise ValueError(f"write the host alone, as mp.weixin.qq.com or *.example.com, not '{wrong[0]}'")
        return value

    @field_validator("closes")
    @classmethod
    def _aware(cls, value: datetime | WorkingDays | None) -> datetime | WorkingDays | None:
        if isinstance(value, datetime) and value.tzinfo is None:
            raise ValueError("give the zone, as in 2026-07-01T00:00:00+08:00")
        return value

    @field_validator("formats")
    @classmethod
    def _in_capitals(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys("JPEG" if name.upper() == "JPG" else name.upper() for name in value))

    @property
    def heads(self) -> tuple[str, ...]:
        """Return the headings that its text may stand under: where none are given, its names and titles."""
        return self.headings or tuple(dict.fromkeys((*self.names, *self.title.by_language.values())))

    @property
    def timed(self) -> bool:
        """Tell whether it is asked for at a time of its own: it closes by itself, or is not asked for at once."""
        return self.closes is not None or self.asked is not WhenAsked.AT_ONCE

    def is_a(self, *kinds: SlotKind) -> bool:
        """Tell whether the slot is of one of these kinds."""
        return any(kind in self.kind for kind in kinds)


def _whole(value: Any, handler: Any) -> Any:
    return with_further(value, handler, contradictions(value) if isinstance(value, Mapping) else iter(()))


AnySlot = Annotated[Slot, WrapValidator(_whole)]
Slots = dict[str, AnySlot]
