"""Choose the call a mail answers: the first of its mailbox's calls that takes it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from intake.config.models import Call
from intake.model.submission import InboundMessage

MOST = 100_000  # characters of a text that are looked through
DASHES = "-_\u2010\u2011\u2012\u2013\u2014\u2015\u2212"  # what keyboards and mail programs put for a hyphen


def call_for(message: InboundMessage, calls: Mapping[str, Call], ids: Sequence[str]) -> str | None:
    """Return the id of the first call that matches; None when the mailbox serves none.

    A call without `subject_words` takes every mail of its mailbox. One with them takes a mail that bears such a
    word, its phrase or one of its references in subject, body or a file name.
    """
    heap = haystack(message)
    for call_id in ids:
        call = calls[call_id]
        words = (*call.subject_words, *([call.phrase] if call.phrase else []), *(f"{prefix}-" for prefix in call.prefixes))
        if not call.subject_words or any(fold_phrase(word) in heap for word in words):
            return call_id
    return None


def haystack(message: InboundMessage) -> str:
    """Return everything a call's words may stand in, folded: subject, texts, file, folder and archive names."""
    names = (f"{item.container} {item.folder} {item.name}" for item in message.attachments)
    return fold_phrase(" ".join((message.subject, message.text, message.quoted, *names)))


def fold_phrase(text: str) -> str:
    """Fold case and drop white space and quotation marks, so that a phrase is found however it is typed."""
    return re.sub(r"[\s\"'“”‘’「」『』《》]+", "", text).casefold()


def references_named(message: InboundMessage, calls: Mapping[str, Call]) -> tuple[str, ...]:
    """Return the references (IF2026-0001) named in the subject, in order, each once."""
    return _references(message.subject, calls)


def references_told(message: InboundMessage, calls: Mapping[str, Call]) -> tuple[str, ...]:
    """Return the references named in the words a sender typed and in the names of files, else those in what the mail quotes."""
    files = (f"{item.container} {item.folder} {item.name}" for item in message.attachments if not item.decoration)
    told = " \n ".join((message.text[:MOST], *files))
    return _references(told, calls) or _references(message.quoted[:MOST], calls)


def _references(text: str, calls: Mapping[str, Call]) -> tuple[str, ...]:
    """Return the references in a text however they are typed: with wide digits, another dash, a blank or none, O for 0."""
    prefixes = "|".join(re.escape(prefix) for call in calls.values() for prefix in call.prefixes)
    if not prefixes:
        return ()
    number = r"\d{4,}(?![\dO])|(?=O*\d)[\dO]{4,}(?![\dA-Z])|\d{4,}(?!\d)"
    written = rf"(?<![A-Z0-9])({prefixes})\s?[{DASHES}]?\s?({number})"
    found = re.findall(written, unicodedata.normalize("NFKC", text).upper(), re.ASCII)
    return tuple(dict.fromkeys(f"{prefix}-{digits.replace('O', '0')}" for prefix, digits in found))
