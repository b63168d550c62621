"""Tell whether a mail carries what a call asks for, or only what comes along with any mail."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from intake.assemble.slots import claimed
from intake.config.models import Call, Slot, SlotKind, WhenAsked
from intake.model.idle import Idle
from intake.model.submission import OTHER, FormState, Material, Submission
from intake.words.fold import mentions

LONG_SIDE = 120  # pixels: what is smaller is a button, a sticker, a face beside a name
OF_NO_USE = frozenset({Idle.NOT_ASKED, Idle.NO_TEXT, Idle.CV, Idle.DECORATION})  # nothing but their names says what they are for
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


def may_be_missing(submission: Submission, call: Call, with_pictures: Collection[str] = ()) -> tuple[str, ...]:
    """Return the names of files in no slot that could be what is missing: by what they may hold, or because they are called so.

    A file of unknown type may be anything; a document may be a form, a text or a document that is asked for, and prose that nobody
    headed another text than the one it was no use as. A file of no bytes is told to its sender by its name; there is nothing in it
    that a person could find. `with_pictures`: names of documents that photos are pasted into, which is told where photos are missing.
    """
    lacking = [slot for slot in call.slots.values() if slot.asked is not WhenAsked.ONCE_ACCEPTED and lacks(submission, slot)]
    texts = any(slot.is_a(SlotKind.TEXT, SlotKind.DOCUMENT) for slot in lacking)
    words = texts or any(slot.is_a(SlotKind.FORM, SlotKind.SHEET) for slot in lacking)
    could: dict[str, bool] = {Idle.UNKNOWN: bool(lacking), Idle.NO_TEXT: words, Idle.SPARE: texts}
    return tuple(
        item.name
        for item in submission.of(OTHER)
        if (could.get(item.reason) and (item.reason == Idle.SPARE or not _of_gateways(item)))
        or (item.reason in OF_NO_USE and item.name not in with_pictures and _called_as(item.name, lacking, call))
    )


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


def _called_as(name: str, lacking: Sequence[Slot], call: Call) -> bool:
    """Tell whether a file bears the name of what is missing, whatever it is: 作者照片.txt, Biography.mp3."""
    return claimed(name, call.slots.values()) in lacking or any(mentions(name, head) for slot in lacking for head in slot.heads)


def _of_gateways(item: Material) -> bool:
    """Tell what mail gateways add or leave: ATT00001.htm, links of Windows."""
    name = item.name.casefold()
    return re.fullmatch(r"att\d+\.\w+", name) is not None or name.endswith((".url", ".lnk", ".ini", ".asc", ".sig"))
