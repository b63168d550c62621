"""The frozen models of one call: window, form, materials, texts, rules."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, field_validator, model_validator

from intake.config.base import Bilingual, Model
from intake.config.fields import Fields
from intake.config.units import parse_duration, parse_size

Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
Size = Annotated[int, BeforeValidator(parse_size)]

SHORTEST_RETENTION = timedelta(days=30)  # judging, certificates and fees come after the close


class Window(Model):
    """When a call takes submissions: includes `opens`, excludes `closes` (contract.md ruling 2)."""

    opens: datetime
    closes: datetime
    grace: Duration = timedelta(0)

    @model_validator(mode="after")
    def _ordered(self) -> Window:
        if self.opens.tzinfo is None or self.closes.tzinfo is None:
            raise ValueError("give the zone, as in 2026-09-01T00:00:00+08:00")
        if self.closes <= self.opens:
            raise ValueError("closes must be later than opens")
        return self

    @property
    def ends(self) -> datetime:
        """Return the first instant that is late, the grace included."""
        return self.closes + self.grace


class FormSettings(Model):
    """A registration form: how to know it, its sections and its fields."""

    title: Bilingual
    file_names: tuple[str, ...] = ()  # what such a file is usually called
    sections: dict[str, tuple[str, ...]] = Field(default={})  # section -> the headings that open it
    section_titles: dict[str, Bilingual] = Field(default={})
    fields: Fields

    @model_validator(mode="after")
    def _sections_exist(self) -> FormSettings:
        for name, field in self.fields.items():
            if field.section and field.section not in self.sections:
                raise ValueError(f"fields.{name}.section: '{field.section}' is not under sections")
        return self


class MaterialSettings(Model):
    """How to tell a kind of photo, and what it is called in letters."""

    title: Bilingual
    names: tuple[str, ...] = ()  # words in file or folder names


class TextSettings(Model):
    """A text the author sends: its name in letters, its headings, its field in the form."""

    title: Bilingual
    headings: tuple[str, ...] = ()
    field: str | None = None  # the form field that may hold it
    prose: bool = False  # unlabelled English prose of 20-250 words counts as this text


class Call(Model):
    """One call for submissions, with everything that is particular to it."""

    title: Bilingual
    reference: str = Field(pattern=r"^[A-Z][A-Z0-9]{1,11}$")  # IF2026 -> IF2026-0001
    former_references: tuple[Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{1,11}$")], ...] = ()  # that older entries bear
    phrase: str = ""
    language: str = "zh,en"
    timezone: str = "Asia/Shanghai"
    window: Window
    reminder: Duration | None = None  # so long before the close incomplete entries are reminded once; None: never
    retention: Duration | None = None  # so long after the close its entries are forgotten (registry/forget/erase.py); None: kept
    subject_words: tuple[str, ...] = ()  # where a mailbox serves several calls: words that choose this one
    form: FormSettings | None = None
    works: MaterialSettings
    portraits: MaterialSettings
    texts: dict[str, TextSettings] = Field(default={})
    rules: dict[str, Any] = Field(default={})
    reply_to: str = ""  # the address letters name for questions and replies; default: delivery.sender
    wording: dict[str, Bilingual] = Field(default={})  # extra sentences: greeting, closing

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError):
            raise ValueError(f"'{value}' is not a time zone; write for example Asia/Shanghai") from None
        return value

    @field_validator("retention")
    @classmethod
    def _not_by_mistake(cls, value: timedelta | None) -> timedelta | None:
        if value is not None and value < SHORTEST_RETENTION:
            raise ValueError("at least 30d after the close, or null to keep: what is forgotten cannot be had back")
        return value

    @field_validator("language")
    @classmethod
    def _known_languages(cls, value: str) -> str:
        if not value or set(value.replace(" ", "").split(",")) - {"zh", "en"}:
            raise ValueError("language is zh, en, or both in their order: zh,en")
        return value

    @property
    def prefixes(self) -> tuple[str, ...]:
        """Return what references of this call may begin with, today's first."""
        return (self.reference, *self.former_references)

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages of a letter, first one first."""
        return tuple(self.language.replace(" ", "").split(","))
