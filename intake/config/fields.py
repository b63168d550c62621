"""One language of fields for forms and sheets: what is asked for, how it is read, and when it is wanting (contract.md "A call")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any

import pycountry
from pydantic import (
    Field,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from intake.config.base import Model
from intake.config.patterns import may_never_end

GAP = "{}"  # where the value stands in `within`
MAX_PATTERN = 200  # characters; a pattern meets what strangers write


class FieldKind(StrEnum):
    """What a value is, and so how it is read."""

    TEXT = "text"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    NATIONALITY = "nationality"
    SEX = "sex"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    FLAG = "flag"
    COUNT = "count"
    URL = "url"


COUNTED = frozenset({FieldKind.NUMBER, FieldKind.COUNT})
MEASURED = COUNTED | {FieldKind.TEXT}  # have a size: a number's own, a text's 字 or words
ONLY_FOR: Mapping[str, frozenset[FieldKind]] = {
    "choices": frozenset({FieldKind.CHOICE}),
    "negated": frozenset({FieldKind.FLAG}),
    "uncounted": frozenset({FieldKind.COUNT}),
    "least": MEASURED,
    "most": MEASURED,
    "sum": COUNTED,
}


class FieldSettings(Model):
    """One field of a form or column of a sheet: its labels, how its value is read, and what is asked of it."""

    kind: FieldKind = FieldKind.TEXT
    labels: tuple[str, ...] = Field(min_length=1)
    section: str = ""  # '' or a key of form.sections; labels may repeat between sections
    choices: dict[str, tuple[str, ...]] = Field(default={}, validate_default=True)  # id -> what it is called; its id always is
    negated: tuple[str, ...] = ()  # labels that ask the opposite: 是否公开 where the field is 不便公开
    uncounted: tuple[str, ...] = ()  # words that stand for a count nobody made; never 0
    within: str = ""  # "2018年：{}人": the value is a piece of a cell that several fields share
    required: bool = False
    one_of: str = ""  # of the fields that name it one is enough; a field of that name is the one asked for first
    together: str = ""  # of the fields that name it all are wanted once one is filled
    pattern: str = ""  # the whole value must match
    least: int | None = Field(default=None, ge=0)  # a number's bounds, or a text's in 字 (a Latin word is one)
    most: int | None = Field(default=None, ge=0)
    sum: bool | None = None  # added up by `totals`; None: counts are
    listed: bool = False  # `totals` lists its answers on a sheet of their own
    held: tuple[str, ...] = ()  # values that staff must look at, and what cannot be read
    _may_be_none: bool = PrivateAttr(default=False)

    @property
    def may_be_none(self) -> bool:
        """Tell whether "none" answers it (allergies: none): a required text of a form that says nothing of who it is."""
        return self._may_be_none

    def take_none(self) -> None:
        """Let "none" answer it: its call says so when it is read, which alone knows what says who it is."""
        self._may_be_none = True

    @property
    def summed(self) -> bool:
        """Tell whether totals add the field up."""
        return self.kind is FieldKind.COUNT if self.sum is None else self.sum

    @property
    def asked_as(self) -> tuple[str, ...]:
        """Return every label, those that ask the opposite included."""
        return (*self.labels, *self.negated)

    @field_validator("labels", "negated", "uncounted", "held")
    @classmethod
    def _no_empty_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(not word.strip() for word in value):
            raise ValueError("one of the words is empty")
        return value

    @field_validator("choices", "negated", "uncounted", "least", "most", "sum")
    @classmethod
    def _of_its_kind(cls, value: Any, info: ValidationInfo) -> Any:
        kind, allowed = info.data.get("kind"), ONLY_FOR[str(info.field_name)]
        if kind is not None and kind not in allowed and value not in ({}, (), None):
            raise ValueError(f"is only for fields of kind {' or '.join(sorted(allowed))}; this one is of kind {kind}")
        return value

    @field_validator("choices")
    @classmethod
    def _something_to_choose(cls, value: dict[str, tuple[str, ...]], info: ValidationInfo) -> dict[str, tuple[str, ...]]:
        if info.data.get("kind") is FieldKind.CHOICE and not value:
            raise ValueError("name what can be chosen, as {project: [A project], talent: [People]}")
        owner: dict[str, str] = {}
        for key, words in value.items():
            for word in (key, *words):
                said = word.strip().casefold()
                if not said or owner.setdefault(said, key) != key:
                    raise ValueError(f"'{word}' stands under both {owner[said]} and {key}" if said else f"{key}: an empty word")
        return value

    @field_validator("within")
    @classmethod
    def _one_gap(cls, value: str) -> str:
        if value and (value.count(GAP) != 1 or not re.search(r"\w", value.split(GAP)[0])):
            raise ValueError("write what stands before the value and {} once in its place, as 2018: {} people")
        return value

    @field_validator("one_of")
    @classmethod
    def _not_wanted_twice(cls, value: str, info: ValidationInfo) -> str:
        if value and info.data.get("required"):
            raise ValueError("the field is required already; one of several is wanted only where it is not")
        return value

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"is not a regular expression: {error}") from None
        if len(value) > MAX_PATTERN:
            raise ValueError(f"at most {MAX_PATTERN} characters")
        if may_never_end(value):
            raise ValueError("repeats what repeats already, as (a+)+ or (a|b)+ do; it might never end. Write [ab]+")
        return value

    @field_validator("most")
    @classmethod
    def _not_below_least(cls, value: int | None, info: ValidationInfo) -> int | None:
        least = info.data.get("least")
        if value is not None and least is not None and value < least:
            raise ValueError(f"is {value}, but least is {least}; most must not be smaller")
        return value

    @field_validator("held")
    @classmethod
    def _can_occur(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        kind, choices = info.data.get("kind"), set(info.data.get("choices", ()))
        known, shown = {
            FieldKind.CHOICE: (choices, ", ".join(sorted(choices))),
            FieldKind.FLAG: ({"no", "yes"}, "no, yes"),
            FieldKind.NATIONALITY: ({str(country.alpha_2) for country in pycountry.countries}, "the ISO 3166 codes, as CN"),
        }.get(kind or FieldKind.TEXT, (set(value), ""))
        if strange := [word for word in value if word not in known]:
            raise ValueError(f"{', '.join(strange)} can never be its value; it is one of {shown}")
        return value


def mistake(problem: str, *location: str | int, given: object = None) -> InitErrorDetails:
    """Return one mistake at a place below the value that is validated, to raise beside others."""
    return InitErrorDetails(type=PydanticCustomError("value_error", _plain(f"Value error, {problem}")), loc=location, input=given)


def with_further(value: Any, handler: ValidatorFunctionWrapHandler, further: Iterator[InitErrorDetails]) -> Any:
    """Validate and return the value; what `further` finds is told in the same round as the mistakes within."""
    told: list[InitErrorDetails] = []
    result = None
    try:
        result = handler(value)
    except ValidationError as error:
        told = [
            InitErrorDetails(
                type=PydanticCustomError(_plain(item["type"]), _plain(item["msg"])),
                loc=item["loc"],
                input=item["input"],
            )
            for item in error.errors(include_url=False)
        ]
    told += further
    if told:
        raise ValidationError.from_exception_data("fields", told)
    return result


def _plain(words: str) -> Any:
    """Return words as they are: pydantic wants literal strings, and braces in them stay where there is no context to fill in."""
    return words


def _groups(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    return with_further(value, handler, _lonely(value) if isinstance(value, Mapping) else iter(()))


def _lonely(fields: Mapping[Any, Any]) -> Iterator[InitErrorDetails]:
    """Yield each group that one field alone names, as a mistyped name does."""
    for option, said in (("one_of", "one of several fields"), ("together", "several fields that belong together")):
        named = [(str(name), field.get(option)) for name, field in fields.items() if isinstance(field, Mapping)]
        groups = [group for _, group in named if isinstance(group, str) and group]
        for name, group in named:
            if isinstance(group, str) and group and groups.count(group) == 1:
                yield mistake(f"no other field names '{group}'; it is for {said}", name, option, given=group)


Fields = Annotated[dict[str, FieldSettings], WrapValidator(_groups)]  # of a form, or the columns of a sheet
