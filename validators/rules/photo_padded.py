"""The rule photo-padded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Photo
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class PhotoPadded:
    """Note that a file reaches the floor only by bytes after the image's end.

    Why: padding is no picture; a motion photo's clip is legitimate and is not padding.
    Options: `floor`, `borderline`: bytes.
    Passes: a JPEG with its own bytes; a motion photo.
    Fails: a small JPEG followed by zeros.
    """

    name: ClassVar[str] = "photo-padded"
    examines: ClassVar[type] = Photo
    says: ClassVar[tuple[str, ...]] = ("subject", "size", "image")
    floor: int = 3_000_000
    borderline: int = 2_800_000

    def check(self, facts: Photo) -> Said:
        """Yield what is wrong."""
        seen = facts.facts
        if seen.trailing == "padding" and seen.decodable and seen.image_bytes < self.borderline <= seen.file_bytes:
            yield {"subject": facts.material.name, "size": seen.file_bytes, "image": seen.image_bytes}
