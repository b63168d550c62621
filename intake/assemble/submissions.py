"""A message and a call become submissions: one for each registration form, one if there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from intake.assemble.author_choice import decides_in_words
from intake.assemble.author_shares import deal
from intake.assemble.documents import ReadDocuments, read_documents
from intake.assemble.files_in_slots import Share, files_in_slots
from intake.assemble.forms_asked import named_form
from intake.assemble.link_slots import asked_links, links_alone
from intake.assemble.links_for_files import sends, stand_ins, without_pages_of_persons
from intake.assemble.links_for_texts import links_in_texts
from intake.assemble.named import read_names
from intake.assemble.people import People, form_says
from intake.assemble.routing import fold_phrase, haystack
from intake.assemble.sent_files import attached_decoration, sent_files
from intake.assemble.sheets import by_unit
from intake.assemble.slots import claims_kind, fitting, material_of
from intake.assemble.text_or_file import without_remarks
from intake.assemble.texts_asked import prose_of, said_in_prose, wants_alone
from intake.assemble.typed_document import with_typed_document
from intake.assemble.typed_sheet import with_typed_sheet
from intake.assemble.unit_shares import UnitShare, unit_shares
from intake.assemble.whole_archives import with_whole_archives
from intake.assemble.years import with_years
from intake.config.allowance import Allowance
from intake.config.models import Call, SlotKind
from intake.mime.unpacking import one_allowance
from intake.model.addresses import canonical
from intake.model.idle import Idle
from intake.model.named import Named
from intake.model.submission import (
    DOCUMENTS,
    OTHER,
    PICTURES,
    Address,
    Attachment,
    FormState,
    FoundText,
    InboundMessage,
    RegistrationForm,
    Submission,
)
from intake.words.absence import doubt
from intake.words.authored import better, is_long, refers_elsewhere
from intake.words.handover import says_instead, voids_earlier

USUAL = Allowance()


def gather(
    message: InboundMessage, call_id: str, call: Call, workdir: Path, allowed: Allowance = USUAL
) -> tuple[Submission, ...]:
    """Return what a mail submits for a call; () when nothing is submitted: a question, a greeting, spam.

    A mail without files, form, links or headed texts may still answer a letter: with form lines or running prose. Such a
    submission says `only_answers` and counts only where an entry is found that it adds to. `allowed`: what its files may cost, its archives among them.
    """
    files = sent_files(message, call)
    files = with_typed_sheet(with_whole_archives(files, message.archives, call), message, call, workdir)
    files = with_typed_document(files, message, call, workdir)
    left = allowed.after(message.unpacked)
    with one_allowance(left.unpacked_bytes, left.unpacked_entries):
        read = read_documents(message, files, call, workdir, allowed)
    reading = with_years(read, call, message.spooled.received_at)
    files = tuple(replace(item, problem=item.problem or reading.problems.get(item.sha256, "")) for item in files)
    forms = reading.forms or ((None, None),)
    shares = deal(files, forms, People.of(call))
    if units := unit_shares(message, call, files):
        made = _of_units(message, call_id, call, units, reading)
        return _beside_decoration(_with_unclaimed(made, files, [unit.files for unit in units], reading), message)
    many = len(forms) > 1
    made = [
        _submission(
            message, call_id, call, Share(files_of, _with_further(form, call, reading if not number else None), not many), reading
        )
        for number, ((form, _), files_of) in enumerate(zip(forms, shares, strict=True))
    ]
    if not any(_is_submission(each, message, files, reading, call) for each in made):
        return _answers(made[0], message)
    return _beside_decoration(_with_unclaimed(made, files, shares, reading) if many else by_unit(made, call), message)


def _of_units(
    message: InboundMessage, call_id: str, call: Call, units: Sequence[UnitShare], reading: ReadDocuments
) -> list[Submission]:
    """Return what a mail submits for each of several units."""
    return [
        replace(
            _submission(message, call_id, call, Share(unit.files, unit.forms(reading, call), unit.leads), reading),
            named=Named(told=unit.told),
        )
        for unit in units
    ]


def _is_submission(
    submission: Submission, message: InboundMessage, files: Sequence[Attachment], reading: ReadDocuments, call: Call
) -> bool:
    """Tell whether a mail brings what the call asks for, so that it opens an entry by itself.

    A file of no use to the call does so only where the call's phrase is named; an invoice that nobody can read is no form.
    Prose alone does so where nothing but a text is asked for.
    """
    linked = any(name in submission.texts for name in call.of_kind(SlotKind.LINK))
    if (
        sends(submission.links, message, call)
        or linked
        or reading.body_texts
        or (files and call.phrase and submission.phrase_seen)
    ):
        return True
    forms = [form for form in submission.forms.values() if form is not None]
    strange = [form for form in forms if form.state is FormState.UNREADABLE and not named_form(form.source, call)]
    idle = {OTHER, *(form.slot for form in strange)}
    if any(
        item.role not in idle or item.reason in {Idle.CALLED, Idle.PICTURED} or (item.problem and item.type not in DOCUMENTS)
        for item in submission.materials
    ):
        return True
    if len(forms) > len(strange):
        return True
    if submission.phrase_seen and any(is_long(text.text) for text in submission.texts.values()):
        return True
    return wants_alone(call, SlotKind.TEXT) and bool(said_in_prose(submission, message))


def _answers(submission: Submission, message: InboundMessage) -> tuple[Submission, ...]:
    """Return what a mail may answer: with form lines, prose long enough for a text and no question, files, words of choice."""
    texts = said_in_prose(submission, message)
    typed = {} if doubt(message) else submission.typed
    answer = replace(submission, texts=texts, typed=typed, only_answers=True)
    return (answer,) if texts or answer.typed or answer.materials or decides_in_words(message.text) else ()


def _with_unclaimed(
    made: Sequence[Submission], files: Sequence[Attachment], shares: Sequence[Sequence[Attachment]], reading: ReadDocuments
) -> tuple[Submission, ...]:
    """Keep with the first entry, in no role, what no author's folder or name claims; each entry names those that may matter."""
    claimed = {item.ordinal for share in shares for item in share}
    rest = [item for item in files if item.ordinal not in claimed]
    kept = [material_of(item, OTHER, made[0].message, Idle.UNCLAIMED) for item in rest]
    first = replace(made[0], materials=(*made[0].materials, *kept))
    names = tuple(
        item.name
        for item in rest
        if item.type in PICTURES or item.problem or claims_kind(item, SlotKind.PHOTO) or item.sha256 in reading.file_texts
    )
    return tuple(replace(submission, unclaimed=names) for submission in (first, *made[1:]))


def _beside_decoration(made: Sequence[Submission], message: InboundMessage) -> tuple[Submission, ...]:
    """Keep with the first entry, in no role, what was attached by name and is decoration: its sender sees that it arrived."""
    kept = [material_of(item, OTHER, made[0].message, Idle.DECORATION) for item in attached_decoration(message)]
    return (replace(made[0], materials=(*made[0].materials, *kept)), *made[1:])


def _with_further(form: RegistrationForm | None, call: Call, reading: ReadDocuments | None) -> dict[str, RegistrationForm | None]:
    """Return an author's form with the call's other forms, by slot; None where one is not there."""
    forms: dict[str, RegistrationForm | None] = dict.fromkeys(call.of_kind(SlotKind.FORM))
    if form is not None:
        forms[form.slot] = form
    return {**forms, **{name: found for name, (found, _) in (reading.further if reading else {}).items()}}


def _submission(message: InboundMessage, call_id: str, call: Call, share: Share, reading: ReadDocuments) -> Submission:
    """Put one author's share in its slots."""
    files, forms, alone = share.files, share.forms, share.alone
    form = next(iter(forms.values()), None)
    texts = reading.texts(files) | (dict(reading.body_texts) if alone else {})
    written = "\n\n".join(filter(None, (message.text, message.linked)))
    texts |= (asked_links(written, call) or links_alone(message, call)) if alone else {}
    texts |= {name: better(text, texts.get(name)) for name, text in _form_texts(forms, call).items()}
    leads, texts = links_in_texts(texts, call)
    taken = {name for item in files for name in fitting(item, call)}  # these are not looked for in covering words
    running = next((name for name, text in call.texts.items() if text.prose and name not in {*texts, *taken}), "")
    if running and (prose := (prose_of(message, call, running) if alone else None) or reading.spare_text(files)):
        texts[running] = prose
    materials = files_in_slots(share, reading, call, message, {text.place for text in texts.values()})
    return Submission(
        call=call_id,
        message=message.spooled.sha256,
        received_at=message.spooled.received_at,
        author=_author(form, call, message),
        reply_to=message.sender,
        forms=forms,
        texts=without_remarks(texts, materials, call),
        materials=materials,
        typed=reading.typed if alone else {},
        replaces=says_instead(message.subject, message.text, *(item.name for item in files)),
        voids=voids_earlier(message.subject, message.text),
        links=stand_ins(
            (*reading.links, *without_pages_of_persons(message.links, written, call), *leads), written if alone else "", call
        ),
        named=read_names(message, call, files),
        rows=reading.sheets.rows_of(materials, call),
        sheets=reading.sheets.facts_of(materials, call),
        phrase_seen=not call.phrase or fold_phrase(call.phrase) in haystack(message),
    )


def _form_texts(forms: Mapping[str, RegistrationForm | None], call: Call) -> dict[str, FoundText]:
    found: dict[str, FoundText] = {}
    for name, text in call.texts.items():
        form = next((form for form in forms.values() if form is not None and text.field in form.values), None)
        value = form.values[text.field] if form and text.field else None
        if form and value and value.text.strip() and not refers_elsewhere(value.text):
            found[name] = FoundText(text=value.text, place=f"{form.source}, {value.place}")
    return found


def _author(form: RegistrationForm | None, call: Call, message: InboundMessage) -> Address | None:
    """Return the author: the form's name with the sender's address; of a forward without a form, who wrote what is forwarded."""
    name, address = form_says(form, call.identity.name), form_says(form, call.identity.email)
    if message.sender is None:
        return Address(name=name, email=canonical(address)) if address else None
    if not name and message.forwarded_from:
        return message.forwarded_from[0]
    return Address(name=name or message.sender.name, email=message.sender.email)
