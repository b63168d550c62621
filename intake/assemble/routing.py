"""Choose the call a mail answers: the first of its mailbox's calls that takes it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from intake.config.models import Call
from intake.model.submission import InboundMessage


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
    prefixes = "|".join(re.escape(prefix) for call in calls.values() for prefix in call.prefixes)
    found = re.findall(rf"(?<![A-Z0-9])((?:{prefixes})-\d{{4,}})(?!\d)", message.subject.upper()) if prefixes else []
    return tuple(dict.fromkeys(found))
