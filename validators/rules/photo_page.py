"""The rule photo-page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import SlotKind
from validators.facts import FilledSlot
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class PhotoPage:
    """Note that a picture looks like a page of paper, and whether it was counted among the photos.

    Why: a program that takes a photo for a scanned form must not do so in silence.
    Options: none.
    Passes: photos; a photographed form that stands for the missing form, which form-unreadable tells.
    Fails: a scan beside the form, not counted; a photo called one, or needed to have enough, that is covered with print: counted.
    """

    name: ClassVar[str] = "photo-page"
    examines: ClassVar[type] = FilledSlot
    kinds: ClassVar[tuple[SlotKind, ...]] = (SlotKind.PHOTO,)
    says: ClassVar[tuple[str, ...]] = ("subject", "counted")

    def check(self, facts: FilledSlot) -> Said:
        """Yield what is wrong."""
        for photo in facts.photos:
            if photo.facts.pagelike:
                yield {"subject": photo.material.name, "counted": True}
        for name in facts.pages:
            yield {"subject": name, "counted": False}
