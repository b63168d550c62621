"""What is seen in a decoded picture: its thumbnail, its hashes, and whether it shows a page of paper."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageCms

from intake.model.causes import Cause
from intake.model.faults import of_the_machine
from validators.facts import PhotoFacts
from validators.probes import hashing, paper_page
from validators.probes.decoding import SEEN as THUMBNAIL
from validators.probes.thumbnail import LONG_SIDE, put_small

MIDDLE = 2048  # a large picture is brought down to this before its colours are changed: memory
SMOOTH = {"RGB", "L", "CMYK"}  # what can be shrunk as it is
TURNED = {  # by EXIF's orientation; ImageOps.exif_transpose also writes the EXIF anew, which fails where it is broken
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
MIXED = {"P", "PA", "LA", "RGBA"}


def looked_at(image: Image.Image, facts: PhotoFacts, thumbnail: Path | None, data: bytes) -> PhotoFacts:
    """Return the facts with hashes and the look of the page taken from the small decode; write the thumbnail."""
    small = image.convert("RGBA").convert("RGB") if image.mode in MIXED else image
    if max(small.size) > MIDDLE:
        small = small.copy()
        small.thumbnail((MIDDLE, MIDDLE))
    # first turned: a picture in sRGB has lost its EXIF, and with it which way is up; shrunk before it is converted: a third of the time
    way = TURNED.get(orientation(small))
    shown = small.copy() if way is None else small.transpose(way)
    if shown.mode in SMOOTH:
        _shrink(shown)
    shown = _srgb(shown)
    _shrink(shown)
    paper = paper_page.page_in(shown, data) if facts.likely_cause != Cause.SCREENSHOT else None
    if thumbnail is not None:
        _put(shown if paper is None else _readable(paper, way), thumbnail)
    return replace(
        facts,
        decodable=True,
        problem="",
        hashes=hashing.hashes(shown),
        thumbnail=str(thumbnail or ""),
        pagelike=paper is not None,
    )


def _shrink(picture: Image.Image) -> None:
    """Bring a picture down to a thumbnail, in place; at these sizes HAMMING looks as BICUBIC does, in half its time."""
    picture.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.HAMMING)


def _put(picture: Image.Image, thumbnail: Path) -> None:
    picture.info = {}  # a comment or profile of theirs is not copied
    put_small(picture, thumbnail, 80)


def _readable(paper: Image.Image, way: Image.Transpose | None) -> Image.Image:
    """Return a page turned upright, large enough for people to read what no program could."""
    turned = paper if way is None else paper.transpose(way)
    turned.thumbnail((LONG_SIDE, LONG_SIDE))
    return turned


def _srgb(image: Image.Image) -> Image.Image:
    """Return the picture in sRGB where it bears another profile that can be read."""
    plain = image.convert("RGB")
    profile = image.info.get("icc_profile")
    if image.mode == "CMYK" or not profile:
        return plain.copy() if plain is image else plain
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(plain, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or plain.copy()
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError, AttributeError, OverflowError):
        return plain.copy()


def orientation(image: Image.Image) -> int:
    """Return which way is up, 1 to 8 (EXIF 2.32, 4.6.5); 1 where a picture does not say, or its EXIF is broken."""
    try:
        found = image.getexif().get(0x0112)
    except Exception as error:  # broken EXIF breaks its reader in any way, and never the measuring
        if of_the_machine(error):
            raise
        return 1
    return found if isinstance(found, int) and 1 <= found <= 8 else 1
