"""The rule photo-size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.model.problems import Problem
from validators.facts import Photo, PhotoFacts
from validators.options import PhotoFloor
from validators.rule import Said
from validators.rules.photo_padded import PADDED


@dataclass(frozen=True, kw_only=True)
class PhotoSize(PhotoFloor):
    """Say that a picture is smaller than the floor, and the likely cause.

    Why: a photo shrunk by a chat or mail app cannot be printed.
    Options: `floor`, `borderline`: bytes of image; from borderline to floor is another rule's. Another format is photo-format's.
    Passes: 5 MB of JPEG.
    Fails: 300 kB with a chat app's name and pixels. Bytes after the image's end do not count. `cause` is chat-app, mail-app,
    screenshot, document, exported or '', `app` the app itself where it is known: wechat, qq, whatsapp, telegram, iphone.
    """

    name: ClassVar[str] = "photo-size"
    by_name: ClassVar[bool] = True
    yields_to: ClassVar[tuple[str, ...]] = ("photo-format",)
    examines: ClassVar[type] = PhotoFacts
    asks_for: ClassVar[str] = "file"
    says: ClassVar[tuple[str, ...]] = ("subject", "size", "floor", "cause", "app")

    def check(self, facts: Photo) -> Said:
        """Yield what is wrong."""
        seen = facts.facts
        padded = seen.trailing in PADDED and seen.file_bytes >= self.nearly
        weighed = seen.decodable or seen.problem == Problem.TOO_MANY_PIXELS  # what was never decoded has its bytes all the same
        if weighed and not padded and seen.image_bytes < self.nearly:
            cause, _, app = seen.likely_cause.partition("/")
            yield {"subject": facts.material.name, "size": seen.image_bytes, "floor": self.floor, "cause": cause, "app": app}
