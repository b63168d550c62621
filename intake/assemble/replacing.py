"""Which file of an earlier mail a later one stands for."""

from __future__ import annotations

import re

from intake.config.models import Call, SlotKind
from intake.model.submission import OTHER, Dossier, Material, Submission

# names that a phone or mail program gives to every picture anew: two of them need not be two versions of one photo
GENERIC = re.compile(
    r"^(unnamed-\d+|(image|img|photo|picture|pic|inline|attachment|file|图片|照片|图像|附件|未命名)?[ _-]?\(?\d{0,2}\)?)\.\w{2,5}$",
    re.I,
)


def is_replaced(old: Material, dossier: Dossier, submission: Submission, kept: list[Material], call: Call) -> bool:
    """Tell whether a new file of the same slot and name stands for an old one.

    Phones call the first picture of every mail "image.jpg": such a name alone replaces nothing while there is room for both.
    """
    named = [item for item in submission.materials if item.name.casefold() == old.name.casefold()]
    if old.role == OTHER and old.problem:  # nobody could open it; its name sent again is what it was meant to be
        return any(not item.problem for item in named)
    same = [item for item in named if item.role == old.role]
    if not same:
        return False
    photos = call.of_kind(SlotKind.PHOTO)
    if old.sha256 in dossier.faulty or old.role not in photos or not GENERIC.match(old.name):
        return True
    most = [slot.count.most for slot in photos.values()]
    pictures = [item for item in (*kept, *submission.materials) if item.role in photos]
    return None not in most and len(pictures) > sum(number for number in most if number is not None)


def without_voided(kept: list[Material], submission: Submission, later: frozenset[str], call: Call) -> list[Material]:
    """Leave out what a mail says it stands in place of: the files of each slot of which it brings as many as are asked for.

    With fewer it does not say which of the earlier ones it means, and they stay; so do those that arrived after it.
    """
    if not submission.voids:
        return kept
    slots = [slot for slot in call.slots.values() if not slot.is_a(SlotKind.FORM) and not slot.is_a(SlotKind.SHEET)]
    brought = {slot.id: sum(item.role == slot.id for item in submission.materials) for slot in slots}
    anew = {slot.id for slot in slots if brought[slot.id] >= max(slot.count.least, 1)}
    return [item for item in kept if item.role not in anew or item.sha256 in later]
