"""The rule photo-damaged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.model.problems import UNSEEN, Problem
from validators.facts import Photo, PhotoFacts
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class PhotoDamaged:
    """Say that a picture is truncated or cannot be decoded.

    Why: it was probably cut off on the way and can be sent again.
    Options: none.
    Passes: a photo that decodes whole, or whose last bytes alone are missing.
    Fails: a JPEG cut in half; a 0-byte file named photo.jpg. Not said of what photo-format says is to be sent as another file.
    """

    name: ClassVar[str] = "photo-damaged"
    examines: ClassVar[type] = PhotoFacts
    yields_to: ClassVar[tuple[str, ...]] = ("photo-format",)
    asks_for: ClassVar[str] = "file"
    says: ClassVar[tuple[str, ...]] = ("subject", "problem")

    def check(self, facts: Photo) -> Said:
        """Yield what is wrong."""
        seen = facts.facts
        kept = seen.problem in UNSEEN | {Problem.TOO_MANY_PIXELS}
        nearly_whole = seen.missing_bytes and not seen.problem
        if not seen.decodable and not nearly_whole and not kept:
            yield {"subject": facts.material.name, "problem": seen.problem or Problem.UNDECODABLE}
