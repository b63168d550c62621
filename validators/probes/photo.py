"""Open a picture once, measure, return PhotoFacts. Runs in a worker with limits; nothing escapes but facts."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace
from pathlib import Path

from PIL import Image

from validators.facts import PhotoFacts
from validators.probes import exif, jpeg
from validators.probes.cause import likely_cause
from validators.probes.decoding import BROKEN, FORMATS, decode
from validators.probes.look import looked_at

OTHER_PIXELS = 90_000_000  # what is no JPEG must be decoded whole: about 1 GB at this size
JPEGS = {"JPEG", "MPO"}


def probe(path: Path, thumbnail: Path | None, name: str = "", pixels: int = 250_000_000, sha256: str = "") -> PhotoFacts:
    """Return the facts of one file; a picture that cannot be opened has `decodable=False`, never an exception."""
    data = jpeg.read(path)
    size = path.stat().st_size
    facts = PhotoFacts(sha256=sha256, file_bytes=size, image_bytes=size)
    if not data:
        return replace(facts, problem="undecodable")
    Image.init()  # `formats` knows only plugins that are loaded
    Image.MAX_IMAGE_PIXELS = None  # the declared pixels are judged here, before a byte is decoded
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _measure(data, facts, thumbnail, name, pixels)
    except MemoryError:
        return replace(facts, problem="memory")
    except BROKEN:
        return replace(facts, problem="undecodable")


def _measure(data: bytes, facts: PhotoFacts, thumbnail: Path | None, name: str, pixels: int) -> PhotoFacts:
    if data[4:8] == b"ftyp" and data[8:12] not in {b"avif", b"avis"}:
        import pillow_heif

        pillow_heif.register_heif_opener()
        image = Image.open(io.BytesIO(data), formats=("HEIF",))
        facts = replace(facts, format="HEIC")
    else:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        facts = replace(facts, format=image.format or "")
    is_jpeg = facts.format in JPEGS
    with image:
        facts = replace(facts, width=image.width, height=image.height)
        too_many = image.width * image.height > (pixels if is_jpeg else min(pixels, OTHER_PIXELS))
        if too_many and not is_jpeg:
            return replace(facts, problem="too-many-pixels")  # before anything else: to ask a PNG for its EXIF decodes it
        width, height = _turned(image)
        facts = replace(facts, width=width, height=height, **vars(exif.evidence(data, image)))
        end = jpeg.image_end(data) if is_jpeg else None
        if end is not None:
            facts = replace(facts, image_bytes=end or facts.file_bytes, trailing=jpeg.trailing_kind(data, end) if end else "")
        facts = replace(facts, likely_cause=likely_cause(facts, name, image))
        return replace(facts, problem="too-many-pixels") if too_many else _decoded(image, data, end, facts, thumbnail)


def _decoded(image: Image.Image, data: bytes, end: int | None, facts: PhotoFacts, thumbnail: Path | None) -> PhotoFacts:
    """Return the facts with what decoding shows; what was measured before stays where memory does not suffice."""
    try:
        found = decode(image, data, end)
        if found.image is None:
            return replace(facts, problem=found.problem)
        facts = replace(facts, missing_bytes=found.missing_bytes, suspect=found.suspect)
        return looked_at(found.image, facts, thumbnail, data)
    except MemoryError:
        return replace(facts, problem="memory")
    except BROKEN:
        return replace(facts, problem="undecodable")


def _turned(image: Image.Image) -> tuple[int, int]:
    """Return width and height as a viewer shows them (EXIF orientation 5-8 lie on their side)."""
    try:
        sideways = image.getexif().get(0x0112) in {5, 6, 7, 8}
    except BROKEN:
        sideways = False
    width, height = image.size
    return (height, width) if sideways else (width, height)
