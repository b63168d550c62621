"""docs/rules.md, written from the rules' own docstrings."""

from __future__ import annotations

import dataclasses
import inspect
import re

from validators.rules import RULES


def render() -> str:
    """Return the page: one section a rule, with options and their defaults."""
    sections = [
        "# The rules\n\nMade from the rules' own words by `make docs`. Severities and options are set in `config.yaml`.\n"
    ]
    for rule in RULES:
        text = inspect.getdoc(rule) or ""
        parts = re.sub(r"^(Why|Options|Passes|Fails):", r"- **\1:**", text, flags=re.MULTILINE)
        sections.append(f"## {rule.name}\n\n{parts}\n{_defaults(rule)}")
    return "\n".join(sections)


def _defaults(rule: type) -> str:
    fields = dataclasses.fields(rule)
    if not fields:
        return ""
    shown = ", ".join(f"`{field.name}: {_default(field)}`" for field in fields)
    return f"- **Defaults:** {shown}\n"


def _default(field: dataclasses.Field[object]) -> object:
    value = field.default_factory() if field.default_factory is not dataclasses.MISSING else field.default
    return _listed(value)


def _listed(value: object) -> object:
    return [_listed(item) for item in value] if isinstance(value, tuple) else value
