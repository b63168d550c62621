"""Files that are sent for a sheet and are none: a print, a picture of it, a text without its table. They go to its slot, which says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.assemble.slots import CLAIMS, claimed, fitting, material_of
from intake.assemble.unit_rows import sheet_slots
from intake.config.models import Call, Slot
from intake.kinds.table import SHEET_ENDINGS, ending
from intake.model.slot_reason import SlotReason
from intake.model.submission import DOCUMENTS, PICTURES, Attachment, FileType, InboundMessage, Material

if TYPE_CHECKING:  # what reads sheets is loaded where they are read
    from intake.assemble.sheets import Sheets

PRINTS = frozenset({FileType.PDF})
MEANT = DOCUMENTS | PICTURES


def for_a_sheet(item: Attachment, call: Call, message: InboundMessage, sheets: Sheets) -> Material | None:
    """Return a file that no slot takes as material of the sheet slot that it is sent for, None where nothing says that it is.

    Beside a sheet that can be read it is a second copy.
    """
    slots = list(sheet_slots(call).values())
    if not slots or item.type not in MEANT or sheets.known or fitting(item, call, item.declared_type):
        return None
    mail = message.spooled.sha256
    for place, why in zip((item.name, item.folder, item.container), CLAIMS, strict=True):
        if slot := claimed(place, slots):
            return material_of(item, slot.id, mail, why)
    if ending(item.name) in SHEET_ENDINGS or (len(call.slots) == 1 and item.type in PRINTS):
        return material_of(item, slots[0].id, mail, SlotReason.KIND)
    by_subject = _alone(item, message) and claimed(message.subject, slots)
    return material_of(item, by_subject.id, mail, SlotReason.SUBJECT) if by_subject else None


def _alone(item: Attachment, message: InboundMessage) -> bool:
    """Tell whether a mail brings nothing but this file: then its subject speaks of it."""
    return [other.sha256 for other in message.attachments if not other.decoration] == [item.sha256]


def is_print(item: Material, slot: Slot) -> bool:
    """Tell what lies in a slot of columns and can hold no cells: a PDF, a picture."""
    return bool(slot.columns) and item.type in PRINTS | PICTURES
