"""The rule photo-size-borderline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Photo, PhotoFacts
from validators.options import PhotoFloor
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class PhotoSizeBorderline(PhotoFloor):
    """Note that a picture is just below the floor.

    Why: 3 MB is 3 000 000 bytes for one and 3 145 728 for another; staff may look.
    Options: `floor`, `borderline`: bytes of image.
    Passes: 3.1 MB.
    Fails: 2.9 MB: accepted.
    """

    name: ClassVar[str] = "photo-size-borderline"
    by_name: ClassVar[bool] = True
    yields_to: ClassVar[tuple[str, ...]] = ("photo-format",)
    follows: ClassVar[str] = "photo-size"
    examines: ClassVar[type] = PhotoFacts
    says: ClassVar[tuple[str, ...]] = ("subject", "size", "floor")

    def check(self, facts: Photo) -> Said:
        """Yield what is wrong."""
        seen = facts.facts
        if seen.decodable and self.nearly <= seen.image_bytes < self.floor:
            yield {"subject": facts.material.name, "size": seen.image_bytes, "floor": self.floor}
