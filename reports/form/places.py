"""What stands in the value cell of a blank form: options to tick, places for a date, the parts of a shared cell."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from intake.config.fields import GAP, FieldKind, FieldSettings
from intake.config.languages import own_words, phrases

ROOM = "form"
TO_WRITE_ON = "_____"


def in_each(words: Sequence[str], languages: Sequence[str]) -> list[str]:
    """Return the first of some words in each language, by its script; where none is in it, the others do."""
    return list(dict.fromkeys(own_words(words, language) for language in languages)) if words else []


def place_for(fields: Mapping[str, FieldSettings], name: str, languages: Sequence[str]) -> str:
    """Return what the cell for a field's value holds before anything is filled in, '' for nothing."""
    field, first = fields[name], phrases(ROOM, languages[0])
    if field.kind is FieldKind.CHOICE:
        return "\n".join(f"☐ {' '.join(in_each(words, languages) or (key,))}" for key, words in field.choices.items())
    if field.kind is FieldKind.FLAG:
        return "    ".join(f"☐ {' '.join(phrases(ROOM, language)[word] for language in languages)}" for word in ("yes", "no"))
    if field.within:
        return f"{first['apart']}\n".join(item.within.replace(GAP, TO_WRITE_ON) for item in sharing(fields, name).values())
    parts = dict.fromkeys(("year", "month", "day"), TO_WRITE_ON)
    return str(first["date"].format(**parts)) if field.kind is FieldKind.DATE else ""


def printable(text: str) -> str:
    """Return a text as Word can hold it: no control characters."""
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"})


def sharing(fields: Mapping[str, FieldSettings], name: str) -> dict[str, FieldSettings]:
    """Return the fields whose values stand in one cell with a field's, itself among them."""
    own = fields[name]
    return {
        other: item
        for other, item in fields.items()
        if other == name or (own.within and item.within and item.section == own.section and set(item.labels) & set(own.labels))
    }


def with_cells(fields: Mapping[str, FieldSettings]) -> list[str]:
    """Return the fields that have a cell of their own: of those that share one, the first."""
    return [name for name in fields if next(iter(sharing(fields, name))) == name]
