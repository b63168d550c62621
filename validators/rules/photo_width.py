"""The rule photo-width."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Photo, PhotoFacts
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class PhotoWidth:
    """Say that a picture has fewer pixels across than asked for.

    Why: what is shown large must be large.
    Options: `least`: pixels across, as the picture is seen; 0 asks for none.
    Passes: 1000 pixels across where 1000 are asked for.
    Fails: 999; `cause` and `app` are told as by photo-size.
    """

    name: ClassVar[str] = "photo-width"
    examines: ClassVar[type] = PhotoFacts
    yields_to: ClassVar[tuple[str, ...]] = ("photo-format", "photo-damaged")
    asks_for: ClassVar[str] = "file"
    says: ClassVar[tuple[str, ...]] = ("subject", "width", "least", "cause", "app")
    least: int = 0

    def check(self, facts: Photo) -> Said:
        """Yield what is wrong."""
        width = facts.facts.width
        if width and width < self.least:
            cause, _, app = facts.facts.likely_cause.partition("/")
            yield {"subject": facts.material.name, "width": width, "least": self.least, "cause": cause, "app": app}
