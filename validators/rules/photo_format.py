"""The rule photo-format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Photo
from validators.finding import Value
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class PhotoFormat:
    """Say that a work is not in a format the call takes; by content, not by name.

    Why: printers and the exhibition need it.
    Options: `formats`: what is taken, as Pillow names it; MPO, which many phones write, is JPEG.
    Passes: a JPEG called photo.dat.
    Fails: a PNG called photo.jpg (`renamed`). `cause` and `app` say where it probably comes from, as photo-size does.
    """

    name: ClassVar[str] = "photo-format"
    examines: ClassVar[type] = Photo
    says: ClassVar[tuple[str, ...]] = ("subject", "format", "formats", "renamed", "cause", "app")
    formats: tuple[str, ...] = ("JPEG", "MPO")

    def check(self, facts: Photo) -> Said:
        """Yield what is wrong."""
        seen, name = facts.facts, facts.material.name
        if seen.format and seen.format not in self.formats:
            cause, _, app = seen.likely_cause.partition("/")
            renamed = "JPEG" in self.formats and name.casefold().endswith((".jpg", ".jpeg", ".jpe"))
            told: dict[str, Value] = {"renamed": renamed, "cause": cause, "app": app}
            yield {"subject": name, "format": seen.format, "formats": list(self.formats), **told}
