"""A message and a call become submissions: one for each registration form, one if there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from pathlib import Path

from intake.assemble.documents import Reading, form_labels, named_form, read_documents
from intake.assemble.roles import archives_doubted, claims_picture, material_of, picture
from intake.assemble.routing import fold, haystack
from intake.assemble.shares import deal
from intake.config.models import Call
from intake.model.addresses import canonical
from intake.model.idle import Idle
from intake.model.submission import (
    DOCUMENTS,
    PICTURES,
    Address,
    Attachment,
    FileType,
    FormState,
    FoundText,
    InboundMessage,
    Material,
    RegistrationForm,
    Role,
    Submission,
)
from intake.words.absence import doubt
from intake.words.authored import better, free_lines, is_long, prose_in, refers_elsewhere

LONG_ANSWER = 50  # words that prose alone in a mail must have to be taken for a text that was asked for


def gather(message: InboundMessage, call_id: str, call: Call, workdir: Path, seconds: float = 10) -> tuple[Submission, ...]:
    """Return what a mail submits for a call; () when nothing is submitted: a question, a greeting, spam.

    A mail without files, form, links or headed texts may still answer a letter: with form lines or running prose. Such a
    submission says `only_answers` and counts only where an entry is found that it adds to. `seconds`: of processor time, for each file.
    """
    files = tuple(item for item in message.attachments if not item.decoration)
    reading = read_documents(message, files, call, workdir, seconds)
    files = tuple(replace(item, problem=item.problem or reading.problems.get(item.sha256, "")) for item in files)
    forms = reading.forms or ((None, None),)
    shares = deal(files, forms)
    many = len(forms) > 1
    made = [
        _submission(message, call_id, call, form, share, reading, alone=not many)
        for (form, _), share in zip(forms, shares, strict=True)
    ]
    if not any(_is_submission(each, files, reading, call) for each in made):
        return _answers(made[0], message)
    return _with_unclaimed(made, files, shares, reading) if many else tuple(made)


def _is_submission(submission: Submission, files: Sequence[Attachment], reading: Reading, call: Call) -> bool:
    """Tell whether a mail brings what the call asks for, so that it opens an entry by itself.

    A file of no use to the call does so only where the call's phrase is named; an invoice that nobody can read is no form.
    """
    if submission.links or reading.body_texts or (files and call.phrase and submission.phrase_seen):
        return True
    form = submission.form
    unread = form is not None and form.state is FormState.UNREADABLE and not named_form(form.source, call)
    idle = {Role.OTHER, Role.FORM} if unread else {Role.OTHER}
    if any(item.role not in idle or (item.problem and item.type not in DOCUMENTS) for item in submission.materials) or (
        form and not unread
    ):
        return True
    return submission.phrase_seen and any(is_long(text.text) for text in submission.texts.values())


def _answers(submission: Submission, message: InboundMessage) -> tuple[Submission, ...]:
    """Return what a mail may answer: with form lines, with prose long enough for a text and no question, with files."""
    if doubt(message):
        return (replace(submission, texts={}, typed={}, only_answers=True),) if submission.materials else ()
    asks = re.search(r"[?？]", message.text) is not None
    texts = {
        name: text
        for name, text in submission.texts.items()
        if is_long(text.text) or (not asks and len(text.text.split()) >= LONG_ANSWER)
    }
    return (replace(submission, texts=texts, only_answers=True),) if texts or submission.typed or submission.materials else ()


def _with_unclaimed(
    made: Sequence[Submission], files: Sequence[Attachment], shares: Sequence[Sequence[Attachment]], reading: Reading
) -> tuple[Submission, ...]:
    """Keep with the first entry, in no role, what no author's folder or name claims; each entry names those that may matter."""
    claimed = {item.ordinal for share in shares for item in share}
    rest = [item for item in files if item.ordinal not in claimed]
    kept = [material_of(item, Role.OTHER, made[0].message, Idle.UNCLAIMED) for item in rest]
    first = replace(made[0], materials=(*made[0].materials, *kept))
    names = tuple(
        item.name
        for item in rest
        if item.type in PICTURES or item.problem or claims_picture(item) or item.sha256 in reading.file_texts
    )
    return tuple(replace(submission, unclaimed=names) for submission in (first, *made[1:]))


def _prose(message: InboundMessage, call: Call) -> FoundText | None:
    """Return the longest unlabelled text; a mail and one forwarded in it each have a signature, below which is none."""
    letters = [free_lines(text, form_labels(call), call.texts) for text in message.texts]
    for long in (False, True):  # what is too long for prose is taken where there is no other
        written = [prose_in(lines, "body", long=long) for lines in letters]
        if found := max(filter(None, written), key=lambda found: len(found.text), default=None):
            return found
    return None


def _submission(
    message: InboundMessage,
    call_id: str,
    call: Call,
    form: RegistrationForm | None,
    files: Sequence[Attachment],
    reading: Reading,
    *,
    alone: bool,
) -> Submission:
    """Put one author's share in its roles."""
    texts = reading.texts(files) | (dict(reading.body_texts) if alone else {})
    texts |= {name: better(text, texts.get(name)) for name, text in _form_texts(form, call).items()}
    running = next((name for name, text in call.texts.items() if text.prose and name not in texts), "")
    if running and (written := (_prose(message, call) if alone else None) or reading.spare_text(files)):
        texts[running] = written
    materials = _roles(files, form, reading, call, message.spooled.sha256, {text.place for text in texts.values()})
    return Submission(
        call=call_id,
        message=message.spooled.sha256,
        received_at=message.spooled.received_at,
        author=_author(form, message),
        reply_to=message.sender,
        form=form,
        texts=texts,
        materials=materials,
        typed=reading.typed if alone else {},
        links=message.links,
        phrase_seen=not call.phrase or fold(call.phrase) in haystack(message),
    )


def _roles(
    files: Sequence[Attachment], form: RegistrationForm | None, reading: Reading, call: Call, message: str, places: Set[str]
) -> tuple[Material, ...]:
    """Give each file its role; what has none is kept and shown as other, unreadable archives with their problem."""
    form_file = form.source_sha256 if form else ""
    forms = {item.sha256 for _, item in reading.forms if item} | reading.copies
    texts = reading.file_texts.keys()
    used = {text.place for text in reading.spare.values()} & places
    materials: list[Material] = []
    for item in _once(files):
        if item.sha256 in ({form_file} | forms) - {""}:
            materials.append(material_of(item, Role.FORM, message))
        elif item.sha256 in texts or item.name in used:
            materials.append(material_of(item, Role.TEXT, message))
        elif item.type in PICTURES or claims_picture(item):
            materials.append(picture(item, call, form.text("photo_name") if form else "", message))
        else:
            materials.append(material_of(item, Role.OTHER, message, _idle(item, reading)))
    return archives_doubted(materials)


def _idle(item: Attachment, reading: Reading) -> Idle:
    """Return why a file plays no part."""
    if item.problem:
        return Idle.UNREADABLE
    if item.sha256 in reading.asides:
        return Idle.CV
    if item.sha256 in reading.seen:
        return Idle.SECOND
    if item.sha256 in reading.spare:
        return Idle.SPARE
    kinds = {FileType.UNKNOWN: Idle.UNKNOWN, FileType.EMPTY: Idle.EMPTY}
    return kinds.get(item.type, Idle.NO_TEXT if item.type in DOCUMENTS else Idle.NOT_ASKED)


def _once(files: Sequence[Attachment]) -> list[Attachment]:
    """Drop a file sent again with the same bytes under the same name; another name stays, for the duplicate rule."""
    return list({(item.sha256, item.name.casefold()): item for item in files}.values())


def _form_texts(form: RegistrationForm | None, call: Call) -> dict[str, FoundText]:
    values = form.values if form else {}
    return {
        name: FoundText(text=values[text.field].text, place=f"{form.source}, {values[text.field].place}" if form else "")
        for name, text in call.texts.items()
        if text.field
        and text.field in values
        and values[text.field].text.strip()
        and not refers_elsewhere(values[text.field].text)
    }


def _author(form: RegistrationForm | None, message: InboundMessage) -> Address | None:
    """Return the author: the form's name with the sender's address; of a forward without a form, who wrote what is forwarded."""
    name = (form.text("name_en") or form.text("name_zh")) if form else ""
    if message.sender is None:
        return Address(name=name, email=canonical(form.text("email"))) if form and form.text("email") else None
    if not name and message.forwarded_from:
        return message.forwarded_from[0]
    return Address(name=name or message.sender.name, email=message.sender.email)
