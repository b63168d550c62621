"""What the flags of a row say of whether it may be published."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from intake.config.fields import FieldKind, FieldSettings
from intake.config.models import Slot
from intake.forms.fields.values import read_value
from intake.sheets.words import (
    asks_level,
    asks_publication,
    denies,
    is_question,
    is_secret,
    says_confidential,
    says_partly,
    speaks_of_secrets,
)

KEPT = 4096  # answers that are remembered: a column says the same again and again


def secrecy_flags(slot: Slot) -> tuple[str, ...]:
    """Return the columns that ask whether a row is confidential: by their labels, or by those that ask the opposite."""
    return tuple(name for name, column in slot.columns.items() if column.kind is FieldKind.FLAG and asks_secrecy(slot, name))


def asks_secrecy(slot: Slot, name: str) -> bool:
    """Tell whether a flag asks if its row is confidential: by its labels, or by those that ask the opposite."""
    column = slot.columns[name]
    return any(map(says_confidential, column.labels)) or any(map(asks_publication, column.negated))


def says_so(slot: Slot, name: str, text: str) -> bool:
    """Tell whether a flag says confidential; what is filled in and cannot be read, or makes conditions, is taken for a yes."""
    if not text:
        return False
    if says_partly(text):
        return True
    meaning = read_value(slot.columns[name], text)
    return meaning is None or meaning.text == "yes"


def says_elsewhere(slot: Slot, values: Mapping[str, str], extra: Mapping[str, str]) -> bool:
    """Tell whether a row says that it is confidential where nobody asked: as the whole of a cell, or under a heading of its own."""
    words = [text for name, text in values.items() if slot.columns[name].kind is FieldKind.TEXT]
    return any(map(is_secret, words)) or any(_is_so_under(heading, text) for heading, text in extra.items())


@lru_cache(maxsize=KEPT)
def _is_so_under(heading: str, text: str) -> bool:
    """Tell whether an answer under a heading that the call does not know says confidential; what answers no question is passed over."""
    wants = "yes" if asks_level(heading) else "no" if asks_publication(heading) else ""
    if is_secret(text) or not wants:
        return is_secret(text)
    if says_confidential(text) or speaks_of_secrets(text):
        return True
    if asks_publication(text):
        return denies(text)
    meaning = read_value(FieldSettings(kind=FieldKind.FLAG, labels=(heading,)), text)
    return is_question(heading) if meaning is None or says_partly(text) else meaning.text == wants


def taken_back(slot: Slot, before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Tell whether a row says openly that it may be published, where the one before it said by its flag that it may not.

    What was confidential by the name of its sheet or file, and what a newer sheet is silent about, stays so.
    """
    return any(
        says_so(slot, name, before.get(name, "")) and bool(now.get(name)) and not says_so(slot, name, now[name])
        for name in secrecy_flags(slot)
    )
