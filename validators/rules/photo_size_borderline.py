"""The rule photo-size-borderline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Photo
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class PhotoSizeBorderline:
    """Note that a work is just below the floor.

    Why: 3 MB is 3 000 000 bytes for one and 3 145 728 for another; staff may look.
    Options: `floor`, `borderline`: bytes of image.
    Passes: 3.1 MB.
    Fails: 2.9 MB: accepted.
    """

    name: ClassVar[str] = "photo-size-borderline"
    examines: ClassVar[type] = Photo
    says: ClassVar[tuple[str, ...]] = ("subject", "size", "floor")
    floor: int = 3_000_000
    borderline: int = 2_800_000
    formats: tuple[str, ...] = ("JPEG", "MPO")

    def check(self, facts: Photo) -> Said:
        """Yield what is wrong."""
        seen = facts.facts
        if seen.format in self.formats and seen.decodable and self.borderline <= seen.image_bytes < self.floor:
            yield {"subject": facts.material.name, "size": seen.image_bytes, "floor": self.floor}
