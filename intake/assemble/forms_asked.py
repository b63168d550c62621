"""The forms that a call asks for: which they are, what their cells are called, what their files are called. Loads no reader of forms."""

from __future__ import annotations

from intake.config.models import Call, Slot, SlotKind
from intake.words.fold import mentions


def forms_of(call: Call) -> list[Slot]:
    """Return the forms that a call asks for."""
    return list(call.of_kind(SlotKind.FORM).values())


def form_labels(call: Call) -> tuple[str, ...]:
    """Return every label of a call's forms."""
    return tuple(label for slot in forms_of(call) for item in slot.fields.values() for label in item.asked_as)


def named_form(name: str, call: Call) -> bool:
    """Tell whether a file is named like one of the call's forms."""
    return any(mentions(name, word) for slot in forms_of(call) for word in slot.names)
