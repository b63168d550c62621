"""What a person changes in an entry: values of its forms and texts, slots of its files. Words in, an entry's new whole out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from intake.config.fields import FieldSettings
from intake.config.mistakes import meant
from intake.config.models import Call, Slot, SlotKind
from intake.config.slot_closing import day_there
from intake.config.slots import FILED
from intake.forms.fields.values import shown_value
from intake.model.idle import Idle
from intake.model.slot_reason import SlotReason
from intake.model.submission import OTHER, FormState, FormValue, FoundText, Material, RegistrationForm, Submission
from registry.decide.review import Refusal, ReviewError

PLACE = "staff"  # where a value stands that a person typed
UNTOLD = "no-labels"  # the problem of a form that staff name as such: a person must read it
LEAST_SHA = 6  # characters of a sha256 that name a file
LISTED = 12  # names told where one is not known


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What is changed: field or text -> value ('' empties it), file -> slot, files given up."""

    values: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    drops: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything is to be changed."""
        return bool(self.values or self.roles or self.drops)


@dataclass(frozen=True)
class Changed:
    """An entry's new whole, and in words what is new about it, one change a line."""

    submission: Submission
    told: tuple[str, ...]


def change(submission: Submission, call: Call, changes: Changes) -> Changed:
    """Return an entry with these changes; what would change nothing is left out. Raises ReviewError, with words."""
    told: list[str] = []
    for name, value in changes.values.items():
        submission = _with_value(submission, call, name, value.strip(), told)
    for name, slot in [*changes.roles.items(), *((name, OTHER) for name in changes.drops)]:
        submission = _with_role(submission, call, file_named(submission.materials, name), _slot(call, slot), told)
    return Changed(submission, tuple(told))


def _with_value(submission: Submission, call: Call, name: str, value: str, told: list[str]) -> Submission:
    """Return the submission with one value, in the form that asks for it and in the text that it is."""
    form, field_id = _field(call, name)
    if form is not None and _field(call, field_id)[0] is form:
        name = field_id  # the form need not be named
    texts = [slot for slot in (*call.texts, *call.of_kind(SlotKind.LINK)) if name in {slot, call.slots[slot].field}]
    if not texts and form is None:
        raise ReviewError(_unknown(name, call))
    before = ""
    if form is not None:
        old = submission.forms.get(form.id)
        before = old.text(field_id) if old else ""
        if before != value:
            near = day_there(submission.received_at, call.timezone)
            typed = _typed(form.fields[field_id], value, near)
            submission = replace(submission, forms={**submission.forms, form.id: _filled(old, form, field_id, typed)})
    for slot in texts:
        there = submission.texts.get(slot)
        before = there.text if there else before
        kept = {key: text for key, text in submission.texts.items() if key != slot}
        if (there.text if there else "") != value:
            submission = replace(submission, texts={**kept, slot: FoundText(text=value, place=PLACE)} if value else kept)
    if before != value:
        told.append(f"{name}: {_short(before)} → {_short(value)}")
    return submission


def _field(call: Call, name: str) -> tuple[Slot | None, str]:
    """Return the form that asks for a field, and the field; `form.field` says which where several do."""
    forms = call.of_kind(SlotKind.FORM)
    named, _, field_id = name.partition(".")
    if field_id and named in forms and field_id in forms[named].fields:
        return forms[named], field_id
    return next((slot for slot in forms.values() if name in slot.fields), None), name


def _typed(field: FieldSettings, value: str, near: date) -> FormValue:
    """Return a value that a person typed; a date without a year is read as in the entry's mail."""
    means = shown_value(field, value, near)
    return FormValue(text=value, place=PLACE, value="" if means == value else means)


def _filled(form: RegistrationForm | None, slot: Slot, field_id: str, typed: FormValue) -> RegistrationForm:
    """Return a form with a value. One that nobody could read stays so until a person has typed all that is required."""
    form = form or RegistrationForm(state=FormState.BLANK, slot=slot.id, source=PLACE)
    kept = {name: there for name, there in form.values.items() if name != field_id}
    form = replace(form, values={**kept, field_id: typed} if typed.text else kept)
    if form.state is FormState.UNREADABLE and not _is_whole(form, slot):
        return form
    filled = any(there.text.strip() for there in form.values.values())
    return replace(form, state=FormState.FILLED if filled else FormState.BLANK, problem="")


def _is_whole(form: RegistrationForm, slot: Slot) -> bool:
    """Tell whether every field that is required is filled, and one of each group."""
    groups: dict[str, bool] = {}
    for name, settings in slot.fields.items():
        there = bool(form.text(name).strip())
        if settings.required and not there:
            return False
        if settings.one_of:
            groups[settings.one_of] = groups.get(settings.one_of, False) or there
    return all(groups.values())


def file_named(materials: Iterable[Material], name: str) -> Material:
    """Return the one file that a name, a folder with a name, or the beginning of a sha256 means; raises ReviewError."""
    listed = list(materials)
    wanted = name.strip().casefold()
    for found in (
        [item for item in listed if name.strip() in {item.name, f"{item.folder}/{item.name}"}],
        [item for item in listed if wanted in {item.name.casefold(), f"{item.folder}/{item.name}".casefold()}],
        [item for item in listed if len(wanted) >= LEAST_SHA and item.sha256.startswith(wanted)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            which = ", ".join(item.sha256[:8] for item in found)
            raise ReviewError(f"{len(found)} files are called '{name}'; say which by its sha256: {which}.")
    there = ", ".join(item.name for item in listed[:LISTED]) or "none"
    raise ReviewError(f"The entry has no file '{name}'. Its files are: {there}.")


def _slot(call: Call, name: str) -> str:
    """Return a slot that a file can be in; raises ReviewError."""
    takes = {slot: found for slot, found in call.slots.items() if found.is_a(SlotKind.FORM, *FILED)}
    if name == OTHER or name in takes:
        return name
    if name in call.slots:
        raise ReviewError(f"'{name}' takes words, not files; write {name}=… instead.")
    raise ReviewError(
        f"There is no slot '{name}'. The slots for files are: {', '.join([*takes, OTHER])}.", Refusal.SLOT, name=name
    )


def _with_role(submission: Submission, call: Call, item: Material, slot: str, told: list[str]) -> Submission:
    """Return the submission with a file in a slot; a form that was read from it goes, or is still to be read by a person."""
    reason = Idle.GIVEN_UP if slot == OTHER else SlotReason.STAFF
    if item.role == slot and (slot != OTHER or item.reason == reason) and not item.doubtful:
        return submission
    moved = replace(item, role=slot, reason=str(reason), doubtful=False)
    materials = tuple(moved if one is item else one for one in submission.materials)
    forms = {
        name: None if form and name != slot and form.source_sha256 == item.sha256 else form
        for name, form in submission.forms.items()
    }
    there = forms.get(slot)
    if slot in forms and (there is None or there.state is FormState.BLANK):
        forms[slot] = RegistrationForm(
            state=FormState.UNREADABLE,
            slot=slot,
            source=item.name,
            source_sha256=item.sha256,
            folder=item.folder,
            problem=UNTOLD,
        )
    told.append(f"{item.name}: {item.role} → {slot}")
    unclaimed = tuple(name for name in submission.unclaimed if name != item.name)
    rows = {name: tuple(row for row in listed if row.sha256 != item.sha256) for name, listed in submission.rows.items()}
    return replace(submission, materials=materials, forms=forms, unclaimed=unclaimed, rows=rows)


def _unknown(name: str, call: Call) -> str:
    known = [*call.fields, *(slot for slot in (*call.texts, *call.of_kind(SlotKind.LINK)) if slot not in call.fields)]
    hint = meant(name, known, f"they are: {', '.join(known)}.")
    return f"There is no field or text '{name}'; {hint}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"'{line[:57]}…'" if len(line) > 60 else f"'{line}'"
