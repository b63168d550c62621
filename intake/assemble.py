"""A message and a call become submissions: one for each registration form, one if there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from intake.forms import read_body, read_forms, read_text
from intake.roles import Counts, claims_picture, material_of, mentions, picture, settle_doubts
from intake.routing import fold, haystack
from intake.settings import Call
from intake.sharing import Forms, deal, person
from intake.submission import (
    ARCHIVES,
    DOCUMENTS,
    PICTURES,
    Address,
    Attachment,
    Dossier,
    FileType,
    FormState,
    FoundText,
    InboundMessage,
    Material,
    RegistrationForm,
    Role,
    Submission,
)
from intake.texts import labelled, prose

FORM_WEIGHT = {FormState.FILLED: 3, FormState.UNREADABLE: 2, FormState.BLANK: 1}


@dataclass(frozen=True)
class _Found:
    """What was read out of a mail before it is dealt to its authors."""

    forms: Forms
    body_texts: dict[str, FoundText]
    file_texts: dict[str, dict[str, FoundText]]  # by sha256 of the document

    def texts(self, files: Sequence[Attachment]) -> dict[str, FoundText]:
        """Return the texts that some files hold; the first of a kind counts."""
        merged: dict[str, FoundText] = {}
        for item in files:
            merged = {**self.file_texts.get(item.sha256, {}), **merged}
        return merged


def gather(message: InboundMessage, call_id: str, call: Call, workdir: Path) -> tuple[Submission, ...]:
    """Return what a mail submits for a call; () when nothing is submitted: a question, a greeting, spam."""
    files = tuple(item for item in message.attachments if not item.decoration)
    body_form = read_body(message.text, call.form) if call.form else None
    stops = _form_labels(call)
    body_texts = labelled(message.text, call.texts, "body", stops)
    if not (files or body_form or message.links or body_texts):
        return ()
    found = _read_files(files, call, workdir, body_form, body_texts)
    forms = found.forms or ((None, None),)
    shares = deal(files, forms)
    submissions = []
    for (form, _), share in zip(forms, shares, strict=True):
        submissions.append(_submission(message, call_id, call, form, share, found, alone=len(forms) == 1))
    return (_with_unclaimed(submissions[0], files, shares), *submissions[1:])


def _with_unclaimed(first: Submission, files: Sequence[Attachment], shares: Sequence[Sequence[Attachment]]) -> Submission:
    """Keep with the first entry, in no role and in doubt, the files that no author's folder or name claims: staff deal them."""
    claimed = {item.ordinal for share in shares for item in share}
    rest = [material_of(item, Role.OTHER, first.message, "unclaimed") for item in files if item.ordinal not in claimed]
    return replace(first, materials=(*first.materials, *rest)) if rest else first


def add_to(dossier: Dossier | None, submission: Submission, counts: Counts) -> Submission:
    """Return the submission as the whole of its entry: what the dossier held, with this mail's additions and replacements."""
    if dossier is None:
        return replace(submission, materials=settle_doubts(submission.materials, counts))
    settled = settle_doubts((*_remaining(dossier, submission), *submission.materials), counts)
    form = submission.form
    if form is None or (dossier.form and FORM_WEIGHT[dossier.form.state] > FORM_WEIGHT[form.state]):
        form = dossier.form
    return replace(
        submission,
        author=submission.author or dossier.author,
        form=form,
        texts={**dossier.texts, **submission.texts},
        materials=settled,
        links=submission.links,
        phrase_seen=submission.phrase_seen or dossier.phrase_seen,
        adds_to=dossier.reference,
    )


def _remaining(dossier: Dossier, submission: Submission) -> tuple[Material, ...]:
    """Drop from the dossier what the mail replaces: same bytes, same role and name, or a faulty one it was asked for."""
    new = submission.materials
    known = {item.sha256 for item in new}
    named = {(item.role, item.name.casefold()) for item in new}
    kept = [item for item in dossier.materials if item.sha256 not in known and (item.role, item.name.casefold()) not in named]
    if any(item.role is Role.FORM for item in new) and submission.form and submission.form.state is FormState.FILLED:
        kept = [item for item in kept if item.role is not Role.FORM]
    old_names = {(item.role, item.name.casefold()) for item in dossier.materials}
    for role in (Role.WORK, Role.PORTRAIT):
        spare = sum(item.role is role and (role, item.name.casefold()) not in old_names for item in new)
        faulty = [item for item in kept if item.role is role and item.sha256 in dossier.faulty]
        gone = {id(item) for item in faulty[:spare]}
        kept = [item for item in kept if id(item) not in gone]
    return tuple(kept)


def _read_files(
    files: Sequence[Attachment],
    call: Call,
    workdir: Path,
    body_form: RegistrationForm | None,
    body_texts: Mapping[str, FoundText],
) -> _Found:
    """Read every document once: as a form, else as a text."""
    forms: list[tuple[RegistrationForm, Attachment | None]] = []
    file_texts: dict[str, dict[str, FoundText]] = {}
    for item in files:
        read = read_forms(item, call.form, workdir) if call.form and _may_be_form(item, call) else ()
        forms += [(form, item) for form in read]
        if not read and item.type in DOCUMENTS and (found := _document_texts(item, call, workdir)):
            file_texts[item.sha256] = found
    if body_form is not None:
        forms.append((body_form, None))
    return _Found(forms=_best(forms), body_texts=dict(body_texts), file_texts=file_texts)


def _best(forms: list[tuple[RegistrationForm, Attachment | None]]) -> Forms:
    """Keep every filled form once; an unreadable or blank one only when none is filled."""
    filled: dict[object, tuple[RegistrationForm, Attachment | None]] = {}
    for form, item in forms:
        if form.state is FormState.FILLED:
            filled.setdefault(person(form) or id(form), (form, item))
    if filled:
        return tuple(filled.values())
    return tuple(sorted(forms, key=lambda pair: -FORM_WEIGHT[pair[0].state])[:1])


def _may_be_form(item: Attachment, call: Call) -> bool:
    """Tell whether a file is worth reading as a form: any document, or a picture or broken file named like one."""
    named = call.form is not None and any(mentions(item.name, word) for word in call.form.file_names)
    return item.type in DOCUMENTS or (
        named and (item.type in PICTURES or item.type in {FileType.EMPTY, FileType.UNKNOWN, FileType.ZIP})
    )


def _document_texts(item: Attachment, call: Call, workdir: Path) -> dict[str, FoundText]:
    """Return the texts in a document: under headings, else the whole as what its name says, else as prose."""
    content = read_text(item, workdir)
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


def _submission(
    message: InboundMessage,
    call_id: str,
    call: Call,
    form: RegistrationForm | None,
    files: Sequence[Attachment],
    found: _Found,
    *,
    alone: bool,
) -> Submission:
    """Put one author's share in its roles."""
    materials, leftover = _roles(files, form, found, call, message.spooled.sha256)
    texts = found.texts(files) | (found.body_texts if alone else {})
    texts.update(_form_texts(form, call))
    running = next((name for name, text in call.texts.items() if text.prose and name not in texts), "")
    if alone and running and (written := prose(message.text, _form_labels(call), "body")):
        texts[running] = written
    return Submission(
        call=call_id,
        message=message.spooled.sha256,
        received_at=message.spooled.received_at,
        author=_author(form, message.sender),
        reply_to=message.sender,
        form=form,
        texts=texts,
        materials=materials,
        leftover=leftover,
        links=message.links,
        phrase_seen=not call.phrase or fold(call.phrase) in haystack(message),
    )


def _roles(
    files: Sequence[Attachment], form: RegistrationForm | None, found: _Found, call: Call, message: str
) -> tuple[tuple[Material, ...], tuple[Attachment, ...]]:
    """Give each file its role; unreadable archives and files of no use are left over, kept and shown."""
    form_file = form.source_sha256 if form else ""
    forms = {item.sha256 for _, item in found.forms if item}
    texts = found.file_texts.keys()
    materials: list[Material] = []
    leftover: list[Attachment] = []
    for item in _once(files):
        if item.sha256 in ({form_file} | forms) - {""}:
            materials.append(material_of(item, Role.FORM, message))
        elif item.sha256 in texts:
            materials.append(material_of(item, Role.TEXT, message))
        elif item.type in PICTURES or claims_picture(item):
            materials.append(picture(item, call, form.text("photo_name") if form else "", message))
        elif item.type in ARCHIVES or item.problem:
            leftover.append(item)
            materials.append(material_of(item, Role.OTHER, message))
        else:
            materials.append(material_of(item, Role.OTHER, message))
    return tuple(materials), tuple(leftover)


def _once(files: Sequence[Attachment]) -> list[Attachment]:
    """Drop a file sent again with the same bytes under the same name; another name stays, for the duplicate rule."""
    return list({(item.sha256, item.name.casefold()): item for item in files}.values())


def _form_texts(form: RegistrationForm | None, call: Call) -> dict[str, FoundText]:
    values = form.values if form else {}
    return {
        name: FoundText(text=values[text.field].text, place=f"{form.source}, {values[text.field].place}" if form else "")
        for name, text in call.texts.items()
        if text.field and text.field in values and values[text.field].text.strip()
    }


def _form_labels(call: Call) -> tuple[str, ...]:
    return tuple(label for field in call.form.fields.values() for label in field.labels) if call.form else ()


def _author(form: RegistrationForm | None, sender: Address | None) -> Address | None:
    """Return the author: the form's name with the sender's address."""
    name = (form.text("name_en") or form.text("name_zh")) if form else ""
    if sender is None:
        return Address(name=name, email=form.text("email").lower()) if form and form.text("email") else None
    return Address(name=name or sender.name, email=sender.email)
