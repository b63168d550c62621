"""A picture that is called as a text is: a page of words, exported or photographed, which is nobody's photo and cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from intake.assemble.payload import lacks
from intake.assemble.slots import fitting
from intake.config.models import Call, Slot, SlotKind, WhenAsked
from intake.model.filetypes import PICTURES
from intake.model.idle import Idle
from intake.model.slot_reason import SlotReason
from intake.model.submission import OTHER, Material, Submission
from intake.words.fold import fold_all
from intake.words.text_names import names_a_portrait, names_a_text, text_head

SAID = frozenset({SlotReason.STAFF, SlotReason.LABELS, SlotReason.LISTED})  # what outweighs a picture's name


def without_pictured_texts(materials: Sequence[Material], call: Call, listed: str) -> tuple[Material, ...]:
    """Take the pictures of texts out of the slots for photos: they are kept in no slot, and told; `listed`: what the form calls the works."""
    return tuple(
        replace(item, role=OTHER, reason=str(Idle.PICTURED), doubtful=False)
        if _is_pictured(item, call) and fold_all(item.name.rsplit(".", 1)[0]) not in fold_all(listed)
        else item
        for item in materials
    )


def pictured_for(submission: Submission, call: Call) -> dict[str, tuple[str, ...]]:
    """Return slot of a text that is missing -> the names of the pictures that it may be in.

    A name that tells no slot is of the only text that is missing.
    """
    lacking = [slot for slot in call.texts.values() if slot.asked is not WhenAsked.ONCE_ACCEPTED and lacks(submission, slot)]
    found: dict[str, tuple[str, ...]] = {}
    for item in submission.of(OTHER):
        if item.reason == Idle.PICTURED:
            meant = meant_text(item.name, call)
            slot = meant if meant in lacking else lacking[0] if meant is None and len(lacking) == 1 else None
            if slot is not None:
                found[slot.id] = (*found.get(slot.id, ()), item.name)
    return found


def meant_text(name: str, call: Call) -> Slot | None:
    """Return the slot of a text whose heading a picture's name bears, the longest first; None for none."""
    own = {fold_all(word) for slot in call.of_kind(SlotKind.PHOTO).values() for word in slot.names}
    heads = [
        (len(fold_all(head)), -number, slot)
        for number, slot in enumerate(call.texts.values())
        if (head := text_head(name, [word for word in slot.heads if fold_all(word) not in own]))
    ]
    return max(heads, key=lambda each: each[:2])[2] if heads else None


def _is_pictured(item: Material, call: Call) -> bool:
    slot = call.slots.get(item.role)
    photo = slot is not None and slot.is_a(SlotKind.PHOTO) and not slot.is_a(SlotKind.TEXT)
    if not photo or item.type not in PICTURES or item.reason in SAID:
        return False
    return meant_text(item.name, call) is not None or (names_a_text(item.name) and _for_nothing_else(item, call))


def _for_nothing_else(item: Material, call: Call) -> bool:
    """Tell whether a call has a place for such words, or for no other picture than somebody's portrait."""
    slots = [call.slots[name] for name in fitting(item, call)]
    return bool(call.texts) or all(names_a_portrait((*slot.names, *slot.title.by_language.values())) for slot in slots)
