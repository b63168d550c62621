"""The rule photo-format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Photo, PhotoFacts
from validators.finding import Value
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class PhotoFormat:
    """Say that a picture is not in a format the call takes; by content, not by name.

    Why: printers and the exhibition need it.
    Options: `formats`: what is taken, as Pillow names it; a slot's own `formats` stand for it. MPO, which many phones write, is JPEG.
    Passes: a JPEG called photo.dat.
    Fails: a PNG called photo.jpg (`renamed`). `cause` and `app` say where it probably comes from, as photo-size does.
    """

    name: ClassVar[str] = "photo-format"
    examines: ClassVar[type] = PhotoFacts
    asks_for: ClassVar[str] = "file"
    says: ClassVar[tuple[str, ...]] = ("subject", "format", "formats", "renamed", "cause", "app")
    formats: tuple[str, ...] = ("JPEG", "MPO")

    def check(self, facts: Photo) -> Said:
        """Yield what is wrong."""
        seen, name = facts.facts, facts.material.name
        taken = self.formats
        same = {"MPO": "JPEG"}.get(seen.format, seen.format)  # MPO is what many phones write
        if seen.format and not {seen.format, same} & set(taken):
            cause, _, app = seen.likely_cause.partition("/")
            renamed = "JPEG" in taken and name.casefold().endswith((".jpg", ".jpeg", ".jpe"))
            told: dict[str, Value] = {"renamed": renamed, "cause": cause, "app": app}
            yield {"subject": facts.material.name, "format": seen.format, "formats": list(taken), **told}
