"""What comes after intake: who judges and how, which awards there are, letters to many, and the certificate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import AfterValidator, BeforeValidator, field_validator, model_validator
from pydantic_core import InitErrorDetails

from intake.config.base import Model
from intake.config.fields import mistake
from intake.config.words import LocalWords

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")  # of an award, of an announcement
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
ELSEWHERE = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)  # other templates, of which there are none


class Judge(Model):
    """Somebody whose score sheets are taken in by mail; '' where their sheet says the name."""

    address: str
    name: str = ""

    @field_validator("address")
    @classmethod
    def _is_one(cls, value: str) -> str:
        if not ADDRESS.fullmatch(parseaddr(value)[1]):
            raise ValueError(f"'{value}' is not an email address")
        return parseaddr(value)[1]


class Judging(Model):
    """Between which scores a judge may choose, both included."""

    least: float = 0
    most: float = 100

    @model_validator(mode="after")
    def _ordered(self) -> Judging:
        if not self.least < self.most:
            raise ValueError(f"least ({self.least:g}) must be lower than most ({self.most:g})")
        return self

    @property
    def bounds(self) -> tuple[str, str]:
        """Return both as people write them."""
        return f"{self.least:g}", f"{self.most:g}"


class Template(LocalWords):
    """Words with places to fill in, `{{ photo_name }}`; a sandboxed Jinja template in each language."""

    @classmethod
    def _wrong(cls, value: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
        yield from super()._wrong(value)
        for language, text in value.items():
            if isinstance(text, str) and (problem := template_problem(text)):
                yield mistake(problem, language, given=text)


def template_problem(text: str) -> str:
    """Return why a text is no template that can be filled in, '' when it is one."""
    try:
        parsed = ImmutableSandboxedEnvironment().parse(text)
    except TemplateSyntaxError as error:
        return f"is no template: {error.message} (line {error.lineno})"
    if next(parsed.find_all(ELSEWHERE), None):
        return "asks for another template; write the whole text here"
    return ""


class Announcement(Model):
    """A letter of one kind to many entries (contract.md rulings 19 and 29)."""

    subject: Template
    text: Template
    attach: tuple[Path, ...] = ()  # sent with each letter
    certificate: bool = False  # attach a certificate made for the entry


class Certificate(Model):
    """What a certificate says and how it looks (contract.md ruling 21); what is left out is the desk's own."""

    title: LocalWords | None = None  # 荣誉证书
    text: Template | None = None  # the sentence under the name
    day: date | None = None  # None: the day of the award
    colour: str = "#9b2335"  # of frame and title
    seal: Path | None = None  # a picture over the signature: PNG or SVG
    template: Path | None = None  # another layout, in Typst
    fonts: tuple[Path, ...] = ()  # for letters that the desk's own fonts lack

    @field_validator("colour")
    @classmethod
    def _is_one(cls, value: str) -> str:
        if not COLOUR.fullmatch(value):
            raise ValueError("write a colour as #9b2335")
        return value


def _named(value: Mapping[str, Any]) -> Mapping[str, Any]:
    for name in value:
        if not NAME.fullmatch(str(name)):
            raise ValueError(f"'{name}' is no id: letters, digits, - and _, a letter first")
    return value


def _told_apart(awards: Mapping[str, LocalWords]) -> Mapping[str, LocalWords]:
    """Refuse two awards of one name: in the list from which organisers choose they would be the same."""
    owners: dict[str, str] = {}
    for award, title in awards.items():
        for written in {award, *title.by_language.values()}:
            owner = owners.setdefault(" ".join(written.casefold().split()), award)
            if owner != award:
                raise ValueError(f"'{written}' names two awards, {owner} and {award}")
    return awards


def _whole_judges(judges: tuple[Judge, ...]) -> tuple[Judge, ...]:
    """Refuse an address or a name that stands twice: a judge's second sheet takes the place of the first."""
    for what, told in (
        ("address", [judge.address.lower() for judge in judges]),
        ("name", ["".join(judge.name.casefold().split()) for judge in judges if judge.name.strip()]),
    ):
        twice = next((item for place, item in enumerate(told) if item in told[:place]), "")
        if twice:
            raise ValueError(f"two judges have the {what} {twice}; their sheets would replace each other")
    return judges


def _whole_judge(value: Any) -> Any:
    return {"address": value} if isinstance(value, str) else value


Judges = Annotated[tuple[Annotated[Judge, BeforeValidator(_whole_judge)], ...], AfterValidator(_whole_judges)]
Awards = Annotated[dict[str, LocalWords], AfterValidator(_named), AfterValidator(_told_apart)]
Announcements = Annotated[dict[str, Announcement], AfterValidator(_named)]
