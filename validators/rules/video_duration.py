"""The rule video-duration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from intake.config.models import SlotKind
from validators.facts import SlotPiece
from validators.facts_video import VideoFacts
from validators.options import Span
from validators.rule import Said

GRACE = 0.5  # seconds: the sound of a film often ends a little after its pictures


@dataclass(frozen=True, kw_only=True)
class VideoDuration:
    """Say that a film is longer than asked for.

    Why: so much time is planned for it.
    Options: `most`: as 8m or 90s; 0 asks for none. Half a second more is nothing: sound often ends after the pictures.
    Passes: 8 minutes and half a second where 8m are asked for.
    Fails: 8 minutes and a second.
    """

    name: ClassVar[str] = "video-duration"
    examines: ClassVar[type] = VideoFacts
    kinds: ClassVar[tuple[SlotKind, ...]] = (SlotKind.VIDEO,)
    yields_to: ClassVar[tuple[str, ...]] = ("video-damaged",)
    asks_for: ClassVar[str] = "file"
    says: ClassVar[tuple[str, ...]] = ("subject", "seconds", "most")
    most: Span = timedelta(0)

    def check(self, facts: SlotPiece[VideoFacts]) -> Said:
        """Yield what is wrong."""
        most = self.most.total_seconds()
        if most and facts.facts.seconds > most + GRACE:
            yield {"subject": facts.material.name, "seconds": round(facts.facts.seconds), "most": round(most)}
