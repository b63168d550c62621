"""The rule photo-size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Photo
from validators.rule import Said
from validators.rules.photo_padded import PADDED


@dataclass(frozen=True, kw_only=True)
class PhotoSize:
    """Say that a work is smaller than the floor, and the likely cause.

    Why: a photo shrunk by a chat or mail app cannot be printed.
    Options: `floor`, `borderline`: bytes of image; from borderline to floor is another rule's; `formats`: other formats are photo-format's.
    Passes: 5 MB of JPEG.
    Fails: 300 kB with a chat app's name and pixels. Bytes after the image's end do not count. `cause` is chat-app, mail-app,
    screenshot, document, exported or '', `app` the app itself where it is known: wechat, qq, whatsapp, telegram, iphone.
    """

    name: ClassVar[str] = "photo-size"
    examines: ClassVar[type] = Photo
    says: ClassVar[tuple[str, ...]] = ("subject", "size", "floor", "cause", "app")
    anew: ClassVar[bool] = True
    floor: int = 3_000_000
    borderline: int = 2_800_000
    formats: tuple[str, ...] = ("JPEG", "MPO")

    def check(self, facts: Photo) -> Said:
        """Yield what is wrong."""
        seen = facts.facts
        padded = seen.trailing in PADDED and seen.file_bytes >= self.borderline
        weighed = seen.decodable or seen.problem == "too-many-pixels"  # what was never decoded has its bytes all the same
        if seen.format in self.formats and weighed and not padded and seen.image_bytes < self.borderline:
            cause, _, app = seen.likely_cause.partition("/")
            yield {"subject": facts.material.name, "size": seen.image_bytes, "floor": self.floor, "cause": cause, "app": app}
