"""A letter that did not arrive, as the digest shows it: whose, why in plain words, and how else its author can be reached."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from intake.config.models import FieldKind
from intake.model.addresses import same
from registry.desk.desk import Desk
from registry.read.entries import read_entries
from registry.read.entry import Entry
from registry.read.undelivered import UndeliveredLetter
from reports.digest.items import ROOM, whose
from reports.letters import formats
from reports.letters.staff_words import StaffWords

ENHANCED = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b")
# what the enhanced code of a refusal (RFC 3463) says, longest first: key of `returned` in the phrases
MEANINGS = {"2.2": "full", "2.1": "closed", "1": "no-address", "7": "refused"}
MOST_NAMED = 5  # entries of one letter whose people are named


def undelivered_item(desk: Desk, item: UndeliveredLetter, languages: Sequence[str]) -> dict[str, Any]:
    """Return a letter that was refused, came back, or may not have left, with its people and their other ways to be reached."""
    words = StaffWords(ROOM, tuple(languages))
    entries = list(read_entries(desk.db, item.references[:MOST_NAMED]))
    error = item.said if item.code in item.said else f"{item.code} {item.said}".strip()
    people = [_reached(desk, entry, item.recipient) for entry in entries]
    meaning = _meaning(error)
    return {
        "reference": " ".join(item.references),
        "first": next(iter(item.references), ""),
        "recipient": item.recipient,
        "state": item.state,
        "entry": entries[0] if entries else None,
        "why": words.line("returned", meaning) if meaning else "",
        "error": formats.clean(error, 200),
        "todo": words.each("reach", people="; ".join(filter(None, people))) if any(people) else [],
    }


def _meaning(error: str) -> str:
    found = ENHANCED.search(error)
    code = found[0].partition(".")[2] if found else ""
    return next((name for begin, name in MEANINGS.items() if f"{code}.".startswith(f"{begin}.")), "")


def _reached(desk: Desk, entry: Entry, recipient: str) -> str:
    """Return an entry's author with every telephone number and every address but the one that failed, as its forms give them."""
    call = desk.config.calls.get(entry.call)
    fields = call.fields.items() if call else ()
    numbers = [entry.written(name) for name, item in fields if item.kind is FieldKind.PHONE]
    written = [entry.written(name) for name, item in fields if item.kind is FieldKind.EMAIL]
    other = [text for text in written if text and not same(text, recipient)]
    ways = dict.fromkeys(formats.clean(text, 80) for text in (*numbers, *other) if text)
    return " ".join([formats.clean(whose(entry, call), 90), *ways]).strip()
