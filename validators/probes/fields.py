"""Judge the values of a form or of a row by what its fields declare: wanting, not as asked for, or for staff to look at."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from intake.config.fields import FieldKind, FieldSettings
from intake.forms.fields.meaning import Meaning
from intake.forms.fields.values import read_value
from intake.model.submission import RegistrationForm
from intake.words.fold import fold_case
from validators.probes.text_counts import count_words

MAX_MATCHED = 500  # characters that a pattern is tried on; patterns are the office's, texts anybody's
STRICT = frozenset({FieldKind.DATE, FieldKind.CHOICE, FieldKind.COUNT})  # required and unreadable is as good as missing
ANY_WORDS = frozenset({FieldKind.TEXT, FieldKind.NAME, FieldKind.SEX})  # kinds that any words will do for

NO_MEANINGS: Mapping[str, str] = MappingProxyType({})


class Grade(StrEnum):
    """How much a value that is not as asked for weighs (contract.md ruling 24)."""

    REQUIRED = "required"
    OTHER = "other"


class ValueFault(StrEnum):
    """What is wrong with a value."""

    UNREADABLE = "unreadable"  # not of its kind
    PATTERN = "pattern"
    TOO_SMALL = "too-small"  # a number
    TOO_LARGE = "too-large"
    TOO_SHORT = "too-short"  # a text
    TOO_LONG = "too-long"


@dataclass(frozen=True, kw_only=True)
class InvalidField:
    """A value that is not as its field asks for."""

    field: str
    text: str
    fault: ValueFault
    grade: Grade


@dataclass(frozen=True, kw_only=True)
class HeldField:
    """A value that staff must look at; `value` is what it means, '' where it cannot be read."""

    field: str
    text: str
    value: str


@dataclass(frozen=True, kw_only=True)
class JudgedFields:
    """What is to be said of some values."""

    missing: tuple[tuple[str, ...], ...] = ()  # groups of which one field is enough, the one to ask for first in front
    invalid: tuple[InvalidField, ...] = ()
    held: tuple[HeldField, ...] = ()


def judge_form(fields: Mapping[str, FieldSettings], form: RegistrationForm) -> JudgedFields:
    """Return what is missing, invalid and held in a form."""
    return judge_fields(fields, form.texts, form.meanings)


def judge_fields(
    fields: Mapping[str, FieldSettings], texts: Mapping[str, str], meanings: Mapping[str, str] = NO_MEANINGS
) -> JudgedFields:
    """Return what is missing, invalid and held, each in the order of the fields.

    `texts` is field -> value as written, '' or left out where it is empty; `meanings` is field -> what it was read as when it
    came, which alone tells the year of a date that is written without one.
    """
    filled = {name: text for name in fields if (text := texts.get(name, "").strip())}
    read = {name: read_value(fields[name], text) or _known(fields[name], meanings.get(name, "")) for name, text in filled.items()}
    faults = {name: _fault(fields[name], text, read[name]) for name, text in filled.items()}
    return JudgedFields(
        missing=(*_wanting(fields, filled), *_begun(fields, filled)),
        invalid=tuple(
            InvalidField(field=name, text=filled[name], fault=fault, grade=_grade(name, fields, filled))
            for name, fault in faults.items()
            if fault
        ),
        held=tuple(
            HeldField(field=name, text=text, value=value)
            for name, text in filled.items()
            if (value := _held(fields[name], text, read[name])) is not None
        ),
    )


def _known(field: FieldSettings, meaning: str) -> Meaning | None:
    """Return the date that a form's value was read as, None where there is none."""
    return read_value(field, meaning) if field.kind is FieldKind.DATE else None


def required_groups(fields: Mapping[str, FieldSettings]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of fields of which one is enough: a required field alone, those that name one another by one_of.

    The field whose name a group bears stands first in it; groups stand in the order of their first fields.
    """
    groups: dict[tuple[str, str], list[str]] = {}
    for name, item in fields.items():
        if item.required or item.one_of:
            groups.setdefault(("one of", item.one_of) if item.one_of else ("", name), []).append(name)
    return tuple(tuple(sorted(names, key=lambda name: name != group)) for (_, group), names in groups.items())


def _wanting(fields: Mapping[str, FieldSettings], filled: Mapping[str, str]) -> list[tuple[str, ...]]:
    return [group for group in required_groups(fields) if not any(name in filled for name in group)]


def _begun(fields: Mapping[str, FieldSettings], filled: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return each empty field that belongs to filled ones, unless it is asked for already or another will do for it."""
    begun = {fields[name].together for name in filled} - {""}
    enough = {item.one_of for name, item in fields.items() if name in filled} - {""}
    return [
        (name,)
        for name, item in fields.items()
        if item.together in begun and name not in filled and not item.required and not (item.one_of and item.one_of in enough)
    ]


def _fault(field: FieldSettings, text: str, meaning: Meaning | None) -> ValueFault | None:
    if meaning is None and field.kind not in ANY_WORDS:
        return ValueFault.UNREADABLE
    if field.pattern and not _matches(field.pattern, text):
        return ValueFault.PATTERN
    if field.kind is FieldKind.TEXT:
        return _outside(field, sum(count_words(text)), ValueFault.TOO_SHORT, ValueFault.TOO_LONG)
    if field.kind in {FieldKind.NUMBER, FieldKind.COUNT} and meaning and re.fullmatch(r"\d+(\.\d+)?", meaning.text):
        return _outside(field, float(meaning.text), ValueFault.TOO_SMALL, ValueFault.TOO_LARGE)
    return None


def _outside(field: FieldSettings, size: float, below: ValueFault, above: ValueFault) -> ValueFault | None:
    """Compare a size with a field's bounds, both inclusive."""
    if field.least is not None and size < field.least:
        return below
    return above if field.most is not None and size > field.most else None


def _matches(pattern: str, text: str) -> bool:
    """Tell whether a value, in half width and without blanks around it, matches whole; what is too long matches nothing."""
    text = unicodedata.normalize("NFKC", text).strip()
    return len(text) <= MAX_MATCHED and re.fullmatch(pattern, text) is not None


def _grade(name: str, fields: Mapping[str, FieldSettings], filled: Mapping[str, str]) -> Grade:
    """Return `required` for a required choice, date or count, and for the only one filled of those of which one is wanted."""
    field = fields[name]
    others = [other for other, item in fields.items() if item.one_of == field.one_of and other != name]
    wanted = field.required or (field.one_of and not any(other in filled for other in others))
    return Grade.REQUIRED if wanted and field.kind in STRICT else Grade.OTHER


def _held(field: FieldSettings, text: str, meaning: Meaning | None) -> str | None:
    """Return what a value means where staff must look at it, '' where it cannot be read; None where they need not."""
    value = text if field.kind in {FieldKind.TEXT, FieldKind.NAME} else meaning.text if meaning else ""
    held = {fold_case(word) for word in field.held}
    return value if held and fold_case(value) in {"", *held} else None
