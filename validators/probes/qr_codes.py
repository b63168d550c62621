"""Read the QR codes in a picture; what they lead to is never fetched."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

from PIL import Image, ImageOps

from intake.model.faults import of_the_machine
from intake.model.problems import Problem
from validators.facts_qr import CodeFacts
from validators.probes.decoding import FORMATS

MOST_PIXELS = 100_000_000  # of a picture that is looked at
SIDES = (1600, 800, 3200)  # pixels it is looked at in, in turn: a code may fill the picture or be a corner of a poster
MOST, LONGEST = 20, 2000  # codes, and characters of each


def probe(path: Path, name: str = "", sha256: str = "") -> CodeFacts:
    """Return the codes of one picture; one that cannot be opened has a problem, never an exception."""
    facts = {"sha256": sha256, "file_bytes": path.stat().st_size}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return CodeFacts(**facts, codes=_codes(path.read_bytes()))  # type: ignore[arg-type]
    except Exception as error:  # strange bytes break libraries in any way; the machine's own trouble is raised again
        if of_the_machine(error):
            raise
        return CodeFacts(**facts, problem=Problem.MEMORY if isinstance(error, MemoryError) else Problem.UNDECODABLE)  # type: ignore[arg-type]


def _codes(data: bytes) -> tuple[str, ...]:
    Image.init()
    Image.MAX_IMAGE_PIXELS = None
    with _opened(data) as image:
        if image.width * image.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        grey = _grey(image)
    for side in SIDES:
        if side == SIDES[0] or side < max(grey.size) or side / 2 < max(grey.size):
            found = _read(_within(grey, side))
            if found:
                return found
    return ()


def _opened(data: bytes) -> Image.Image:
    if data[4:8] == b"ftyp" and data[8:12] not in {b"avif", b"avis"}:
        import pillow_heif

        pillow_heif.register_heif_opener()
        return Image.open(io.BytesIO(data), formats=("HEIF",))
    return Image.open(io.BytesIO(data), formats=FORMATS)


def _grey(image: Image.Image) -> Image.Image:
    """Return a picture in grey, on white where it is transparent, upright, no larger than it is ever looked at."""
    image.draft("L", (max(SIDES), max(SIDES)))
    upright = ImageOps.exif_transpose(image)
    if upright.has_transparency_data:
        white = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(white, upright.convert("RGBA"))
    return upright.convert("L")


def _within(grey: Image.Image, side: int) -> Image.Image:
    return grey if max(grey.size) <= side else ImageOps.contain(grey, (side, side))


def _read(grey: Image.Image) -> tuple[str, ...]:
    import zxingcpp

    formats = zxingcpp.BarcodeFormat.QRCode | zxingcpp.BarcodeFormat.MicroQRCode
    found = zxingcpp.read_barcodes(grey, formats=formats)
    return tuple(dict.fromkeys(item.text[:LONGEST] for item in found[:MOST] if item.text))
