"""Whom a mail speaks of: the names of an entry's author in its files, folders, subject, sender and text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from intake.assemble.people import People, folded_name
from intake.config.models import Call, FieldKind, SlotKind
from intake.model.submission import Dossier, InboundMessage, Material, Submission
from intake.words.person_names import person_names

VIA = re.compile(r"\s*(?:\bvia\b|\bon behalf of\b|通过|代表|代发|经由)", re.IGNORECASE)


def names_of(dossier: Dossier, call: Call) -> tuple[str, ...]:
    """Return what an entry's author, or unit, and its works are called; of an entry whose form names nobody its opener's name."""
    form, people = dossier.form, People.of(call)
    if call.unit_fields:
        return tuple(name for field in call.unit_fields if len(folded_name(name := dossier.fields.get(field, ""))) >= 2)
    told = [form.text(field) for field in people.names] if form else []
    if not any(told) and dossier.author:
        told.append(person_in(dossier.author.name))
    told += [form.text(field) for field in call.identity.title or ()] if form else []
    return tuple(name for name in told if len(folded_name(name)) >= 2)


def person_in(display: str) -> str:
    """Return the person a display name speaks of: "Anna Lind via Photo Club" is Anna Lind."""
    return VIA.split(display)[0].strip("\"'“”‘’ ")


def rewritten(message: InboundMessage) -> bool:
    """Tell whether a list wrote its own address into From, so that the address is its members' in common."""
    return message.sender is not None and VIA.search(message.sender.name) is not None


def named(message: InboundMessage, dossiers: Sequence[Dossier], call: Call) -> Dossier | None:
    """Return the one entry whose author a mail names: file and folder names before the subject, the sender, the text."""
    for place in _places(message):
        best = {
            dossier.reference: max((_bears(place, name) for name in names_of(dossier, call)), default=0) for dossier in dossiers
        }
        longest = max(best.values(), default=0)
        fitting = [dossier for dossier in dossiers if longest and best[dossier.reference] == longest]
        if len(fitting) == 1:
            return fitting[0]
    return None


def without(subject: str, ours: Iterable[str]) -> str:
    """Return what a sender wrote in a subject: without the words of the letter of ours that it answers, which name nobody."""
    said = " ".join(subject.split())
    for words in sorted(filter(None, ours), key=len, reverse=True):
        said = said.replace(words, " / ")
    return said


def names_another(message: InboundMessage, submission: Submission, call: Call, dossiers: Sequence[Dossier]) -> bool:
    """Tell whether a mail seems to bear the name of a person whom none of these entries is about.

    In the subject, a folder or an archive; or in the names of a portrait, a form or of two files: one photo's name may be a title.
    """
    known = _known(call, dossiers)
    loud = [message.subject, *(f"{item.folder} / {_stem(item.container)}" for item in message.attachments if not item.decoration)]
    loud += [_stem(item.name) for item in submission.materials if _tells(item, call) and not item.doubtful]
    if any(person_names(text, known) for text in loud):
        return True
    files = [{folded_name(found) for found in person_names(_stem(item.name), known)} for item in submission.materials]
    return any(sum(person in found for found in files) > 1 for found in files for person in found)


def _tells(item: Material, call: Call) -> bool:
    """Tell whether a file's name, if it is a person's, is its author's: a form, a photo that is not judged."""
    slot = call.slots.get(item.role)
    return slot is not None and (slot.is_a(SlotKind.FORM) or not slot.judged)


def _known(call: Call, dossiers: Sequence[Dossier]) -> set[str]:
    words = [
        *call.subject_words,
        call.phrase,
        *call.title.model_dump().values(),
        *(word for slot in call.slots.values() for word in slot.names),
    ]
    words += [word for text in call.texts.values() for word in text.heads]
    words += [name for dossier in dossiers for name in (*names_of(dossier, call), *_about(dossier, call))]
    return {word.strip() for word in words if len(word.strip()) >= 2}


def _about(dossier: Dossier, call: Call) -> Iterable[str]:
    """Yield the other people an entry tells of: who opened it, and every name in its form, its unit's contact among them."""
    if dossier.author:
        yield person_in(dossier.author.name)
    fields = [name for name, item in call.fields.items() if item.kind is FieldKind.NAME]
    yield from (dossier.form.text(name) for name in fields if dossier.form)


def _places(message: InboundMessage) -> Iterable[str]:
    files = [item for item in message.attachments if not item.decoration]
    yield " / ".join(f"{item.container}/{item.folder}/{item.name}" for item in files)
    yield message.subject
    yield person_in(message.sender.name) if message.sender else ""
    yield message.text


def _bears(place: str, name: str) -> int:
    """Return how much of a name a text bears, 0 if not the whole: as one run, or a Latin name's words in any order."""
    short, words = folded_name(name), set(_words(name))
    if (not short.isascii() or len(short) >= 5) and short in folded_name(place):
        return len(short)
    if words and words <= set(_words(place)) and (len(words) > 1 or len(short) >= 3):
        return len(short)
    return 0


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) >= 2]


def _stem(name: str) -> str:
    return name.rsplit(".", 1)[0]
