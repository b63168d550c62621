"""Which files of a mail are forms, and whose: read behind walls, told apart by slot, one kept for each author."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from intake.assemble.author_shares import FormsOfFiles
from intake.assemble.forms_asked import forms_of, named_form
from intake.assemble.people import People
from intake.assemble.several_forms import another, as_one, contradict, takes_several
from intake.assemble.slots import claimed, fitting
from intake.config.models import Call, Slot, SlotKind
from intake.forms.match.typed import TypedLines
from intake.forms.readers import MIN_TYPED, read_which, typed_form, unreadable
from intake.isolate.walls import Walled, Walls
from intake.model.filetypes import DESIGNS, SOUNDS, VIDEOS
from intake.model.problems import UNOPENED, UNSEEN
from intake.model.submission import DOCUMENTS, FORM_WEIGHT, PICTURES, Attachment, FileType, FormRest, FormState, RegistrationForm

MAYBE = PICTURES | DESIGNS | {FileType.EMPTY, FileType.UNKNOWN, FileType.ZIP}  # under a form's name
OFFICE = frozenset({FileType.OLE, FileType.RTF, FileType.ODT, FileType.DOCX, FileType.XLSX})
FormOfFile = tuple[RegistrationForm, Attachment | None]


def asked_as_file(item: Attachment, call: Call) -> bool:
    """Tell whether a document's names claim it for a slot that is filled by files: it is no form and no text beside others."""
    slots = [call.slots[name] for name in fitting(item, call)]
    filed = [slot for slot in slots if slot.is_a(SlotKind.DOCUMENT, SlotKind.SHEET, SlotKind.FILE)]
    return bool(filed) and not named_form(item.name, call) and any(claimed(place, filed) for place in (item.name, item.folder))


def typed_forms(lines: Mapping[str, TypedLines], call: Call) -> list[FormOfFile]:
    """Return the forms that a mail's own text is: of several (by slot) the one of which it says most, and each with enough besides.

    A further form of one or two fields (where to send it, may we print it), or that requires two, is one with as many lines.
    """
    least = {slot.id: min(MIN_TYPED, len(slot.fields), max(2, _required(slot))) for slot in forms_of(call)[1:]}
    read = ((typed_form(typed, least.get(slot, MIN_TYPED)), slot) for slot, typed in lines.items())
    found = [replace(form, slot=slot) for form, slot in read if form is not None]
    kept: list[RegistrationForm] = []
    answered: set[str] = set()  # places of values: a line that two forms share speaks for one of them
    for form in sorted(found, key=lambda form: len(form.values), reverse=True):
        places = {value.place for value in form.values.values()}
        if not kept or len(places - answered) >= least.get(form.slot, MIN_TYPED):
            kept.append(form)
            answered |= places
    return [(form, None) for form in kept]


def _required(slot: Slot) -> int:
    """Return how many fields a form requires; one that requires none tells nothing by being short."""
    return sum(item.required for item in slot.fields.values()) or MIN_TYPED


def like_the_form(forms: list[FormOfFile], people: People) -> tuple[list[FormOfFile], list[Attachment]]:
    """Return the forms, and the files that are none beside a form that looks like the call's: a CV, a visiting card, the notice.

    What is typed in the body counts beside it only as the same person's; beside an author's form, a form that names nobody
    is the call's own paper sent along (its printed words read as values), not another author's.
    """
    whole = [form for form, _ in forms if form.state is FormState.FILLED and form.own]
    if not whole:
        return forms, []
    authors = {form.slot for form in whole if not people.whole and people.told_by(form)}
    kept, others = [], []
    for form, item in forms:
        papers = item is not None and form.slot in authors and not people.told_by(form)
        stays = (form.own and not papers) or form.state is not FormState.FILLED
        if stays or (item is None and any(people.same_person(form, known) for known in whole)):
            kept.append((form, item))
        elif item is not None:
            others.append(item)
    return kept, others


def all_forms(walls: Walls, files: Sequence[Attachment], call: Call, workdir: Path) -> tuple[list[FormOfFile], dict[str, str]]:
    """Return the forms in all files, and sha256 -> problem of those that nobody could look into."""
    forms: list[FormOfFile] = []
    problems: dict[str, str] = {}
    for item in files:
        read, problem = _forms_in(walls, item, call, workdir)
        forms += [(form, item) for form in read]
        problems |= {item.sha256: problem} if problem else {}
    return forms, problems


def _forms_in(walls: Walls, item: Attachment, call: Call, workdir: Path) -> tuple[tuple[RegistrationForm, ...], str]:
    """Return the forms in a file, of the form it is by its name, else by its labels; what reading it costs is its own problem."""
    if not _may_be_form(item, call):
        return (), ""
    try:
        found = walls.run(item.sha256, read_which, item, forms_of(call), workdir)
        problem = next((form.problem for _, form in found if form.problem in UNSEEN), "")
    except Walled as walled:
        found, problem = (), str(walled)
    if not problem:
        return tuple(replace(form, slot=slot) for slot, form in found), ""
    named = claimed(item.name, forms_of(call))
    lost = named is not None or item.type in OFFICE
    slot = (named or forms_of(call)[0]).id
    return (replace(unreadable(item, problem), slot=slot),) if lost else (), problem


def by_slot(forms: list[FormOfFile], call: Call, people: People) -> tuple[FormsOfFiles, dict[str, FormOfFile]]:
    """Return the call's first form, one for each entry, and of each other form the best, with those about others beside it."""
    best: dict[str, FormsOfFiles] = {}
    for slot in forms_of(call):
        if found := _best([pair for pair in forms if pair[0].slot == slot.id], call, people, slot):
            best[slot.id] = found
    first = next(iter(forms_of(call)), None)
    own = best.pop(first.id, ()) if first else ()
    further = {name: (as_one([form for form, _ in found]), found[0][1]) for name, found in best.items()}
    return (_of_entries(own, call, people) if first and takes_several(call, first) else own), further


def _of_entries(forms: FormsOfFiles, call: Call, people: People) -> FormsOfFiles:
    """Return the forms of each unit as one, where an entry stands for that; all of them where it stands for the mail."""
    groups: list[list[FormOfFile]] = []
    for pair in forms:
        group = next((group for group in groups if call.per_mail or people.names_agree(group[0][0], pair[0])), None)
        if group is None:
            groups.append([pair])
        else:
            group.append(pair)
    return tuple((as_one([form for form, _ in group]), group[0][1]) for group in groups)


def _best(forms: list[FormOfFile], call: Call, people: People, slot: Slot) -> FormsOfFiles:
    """Keep every author's filled form once, with what a second copy says besides; an unreadable or blank one only when none is filled."""

    def same(one: FormOfFile, other: FormOfFile) -> bool:
        if not takes_several(call, slot):
            return people.same_person(one[0], other[0])
        apart = call.unit_fields and slot.id == forms_of(call)[0].id and not people.names_agree(one[0], other[0])
        files = all(item is not None and item.type is not FileType.PDF for _, item in (one, other))  # a PDF is the other's copy
        return not apart and not another(one[0], other[0], slot) and not (files and contradict(one[0], other[0], slot))

    filled: list[tuple[RegistrationForm, Attachment | None]] = []
    for form, item in forms:
        if form.state is not FormState.FILLED:
            continue
        place = next((place for place, known in enumerate(filled) if same((form, item), known)), None)
        if place is None:
            filled.append((form, item))
        else:
            known, source = filled[place]
            told = {name: value for name, value in known.values.items() if value.text.strip()}
            heard = {item.text for item in known.rest}
            rest = (
                *known.rest,
                *_differing(form, known, people),
                *(item for item in form.rest if item.text not in heard),
            )
            filled[place] = (replace(known, values={**form.values, **told}, rest=rest), source)
    if filled:
        return tuple(filled)
    return tuple(sorted(forms, key=lambda pair: -_weight(pair[0], call))[:1])


def unopened(forms: Sequence[FormOfFile], best: Sequence[FormOfFile]) -> dict[str, str]:
    """Return sha256 -> problem of the documents beside the form that may be one and that nobody could open."""
    kept = {form.source_sha256 for form, _ in best}
    return {
        item.sha256: form.problem
        for form, item in forms
        if item is not None and item.type in DOCUMENTS and item.sha256 not in kept and form.problem in UNOPENED
    }


def _differing(copy: RegistrationForm, known: RegistrationForm, people: People) -> tuple[FormRest, ...]:
    """Return what a second copy of a form says otherwise."""
    return tuple(
        FormRest(field="", text=f"{name}: {value.text}", place=f"{copy.source}, {value.place}")
        for name, value in copy.values.items()
        if known.text(name).strip() and not people.alike(name, value.text, known.text(name))
    )


def _weight(form: RegistrationForm, call: Call) -> int:
    """Weigh a form that says nothing: a file nobody could read, and not named like the form, is less than a blank one."""
    if form.state is not FormState.UNREADABLE:
        return FORM_WEIGHT[form.state]
    return FORM_WEIGHT[form.state] if named_form(form.source, call) else 0


def _may_be_form(item: Attachment, call: Call) -> bool:
    """Tell whether a file is worth reading as a form: any document, or what is named like one and is no archive and nothing else asked for."""
    if not call.of_kind(SlotKind.FORM) or asked_as_file(item, call):
        return False
    if item.type in DOCUMENTS or not named_form(item.name, call):
        return item.type in DOCUMENTS
    return item.type in MAYBE or (item.type in VIDEOS | SOUNDS and not fitting(item, call))
