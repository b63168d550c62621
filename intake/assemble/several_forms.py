"""Several forms of one slot in an entry: another guest's is another form, the same one's corrected stands for the earlier."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from intake.assemble.people import folded_name, read_as
from intake.assemble.unit import Forms
from intake.config.models import Call, FieldKind, Slot
from intake.model.submission import FormState, Material, RegistrationForm

REACHED = frozenset({FieldKind.PHONE, FieldKind.EMAIL, FieldKind.URL})  # two people rarely share one


def takes_several(call: Call, slot: Slot) -> bool:
    """Tell whether an entry may hold several forms of a slot: where it stands for an author, its first form is one each."""
    return bool(call.unit_fields) or call.per_mail or call.form is None or slot.id != call.form.id


def another(one: RegistrationForm, other: RegistrationForm, slot: Slot) -> bool:
    """Tell whether two filled forms of a slot are about two: no name and no number alike; without names, most of them differs."""
    names = [name for name, item in slot.fields.items() if item.kind is FieldKind.NAME and not item.section]
    if told := _both(one, other, names):
        reached = _both(one, other, [name for name, item in slot.fields.items() if item.kind in REACHED])
        return not any(_alike(one, other, name, slot) for name in (*told, *reached))
    told = _both(one, other, slot.fields)
    return bool(told) and 2 * sum(_alike(one, other, name, slot) for name in told) < len(told)


def contradict(one: RegistrationForm, other: RegistrationForm, slot: Slot) -> bool:
    """Tell whether two filled forms of a slot, sent side by side, give other names or other numbers: nobody can say which counts."""
    weighty = [
        name
        for name, item in slot.fields.items()
        if item.kind in {FieldKind.NAME, FieldKind.PHONE, FieldKind.EMAIL} and not item.section
    ]
    return any(not _alike(one, other, name, slot) for name in _both(one, other, weighty))


def _both(one: RegistrationForm, other: RegistrationForm, fields: Iterable[str]) -> list[str]:
    return [name for name in fields if folded_name(one.text(name)) and folded_name(other.text(name))]


def _alike(one: RegistrationForm, other: RegistrationForm, name: str, slot: Slot) -> bool:
    kind = slot.fields[name].kind
    return folded_name(read_as(kind, one.text(name))) == folded_name(read_as(kind, other.text(name)))


def forms_in(form: RegistrationForm | None) -> tuple[RegistrationForm, ...]:
    """Return a slot's form and those beside it."""
    return (replace(form, others=()), *form.others) if form else ()


def as_one(forms: Sequence[RegistrationForm]) -> RegistrationForm:
    """Return several forms of a slot as the first with the others beside it."""
    return replace(forms[0], others=tuple(forms[1:]))


def together(old: RegistrationForm, new: RegistrationForm, slot: Slot) -> RegistrationForm:
    """Return the forms of an entry with those of a new mail: each stands for the earlier one that is about the same."""
    found = list(forms_in(old))
    for form in forms_in(new):
        place = next((place for place, known in enumerate(found) if not another(known, form, slot)), None)
        if place is None:
            found.append(form)
        else:
            said = {name: value for name, value in form.values.items() if value.text.strip()}
            found[place] = replace(form, values={**found[place].values, **said})
    return as_one(found)


def unreplaced(old: RegistrationForm, new: RegistrationForm, slot: Slot) -> list[RegistrationForm]:
    """Return the forms for which none of a new mail stands."""
    return [known for known in forms_in(old) if all(another(known, form, slot) for form in forms_in(new))]


def present(forms: Forms, materials: Sequence[Material]) -> dict[str, RegistrationForm | None]:
    """Return the forms without those, of several, whose file is in their slot no more."""
    found = dict(forms)
    for slot, form in forms.items():
        held = {item.sha256 for item in materials if item.role == slot}
        kept = [item for item in forms_in(form) if not item.source_sha256 or item.source_sha256 in held]
        if form and form.others and form.state is FormState.FILLED and kept:
            found[slot] = as_one(kept)
    return found
