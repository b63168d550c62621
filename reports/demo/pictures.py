"""Draw photos that look like photos to a program: real JPEG bytes of a wanted size, different for every seed."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from reports.demo.faces import face
from reports.demo.scenery import landscape

Planes = tuple[Image.Image, Image.Image, Image.Image]  # luma, blue, red
Paint = Callable[[int, int, int], Image.Image]  # seed, width, height
MAKE, MODEL = "Aster", "Aster A12"
TRIES = 16
SCRATCH = 800  # bytes: fewer may read as another picture
TOLERANCE = 1.05  # a photo has between its target and target * TOLERANCE bytes ...
AIM = 1.02  # ... and is aimed here
NOISE_TILE = 512
DARKEST, LIGHTEST = 40, 216  # of luma before noise
LARGEST_NOISE = 39  # so it never wraps round
BITS = {  # bits per pixel measured at a JPEG quality for the noise in SIGMAS
    90: (0.30, 0.52, 0.88, 1.61, 2.61, 3.19, 3.59, 4.06, 4.46),
    98: (0.67, 2.09, 2.95, 3.84, 4.91, 5.67, 6.25, 7.02, 7.66),
}
SIGMAS = (0.0, 1.0, 2.0, 4.0, 8.0, 12.0, 16.0, 24.0, 39.0)


class PictureError(ValueError):
    """Say that no picture of the wanted size can be drawn with so few or so many pixels."""


@lru_cache(maxsize=24)
def photo(
    seed: int, megapixels: float = 12, target_bytes: int = 3_200_000, *, upright: bool = False, taken: str = "2026:07:05 08:30:00"
) -> bytes:
    """Return a JPEG as a camera writes it, with EXIF; target_bytes is reached and exceeded by at most 5 %.

    `taken` is DateTimeOriginal as EXIF writes it; '' leaves all EXIF out. Raises PictureError.
    """
    return _photo(seed, shape(megapixels, upright=upright), target_bytes, taken)


@lru_cache(maxsize=24)
def portrait(seed: int, target_bytes: int = 400_000, megapixels: float = 1.08) -> bytes:
    """Return an upright, smaller JPEG: a photo of the author."""
    return _photo(seed, shape(megapixels, upright=True), target_bytes, "2026:06:21 17:05:00", face)


@lru_cache(maxsize=24)
def chat_photo(seed: int, target_bytes: int = 300_000, megapixels: float = 1440 * 1920 / 1e6) -> bytes:
    """Return what a chat app leaves of a photo: 1440 x 1920, about 300 KB, no EXIF (field-notes 5)."""
    return photo(seed, megapixels, target_bytes, upright=True, taken="")


def progressive(seed: int, megapixels: float = 12, target_bytes: int = 3_200_000) -> bytes:
    """Return a progressive JPEG."""
    return _sized(seed, shape(megapixels), target_bytes, lambda image, quality: _jpeg(image, quality=quality, progressive=True))


def cmyk(seed: int, megapixels: float = 12, target_bytes: int = 3_200_000) -> bytes:
    """Return a JPEG in four printing colours."""

    def encode(image: Image.Image, quality: int) -> bytes:
        return _jpeg(image.convert("RGB").convert("CMYK"), quality=quality)

    return _sized(seed, shape(megapixels), target_bytes, encode)


def mpo(seed: int, megapixels: float = 12, target_bytes: int = 3_200_000) -> bytes:
    """Return a multi-picture JPEG as many phones write it: the photo and a small second frame."""
    second = draw(seed, 160, 120, 2).convert("RGB")

    def encode(image: Image.Image, quality: int) -> bytes:
        out = BytesIO()
        exif = camera_exif("2026:07:05 08:30:00").tobytes()
        image.convert("RGB").save(out, "MPO", save_all=True, append_images=[second], quality=quality, exif=exif)
        return out.getvalue()

    # The second frame and its directory are no part of the photo: the target is reached without them.
    return _sized(seed, shape(megapixels), target_bytes + 8_000, encode)


def motion_photo(seed: int, megapixels: float = 12, target_bytes: int = 3_200_000, clip_bytes: int = 60_000) -> bytes:
    """Return a JPEG followed by a short MP4 clip, as motion photos are stored."""
    clip = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42"
    payload = np.random.default_rng(seed).integers(0, 256, clip_bytes, dtype=np.uint8).tobytes()
    return photo(seed, megapixels, target_bytes) + clip + (len(payload) + 8).to_bytes(4, "big") + b"mdat" + payload


def png(seed: int, target_bytes: int = 3_200_000) -> bytes:
    """Return a noisy PNG of at least target_bytes."""
    out = BytesIO()
    width, height = shape(target_bytes / 1.45e6)
    draw(seed, width, height, 24).convert("RGB").save(out, "PNG", compress_level=1)
    return out.getvalue()


def webp(seed: int, target_bytes: int = 3_200_000) -> bytes:
    """Return a WebP of about target_bytes (between 1/2 and 2 times)."""
    out = BytesIO()
    draw(seed, *shape(target_bytes * 8 / 3.2e6), 16).convert("RGB").save(out, "WEBP", quality=85, method=0)
    return out.getvalue()


def heic(seed: int, target_bytes: int = 500_000) -> bytes | None:
    """Return a HEIC photo of roughly target_bytes; None where this machine cannot encode HEIC."""
    try:
        import pillow_heif

        out = BytesIO()
        image = draw(seed, *shape(target_bytes * 8 / 4e6), 16).convert("RGB")
        pillow_heif.from_pillow(image).save(out, quality=85)
    except (ImportError, RuntimeError, OSError, ValueError):
        return None
    return out.getvalue()


@lru_cache(maxsize=2)
def logo(seed: int = 7) -> bytes:
    """Return a small PNG as it stands under a mail signature: 160 x 48 pixels."""
    out = BytesIO()
    draw(seed, 160, 48, 0).convert("RGB").save(out, "PNG")
    return out.getvalue()


def truncated(data: bytes, keep: float = 0.5) -> bytes:
    """Return the first part of a file, as a broken transfer leaves it."""
    return data[: int(len(data) * keep)]


def padded(data: bytes, to_bytes: int) -> bytes:
    """Return a file filled up with zero bytes after its end."""
    return data + bytes(max(to_bytes - len(data), 0))


def scratched(data: bytes, seed: int = 1, length: int = SCRATCH) -> bytes:
    """Return a JPEG whose scan has bytes replaced in the middle: it opens, but a strict decoder complains."""
    middle = next(place for place in range(len(data) // 2, len(data)) if data[place - 1] != 0xFF)  # else it makes a marker
    noise = np.random.default_rng(seed).integers(0, 255, length, dtype=np.uint8).tobytes()
    return data[:middle] + noise + data[middle + len(noise) :]


def shape(megapixels: float, *, upright: bool = False) -> tuple[int, int]:
    """Return width and height of 4:3 with about so many million pixels, both multiples of 8."""
    height = max(int((megapixels * 1e6 * 3 / 4) ** 0.5) // 8 * 8, 8)
    width = max(int(megapixels * 1e6 / height) // 8 * 8, 8)
    return (height, width) if upright else (width, height)


def draw(seed: int, width: int, height: int, sigma: float) -> Image.Image:
    """Return a YCbCr image: a landscape that tells seeds apart, and fine noise of strength sigma that costs bytes."""
    return grainy(_planes(seed, width, height), seed, sigma)


def camera_exif(taken: str) -> Image.Exif:
    """Return EXIF as a phone writes it: maker, model, software, date taken and the place."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131], exif[0x0132] = MAKE, MODEL, "A12 camera 4.1", taken
    exif.get_ifd(0x8769).update({0x9003: taken, 0x9004: taken})
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 0.0), 3: "E", 4: (120.0, 9.0, 0.0)})
    return exif


def _photo(seed: int, size: tuple[int, int], target: int, taken: str, paint: Paint = landscape) -> bytes:
    exif = camera_exif(taken).tobytes() if taken else b""
    return _sized(seed, size, target, lambda image, quality: _jpeg(image, quality=quality, exif=exif), paint)


def _jpeg(image: Image.Image, *, quality: int, exif: bytes = b"", progressive: bool = False) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, exif=exif, progressive=progressive)
    return out.getvalue()


def _planes(seed: int, width: int, height: int, paint: Paint = landscape) -> Planes:
    """Return what a photo shows, in luma that grain can be added to, and two colours."""
    picture = paint(seed, width, height).convert("YCbCr")
    # Large pictures are smooth at a quarter of the size, then coarse: no eye sees it, and it takes a tenth of the time.
    part = 4 if width * height > 1_000_000 else 1
    smooth = picture.resize((width // part, height // part), Image.Resampling.BILINEAR)
    luma, blue, red = smooth.resize((width, height), Image.Resampling.NEAREST).split()
    return luma.point([DARKEST + value * (LIGHTEST - DARKEST) // 255 for value in range(256)]), blue, red


def _next(measured: dict[float, int], target: int) -> float:
    """Return the noise to try next: between what gave too little and too much."""
    low = max((sigma for sigma, size in measured.items() if size < target), default=None)
    high = min((sigma for sigma, size in measured.items() if size >= target), default=None)
    if low is None or high is None:
        return 0.0 if low is None else min(max(low * 2, SIGMAS[1]), SIGMAS[-1])
    part = (target * AIM - measured[low]) / (measured[high] - measured[low])
    return float((low**2 + (high**2 - low**2) * min(max(part, 0.05), 0.95)) ** 0.5)  # little noise costs little


def _softer(planes: Planes) -> Planes:
    blurred = [plane.filter(ImageFilter.BoxBlur(max(plane.width // 300, 1))) for plane in planes]
    return blurred[0], blurred[1], blurred[2]


@lru_cache(maxsize=1)
def _grain(seed: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).standard_normal((NOISE_TILE, NOISE_TILE), dtype=np.float32)


def grainy(planes: Planes, seed: int, sigma: float) -> Image.Image:
    """Return planes as one picture, with fine noise of strength sigma."""
    luma, blue, red = planes
    grain = _grain(seed) * sigma
    tile = np.clip(np.round(grain), -LARGEST_NOISE, LARGEST_NOISE).astype(np.int8).view(np.uint8)
    tiled = np.tile(tile, (-(-luma.height // NOISE_TILE), -(-luma.width // NOISE_TILE)))
    return Image.merge("YCbCr", (Image.fromarray(np.asarray(luma) + tiled[: luma.height, : luma.width]), blue, red))


def _sized(
    seed: int, size: tuple[int, int], target: int, encode: Callable[[Image.Image, int], bytes], paint: Paint = landscape
) -> bytes:
    """Return an encoding of at least `target` bytes: the noise is guessed from what was measured, then corrected."""
    width, height = size
    planes = _planes(seed, width, height, paint)
    area, aim = width * height, target * AIM
    quality = 90 if aim * 8 / area < 3.6 else 98
    measured: dict[float, int] = {}  # sigma -> bytes
    sigma = float(np.interp(aim * 8 / area, BITS[quality], SIGMAS))
    for _ in range(TRIES):
        data = encode(grainy(planes, seed, sigma), quality)
        if target <= len(data) <= target * TOLERANCE:
            return data
        if not sigma and len(data) > target:  # the scene alone is too rich
            planes, measured = _softer(planes), {}
            continue
        measured[sigma] = len(data)
        sigma = _next(measured, target)
    raise PictureError(f"{width} x {height} pixels cannot make a picture of {target} bytes")
