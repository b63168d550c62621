"""Pictures that come along with a mail and are nobody's photos: logos below a signature, what somebody shows of a screen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from intake.assemble.dealing import Shapes, candidates
from intake.assemble.payload import is_little
from intake.assemble.slots import main_slot
from intake.config.models import Call, SlotKind
from intake.model.idle import Idle
from intake.model.submission import OTHER, PICTURES, Material, Submission
from intake.words.screens import SCREEN_NAME


def without_mere_pictures(submission: Submission, call: Call, shapes: Shapes) -> tuple[Material, ...]:
    """Keep as decoration, in no slot, the pictures whose names claim nothing and that are no photos: little ones, and screens."""
    photos = call.of_kind(SlotKind.PHOTO)
    screens = {item.sha256 for item in _screens(submission, call)}
    return tuple(
        replace(item, role=OTHER, reason=Idle.DECORATION, doubtful=False)
        if item.doubtful and item.role in photos and (is_little(item, shapes) or item.sha256 in screens)
        else item
        for item in submission.materials
    )


def _screens(submission: Submission, call: Call) -> list[Material]:
    """Return the pictures of a screen that a mail shows to an entry which has enough photos without them."""
    new = [item for item in submission.materials if item.doubtful and item.message == submission.message]
    found = [item for item in new if item.type in PICTURES and SCREEN_NAME.search(item.name)]
    known = {item.sha256 for item in found}
    return found if found and submission.adds_to and not too_few(submission, call, found, known) else []


def too_few(submission: Submission, call: Call, found: Sequence[Material], without: Collection[str]) -> bool:
    """Tell whether without some pictures there are too few of what these would be taken for."""
    wanted = main_slot(call.slots[name] for name in candidates(found[0], call))
    others = [item for item in submission.materials if item.role == wanted.id and item.sha256 not in without]
    return len(others) < wanted.count.least
