"""The rule video-resolution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import SlotKind
from validators.facts import SlotPiece
from validators.facts_video import VideoFacts
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class VideoResolution:
    """Say that a film's smaller side has fewer pixels than asked for, as it is shown: upright or lying.

    Why: a small film is blurred on a large screen.
    Options: `least`: pixels of the smaller side; 0 asks for none.
    Passes: 1280 x 720, and 720 x 1280, where 720 are asked for.
    Fails: 960 x 544. `cause` and `app` say that it probably went through a chat app, which makes films small.
    """

    name: ClassVar[str] = "video-resolution"
    examines: ClassVar[type] = VideoFacts
    kinds: ClassVar[tuple[SlotKind, ...]] = (SlotKind.VIDEO,)
    yields_to: ClassVar[tuple[str, ...]] = ("video-format", "video-damaged")
    asks_for: ClassVar[str] = "file"
    says: ClassVar[tuple[str, ...]] = ("subject", "width", "height", "least", "cause", "app")
    least: int = 0

    def check(self, facts: SlotPiece[VideoFacts]) -> Said:
        """Yield what is wrong."""
        seen = facts.facts
        if 0 < seen.short_side < self.least:
            cause, _, app = seen.likely_cause.partition("/")
            told = {"width": seen.width, "height": seen.height, "least": self.least}
            yield {"subject": facts.material.name, **told, "cause": cause, "app": app}
