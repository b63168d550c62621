"""The rule video-damaged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import SlotKind
from validators.facts import SlotPiece
from validators.facts_video import VideoFacts
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class VideoDamaged:
    """Say that a film is cut off, empty, locked or cannot be played.

    Why: it was probably broken off on the way, or was still being written, and can be sent again.
    Options: none.
    Passes: a film whose structure is whole, and whose first and last pictures decode.
    Fails: hard: cut in half; zeros in the middle; 0 bytes; no list of its pictures (`problem` no-index); sound alone. soft: it took
    too much to look at, or its pictures end much earlier or later than it says: staff look. Not said of what video-format says is
    to be sent as another file.
    """

    name: ClassVar[str] = "video-damaged"
    examines: ClassVar[type] = VideoFacts
    kinds: ClassVar[tuple[SlotKind, ...]] = (SlotKind.VIDEO,)
    grades: ClassVar[tuple[str, ...]] = ("hard", "soft")
    yields_to: ClassVar[tuple[str, ...]] = ("video-format",)
    asks_for: ClassVar[str] = "file"
    says: ClassVar[tuple[str, ...]] = ("subject", "problem", "grade")

    def check(self, facts: SlotPiece[VideoFacts]) -> Said:
        """Yield what is wrong."""
        seen = facts.facts
        if seen.problem or seen.suspect == "span":
            grade = "hard" if seen.problem and not seen.unseen else "soft"
            yield {"subject": facts.material.name, "problem": seen.problem or seen.suspect, "grade": grade}
