"""A dossier and a mail's submission become the whole of an entry: additions, replacements, answers; then roles are settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from intake.assemble.dealing import Shapes, deal_doubtful
from intake.assemble.link_slots import with_links
from intake.assemble.links_for_files import still_standing
from intake.assemble.mere_pictures import too_few, without_mere_pictures
from intake.assemble.named import merged_names
from intake.assemble.people import called
from intake.assemble.replacing import is_replaced, without_voided
from intake.assemble.several_forms import another, present, takes_several, together, unreplaced
from intake.assemble.slots import Demands
from intake.assemble.text_or_file import newer_way
from intake.assemble.typed_lines import with_typed_lines
from intake.config.models import Call, SlotKind
from intake.model.idle import Idle
from intake.model.problems import Unread
from intake.model.rows import SheetRow
from intake.model.submission import (
    ARCHIVES,
    FORM_WEIGHT,
    OTHER,
    PICTURES,
    CloudLink,
    Dossier,
    FormState,
    FormValue,
    FoundText,
    Material,
    RegistrationForm,
    Submission,
)
from intake.sheets.same_rows import with_newer


def add_to(dossier: Dossier | None, submission: Submission, call: Call) -> Submission:
    """Return the submission as the whole of its entry: what the dossier held, with this mail's additions and replacements."""
    if dossier is None:
        return with_typed_lines(submission, call)
    whole = replace(
        submission,
        author=submission.author or dossier.author,
        forms={slot: _form(dossier, submission, slot, call) for slot in {**dossier.forms, **submission.forms}},
        texts=with_links(dossier.texts, _texts(dossier, submission), call),
        materials=(*_remaining(dossier, submission, call), *submission.materials),
        links=_links(dossier, submission, call),
        phrase_seen=submission.phrase_seen or dossier.phrase_seen,
        adds_to=dossier.reference,
        unverified=dossier.unverified or submission.unverified,
        claims=dossier.claims,
        automatic=dossier.automatic or submission.automatic,
        unclaimed=(*dossier.unclaimed, *submission.unclaimed),
        named=merged_names(dossier, submission.named),
        typed={**dossier.typed, **submission.typed},
        rows=_rows(dossier, submission, call),
    )
    whole = with_typed_lines(replace(whole, author=called(whole.author, whole.form, call)), call)
    return newer_way(whole, dossier, submission, call)


def _rows(dossier: Dossier, submission: Submission, call: Call) -> Mapping[str, tuple[SheetRow, ...]]:
    """Return the rows of each sheet slot, with those this mail brings."""
    found: dict[str, tuple[SheetRow, ...]] = {}
    for name in {**dossier.rows, **submission.rows}:
        if name in call.slots:
            held, newer = dossier.rows.get(name, ()), submission.rows.get(name, ())
            ahead = {
                row.place for row in held if dossier.row_arrivals.get(row.sha256, submission.received_at) > submission.received_at
            }
            found[name] = with_newer(call.slots[name], held, dossier.bad_rows, newer, ahead)
    return found


def assign_doubtful(submission: Submission, call: Call, demands: Demands, shapes: Shapes, pages: frozenset[str]) -> Submission:
    """Return the submission with every doubtful file in its slot.

    `shapes`: sha256 of each picture -> its width and height; `pages`: sha256 of pictures that show a page of paper.

    A page whose name claims nothing is no photo of the call: without a form it is taken for a photographed form, which a
    person must read (field-notes 6); beside one it is kept in no slot, unless without it there were too few photos.
    """
    submission = replace(submission, materials=without_mere_pictures(submission, call, shapes))
    slot = next(iter(submission.forms), "")
    form = submission.form
    needed = bool(slot) and (form is None or form.state is FormState.BLANK)
    found = [item for item in submission.materials if item.sha256 in pages and item.doubtful and item.role != slot]
    if found and not needed and too_few(submission, call, found, pages):
        found = []
    if found and needed:
        form = RegistrationForm(
            state=FormState.UNREADABLE,
            slot=slot,
            source=found[0].name,
            source_sha256=found[0].sha256,
            folder=found[0].folder,
            problem=Unread.SCAN,
        )
    role = slot if needed else OTHER
    seen = {id(item) for item in found}
    dealt = tuple(
        replace(item, role=role, reason=Idle.PAGE, doubtful=False) if id(item) in seen else item for item in submission.materials
    )
    forms = {**submission.forms, slot: form} if slot else submission.forms
    return replace(submission, forms=present(forms, dealt), materials=deal_doubtful(dealt, call, demands, shapes))


def changes(dossier: Dossier, whole: Submission) -> bool:
    """Tell whether a mail changed anything that counts; `whole` is the entry with it, as `add_to` and `assign_doubtful` return it.

    The call's phrase alone changes nothing: a question or a withdrawal may bear it too.
    """
    brings = any(item.message == whole.message and item.role != OTHER for item in whole.materials)
    return _counted(dossier) != _counted(whole if brings else replace(whole, phrase_seen=dossier.phrase_seen))


def _counted(entry: Dossier | Submission) -> tuple[object, ...]:
    """Return what counts of an entry: words without the places they stood at, files by content and role, doubts."""
    return (
        sorted((item.sha256, item.role) for item in entry.materials if item.reason != Idle.DECORATION),
        {name: text.text for name, text in entry.texts.items()},
        {
            slot: (form.state, {name: value.text for name, value in form.values.items()})
            for slot, form in entry.forms.items()
            if form
        },
        {name: value.text for name, value in entry.typed.items()},
        sorted(link.url for link in entry.links),
        {name: [row.place for row in rows if not row.superseded] for name, rows in entry.rows.items() if rows},
        (entry.phrase_seen, entry.unverified, entry.claims, entry.automatic, sorted(entry.unclaimed)),
    )


def _form(dossier: Dossier, submission: Submission, slot: str, call: Call) -> RegistrationForm | None:
    """Return the newest form that says most; a filled one sent again keeps what only the earlier one says."""
    old, new = dossier.forms.get(slot), submission.forms.get(slot)
    if new is None or (old and FORM_WEIGHT[old.state] > FORM_WEIGHT[new.state]):
        return _answered(old, dossier.wanting, _for_form(slot, submission, dossier, call)) if old and new is None else old
    if not old or not old.state is new.state is FormState.FILLED:
        return new
    several = slot in call.slots and takes_several(call, call.slots[slot])
    if old.source_sha256 in _ahead(dossier, submission):
        old, new = new, old
    elif several and _stands_instead(submission, new, call):
        return _in_place(old, new, call)
    if several:
        return together(old, new, call.slots[slot])
    return replace(new, values={**old.values, **{name: value for name, value in new.values.items() if value.text.strip()}})


def _ahead(dossier: Dossier, submission: Submission) -> frozenset[str]:
    """Return the sha256 of the held files whose mail arrived after this one, and was only fetched before it (contract.md ruling 2)."""
    return frozenset(sha256 for sha256, at in dossier.file_arrivals.items() if at > submission.received_at)


def _stands_instead(submission: Submission, new: RegistrationForm, call: Call) -> bool:
    """Tell whether a mail says that its one form takes the place of another's, where the call wants one alone."""
    return submission.replaces and new.slot in call.slots and call.slots[new.slot].count.most == 1 and not new.others


def _in_place(old: RegistrationForm, new: RegistrationForm, call: Call) -> RegistrationForm:
    """Return a form that its sender says stands in place of an earlier one: another person's, of the unit as it was told."""
    unit = {name: value for name, value in old.values.items() if name in call.unit_fields and not new.text(name).strip()}
    same = not another(replace(old, others=()), new, call.slots[new.slot])
    return replace(new, values={**(old.values if same else unit), **{n: v for n, v in new.values.items() if v.text.strip()}})


def _for_form(slot: str, submission: Submission, dossier: Dossier, call: Call) -> Mapping[str, FormValue]:
    """Return the typed lines that a form's fields ask for; of a further form those alone that its sender was asked for."""
    fields = call.slots[slot].fields if slot in call.slots else {}
    first = call.form is not None and call.form.id == slot
    return {name: v for name, v in submission.typed.items() if name in fields and (first or name in dossier.wanting)}


def _answered(form: RegistrationForm, wanting: frozenset[str], typed: Mapping[str, FormValue]) -> RegistrationForm:
    """Return a form with the fields a reply was asked for, typed into its body; a signature's phone number changes nothing."""
    if form.state is FormState.UNREADABLE:
        return form
    taken = {name: value for name, value in typed.items() if name in wanting or not form.text(name).strip()}
    return replace(form, state=FormState.FILLED, values={**form.values, **taken}) if taken else form


def _texts(dossier: Dossier, submission: Submission) -> Mapping[str, FoundText]:
    """Return the texts this mail brings; prose alone answers only what was asked for."""
    if not submission.only_answers:
        return submission.texts
    return {name: text for name, text in submission.texts.items() if name in dossier.wanting or name not in dossier.texts}


def _links(dossier: Dossier, submission: Submission, call: Call) -> tuple[CloudLink, ...]:
    """Return the links that still stand in for files: the earlier ones until their files come, be they named again or not."""
    said = {*_texts(dossier, submission), *(slot for slot, form in submission.forms.items() if form)}
    kept = still_standing(dossier.links, submission.materials, dossier.materials, call, said)
    gone = {link.url for link in dossier.links} - {link.url for link in kept}
    return tuple({link.url: link for link in (*kept, *submission.links) if link.url not in gone}.values())


def _remaining(dossier: Dossier, submission: Submission, call: Call) -> list[Material]:
    """Drop from the dossier what the mail replaces: same bytes, same slot and name, or a faulty one it was asked for."""
    new = submission.materials
    known = {item.sha256 for item in new}
    kept = [item for item in dossier.materials if item.sha256 not in known]
    later = _ahead(dossier, submission)
    ahead = [item for item in kept if item.role in submission.forms and item.sha256 in later]  # newer forms stay
    for slot, form in submission.forms.items():
        if form and form.state is FormState.FILLED and any(item.role == slot for item in new):
            beside = _beside(dossier, submission, form, call)
            kept = [item for item in kept if item.role != slot or item in ahead or item.sha256 in beside]
    filed = {name for name, slot in call.slots.items() if not slot.is_a(SlotKind.FORM)}
    if any(item.type in PICTURES or (item.role in filed and item.type not in ARCHIVES) for item in new):  # what it held has come
        kept = [item for item in kept if not (item.type in ARCHIVES and item.problem)]
    kept = [item for item in kept if item in ahead or not is_replaced(item, dossier, submission, kept, call)]
    kept = without_voided(kept, submission, later, call)
    old_names = {(item.role, item.name.casefold()) for item in dossier.materials}
    for slot in call.slots:
        spare = sum(item.role == slot and (slot, item.name.casefold()) not in old_names for item in new)
        faulty = [item for item in kept if item.role == slot and item.sha256 in dossier.faulty]
        gone = {id(item) for item in faulty[:spare]}
        kept = [item for item in kept if id(item) not in gone]
    return kept


def _beside(dossier: Dossier, submission: Submission, new: RegistrationForm, call: Call) -> frozenset[str]:
    """Return the sha256 of the files of a slot's other forms, that stay beside a new one."""
    slot = new.slot
    old = dossier.forms.get(slot)
    if _stands_instead(submission, new, call):
        return frozenset()
    if old is None or slot not in call.slots or not takes_several(call, call.slots[slot]):
        return frozenset()
    return frozenset(form.source_sha256 for form in unreplaced(old, new, call.slots[slot]))
