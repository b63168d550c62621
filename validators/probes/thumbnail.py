"""Put the small picture of a file, for people, in its place."""

from __future__ import annotations

import os
from pathlib import Path

from PIL import Image

LONG_SIDE = 900  # pixels of a page that people must read: a form's lines can be told


def put_small(picture: Image.Image, thumbnail: Path, quality: int) -> None:
    """Write a small picture as JPEG, whole or not at all, beside those of other processes; raises OSError."""
    part = thumbnail.with_suffix(f".part{os.getpid()}")
    picture.save(part, "JPEG", quality=quality)
    part.replace(thumbnail)
