"""Open a picture once, measure, return PhotoFacts. Runs in a worker with limits; nothing escapes but facts."""

from __future__ import annotations

import io
import os
import re
import warnings
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from validators.facts import PhotoFacts
from validators.probes import exif, hashing, jpeg

FORMATS = (
    "JPEG",
    "PNG",
    "GIF",
    "TIFF",
    "WEBP",
    "BMP",
    "AVIF",
)  # MPO opens as JPEG; EPS, PSD, JPEG 2000 stay closed (field-notes 9)
THUMBNAIL = 320
CHAT_NAME = re.compile(r"mmexport\d{10,}|微信图片_\d+|wechatimg\d*|wx_camera_\d+|img-\d{8}-wa\d+|qq图片\d*", re.IGNORECASE)
CHAT_SIDES = {1080, 1280, 1440, 1548}
SCREEN_NAME = re.compile(r"screenshot|screen shot|屏幕截图|截屏|屏幕快照", re.IGNORECASE)
BROKEN = (OSError, UnidentifiedImageError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, ZeroDivisionError)


def probe(path: Path, thumbnail: Path | None, name: str = "", pixels: int = 250_000_000, sha256: str = "") -> PhotoFacts:
    """Return the facts of one file; a picture that cannot be opened has `decodable=False`, never an exception."""
    data = jpeg.read(path)
    facts = PhotoFacts(sha256=sha256, file_bytes=len(data), image_bytes=len(data))
    if not data:
        return replace(facts, problem="undecodable")
    Image.init()  # `formats` below knows only plugins that are loaded
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
    with image:
        width, height = _turned(image)
        facts = _told(replace(facts, width=width, height=height), exif.evidence(data, image))
        if facts.format in {"JPEG", "MPO"}:
            end = jpeg.image_end(data)
            facts = replace(facts, image_bytes=end or len(data), trailing=jpeg.trailing_kind(data, end) if end else "")
        if image.width * image.height > pixels:
            return replace(facts, problem="too-many-pixels")
        facts = _decode(image, data, facts, thumbnail)
    return replace(facts, likely_cause=_cause(facts, name))


def _told(facts: PhotoFacts, evidence: exif.Evidence) -> PhotoFacts:
    return replace(
        facts,
        make=evidence.make,
        model=evidence.model,
        taken=evidence.taken,
        software=evidence.software,
        has_exif=evidence.has_exif,
        ai_label=evidence.ai_label,
    )


def _turned(image: Image.Image) -> tuple[int, int]:
    """Return width and height as a viewer shows them (EXIF orientation 5-8 lie on their side)."""
    try:
        sideways = image.getexif().get(0x0112) in {5, 6, 7, 8}
    except BROKEN:
        sideways = False
    width, height = image.size
    return (height, width) if sideways else (width, height)


def _decode(image: Image.Image, data: bytes, facts: PhotoFacts, thumbnail: Path | None) -> PhotoFacts:
    """Decode once at 1/8: it finds every truncation that a full decode finds (17 kinds, measured)."""
    is_jpeg = facts.format in {"JPEG", "MPO"}
    if is_jpeg:
        image.draft("RGB", (max(image.width // 8, 1), max(image.height // 8, 1)))
    try:
        image.load()
    except BROKEN as error:
        mended = _mended(data) if is_jpeg and jpeg.image_end(data) == 0 else None
        if mended is not None:
            return _looked_at(mended, replace(facts, missing_bytes=True), thumbnail)
        return replace(facts, problem="truncated" if "truncated" in str(error) else "undecodable")
    if is_jpeg:
        facts = replace(facts, suspect=_complaint(data[: facts.image_bytes]))
    return _looked_at(image, facts, thumbnail)


def _mended(data: bytes) -> Image.Image | None:
    """Return the small decode with an EOI put behind it where only the last bytes are missing: no row is left plain.

    A progressive file shows no plain rows however much is missing, so it is never mended.
    """
    image = Image.open(io.BytesIO(data + b"\xff\xd9"), formats=FORMATS)
    image.draft("RGB", (max(image.width // 8, 1), max(image.height // 8, 1)))
    try:
        image.load()
    except BROKEN:
        return None
    last = image.convert("L").crop((0, image.height - 1, image.width, image.height)).getextrema()
    plain = isinstance(last[0], int | float) and isinstance(last[1], int | float) and last[1] - last[0] <= 2
    return None if plain or "progressive" in image.info else image


def _complaint(data: bytes) -> str:
    """Return what libjpeg-turbo warns of at 1/8; Pillow hides it. It sees damage in the middle (performance.md)."""
    import simplejpeg

    try:
        simplejpeg.decode_jpeg(
            data, colorspace="GRAY", fastdct=True, fastupsample=True, min_height=1, min_width=1, min_factor=8, strict=True
        )
    except (ValueError, MemoryError) as error:
        text = str(error)
        return "" if "colorspace" in text.lower() or "Unsupported" in text else text[:120]
    return ""


def _looked_at(image: Image.Image, facts: PhotoFacts, thumbnail: Path | None) -> PhotoFacts:
    """Take hashes, thumbnail and the look of the page from the small decode."""
    image.load()
    small = image.convert("RGBA").convert("RGB") if image.mode in {"P", "LA", "RGBA", "PA"} else image
    small = _srgb(small).copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    turned = ImageOps.exif_transpose(small)
    if thumbnail is not None:
        part = thumbnail.with_suffix(f".part{os.getpid()}")
        turned.convert("RGB").save(part, "JPEG", quality=80)
        part.replace(thumbnail)
    grey = turned.convert("RGB").convert("HSV")
    saturation = grey.getchannel("S").resize((32, 32), Image.Resampling.BOX)
    levels = sorted(saturation.get_flattened_data() if hasattr(saturation, "get_flattened_data") else saturation.getdata())
    light = sum(value > 190 for value in turned.convert("L").resize((64, 64)).tobytes()) / 4096
    colourless = int(str(levels[int(len(levels) * 0.9)])) < 24
    return replace(
        facts,
        decodable=True,
        problem="",
        hashes=hashing.hashes(turned.convert("RGB")),
        thumbnail=str(thumbnail or ""),
        colourless=colourless,
        pagelike=colourless and light > 0.75,
    )


def _srgb(image: Image.Image) -> Image.Image:
    """Return the picture in sRGB where it bears another profile that can be read."""
    profile = image.info.get("icc_profile")
    if image.mode == "CMYK" or not profile:
        return image.convert("RGB")
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image.convert("RGB"), source, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert("RGB")


def _cause(facts: PhotoFacts, name: str) -> str:
    """Return the likeliest reason why a photo is small: chat-app, screenshot, mail-app, or ''."""
    if SCREEN_NAME.search(name):
        return "screenshot"
    sides = {facts.width, facts.height}
    bare = not facts.make and not facts.model
    if CHAT_NAME.search(name) or (facts.image_bytes < 1_000_000 and bare and min(sides) in CHAT_SIDES):
        return "chat-app"
    resized = max(sides) in {640, 1280, 1600, 2048} or min(sides) in {480, 960}
    return "mail-app" if facts.image_bytes < 1_500_000 and resized else ""
