"""The rule photo-seen-elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import SlotKind
from validators.facts import FilledSlot
from validators.picture_likeness import THRESHOLD
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class PhotoSeenElsewhere:
    """Note that another author's entry holds the same or nearly the same picture.

    Why: either somebody sent a photo that is not theirs, or two entries belong together; a person decides.
    Options: `distance`: how many of 64 bits may differ.
    Passes: a picture nobody else sent.
    Fails: the same file under another name from another author; the later entry is held.
    """

    name: ClassVar[str] = "photo-seen-elsewhere"
    examines: ClassVar[type] = FilledSlot
    kinds: ClassVar[tuple[SlotKind, ...]] = (SlotKind.PHOTO,)
    says: ClassVar[tuple[str, ...]] = ("subject", "reference", "other", "exact")
    distance: int = THRESHOLD

    def mistakes(self) -> Said:
        """Yield what cannot be asked: pictures farther apart are not sought among all entries."""
        if self.distance > THRESHOLD:
            yield {"distance": f"pictures of other entries are sought up to {THRESHOLD} bits apart"}

    def check(self, facts: FilledSlot) -> Said:
        """Yield what is wrong."""
        for item in facts.elsewhere:
            if item.exact or item.distance <= self.distance:
                yield {"subject": item.name, "reference": item.reference, "other": item.other_name, "exact": item.exact}
