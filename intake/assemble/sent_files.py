"""The files that somebody meant to send: photos that a program shrank into a mail's text are told from logos by what else it brings."""

from __future__ import annotations

from intake.assemble.forms_asked import named_form
from intake.assemble.routing import fold_phrase, haystack
from intake.config.models import Call
from intake.model.filetypes import PICTURES, FileType
from intake.model.submission import Attachment, InboundMessage

SEVERAL = 2  # pictures: one alone may be the face in a signature
CARDS = frozenset({FileType.CALENDAR, FileType.SIGNATURE})  # appointments and visiting cards; other signatures are for programs
ENDINGS = (".ics", ".vcf")
MANY = 3  # more than a signature has, where nothing but the call's phrase is there beside them


def sent_files(message: InboundMessage, call: Call) -> tuple[Attachment, ...]:
    """Return the files of a mail without decoration.

    Pictures in the text count, small as they are, where they are most of the pictures that a first mail for the call brings: better
    told by name that they are too small than not seen at all.
    """
    files = tuple(item for item in message.attachments if not item.decoration)
    pasted = tuple(item for item in message.attachments if item.pasted)
    others = sum(item.type in PICTURES for item in files)  # a portrait attached, say, while the works stand in the text
    if others >= len(pasted) or message.in_reply_to or not _is_for(message, files, len(pasted), call):
        return files
    return tuple(item for item in message.attachments if item.pasted or not item.decoration)


def attached_decoration(message: InboundMessage) -> tuple[Attachment, ...]:
    """Return what is decoration by its kind or size alone and was attached under a name: a card, an appointment, a picture of a pixel."""
    return tuple(
        item
        for item in message.attachments
        if item.decoration
        and not (item.pasted or item.inline)
        and item.name_as_sent
        and (item.type in PICTURES or (item.type in CARDS and item.name.lower().endswith(ENDINGS)))
    )


def _is_for(message: InboundMessage, files: tuple[Attachment, ...], pictures: int, call: Call) -> bool:
    """Tell whether a mail with so many pictures in its text brings a file called as a form of the call, or names its phrase."""
    if any(named_form(item.name, call) for item in files):
        return pictures >= SEVERAL
    phrase = fold_phrase(call.phrase)
    return pictures >= MANY and bool(phrase) and phrase in haystack(message)
