"""Counts added up by what a field says: exact sums, what nobody counted apart, and whose numbers stand in each (contract.md, `totals`)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlite_utils import Database

from intake.config.fields import FieldKind, FieldSettings
from intake.config.models import Call
from intake.forms.fields.options import folded_options
from intake.forms.fields.values import read_value, shown_value
from intake.model.submission import RegistrationForm
from intake.words.regions import place_of, uniform
from registry.store.codec import form_from_json, forms_from_json, unpacked
from registry.store.former_rules import FORM
from registry.store.rows import ALL_CONFIDENTIAL
from validators.disposition import Disposition

NAMED = frozenset({FieldKind.TEXT, FieldKind.NAME})  # whose values are names: written in many ways
NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?")
ROWS = (
    f"SELECT e.reference, e.state, r.form, r.forms, r.fields, {ALL_CONFIDENTIAL} AS secret FROM entries e JOIN revisions r ON r.reference = e.reference "
    "AND r.revision = e.revision WHERE e.call = ? AND e.joined = '' ORDER BY length(e.reference), e.reference"
)


@dataclass(frozen=True, kw_only=True)
class UnitCounts:
    """What one entry brings to the sums: its numbers, and the fields that nobody counted, or that cannot be read as numbers."""

    reference: str
    state: Disposition
    by: str  # the name made uniform, '' where none is given
    written: str  # as it was written
    numbers: Mapping[str, Decimal]
    uncounted: Mapping[str, str]  # field -> the word for it
    unread: Mapping[str, str]  # field -> what is written there
    forms: Mapping[str, RegistrationForm | None]
    told: Mapping[str, str]  # what the fields say that one_per and naming name, wherever that stands

    def text(self, fields: Iterable[str]) -> str:
        """Return the first of some fields that is written, '' where none is."""
        return next((text for name in fields if (text := _written(name, self.forms, self.told))), "")


@dataclass(frozen=True, kw_only=True)
class Total:
    """The sums of some entries; `by` is None for the whole."""

    by: str | None
    units: tuple[UnitCounts, ...]
    sums: Mapping[str, Decimal]
    uncounted: Mapping[str, int]
    unread: Mapping[str, int]

    @property
    def written(self) -> tuple[str, ...]:
        """Return every way its name was written."""
        return tuple(dict.fromkeys(unit.written for unit in self.units if unit.written))


@dataclass(frozen=True, kw_only=True)
class Totals:
    """All sums of a call: by a field in the official order of regions, and the whole."""

    field: str
    summed: Mapping[str, FieldSettings]  # in the order of the forms
    groups: tuple[Total, ...]
    whole: Total


def summed_fields(call: Call) -> dict[str, FieldSettings]:
    """Return the fields of a call's forms that are added up, in their order."""
    return {name: item for name, item in call.fields.items() if item.summed}


def totals(db: Database, call_id: str, call: Call, field: str, state: Disposition | None) -> Totals:
    """Return the sums of a call's entries in a state, None for every state; an entry that was joined to another is none of its own."""
    units = list(_units(db, call_id, call, field, state))
    summed = summed_fields(call)
    groups: defaultdict[str, list[UnitCounts]] = defaultdict(list)
    for unit in units:
        groups[unit.by].append(unit)
    return Totals(
        field=field,
        summed=summed,
        groups=tuple(_total(name, groups[name], summed) for name in sorted(groups, key=place_of)),
        whole=_total(None, units, summed),
    )


def _units(db: Database, call_id: str, call: Call, field: str, state: Disposition | None) -> Iterator[UnitCounts]:
    spelt: dict[str, str] = {}  # folded -> as it was written first
    offices = field not in {*call.one_per, *(call.identity.unit or ()), *(call.identity.name or ())}
    for row in db.query(ROWS, [call_id]):
        if state is None or row["state"] == state:
            forms = _forms(row)
            told = {} if row["secret"] else unpacked(row["fields"] or "{}")  # confidential rows tell no unit's name (ruling 17)
            written = _written(field, forms, told)
            by = _uniform(call.field(field), _day(call.field(field), field, forms) or written, offices=offices)
            yield UnitCounts(
                reference=row["reference"],
                state=Disposition(row["state"]),
                by=spelt.setdefault(folded_options(by), by),
                written=written,
                forms=forms,
                told=told,
                **_counts(call, forms),
            )


def _written(field: str, forms: Mapping[str, RegistrationForm | None], told: Mapping[str, str]) -> str:
    """Return a field as names of mails or forms tell it, as it is written; '' where nothing does."""
    return told.get(field, "") or next((text for form in forms.values() if form and (text := form.text(field))), "")


def _day(asked: FieldSettings | None, field: str, forms: Mapping[str, RegistrationForm | None]) -> str:
    """Return the date that a form's field was read as: the year of one that is written without was told by its mail."""
    dated = asked is not None and asked.kind is FieldKind.DATE
    return next((form.meanings.get(field, "") for form in forms.values() if form and form.text(field)), "") if dated else ""


def _forms(row: Mapping[str, Any]) -> dict[str, RegistrationForm | None]:
    return forms_from_json(row["forms"]) if row["forms"] else {FORM: form_from_json(row["form"])}


def _uniform(field: FieldSettings | None, written: str, *, offices: bool) -> str:
    """Return what entries are put together by: a name made uniform, else what the value means."""
    if field is None or field.kind in NAMED:
        return uniform(written, offices=offices)
    meaning = read_value(field, written)
    return meaning.text if meaning else written.strip()


def _counts(call: Call, forms: Mapping[str, RegistrationForm | None]) -> dict[str, Any]:
    """Return an entry's numbers by field; where two forms have a field of one name, their sum."""
    numbers: dict[str, Decimal] = {}
    uncounted: dict[str, str] = {}
    unread: dict[str, str] = {}
    for slot, form in forms.items():
        fields = call.slots[slot].fields if slot in call.slots else {}
        for name, value in form.values.items() if form else ():
            if name in fields and fields[name].summed and value.text:
                shown = value.shown if NUMBER.fullmatch(value.shown) else shown_value(fields[name], value.text)
                if NUMBER.fullmatch(shown):
                    numbers[name] = numbers.get(name, Decimal(0)) + Decimal(shown)
                else:
                    (uncounted if shown in fields[name].uncounted else unread)[name] = shown
    return {"numbers": numbers, "uncounted": uncounted, "unread": unread}


def _total(name: str | None, units: Sequence[UnitCounts], summed: Mapping[str, FieldSettings]) -> Total:
    return Total(
        by=name,
        units=tuple(units),
        sums={field: sum((unit.numbers[field] for unit in units if field in unit.numbers), Decimal(0)) for field in summed},
        uncounted={field: sum(field in unit.uncounted for unit in units) for field in summed},
        unread={field: sum(field in unit.unread for unit in units) for field in summed},
    )
