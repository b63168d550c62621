"""What an invented person writes into the fields of any call's forms and sheets, by the kinds of the fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from intake.config.fields import GAP, FieldKind, FieldSettings
from intake.config.models import Call
from reports.demo.people import Person
from reports.form.places import sharing, with_cells

YES, NO = ("是", "yes"), ("否", "no")
PLAIN = {FieldKind.DATE: "2026-10-14", FieldKind.URL: "https://www.example.org/", FieldKind.FLAG: NO[0]}
COUNTED = 12
HAN = re.compile(r"[\u4e00-\u9fff]")


def naming_values(call: Call, who: Person, number: int) -> dict[str, str]:
    """Return what the names of a sender's mails and files tell."""
    fields = {name: call.field(name) for name in call.naming.names} if call.naming else {}
    return {name: value_of(name, field, call, who, number) if field else f"{name}{number + 1}" for name, field in fields.items()}


def typed_values(fields: Mapping[str, FieldSettings], call: Call, who: Person, number: int) -> dict[str, str]:
    """Return what a person writes into each field."""
    return {name: value_of(name, field, call, who, number) for name, field in fields.items()}


def value_of(name: str, field: FieldSettings, call: Call, who: Person, number: int) -> str:
    """Return what a person writes into a field of a kind, within its bounds."""
    if field.kind is FieldKind.CHOICE:
        key = next((key for key in field.choices if key not in field.held), next(iter(field.choices)))
        return next(iter(field.choices[key]), key)
    if field.kind in {FieldKind.NUMBER, FieldKind.COUNT}:
        return str(max(field.least or 0, min(COUNTED, field.most if field.most is not None else COUNTED)))
    if field.pattern:
        return matching(field.pattern)
    known = {
        FieldKind.NAME: who.name_zh if HAN.search(field.labels[0]) else who.name_en,
        FieldKind.EMAIL: who.email,
        FieldKind.PHONE: who.mobile,
        FieldKind.NATIONALITY: who.nationality,
        FieldKind.SEX: who.sex,
        **PLAIN,
    }
    words = f"{who.name_zh}工作室" if name in (call.identity.unit or ()) else f"{who.title} {number + 1}"
    return known.get(field.kind, words)


def form_cells(fields: Mapping[str, FieldSettings], values: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield (section, label, value) for each cell of a form; what shares a cell stands in it together."""
    for name in with_cells(fields):
        field = fields[name]
        value = values.get(name, "")
        if field.within:
            value = "；".join(item.within.replace(GAP, values.get(other, "")) for other, item in sharing(fields, name).items())
        yield field.section, field.labels[0], value


def matching(pattern: str) -> str:
    """Return a short text that a pattern matches whole, '' where none is found."""
    found = "".join(_pieces(parser.parse(pattern)))
    return found if re.fullmatch(pattern, found) else ""


def _pieces(parsed: Any) -> Iterator[str]:
    for code, given in parsed:
        if code is codes.LITERAL:
            yield chr(given)
        elif code is codes.IN:
            yield _one_of(given)
        elif code is codes.ANY:
            yield "x"
        elif code in {codes.MAX_REPEAT, codes.MIN_REPEAT}:
            yield "".join(_pieces(given[2])) * max(given[0], min(1, given[1]))
        elif code is codes.SUBPATTERN:
            yield from _pieces(given[-1])
        elif code is codes.BRANCH:
            yield from _pieces(given[1][0])


def _one_of(members: Any) -> str:
    """Return a sign out of a set: its first literal, the start of its first range, a digit or letter of its class."""
    for code, given in members:
        if code is codes.LITERAL:
            return chr(given)
        if code is codes.RANGE:
            return chr(given[0])
        if code is codes.CATEGORY:
            return "1" if given is codes.CATEGORY_DIGIT else "a"
    return "a"
