"""Fill a template in with an entry's fields and a list's columns, in a sandbox; what is missing is collected, never left out in silence."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Template, TemplateError, Undefined, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

BROKEN = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)
ENVIRONMENT = ImmutableSandboxedEnvironment(autoescape=False, trim_blocks=True, lstrip_blocks=True)


@dataclass(frozen=True)
class FilledText:
    """A filled-in text, the names that it lacks, and why it could not be filled in at all."""

    text: str
    missing: tuple[str, ...] = ()
    problem: str = ""


class _Gap(Undefined):
    """A value that is not there: as good as any where the template gives a default or asks for it, noted where it is written."""

    __slots__ = ("gaps",)
    gaps: dict[str, None]

    def __str__(self) -> str:
        self.gaps[str(self._undefined_name)] = None
        return ""

    __hash__ = Undefined.__hash__


@functools.lru_cache(maxsize=256)
def _compiled(text: str) -> tuple[Template, frozenset[str]]:
    names = meta.find_undeclared_variables(ENVIRONMENT.parse(text))
    return ENVIRONMENT.from_string(text), frozenset(names - ENVIRONMENT.globals.keys())


def fill(text: str, values: Mapping[str, str]) -> FilledText:
    """Return a template filled in; a value that is empty counts as missing."""
    template, names = _compiled(text)
    gaps: dict[str, None] = {}
    told: dict[str, Any] = {name: value for name, value in values.items() if value.strip()}
    for name in names - told.keys():
        gap = _Gap(name=name)
        gap.gaps = gaps
        told[name] = gap
    try:
        filled = template.render(told)
    except BROKEN as error:
        unknown = {found[1]: None} if (found := re.match(r"'(\w+)' is undefined", str(error))) and found[1] in names else {}
        return FilledText("", tuple(gaps | unknown), "" if unknown else str(error) or type(error).__name__)
    lines = "\n".join(line.rstrip() for line in filled.splitlines())
    return FilledText(re.sub(r"\n{3,}", "\n\n", lines).strip(), tuple(gaps))


def asked(text: str) -> frozenset[str]:
    """Return the names that a template uses."""
    return _compiled(text)[1]


def as_names(heading: str) -> list[str]:
    """Return the names by which a template may ask for a column: its heading, each line of it, with _ for blanks and marks, in lower case."""
    lines = [heading, *heading.split("\n")]
    plain = [re.sub(r"\W+", "_", line.strip()).strip("_") for line in lines]
    return list(dict.fromkeys(name for word in plain if word for name in (word, word.casefold())))
