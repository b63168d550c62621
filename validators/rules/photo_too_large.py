"""The rule photo-too-large."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.model.problems import Problem
from validators.facts import Photo, PhotoFacts
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class PhotoTooLarge:
    """Note that a photo says it has more pixels than can be opened safely, or than so few bytes can hold.

    Why: nobody has seen it; a person opens it with care, or asks for another file. `limits.photo_pixels` is how many are safe.
    Options: none.
    Passes: 200 million pixels.
    Fails: a JPEG of 3 MB that says it has 65500 x 65500.
    """

    name: ClassVar[str] = "photo-too-large"
    examines: ClassVar[type] = PhotoFacts
    yields_to: ClassVar[tuple[str, ...]] = ("photo-format",)
    asks_for: ClassVar[str] = "file"
    says: ClassVar[tuple[str, ...]] = ("subject", "width", "height")

    def check(self, facts: Photo) -> Said:
        """Yield what is wrong."""
        seen = facts.facts
        if seen.problem == Problem.TOO_MANY_PIXELS:
            yield {"subject": facts.material.name, "width": seen.width, "height": seen.height}
