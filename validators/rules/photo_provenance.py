"""The rule photo-provenance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Photo, PhotoFacts
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class PhotoProvenance:
    """Show where a work comes from: camera, date, software, AI marks, or that it says nothing.

    Why: evidence for staff, never a reason to refuse.
    Options: none.
    Passes: nothing passes or fails; each work yields its evidence. `ai_label` is an AI tool's own mark; `credentials` (C2PA)
    name who signed the file: cameras and editors do so too, and by themselves they say nothing of AI.
    Fails: never.
    """

    name: ClassVar[str] = "photo-provenance"
    examines: ClassVar[type] = PhotoFacts
    says: ClassVar[tuple[str, ...]] = ("subject", "camera", "taken", "software", "ai_label", "credentials", "has_exif")

    def check(self, facts: Photo) -> Said:
        """Yield what is wrong."""
        seen = facts.facts
        signed = seen.ai_label.startswith("C2PA")  # the probe tells the strongest mark; this one alone is none of AI
        yield {
            "subject": facts.material.name,
            "camera": _camera(seen.make, seen.model),
            "taken": seen.taken,
            "software": seen.software,
            "ai_label": "" if signed else seen.ai_label,
            "credentials": seen.ai_label if signed else "",
            "has_exif": seen.has_exif,
        }


def _camera(make: str, model: str) -> str:
    """Return maker and model; many makers begin the model with their own name."""
    return model if model.casefold().startswith(make.casefold()) else f"{make} {model}".strip()
