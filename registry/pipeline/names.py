"""Whom a mail speaks of: the names of an entry's author in its files, folders, subject, sender and text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from intake.assemble.people import People, plain
from intake.config.models import Call, SlotKind
from intake.model.submission import Dossier, InboundMessage, Material, Submission

VIA = re.compile(r"\s*(?:\bvia\b|\bon behalf of\b|通过|代表|代发|经由)", re.IGNORECASE)
PERSON = re.compile(r"(?<![^\W\d_])[A-ZÀ-Þ][^\W\d_]+(?:[\s_.-]+[A-ZÀ-Þ][^\W\d_]+)+(?![^\W\d_])")
HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
# what stands beside names in subjects, folders and file names
COMMON = re.compile(
    r"\b(re|fw|fwd|dear|photos?|pictures?|images?|portraits?|authors?|works?|forms?|application|entry|entries|registration|"
    r"competition|submissions?|descriptions?|biograph(?:y|ies)|bio|cv|additional|more|new|corrected|correct|final|version|part|"
    r"university|college|school|institute|department|office|international|affairs|call|files?|documents?|attachments?|scan|img|"
    r"dsc|pic|screenshot|the|of|for|from|and|by|with|my|our|please|find|hello|update[ds]?|missing|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)\b|"
    r"补充|照片|图片|作品|投稿|征集|摄影|登记表|报名表|申请表|简介|说明|作者|本人|附件|材料|更正|修改|回复|转发|答复|老师|您好|"
    r"请查收|国际|友人|中国|大学|学院|学校|办公室|外事|我校|我们|关于|发送|提交|补交|新的|一张|两张|三张|微信|截图|姓名|生活照|个人",
    re.IGNORECASE,
)


def names_of(dossier: Dossier, call: Call) -> tuple[str, ...]:
    """Return what an entry's author, or unit, and its works are called; of an entry whose form names nobody its opener's name."""
    form, people = dossier.form, People.of(call)
    if call.unit_fields:
        return tuple(name for field in call.unit_fields if len(plain(name := dossier.fields.get(field, ""))) >= 2)
    told = [form.text(field) for field in people.names] if form else []
    if not any(told) and dossier.author:
        told.append(person_in(dossier.author.name))
    told += [form.text(field) for field in call.identity.title or ()] if form else []
    return tuple(name for name in told if len(plain(name)) >= 2)


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
    known = "|".join(re.escape(word) for word in sorted(_known(call, dossiers), key=len, reverse=True))
    loud = [message.subject, *(f"{item.folder} / {_stem(item.container)}" for item in message.attachments if not item.decoration)]
    loud += [_stem(item.name) for item in submission.materials if _tells(item, call) and not item.doubtful]
    if any(_people(text, known) for text in loud):
        return True
    files = [_people(_stem(item.name), known) for item in submission.materials]
    return any(sum(person in found for found in files) > 1 for found in files for person in found)


def _tells(item: Material, call: Call) -> bool:
    """Tell whether a file's name, if it is a person's, is its author's: a form, a photo that is not judged."""
    slot = call.slots.get(item.role)
    return slot is not None and (slot.is_a(SlotKind.FORM) or not slot.judged)


def _people(text: str, known: str) -> set[str]:
    """Return what looks like a person's name once all known and common words are taken away."""
    rest = COMMON.sub(" / ", re.sub(known, " / ", text, flags=re.IGNORECASE) if known else text)
    han = [run for run in re.findall(r"[\u4e00-\u9fff]+", rest) if HAN_NAME.fullmatch(run)]
    return {plain(found) for found in (*PERSON.findall(rest), *han)}


def _known(call: Call, dossiers: Sequence[Dossier]) -> set[str]:
    words = [
        *call.subject_words,
        call.phrase,
        *call.title.model_dump().values(),
        *(word for slot in call.slots.values() for word in slot.names),
    ]
    words += [word for text in call.texts.values() for word in text.heads]
    words += [*(name for dossier in dossiers for name in names_of(dossier, call))]
    return {word.strip() for word in words if len(word.strip()) >= 2}


def _places(message: InboundMessage) -> Iterable[str]:
    files = [item for item in message.attachments if not item.decoration]
    yield " / ".join(f"{item.container}/{item.folder}/{item.name}" for item in files)
    yield message.subject
    yield person_in(message.sender.name) if message.sender else ""
    yield message.text


def _bears(place: str, name: str) -> int:
    """Return how much of a name a text bears, 0 if not the whole: as one run, or a Latin name's words in any order."""
    short, words = plain(name), set(_words(name))
    if (not short.isascii() or len(short) >= 5) and short in plain(place):
        return len(short)
    if words and words <= set(_words(place)) and (len(words) > 1 or len(short) >= 3):
        return len(short)
    return 0


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) >= 2]


def _stem(name: str) -> str:
    return name.rsplit(".", 1)[0]
