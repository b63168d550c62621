"""Tell whether a mail carries what a call asks for, or only what comes along with any mail."""

from __future__ import annotations

import re
from collections.abc import Mapping

from intake.config.models import Call, Slot, SlotKind, WhenAsked
from intake.model.idle import Idle
from intake.model.submission import OTHER, FormState, Material, Submission

LONG_SIDE = 120  # pixels: what is smaller is a button, a sticker, a face beside a name
STRIP_SIDE, STRIP = 130, 2  # as are strips of less height that are so many times as wide: logos, banners


def is_little(material: Material, shapes: Mapping[str, tuple[int, int]]) -> bool:
    """Tell a picture too small to be anybody's photo; one whose size nobody could measure is not little."""
    width, height = shapes.get(material.sha256, (0, 0))
    strip = height < STRIP_SIDE and width >= STRIP * height
    return bool(width and height) and (max(width, height) < LONG_SIDE or strip)


def carries(submission: Submission, shapes: Mapping[str, tuple[int, int]]) -> bool:
    """Tell whether a filled form is there, or a file that the call asks for; `shapes`: sha256 -> width and height in pixels."""
    if any(form is not None and form.state is FormState.FILLED for form in submission.forms.values()):
        return True
    wanted = [item for item in submission.materials if item.role != OTHER]
    return any(not is_little(item, shapes) for item in wanted)


def is_slight(submission: Submission, shapes: Mapping[str, tuple[int, int]]) -> bool:
    """Tell a mail whose only files are pictures too small for photos, nameless in what they are: a signature's logo and words."""
    said = any(submission.forms.values()) or submission.texts or submission.links
    wanted = [item for item in submission.materials if item.role != OTHER or item.problem]
    return bool(wanted) and not said and all(item.doubtful and is_little(item, shapes) for item in wanted)


def may_be_missing(submission: Submission, call: Call) -> tuple[str, ...]:
    """Return the names of files in no slot that could be what is missing: of an unknown type, or documents nothing was found in.

    A file of unknown type may be anything; a document may be a form, a text or a document that is asked for. A file of no bytes
    is told to its sender by its name; there is nothing in it that a person could find.
    """
    lacking = [slot for slot in call.slots.values() if slot.asked is not WhenAsked.ONCE_ACCEPTED and lacks(submission, slot)]
    words = any(slot.is_a(SlotKind.FORM, SlotKind.TEXT, SlotKind.DOCUMENT, SlotKind.SHEET) for slot in lacking)
    could: dict[str, bool] = {Idle.UNKNOWN: bool(lacking), Idle.NO_TEXT: words}
    return tuple(item.name for item in submission.of(OTHER) if could.get(item.reason) and not _of_gateways(item))


def empties(submission: Submission) -> tuple[str, ...]:
    """Return the names of the files in no slot that hold no byte, and that did not come again with something in them."""
    whole = {item.name for item in submission.materials if item.reason != Idle.EMPTY}
    empty = (item for item in submission.of(OTHER) if item.reason == Idle.EMPTY and not _of_gateways(item))
    return tuple(item.name for item in empty if item.name not in whole)


def lacks(submission: Submission, slot: Slot) -> bool:
    """Tell whether an entry has less of a slot than the call asks for; a blank form is none, and a link never is a file."""
    if slot.optional or slot.kind == (SlotKind.LINK,):
        return False
    form = submission.forms.get(slot.id) if slot.is_a(SlotKind.FORM) else None
    filled = (
        len(submission.of(slot.id))
        if not slot.is_a(SlotKind.FORM)
        else int(form is not None and form.state is not FormState.BLANK)
    )
    filled = max(filled, int(slot.id in submission.texts))
    waits = slot.with_slot and not submission.of(slot.with_slot)
    return not waits and filled < slot.count.least


def _of_gateways(item: Material) -> bool:
    """Tell what mail gateways add or leave: ATT00001.htm, links of Windows."""
    name = item.name.casefold()
    return re.fullmatch(r"att\d+\.\w+", name) is not None or name.endswith((".url", ".lnk", ".ini", ".asc", ".sig"))
