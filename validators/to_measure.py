"""Which of an entry's files are measured as what: by the slot they are in and by what they are."""

from __future__ import annotations

from collections.abc import Sequence

from intake.assemble.unfit_sheets import is_print
from intake.config.models import Call, Slot, SlotKind
from intake.model.filetypes import PICTURES, VIDEOS
from intake.model.submission import Material

CODES = "link-qr"  # the rule that compares codes with links


def papers_of(materials: Sequence[Material], call: Call) -> list[Material]:
    """Return what is measured as a document: what is in a slot for such, and files of forms and sheets whose format matters."""
    return [item for item in materials if (slot := call.slots.get(item.role)) is not None and _is_paper(item, slot)]


def _is_paper(item: Material, slot: Slot) -> bool:
    if slot.is_a(SlotKind.FORM, SlotKind.SHEET) and not slot.is_a(SlotKind.DOCUMENT):
        return slot.editable or bool(slot.formats) or is_print(item, slot)
    other = (item.type in PICTURES and slot.is_a(SlotKind.PHOTO)) or (item.type in VIDEOS and slot.is_a(SlotKind.VIDEO))
    return slot.is_a(SlotKind.DOCUMENT) and not other


def pictures_with_codes(materials: Sequence[Material], call: Call) -> list[Material]:
    """Return the pictures in which codes are read: all of them where some link is to come with its code, else none."""
    said = (slot.rules.get(CODES, call.rules.get(CODES)) for slot in call.of_kind(SlotKind.LINK).values())
    asked = any(options is not None and options is not False for options in said)
    return [item for item in materials if item.type in PICTURES] if asked else []


def sheets_of(materials: Sequence[Material], call: Call) -> list[Material]:
    """Return what is read as a sheet: what is in a slot whose columns are known, but for prints and pictures of one."""
    slots = {name: slot for name, slot in call.of_kind(SlotKind.SHEET).items() if slot.columns}
    return [item for item in materials if item.role in slots and not is_print(item, slots[item.role])]


def films_of(materials: Sequence[Material], call: Call) -> list[Material]:
    """Return what is measured as a film: what is in a slot for such, and no picture of a slot that takes those too."""
    videos = call.of_kind(SlotKind.VIDEO)
    return [
        item
        for item in materials
        if item.role in videos and (item.type in VIDEOS or set(videos[item.role].kind) == {SlotKind.VIDEO})
    ]
