"""The rule photo-suspect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.model.problems import UNSEEN, Problem
from validators.facts import Photo, PhotoFacts
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class PhotoSuspect:
    """Note that a picture opens, but the decoder complains or could not finish.

    Why: it may be damaged in the middle; a false alarm is possible, so staff look.
    Options: none.
    Passes: a clean JPEG.
    Fails: a JPEG with zeroed bytes inside; one that took too much time or memory to look at.
    """

    name: ClassVar[str] = "photo-suspect"
    examines: ClassVar[type] = PhotoFacts
    asks_for: ClassVar[str] = "file"
    says: ClassVar[tuple[str, ...]] = ("subject", "problem")

    def check(self, facts: Photo) -> Said:
        """Yield what is wrong."""
        seen = facts.facts
        unseen = seen.problem if seen.problem in UNSEEN else ""
        missing = "the last bytes are missing" if seen.missing_bytes and (seen.decodable or not seen.problem) else ""
        if told := unseen or missing or seen.suspect or _otherwise(facts):
            yield {"subject": facts.material.name, "problem": told}


def _otherwise(photo: Photo) -> str:
    """Return the problem of a picture that opens all the same; photo-too-large and photo-damaged tell of the rest."""
    seen = photo.facts
    own = "" if seen.problem == Problem.TOO_MANY_PIXELS else seen.problem
    return (own or photo.material.problem) if seen.decodable else ""
