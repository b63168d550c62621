"""The rule video-format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import SlotKind
from intake.model.problems import Unmeasured
from validators.facts import SlotPiece
from validators.facts_video import VideoFacts
from validators.finding import Value
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class VideoFormat:
    """Say that a film is not in a format asked for, or coded as few programs play it; by content, not by name.

    Why: it is shown on screens and pages that play these alone.
    Options: `formats`: containers, as MP4, M4V, MOV (one family: a .mov that is an MP4 passes where either is asked for); none
    named: any. `codecs`: as h264, hevc; none named: any.
    Passes: an MP4 called clip.mov.
    Fails: an AVI called clip.mp4 (`renamed`); a picture called so; MP4 with vp9 where h264 is asked for (`reason` codec).
    """

    name: ClassVar[str] = "video-format"
    examines: ClassVar[type] = VideoFacts
    kinds: ClassVar[tuple[SlotKind, ...]] = (SlotKind.VIDEO,)
    asks_for: ClassVar[str] = "file"
    says: ClassVar[tuple[str, ...]] = ("subject", "format", "formats", "codec", "codecs", "renamed", "reason")
    formats: tuple[str, ...] = ()
    codecs: tuple[str, ...] = ()

    def check(self, facts: SlotPiece[VideoFacts]) -> Said:
        """Yield what is wrong."""
        seen = facts.facts
        taken = {_family(name) for name in self.formats}
        wrong = bool(seen.format and ((taken and _family(seen.format) not in taken) or seen.problem == Unmeasured.NOT_A_VIDEO))
        coded = bool(seen.codec and self.codecs and seen.codec not in {name.lower() for name in self.codecs})
        if wrong or coded:
            told: dict[str, Value] = {
                "format": seen.format,
                "formats": list(self.formats),
                "codec": seen.codec,
                "codecs": list(self.codecs),
            }
            renamed = seen.renamed or seen.problem == Unmeasured.NOT_A_VIDEO
            yield {"subject": facts.material.name, **told, "renamed": renamed, "reason": "format" if wrong else "codec"}


def _family(name: str) -> str:
    """Return MP4 for those that differ in name alone."""
    return "MP4" if name.upper() in {"MP4", "M4V", "MOV"} else name.upper()
