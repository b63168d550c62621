"""Decode a picture once and small, and tell whole files from cut and scratched ones (field-notes 5, performance.md)."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from intake.model.faults import of_the_machine
from intake.model.problems import Problem
from validators.probes import restarts

FORMATS = ("JPEG", "PNG", "GIF", "TIFF", "WEBP", "BMP", "AVIF")  # MPO opens as JPEG; EPS, PSD, JPEG 2000 stay closed (9)
BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    LookupError,
    TypeError,
    ArithmeticError,
    AttributeError,
    RuntimeError,
    struct.error,
)
FEW_BYTES = 1400  # 1 KB may be missing at the end and nobody sees it; more, and the photo is asked for again
TRIES = 4
SCALES = (8, 4, 2)  # by which a JPEG is decoded smaller, at next to no cost
SEEN = 320  # pixels of the long side that people and hashes look at; a small photo is decoded no smaller
TOO_MUCH, TOO_LITTLE = "extraneous bytes", "premature end"  # what libjpeg-turbo says (jerror.h)
PLAIN_SHARE = 0.04  # of a picture's rows, at its end, in one colour: with a decoder's complaint that is what a cut leaves
Mask = NDArray[np.bool_]
EOI = b"\xff\xd9"


@dataclass(frozen=True, kw_only=True)
class Decoded:
    """A picture at about 1/8 of its size (a small one larger), None when it cannot be decoded, and what is wrong with the file."""

    image: Image.Image | None
    problem: str = ""
    missing_bytes: bool = False
    suspect: str = ""


def decode_picture(image: Image.Image, data: bytes, end: int | None) -> Decoded:
    """Decode an opened picture; a JPEG at 1/8, or as large as people look at it.

    Either finds every truncation that a full decode finds (17 kinds, measured).

    `end`: where a JPEG ends, 0 where it has no end; None for what is no JPEG.
    """
    if end is None:
        try:
            image.load()
        except Exception as error:  # noqa: BLE001 - decoders raise anything; see _broken
            return _broken(error)
        return Decoded(image=image)
    clean = _clean(data[:end], *_small_size(image)) if end else None
    if clean is not None:
        clean.info = image.info  # which way is up, and its colours
        return Decoded(image=clean)
    try:
        _small(image)
    except Exception as error:  # noqa: BLE001 - decoders raise anything; see _broken
        mended = _mended(data) if end == 0 else None
        return Decoded(image=mended, missing_bytes=True) if mended else _broken(error)
    complaint = complaint_of(data[:end] if end else data)
    if complaint and TOO_MUCH not in complaint and plain_end(image) >= PLAIN_SHARE:
        return Decoded(image=None, problem=Problem.TRUNCATED)  # somebody closed a cut file: an EOI stands behind the half
    return Decoded(image=image, suspect=complaint)


def _small_size(image: Image.Image) -> tuple[int, int]:
    """Return the least width and height, in pixels, to which an opened JPEG is decoded."""
    scale = next((scale for scale in SCALES if max(image.size) // scale >= SEEN), 1)
    return max(image.width // scale, 1), max(image.height // scale, 1)


def _clean(data: bytes, width: int, height: int) -> Image.Image | None:
    """Return a picture of about that size, decoded small, that libjpeg-turbo decodes without a warning; as Pillow's draft gives it."""
    import simplejpeg

    try:
        pixels = simplejpeg.decode_jpeg(
            data, colorspace="RGB", fastdct=True, fastupsample=True, min_height=height, min_width=width, strict=True
        )
    except (ValueError, MemoryError):
        return None
    return Image.fromarray(pixels)


def _broken(error: Exception) -> Decoded:
    """Say what a decoder's exception makes of a file; raises it again where memory or the machine is to blame."""
    if isinstance(error, MemoryError) or of_the_machine(error):
        raise error
    return Decoded(image=None, problem=Problem.TRUNCATED if "truncated" in str(error) else Problem.UNDECODABLE)


def _small(image: Image.Image) -> None:
    image.draft("RGB", _small_size(image))
    image.load()


def _mended(data: bytes) -> Image.Image | None:
    """Return the small decode with an EOI put behind it where only the last bytes are missing, None where more is."""
    if not _nearly_whole(data):
        return None
    image = Image.open(io.BytesIO(data + EOI), formats=FORMATS)
    try:
        _small(image)
    except Exception as error:  # noqa: BLE001 - decoders raise anything; see _broken
        _broken(error)
        return None
    return image


def _nearly_whole(data: bytes) -> bool:
    """Tell whether at most about FEW_BYTES are missing, in a baseline or a progressive file.

    So many of the file's own last bytes are put behind it: if the decoder finds some of them too many, fewer were missing;
    if it still wants more, more were. Where they happen to be no valid code, neighbouring bytes are tried.
    """
    data = data.rstrip(b"\xff")
    if not complaint_of(data + EOI):
        return True
    if (missing := restarts.missing_bytes(data)) is not None and missing > FEW_BYTES:
        return False  # the filler would end at the next restart mark, and seem too much
    for step in range(TRIES):
        filler = data[-FEW_BYTES - step * 7 : len(data) - step * 7].replace(b"\xff", b"\xfe")
        said = complaint_of(data + filler + EOI)
        if TOO_MUCH in said or TOO_LITTLE in said:
            return TOO_MUCH in said
    return False


def plain_end(image: Image.Image) -> float:
    """Return the share of a picture's rows, at its end, that are all of exactly one colour."""
    same = _like_last(image)
    return _plain_rows(same) / len(same)


def _like_last(image: Image.Image) -> Mask:
    """Return which pixels have exactly the last pixel's colour."""
    pixels: NDArray[np.uint8] = np.asarray(image.convert("RGB"))
    mask: Mask = np.all(pixels == pixels[-1, -1], axis=2)
    return mask


def _plain_rows(same: Mask) -> int:
    """Return how many rows, counted from below, are wholly of the last pixel's colour."""
    whole: Mask = np.all(same, axis=1)[::-1]
    return len(whole) if whole.all() else int(np.argmin(whole))


def complaint_of(data: bytes) -> str:
    """Return what libjpeg-turbo warns of at 1/8; Pillow hides it. It sees damage in the middle (performance.md)."""
    import simplejpeg

    try:
        simplejpeg.decode_jpeg(
            data, colorspace="GRAY", fastdct=True, fastupsample=True, min_height=1, min_width=1, min_factor=8, strict=True
        )
    except (ValueError, MemoryError) as error:
        text = str(error)
        return "" if "colorspace" in text.lower() or "color conversion" in text else text[:120]
    return ""
