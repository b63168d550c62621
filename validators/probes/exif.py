"""Where a photo comes from: EXIF, and the marks that AI tools leave (field-notes 5). Evidence, never a verdict."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import dataclass

import exifread
from PIL import Image

LONGEST = 120
logging.getLogger("exifread").setLevel(logging.CRITICAL)  # a picture without EXIF is no event
XMP_SOURCE = re.compile(
    rb"DigitalSourceType[^>]{0,40}?[>=]?\"?[^<\"]{0,120}?/?((?:composite(?:WithT|SyntheticT?)|t)rainedAlgorithmicMedia)"
)
AIGC = re.compile(rb"tc260\.org\.cn/ns/AIGC|\"AIGC\"\s*:\s*\{|<TC260:AIGC")
GENERATORS = re.compile(r"midjourney|dall.?e|stable diffusion|firefly|即梦|豆包|comfyui|novelai", re.IGNORECASE)
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
        ai_label=_ai_label(data, image, software),
    )


def _tags(data: bytes) -> dict[str, str]:
    """Return the EXIF tags as text; `details=False`, since maker notes can take minutes (exif-py#182)."""
    try:
        found = exifread.process_file(io.BytesIO(data[: 4 * HEAD]), details=False)
    except Exception:  # noqa: BLE001 - the library lets anything out (EOFError, NotImplementedError ...); the worker's wall
        return {}
    return {name: _plain(str(value)) for name, value in found.items() if name.startswith(("Image", "EXIF"))}


def _plain(text: str) -> str:
    return "".join(char for char in text if char.isprintable()).strip()[:LONGEST]


def _ai_label(data: bytes, image: Image.Image, software: str) -> str:
    head = data[: 4 * HEAD]
    source = XMP_SOURCE.search(head)
    if source:
        return f"IPTC DigitalSourceType {source[1].decode()}"
    if AIGC.search(head):
        return "GB 45438 AIGC"
    if b"c2pa" in head and b"jumb" in head:
        return "C2PA manifest"
    if "parameters" in image.info:
        return "generation parameters"
    match = GENERATORS.search(software)
    return f"software {match[0]}" if match else ""
