"""What a mail's names tell: its subject first, then its archives, folders and files (contract.md ruling 26)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from intake.assemble.routing import references_named
from intake.assemble.unit import Forms, folded_value, given_out
from intake.config.models import Call, FieldKind
from intake.forms.fields.values import read_value
from intake.model.named import Clash, Named, NameFaults
from intake.model.submission import Attachment, Dossier, InboundMessage
from intake.words.names_by_pattern import NameReader


def reader_of(call: Call) -> NameReader | None:
    """Return what reads a call's names; None for a call without a pattern."""
    if call.naming is None:
        return None
    slots = call.slots.values()
    asked = dict.fromkeys(word for slot in slots for word in (*slot.names, *slot.title.by_language.values()) if word.strip())
    fields = {name: call.field(name) for name in call.naming.names}
    labels = {name: field.asked_as for name, field in fields.items() if field}
    return NameReader(call.naming, tuple(asked), labels, _single(call))


def _single(call: Call) -> tuple[str, ...]:
    """Return the Latin words of what a call asks for, one by one: "article" of "press articles"."""
    titles = " ".join(
        word for slot in call.slots.values() for word in (*slot.title.by_language.values(), slot.title.many, *slot.names)
    )
    words = {word.casefold() for word in re.findall(r"[A-Za-z][A-Za-z0-9]+", titles)}
    return tuple(sorted(words | {f"{word}s" for word in words}))


def read_names(message: InboundMessage, call: Call, files: Sequence[Attachment]) -> Named:
    """Return what the names of a mail with these files tell; a mail that names a reference or answers one needs no other name."""
    reader = reader_of(call)
    if reader is None:
        return Named()
    read = [(name, told) for name in _names(message, files) if (told := reader.read(name))]
    if read:
        told = read[0][1]
        return Named(told=told, otherwise=tuple(name for name, other in read[1:] if _differ(told, other, call)))
    known = bool(references_named(message, {"": call}) or message.in_reply_to or message.references)
    outer = [message.subject.strip(), *dict.fromkeys((item.container or item.folder).split("/")[0] for item in files)]
    return Named(wrong=() if known else tuple(dict.fromkeys(name for name in outer if name)) or ("",))


def read_subject(message: InboundMessage, call: Call) -> Mapping[str, str]:
    """Return what a mail's subject tells, {} for nothing."""
    reader = reader_of(call)
    return (reader.read(_stem(message.subject)) if reader else None) or {}


def told_of(item: Attachment, call: Call) -> Mapping[str, str]:
    """Return what a file's archive and folders tell, {} for nothing."""
    reader = reader_of(call)
    found = (reader.read(name) for name in _places(item)) if reader else iter(())
    return next((told for told in found if told), {})


def _names(message: InboundMessage, files: Sequence[Attachment]) -> Iterator[str]:
    """Yield every name that may tell something, the strongest first."""
    yield _stem(message.subject)  # mail programs take the first file's name for it
    yield from dict.fromkeys(place for item in files for place in _places(item))
    yield from dict.fromkeys(_stem(item.name) for item in files)


def _places(item: Attachment) -> Iterator[str]:
    yield from map(_stem, filter(None, item.container.split("/")))  # an archive within an archive
    yield from filter(None, item.folder.split("/"))


def _stem(name: str) -> str:
    """Return a name without its format: a dot inside a name, as in "No. 3 Forum", ends none."""
    head, dot, tail = name.rpartition(".")
    return head if dot and tail.isascii() and tail.isalnum() and 1 < len(tail) < 6 else name


def _differ(one: Mapping[str, str], other: Mapping[str, str], call: Call) -> bool:
    return any(
        folded_value(call.field(name), value) != folded_value(call.field(name), other.get(name, ""))
        for name, value in one.items()
    )


def merged_names(dossier: Dossier, new: Named) -> Named:
    """Return what the names of an entry tell with those of a new mail: what was known stays."""
    return Named(told={**new.told, **dossier.named.told}, wrong=new.wrong, otherwise=new.otherwise)


def name_faults(call: Call, forms: Forms, named: Named) -> NameFaults:
    """Return what is wrong with the names of an entry: by the pattern, between names, against its forms, unknown to the call."""
    if call.naming is None:
        return NameFaults()
    told = {name: value for name, value in named.told.items() if name in call.naming.names}
    fields = {name: field for name in call.naming.names if (field := call.field(name))}
    written = {name: text for form in forms.values() if form for name in fields if (text := form.text(name).strip())}
    return NameFaults(
        wrong=named.wrong,
        otherwise=named.otherwise,
        clashes=tuple(_clashes(call, forms, told)),
        unknown={
            name: value
            for name, value in told.items()
            if name in fields and fields[name].kind is FieldKind.CHOICE and read_value(fields[name], value) is None
        },
        right=call.naming.filled({**written, **told}, {name: field.labels[0] for name, field in fields.items()}),
    )


def _clashes(call: Call, forms: Forms, told: Mapping[str, str]) -> Iterator[Clash]:
    for slot, form in forms.items():
        for name, value in told.items() if form else ():
            said, field = form.text(name).strip() if form else "", call.field(name)
            if (
                said
                and folded_value(field, said) != folded_value(field, value)
                and given_out(field, said) != given_out(field, value)
            ):
                yield Clash(field=name, slot=slot, told=value, said=said)
