"""The rule photo-padded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.model.causes import Trailing
from validators.facts import Photo, PhotoFacts
from validators.options import PhotoFloor
from validators.rule import Said

PADDED = frozenset({Trailing.PADDING, Trailing.INSIDE})  # behind the image's end, or before it


@dataclass(frozen=True, kw_only=True)
class PhotoPadded(PhotoFloor):
    """Note that a file reaches the floor only by bytes that are no picture.

    Why: padding is no picture; a motion photo's clip is legitimate and is not padding.
    Options: `floor`, `borderline`: bytes.
    Passes: a JPEG with its own bytes, with up to 200 kB of EXIF, XMP and the like; a motion photo.
    Fails: a small JPEG followed by zeros, or with megabytes of comments, tables or XMP inside.
    """

    name: ClassVar[str] = "photo-padded"
    by_name: ClassVar[bool] = True
    follows: ClassVar[str] = "photo-size"
    examines: ClassVar[type] = PhotoFacts
    asks_for: ClassVar[str] = "file"
    says: ClassVar[tuple[str, ...]] = ("subject", "size", "image")

    def check(self, facts: Photo) -> Said:
        """Yield what is wrong."""
        seen = facts.facts
        if seen.trailing in PADDED and seen.decodable and seen.image_bytes < self.nearly <= seen.file_bytes:
            yield {"subject": facts.material.name, "size": seen.file_bytes, "image": seen.image_bytes}
