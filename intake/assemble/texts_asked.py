"""Texts that nobody headed: what a call's texts are like, and which prose of a mail is one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from intake.assemble.forms_asked import form_labels
from intake.config.models import Call, SlotKind
from intake.model.submission import FoundText, InboundMessage, Submission
from intake.words.absence import doubt
from intake.words.authored import free_lines, is_long, prose_in, size_of

LONG_ANSWER = 50  # words that prose alone in a mail must have to be taken for a text that was asked for


def in_characters(call: Call, slot: str) -> bool:
    """Tell whether a text is asked for in characters, so that it may be Chinese; the rules say words where it must be English."""
    said: dict[str, object] = {}
    for rules in (call.rules, call.slots[slot].rules):
        found = rules.get("text-length")
        said |= found if isinstance(found, Mapping) else {}
        said |= {"language": language} if (language := rules.get("text-language")) else {}
    return said.get("counts", "characters") == "characters" and "language" not in said


def wants_alone(call: Call, kind: SlotKind) -> bool:
    """Tell whether all that a call wants from the start is of one kind: texts and nothing else, links and nothing else."""
    wanted = [
        slot for slot in call.slots.values() if slot.count.least and not slot.optional and not slot.timed and not slot.with_slot
    ]
    return bool(wanted) and all(slot.is_a(kind) for slot in wanted)


def said_in_prose(submission: Submission, message: InboundMessage) -> dict[str, FoundText]:
    """Return the texts of a mail that nothing but their length speaks for: none of a question or of a machine's answer."""
    asks = re.search(r"[?？]", message.text) is not None
    texts = {} if doubt(message) else submission.texts
    return {name: text for name, text in texts.items() if is_long(text.text) or (not asks and size_of(text.text) >= LONG_ANSWER)}


def prose_of(message: InboundMessage, call: Call, slot: str) -> FoundText | None:
    """Return the longest unlabelled text; a mail and one forwarded in it each have a signature, below which is none."""
    han = in_characters(call, slot)
    letters = [free_lines(text, form_labels(call), call.texts) for text in message.texts]
    for long in (False, True):  # what is too long for prose is taken where there is no other
        written = [prose_in(lines, "body", long=long, han=han) for lines in letters]
        if found := max(filter(None, written), key=lambda found: len(found.text), default=None):
            return found
    return None
