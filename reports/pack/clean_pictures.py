"""A kept original without metadata: a JPEG or PNG loses only its metadata, any other picture is written anew as PNG."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from intake.model.submission import PICTURES, FileType
from reports.pack.clean_jpegs import BrokenJpegError, stripped, turning
from reports.pack.icc import Personal, kept
from validators.probes.decoding import BROKEN, FORMATS

PNG = b"\x89PNG\r\n\x1a\n"
PNG_NEEDED = frozenset(b"IHDR PLTE tRNS IDAT IEND sRGB gAMA cHRM sBIT bKGD pHYs cICP".split())
PROFILE_BYTES = 4_000_000
PLAIN_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I;16"})


class NotCleanedError(Exception):
    """Say that a file cannot be freed of its metadata; it stays out of the pack."""


@dataclass(frozen=True)
class Clean:
    """A picture without metadata; `rewritten` where its pixels had to be coded anew."""

    data: bytes
    ending: str
    rewritten: bool = False


def cleaned(data: bytes, kind: FileType, personal: Personal = lambda _: False) -> Clean:
    """Return a picture free of metadata (EXIF with its GPS, XMP, notes), its orientation and colour kept; raises NotCleanedError."""
    if kind not in PICTURES:
        raise NotCleanedError(f"{kind.value} is no picture")
    try:
        if kind is FileType.JPEG:
            return Clean(stripped(data, orientation_of(data), personal), "jpg")
        if kind is FileType.PNG:
            return Clean(_png(data, orientation_of(data), personal), "png")
        return Clean(_written_anew(data, personal), "png", rewritten=True)
    except (BrokenJpegError, zlib.error, struct.error, *BROKEN) as error:
        raise NotCleanedError(str(error)) from error


@contextmanager
def roomy(pixels: int) -> Iterator[None]:
    """Let Pillow open, without a word, what the probe let pass; around all threads, for both settings are everybody's."""
    before = Image.MAX_IMAGE_PIXELS
    Image.init()
    Image.MAX_IMAGE_PIXELS = pixels
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = before


@contextmanager
def open_picture(data: bytes) -> Iterator[Image.Image]:
    """Open a picture of the kinds we know."""
    Image.init()
    if data[4:8] == b"ftyp" and data[8:12] not in {b"avif", b"avis"}:
        import pillow_heif

        pillow_heif.register_heif_opener()
        found = Image.open(BytesIO(data), formats=("HEIF",))
    else:
        found = Image.open(BytesIO(data), formats=FORMATS)
    with found:
        yield found


def orientation_of(data: bytes) -> int:
    """Return how a picture is turned, as EXIF counts: 1 upright."""
    try:
        with open_picture(data) as image:
            turned = image.getexif().get(0x0112, 1)
    except BROKEN:
        return 1
    return turned if isinstance(turned, int) and 1 <= turned <= 8 else 1


def _png(data: bytes, orientation: int, personal: Personal) -> bytes:
    """Return a PNG with the chunks a decoder needs; an animation keeps its first picture."""
    if not data.startswith(PNG):
        raise NotCleanedError("no PNG")
    parts, position = [PNG], len(PNG)
    while position + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, position)
        body = data[position + 8 : position + 8 + length]
        position += 12 + length
        if name == b"IDAT" and orientation != 1:
            parts.append(_chunk(b"eXIf", turning(orientation)))
            orientation = 1
        if name in PNG_NEEDED:
            parts.append(_chunk(name, body))
        elif name == b"iCCP" and (profile := kept(_unpacked(body), personal)):
            parts.append(_chunk(b"iCCP", b"icc\0\0" + zlib.compress(profile, 9)))
        if name == b"IEND":
            return b"".join(parts)
    raise NotCleanedError("a PNG without its end")


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _unpacked(body: bytes) -> bytes:
    return zlib.decompressobj().decompress(body.partition(b"\0")[2][1:], PROFILE_BYTES)


def _written_anew(data: bytes, personal: Personal) -> bytes:
    with open_picture(data) as image:
        profile = kept(image.info.get("icc_profile") or b"", personal) if image.info.get("icc_profile") else b""
        upright = ImageOps.exif_transpose(image)
        upright.load()
    if upright.mode not in PLAIN_MODES:
        upright = upright.convert("RGB")
        profile = profile if profile[16:20] == b"RGB " else b""
    transparency = upright.info.get("transparency")
    upright.info = {} if transparency is None else {"transparency": transparency}
    out = BytesIO()
    upright.save(out, "PNG", **({"icc_profile": profile} if profile else {}))
    return _png(out.getvalue(), 1, personal)  # so that one hand alone decides what a PNG of ours holds
