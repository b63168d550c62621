"""The rule photo-format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.model.submission import Role
from validators.facts import Photo
from validators.finding import Value
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class PhotoFormat:
    """Say that a work or a photo of the author is not in a format the call takes; by content, not by name.

    Why: printers and the exhibition need it.
    Options: `formats`, `portraits`: what is taken as works and as photos of the author, as Pillow names it; MPO, which many phones write, is JPEG.
    Passes: a JPEG called photo.dat.
    Fails: a PNG called photo.jpg (`renamed`). `cause` and `app` say where it probably comes from, as photo-size does.
    """

    name: ClassVar[str] = "photo-format"
    examines: ClassVar[type] = Photo
    roles: ClassVar[tuple[Role, ...]] = (Role.WORK, Role.PORTRAIT)
    says: ClassVar[tuple[str, ...]] = ("subject", "format", "formats", "renamed", "cause", "app", "role")
    anew: ClassVar[bool] = True
    formats: tuple[str, ...] = ("JPEG", "MPO")
    portraits: tuple[str, ...] = ("JPEG", "MPO", "PNG")

    def check(self, facts: Photo) -> Said:
        """Yield what is wrong."""
        seen, name = facts.facts, facts.material.name
        taken = self.portraits if facts.portrait else self.formats
        if seen.format and seen.format not in taken:
            cause, _, app = seen.likely_cause.partition("/")
            renamed = "JPEG" in taken and name.casefold().endswith((".jpg", ".jpeg", ".jpe"))
            told: dict[str, Value] = {"renamed": renamed, "cause": cause, "app": app}
            yield {**facts.told, "format": seen.format, "formats": list(taken), **told}
