"""Form lines typed into a mail that are too few to be a form: kept with the entry until a form takes them, or they are one together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from intake.assemble.people import People, called
from intake.config.models import Call, FieldKind, Slot
from intake.model.submission import FormState, FormValue, RegistrationForm, Submission

LinesByField = Mapping[str, FormValue]
LEAST = 2  # lines that are a form where nobody sent one: a name, and something that does not stand below one
SIGNED = frozenset({FieldKind.NAME, FieldKind.EMAIL, FieldKind.PHONE})  # kinds of what a signature holds


def with_typed_lines(submission: Submission, call: Call) -> Submission:
    """Return an entry whose first form has what was typed for it and stands in no form; without a form the lines are kept.

    What names somebody else than the form does is another person's, and is left.
    """
    slot = call.form
    if slot is None or not submission.typed:
        return submission
    lines = _of_form(submission.typed, slot)
    form = submission.forms.get(slot.id)
    if form is None:
        form = _form(lines, slot, call)
    elif form.state is not FormState.UNREADABLE:
        form = _filled(form, lines, People.of(call), slot)
    taken = form is not None and form.state is not FormState.UNREADABLE
    whole = replace(submission, forms={**submission.forms, slot.id: form}, typed={} if taken else lines)
    return replace(whole, author=called(whole.author, whole.form, call))


def _of_form(typed: LinesByField, slot: Slot) -> LinesByField:
    """Return the lines that say something of whom a form is about: a number or an address alone may be of whoever wrote."""
    own = {name: value for name, value in typed.items() if name in slot.fields and not slot.fields[name].section}
    named = any(slot.fields[name].kind is FieldKind.NAME for name in own)
    return {name: value for name, value in own.items() if named or slot.fields[name].kind not in SIGNED}


def _form(lines: LinesByField, slot: Slot, call: Call) -> RegistrationForm | None:
    """Return the form that lines are, None where they are too few, name nobody, or say no more than a signature.

    Where an entry stands for a unit, whoever writes for it signs with its name: there no two lines are a form.
    """
    named = any(slot.fields[name].kind is FieldKind.NAME for name in lines)
    units = call.identity.unit or ()
    signature = all(name in units or slot.fields[name].kind in SIGNED for name in lines)
    if len(lines) < LEAST or not named or signature or call.unit_fields:
        return None
    return RegistrationForm(state=FormState.FILLED, slot=slot.id, values=dict(lines), source="body", own=False)


def _filled(form: RegistrationForm, lines: LinesByField, people: People, slot: Slot) -> RegistrationForm:
    """Return a form with the lines that it has no value for, unless they bear another name."""
    names = [name for name in lines if slot.fields[name].kind is FieldKind.NAME and form.text(name).strip()]
    if names and not any(people.alike(name, lines[name].text, form.text(name)) for name in names):
        return form
    taken = {name: value for name, value in lines.items() if not form.text(name).strip()}
    return replace(form, state=FormState.FILLED, values={**form.values, **taken}) if taken else form
