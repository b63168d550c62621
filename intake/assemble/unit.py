"""What an entry stands for where fields name it: by names first, then by forms and sheets (contract.md rulings 7 and 26)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from intake.assemble.people import read_as
from intake.config.models import Call, FieldKind, FieldSettings
from intake.forms.fields.values import shown_value
from intake.model.named import Named
from intake.model.submission import FormState, RegistrationForm
from intake.words.alike_names import resemble
from intake.words.fold import fold_all

BETWEEN = "+"  # of the parts of a key; no folded value has it
Forms = Mapping[str, RegistrationForm | None]
SheetRows = Sequence[Mapping[str, str]]  # good rows of an entry's sheets: column -> text


@dataclass(frozen=True, kw_only=True)
class Unit:
    """What an entry stands for: `fields` that one_per and naming name, as written; `key`: those of one_per, folded; '' for none."""

    fields: Mapping[str, str] = field(default_factory=dict)
    key: str = ""


def unit_of(call: Call, forms: Forms, named: Named, rows: SheetRows = ()) -> Unit:
    """Return what an entry with these forms, names and good rows stands for."""
    fields = fields_of(call, forms, named, rows)
    return Unit(fields=fields, key=unit_key(call, fields))


def fields_of(call: Call, forms: Forms, named: Named, rows: SheetRows = ()) -> dict[str, str]:
    """Return what the fields that one_per and naming name say: the names, else the forms, else the first good row; none that is ''."""
    found = {name: _value(name, call, forms, named, rows) for name in call.told_fields}
    return {name: value for name, value in found.items() if value}


def _value(name: str, call: Call, forms: Forms, named: Named, rows: SheetRows) -> str:
    field = call.field(name)
    if told := named.told.get(name, "").strip():
        return given_out(field, told)
    filled = (form.values[name] for form in forms.values() if form and form.state is FormState.FILLED and name in form.values)
    written = next((value.shown for value in filled if value.text.strip()), "")
    row = next((row[name] for row in rows if row.get(name, "").strip()), "")
    return written or given_out(field, row)


def given_out(field: FieldSettings | None, value: str) -> str:
    """Return a value as the outside is given it."""
    return shown_value(field, value) if field else value


def folded_value(field: FieldSettings | None, value: str) -> str:
    """Return a value in the form in which two are compared: an address, a number or a country in its one spelling."""
    return fold_all(read_as(field.kind if field else FieldKind.TEXT, value))


def unit_key(call: Call, fields: Mapping[str, str]) -> str:
    """Return the key of what an entry stands for, its parts in the order of one_per; '' where nothing is known of it."""
    parts = [folded_value(call.field(name), fields.get(name, "")) for name in call.unit_fields]
    return BETWEEN.join(parts) if any(parts) else ""


@dataclass(frozen=True)
class Keys:
    """Compares the keys of a call. `strong`: the places of the parts that name the unit itself."""

    strong: tuple[int, ...]

    @classmethod
    def of(cls, call: Call) -> Keys:
        """Return how a call's keys are compared: by its field for the unit where one_per has that, else by all."""
        units = [place for place, name in enumerate(call.unit_fields) if name in (call.identity.unit or ())]
        return cls(tuple(units or range(len(call.unit_fields))))

    def conflict(self, one: str, other: str) -> bool:
        """Tell whether two keys differ in what both know."""
        return any(mine and theirs and mine != theirs for mine, theirs in _pairs(one, other))

    def same(self, one: str, other: str) -> bool:
        """Tell whether two keys are one unit's: both know its name, and nothing that both know differs."""
        pairs = _pairs(one, other)
        return bool(pairs) and all(pairs[place][0] and pairs[place][1] for place in self.strong) and not self.conflict(one, other)

    def alike(self, one: str, other: str) -> bool:
        """Tell whether two keys differ in wording only, as far as one can tell: staff decide."""
        if not one or not other or one == other:
            return False
        known = {place: pair for place, pair in enumerate(_pairs(one, other)) if all(pair)}
        return any(place in known for place in self.strong) and all(resemble(*pair) for pair in known.values())


def _pairs(one: str, other: str) -> list[tuple[str, str]]:
    return list(zip(one.split(BETWEEN), other.split(BETWEEN), strict=False)) if one and other else []


def first_same(keys: Iterable[tuple[str, str]], key: str, how: Keys) -> list[str]:
    """Return the references, of (reference, key), that are of one unit with a key; those that know as much as it does first."""
    found = [(reference, known) for reference, known in keys if how.same(known, key)]
    return [reference for reference, _ in sorted(found, key=lambda pair: pair[1] != key)]
