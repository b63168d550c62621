"""Read every document of a mail once: as a registration form, else as a text of the author's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from intake.assemble.shares import Forms, alike, same_person
from intake.config.models import Call
from intake.forms.fields.grid import FormProblem
from intake.forms.match.likeness import is_cv
from intake.forms.match.typed import read_typed
from intake.forms.readers import open_text, read_body, read_forms, unreadable
from intake.isolate.walls import Walled, Walls
from intake.model.filetypes import DESIGNS
from intake.model.problems import UNOPENED, UNSEEN
from intake.model.submission import (
    DOCUMENTS,
    FORM_WEIGHT,
    PICTURES,
    Attachment,
    FileType,
    FormRest,
    FormState,
    FormValue,
    FoundText,
    InboundMessage,
    RegistrationForm,
)
from intake.words.authored import labelled, prose
from intake.words.fold import mentions

OFFICE = frozenset({FileType.OLE, FileType.RTF, FileType.ODT, FileType.DOCX, FileType.XLSX})

Found = tuple[RegistrationForm, Attachment | None]


@dataclass(frozen=True)
class Reading:
    """What was read out of a mail before it is dealt to its authors."""

    forms: Forms = ()
    seen: frozenset[str] = frozenset()  # sha256 of every file that was read as a form, those that do not count too
    body_texts: Mapping[str, FoundText] = field(default_factory=dict)
    file_texts: Mapping[str, dict[str, FoundText]] = field(default_factory=dict)  # by sha256 of the document
    spare: Mapping[str, FoundText] = field(default_factory=dict)  # long prose by sha256 of its document: taken if nothing else is
    copies: frozenset[str] = frozenset()  # sha256 of every document read as a filled form, kept here or not
    asides: frozenset[str] = frozenset()  # sha256 of CVs and the like: labels and a name, and not the call's form
    problems: Mapping[str, str] = field(default_factory=dict)  # sha256 of a document -> why nobody could look into it
    typed: Mapping[str, FormValue] = field(default_factory=dict)  # form lines in the body, too few to be a form

    def texts(self, files: Sequence[Attachment]) -> dict[str, FoundText]:
        """Return the texts that some files hold; the first of a kind counts."""
        merged: dict[str, FoundText] = {}
        for item in files:
            merged = {**self.file_texts.get(item.sha256, {}), **merged}
        return merged

    def spare_text(self, files: Sequence[Attachment]) -> FoundText | None:
        """Return the first long prose among the documents of some files."""
        return next((self.spare[item.sha256] for item in files if item.sha256 in self.spare), None)


def read_documents(message: InboundMessage, files: Sequence[Attachment], call: Call, workdir: Path, seconds: float) -> Reading:
    """Read the body and every file, each behind its wall; `workdir` is for files made on the way."""
    body_form = read_body(message.text, call.form) if call.form else None
    file_texts: dict[str, dict[str, FoundText]] = {}
    spare: dict[str, FoundText] = {}
    walls = Walls(workdir, seconds)
    forms, problems = _all_forms(walls, files, call, workdir)
    forms += [(body_form, None)] if body_form is not None else []
    forms, others = _like_the_form(forms)
    asides = {item.sha256 for item in others}
    taken = {item.sha256 for _, item in forms if item} | problems.keys()
    for item in files:
        if item.sha256 in taken or item.type not in DOCUMENTS:
            continue
        content, problem = _text_of(walls, item, workdir)
        problems |= {item.sha256: problem} if problem else {}
        if item.sha256 in asides or is_cv(item.name, content.splitlines()):
            asides.add(item.sha256)
            found = labelled(content, call.texts, item.name)  # a CV's running text is nobody's description
        else:
            found = _texts_in(item, content, call)
        if found:
            file_texts[item.sha256] = found
        elif item.sha256 not in asides and (long := prose(content, (), item.name, long=True)):
            spare[item.sha256] = long
    best = _best(forms, call)
    problems |= _unopened(forms, best)
    typed = read_typed(message.text, call.form) if call.form and not best else {}
    answered = {text.field for text in call.texts.values()}
    return Reading(
        forms=best,
        seen=frozenset(item.sha256 for _, item in forms if item),
        body_texts=labelled(message.text, call.texts, "body", form_labels(call)),
        file_texts=file_texts,
        spare=spare,
        asides=frozenset(asides - file_texts.keys()),
        problems=problems,
        copies=frozenset(item.sha256 for form, item in forms if item and form.state is FormState.FILLED),
        typed={name: value for name, value in typed.items() if name not in answered},
    )


def _like_the_form(forms: list[Found]) -> tuple[list[Found], list[Attachment]]:
    """Return the forms, and the files that are none beside a form that looks like the call's: a CV, a visiting card.

    What is typed in the body counts beside it only as the same person's.
    """
    whole = [form for form, _ in forms if form.state is FormState.FILLED and form.own]
    if not whole:
        return forms, []
    kept, others = [], []
    for form, item in forms:
        stays = form.own or form.state is not FormState.FILLED
        if stays or (item is None and any(same_person(form, known) for known in whole)):
            kept.append((form, item))
        elif item is not None:
            others.append(item)
    return kept, others


def _all_forms(walls: Walls, files: Sequence[Attachment], call: Call, workdir: Path) -> tuple[list[Found], dict[str, str]]:
    """Return the forms in all files, and sha256 -> problem of those that nobody could look into."""
    forms: list[Found] = []
    problems: dict[str, str] = {}
    for item in files:
        read, problem = _forms_in(walls, item, call, workdir)
        forms += [(form, item) for form in read]
        problems |= {item.sha256: problem} if problem else {}
    return forms, problems


def _forms_in(walls: Walls, item: Attachment, call: Call, workdir: Path) -> tuple[tuple[RegistrationForm, ...], str]:
    """Return the forms in a file; what reading it costs or breaks is its own problem."""
    if call.form is None or not _may_be_form(item, call):
        return (), ""
    try:
        forms = walls.run(item.sha256, read_forms, item, call.form, workdir)
        problem = next((form.problem for form in forms if form.problem in UNSEEN), "")
    except Walled as walled:
        forms, problem = (), str(walled)
    if not problem:
        return forms, ""
    lost = named_form(item.name, call) or item.type in OFFICE
    return (unreadable(item, problem),) if lost else (), problem


def _text_of(walls: Walls, item: Attachment, workdir: Path) -> tuple[str, str]:
    """Return the text of a document, or '' and why nobody could look into it."""
    try:
        return walls.run(item.sha256, _opened, item, workdir)
    except Walled as walled:
        return "", str(walled)


def _opened(item: Attachment, workdir: Path) -> tuple[str, str]:
    try:
        return open_text(item, workdir), ""
    except FormProblem as problem:
        return "", str(problem) if str(problem) in UNOPENED | UNSEEN else ""


def form_labels(call: Call) -> tuple[str, ...]:
    """Return every label of a call's form."""
    return tuple(label for item in call.form.fields.values() for label in item.labels) if call.form else ()


def _best(forms: list[tuple[RegistrationForm, Attachment | None]], call: Call) -> Forms:
    """Keep every author's filled form once, with what a second copy says besides; an unreadable or blank one only when none is filled."""
    filled: list[tuple[RegistrationForm, Attachment | None]] = []
    for form, item in forms:
        if form.state is not FormState.FILLED:
            continue
        place = next((place for place, (known, _) in enumerate(filled) if same_person(form, known)), None)
        if place is None:
            filled.append((form, item))
        else:
            known, source = filled[place]
            told = {name: value for name, value in known.values.items() if value.text.strip()}
            heard = {item.text for item in known.rest}
            rest = (*known.rest, *_differing(form, known), *(item for item in form.rest if item.text not in heard))
            filled[place] = (replace(known, values={**form.values, **told}, rest=rest), source)
    if filled:
        return tuple(filled)
    return tuple(sorted(forms, key=lambda pair: -_weight(pair[0], call))[:1])


def _differing(copy: RegistrationForm, known: RegistrationForm) -> tuple[FormRest, ...]:
    """Return what a second copy of a form says otherwise."""
    return tuple(
        FormRest(field="", text=f"{name}: {value.text}", place=f"{copy.source}, {value.place}")
        for name, value in copy.values.items()
        if known.text(name).strip() and not alike(name, value.text, known.text(name))
    )


def _unopened(forms: Sequence[Found], best: Forms) -> dict[str, str]:
    """Return sha256 -> problem of the documents beside the form that may be one and that nobody could open."""
    kept = {form.source_sha256 for form, _ in best}
    return {
        item.sha256: form.problem
        for form, item in forms
        if item is not None and item.type in DOCUMENTS and item.sha256 not in kept and form.problem in UNOPENED
    }


def _weight(form: RegistrationForm, call: Call) -> int:
    """Weigh a form that says nothing: a file nobody could read, and not named like the form, is less than a blank one."""
    if form.state is not FormState.UNREADABLE:
        return FORM_WEIGHT[form.state]
    return FORM_WEIGHT[form.state] if named_form(form.source, call) else 0


def named_form(name: str, call: Call) -> bool:
    """Tell whether a file is named like the call's form."""
    return call.form is not None and any(mentions(name, word) for word in call.form.names)


def _may_be_form(item: Attachment, call: Call) -> bool:
    """Tell whether a file is worth reading as a form: any document, or a picture or broken file named like one."""
    return item.type in DOCUMENTS or (
        named_form(item.name, call) and item.type in PICTURES | DESIGNS | {FileType.EMPTY, FileType.UNKNOWN, FileType.ZIP}
    )


def _texts_in(item: Attachment, content: str, call: Call) -> dict[str, FoundText]:
    """Return the texts in a document: under headings, else the whole as what its name says, else as prose."""
    if not content.strip():
        return {}
    found = labelled(content, call.texts, item.name)
    named = next((name for name, text in call.texts.items() if any(mentions(item.name, word) for word in text.headings)), "")
    if named and named not in found:
        found[named] = FoundText(text=content.strip(), place=item.name)
    if not found:
        running = prose(content, (), item.name)
        taker = next((name for name, text in call.texts.items() if text.prose), "")
        found = {taker: running} if running and taker else {}
    return found
