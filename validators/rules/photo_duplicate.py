"""The rule photo-duplicate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import SlotKind
from validators.facts import FilledSlot, Photo
from validators.picture_likeness import alike
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class PhotoDuplicate:
    """Say that the same or nearly the same picture is there twice in the entry, be it in one slot or two.

    Why: three copies of one photo are not three photos.
    Options: `distance`: how many of 64 bits of the perceptual hash may differ.
    Passes: two photos of one scene.
    Fails: a photo and its copy, also shrunk, grey, mirrored or turned.
    """

    name: ClassVar[str] = "photo-duplicate"
    examines: ClassVar[type] = FilledSlot
    kinds: ClassVar[tuple[SlotKind, ...]] = (SlotKind.PHOTO,)
    asks_for: ClassVar[str] = "file"
    says: ClassVar[tuple[str, ...]] = ("subject", "other")
    anew: ClassVar[bool] = True
    distance: int = 6

    def check(self, facts: FilledSlot) -> Said:
        """Yield what is wrong."""
        seen: list[Photo] = list(facts.earlier)
        for photo in facts.photos:
            twin = next((item for item in seen if alike(item.facts, photo.facts, self.distance)), None)
            if twin is not None:
                yield {"subject": photo.material.name, "other": twin.material.name}
            seen.append(photo)
