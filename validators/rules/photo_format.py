"""The rule photo-format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Photo
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class PhotoFormat:
    """Say that a work is not in a format the call takes; by content, not by name.

    Why: printers and the exhibition need it.
    Options: `formats`: what is taken, as Pillow names it; MPO, which many phones write, is JPEG.
    Passes: a JPEG called photo.dat.
    Fails: a PNG called photo.jpg.
    """

    name: ClassVar[str] = "photo-format"
    examines: ClassVar[type] = Photo
    says: ClassVar[tuple[str, ...]] = ("subject", "format", "formats")
    formats: tuple[str, ...] = ("JPEG", "MPO")

    def check(self, facts: Photo) -> Said:
        """Yield what is wrong."""
        if facts.facts.format and facts.facts.format not in self.formats:
            yield {"subject": facts.material.name, "format": facts.facts.format, "formats": list(self.formats)}
