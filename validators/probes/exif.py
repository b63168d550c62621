"""Where a photo comes from, as its EXIF and its marks say. Evidence, never a verdict."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass

import exifread
from PIL import Image

from validators.probes import marks

LONGEST = 120
logging.getLogger("exifread").setLevel(logging.CRITICAL)  # a picture without EXIF is no event
HEAD = 262_144


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What a file says of its origin, as capped printable text."""

    make: str
    model: str
    taken: str
    software: str
    has_exif: bool
    ai_label: str


def evidence(data: bytes, image: Image.Image) -> Evidence:
    """Return what a picture's EXIF and marks say."""
    tags = _tags(data)
    software = tags.get("Image Software", "")
    return Evidence(
        make=tags.get("Image Make", ""),
        model=tags.get("Image Model", ""),
        taken=tags.get("EXIF DateTimeOriginal", "") or tags.get("Image DateTime", ""),
        software=software,
        has_exif=bool(tags),
        ai_label=_mark(data, image, software),
    )


def _mark(data: bytes, image: Image.Image, software: str) -> str:
    try:
        return marks.mark_of(data, image, software)
    except Exception:  # noqa: BLE001 - broken notes are no evidence, and never keep a picture from being measured
        return ""


def _tags(data: bytes) -> dict[str, str]:
    """Return the EXIF tags as text; `details=False`, since maker notes can take minutes (exif-py#182)."""
    try:
        found = exifread.process_file(io.BytesIO(data[: 4 * HEAD]), details=False)
        return {name: _plain(str(value)) for name, value in found.items() if name.startswith(("Image", "EXIF"))}
    except Exception:  # noqa: BLE001 - the library lets anything out (EOFError, NotImplementedError ...); the worker's wall
        return {}


def _plain(text: str) -> str:
    return "".join(char for char in text if char.isprintable()).strip()[:LONGEST]
