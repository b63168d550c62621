"""Open a picture once, measure, return PhotoFacts. Runs in a worker with limits; nothing escapes but facts."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import replace
from pathlib import Path

from PIL import Image

from intake.kinds.table import ending
from intake.mime.raw_photos import camera_raw
from intake.mime.sniff import sniff
from intake.model.causes import Trailing
from intake.model.faults import of_the_machine
from intake.model.filetypes import FORMAT_NAMES, SOUNDS, VIDEOS, FileType
from intake.model.problems import Problem
from validators.facts import PhotoFacts
from validators.probes import exif, jpeg
from validators.probes.appearance import looked_at, orientation
from validators.probes.cause import likely_cause
from validators.probes.decoding import FORMATS, Decoded, decode_picture

OTHER_PIXELS = 90_000_000  # what is no JPEG must be decoded whole: about 1 GB at this size
RAW_HEAD = 4096
JPEGS = {"JPEG", "MPO"}
MOST_PER_BYTE = 512  # pixels of a JPEG: each 64 of them take a bit at least, however plain they are
OPENED = {*FORMATS, "MPO", "HEIF"}  # as Pillow names what is opened here
STRANGE_ENDINGS = {"exr", "hdr", "djvu", "qoi", "flif", "bpg", "dpx", "xbm", "cin"}  # of pictures that Pillow knows nothing of
LITTLE = 65_536  # bytes that no decoder needs, and nobody minds
EXTRANEOUS = re.compile(r"(\d+) extraneous bytes")


def probe(path: Path, thumbnail: Path | None, name: str = "", pixels: int = 250_000_000, sha256: str = "") -> PhotoFacts:
    """Return the facts of one file; a picture that cannot be opened has `decodable=False`, never an exception."""
    data = jpeg.read(path)
    size = path.stat().st_size
    facts = PhotoFacts(sha256=sha256, file_bytes=size, image_bytes=size)
    if not data:
        return replace(facts, problem=Problem.UNDECODABLE)
    if unknown := _other_format(path, name):
        return replace(facts, format=unknown)
    Image.init()  # `formats` knows only plugins that are loaded
    Image.MAX_IMAGE_PIXELS = None  # the declared pixels are judged here, before a byte is decoded
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _measure(data, facts, thumbnail, name, pixels)
    except Exception as error:  # noqa: BLE001 - a strange file breaks its library in any way: a finding on that file alone
        return replace(facts, problem=_problem(error))


def _other_format(path: Path, name: str) -> str:
    """Return the name of a format that nothing here decodes and no call takes, '' for a usual one: photo-format says the rest."""
    kind = sniff(path, name)
    if kind is FileType.UNKNOWN:
        return _by_ending(name)
    if kind in VIDEOS | SOUNDS:
        return kind.value.upper()
    if kind is not FileType.RAW:
        return FORMAT_NAMES.get(kind, "")
    with path.open("rb") as file:
        camera = camera_raw(file.read(RAW_HEAD))
    return f"RAW ({camera})" if camera != "RAW" else camera


def _by_ending(name: str) -> str:
    """Return the format that a file of unknown bytes is called as, where it is one of pictures that are not opened here: ICO, TGA."""
    Image.init()
    plugin = Image.registered_extensions().get(f".{ending(name)}", "")
    return ending(name).upper() if (plugin and plugin not in OPENED) or ending(name) in STRANGE_ENDINGS else ""


def _problem(error: Exception) -> str:
    """Say what an exception makes of a file; raises it again where the machine is to blame."""
    if of_the_machine(error):
        raise error
    return Problem.MEMORY if isinstance(error, MemoryError) else Problem.UNDECODABLE


def _opened(data: bytes) -> tuple[Image.Image, str]:
    """Open a picture; return it with its format. A JPEG whose notes break its reader is opened without them."""
    if data[4:8] == b"ftyp" and data[8:12] not in {b"avif", b"avis"}:
        import pillow_heif

        pillow_heif.register_heif_opener()
        return Image.open(io.BytesIO(data), formats=("HEIF",)), "HEIC"
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except Exception:  # notes break the library in many ways; without them it may still be a picture
        if not data.startswith(b"\xff\xd8"):
            raise
        image = Image.open(io.BytesIO(jpeg.without_notes(data)), formats=FORMATS)
    return image, image.format or ""


def _measure(data: bytes, facts: PhotoFacts, thumbnail: Path | None, name: str, pixels: int) -> PhotoFacts:
    image, kind = _opened(data)
    is_jpeg = kind in JPEGS
    with image:
        facts = replace(facts, format=kind, width=image.width, height=image.height)
        most = min(pixels, facts.file_bytes * MOST_PER_BYTE) if is_jpeg else min(pixels, OTHER_PIXELS)
        too_many = image.width * image.height > most
        if too_many and not is_jpeg:
            return replace(facts, problem=Problem.TOO_MANY_PIXELS)  # before anything else: to ask a PNG for its EXIF decodes it
        if orientation(image) >= 5:  # lies on its side
            facts = replace(facts, width=image.height, height=image.width)
        facts = replace(facts, **vars(exif.evidence(data, image)))
        end = None
        if is_jpeg:
            found = jpeg.weigh(data)
            end = found.end
            facts = _without_padding(replace(facts, image_bytes=end or facts.file_bytes), found.surplus)
            facts = replace(facts, trailing=(jpeg.trailing_kind(data, end) if end else "") or facts.trailing)
        facts = replace(facts, likely_cause=likely_cause(facts, name, image))
        return replace(facts, problem=Problem.TOO_MANY_PIXELS) if too_many else _decoded(image, data, end, facts, thumbnail)


def _without_padding(facts: PhotoFacts, surplus: int) -> PhotoFacts:
    """Return the facts without the bytes before the image's end that no decoder needs; many of them are padding."""
    padded = Trailing.INSIDE if surplus > LITTLE and not facts.trailing else facts.trailing
    return replace(facts, image_bytes=max(facts.image_bytes - surplus, 0), trailing=padded)


def _decoded(image: Image.Image, data: bytes, end: int | None, facts: PhotoFacts, thumbnail: Path | None) -> PhotoFacts:
    """Return the facts with what decoding shows; what was measured before stays where memory does not suffice."""
    try:
        found = decode_picture(image, data, end)
        if found.image is None:
            return replace(facts, problem=found.problem)
        facts = replace(facts, missing_bytes=found.missing_bytes, suspect=found.suspect)
        facts = _without_padding(facts, _extraneous(found))
        return looked_at(found.image, facts, thumbnail, data)
    except Exception as error:  # noqa: BLE001 - decoders raise anything; what was measured so far stays
        return replace(facts, problem=_problem(error))


def _extraneous(found: Decoded) -> int:
    """Return how many bytes of a scan stand behind its last pixel, as the decoder counted them."""
    said = EXTRANEOUS.search(found.suspect)
    return int(said[1]) if said else 0
