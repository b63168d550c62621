"""The rule photo-damaged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Photo
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class PhotoDamaged:
    """Say that a work is truncated or cannot be decoded.

    Why: it was probably cut off on the way and can be sent again.
    Options: none.
    Passes: a photo that decodes whole, or whose last bytes alone are missing.
    Fails: a JPEG cut in half; a 0-byte file named photo.jpg.
    """

    name: ClassVar[str] = "photo-damaged"
    examines: ClassVar[type] = Photo
    says: ClassVar[tuple[str, ...]] = ("subject", "problem")

    def check(self, facts: Photo) -> Said:
        """Yield what is wrong."""
        seen = facts.facts
        kept = seen.problem in {"too-many-pixels", "time", "memory", "crashed"}
        if not seen.decodable and not seen.missing_bytes and not kept and seen.format in {"", "JPEG", "MPO"}:
            yield {"subject": facts.material.name, "problem": seen.problem or "undecodable"}
