"""Small pictures drawn fast, each different to the eye, for the generated mails."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import numpy as np
from PIL import Image

from reports.demo import pictures

WORK, PORTRAIT = (256, 192), (144, 192)
FLOOR, BORDERLINE = 30_000, 25_000  # what the desk of the tests asks for
NOISE = {"fine": 30, "borderline": 16, "small": 5, "portrait": 10}  # measured: they give the sizes asked for below


def work(seed: int, kind: str) -> bytes:
    """Return the bytes of one work of a kind."""
    makers = {
        "small": lambda: jpeg(seed, WORK, "small", 1, BORDERLINE),
        "borderline": lambda: jpeg(seed, WORK, "borderline", BORDERLINE, FLOOR),
        "cut": lambda: pictures.truncated(jpeg(seed, (512, 384), "fine", FLOOR * 3, FLOOR * 9)),
        "padded": lambda: pictures.padded(jpeg(seed, WORK, "small", 1, BORDERLINE), 2 * FLOOR),
        "heic": lambda: pictures.heic(seed, 50_000) or pictures.webp(seed, 50_000),
        "png": lambda: pictures.png(seed, 60_000),
        "webp": lambda: pictures.webp(seed, 50_000),
        "mpo": lambda: pictures.mpo(seed, 0.3, 45_000),
        "progressive": lambda: pictures.progressive(seed, 0.3, 45_000),
        "cmyk": lambda: pictures.cmyk(seed, 0.3, 90_000),
        "motion": lambda: pictures.motion_photo(seed, 0.3, 45_000),
        "scratched": lambda: pictures.scratched(jpeg(seed, WORK, "fine", FLOOR, FLOOR * 2), length=64),
    }
    return makers[kind]() if kind in makers else jpeg(seed, WORK, "fine", FLOOR, FLOOR * 2)


@lru_cache(maxsize=64)
def portrait(seed: int, kind: str) -> bytes:
    """Return the bytes of one portrait: upright and small."""
    if kind == "jpeg":
        return jpeg(seed, PORTRAIT, "portrait", 1, BORDERLINE)
    out = BytesIO()
    _drawn(seed, (96, 128), 4).save(out, "PNG")
    return out.getvalue()


@lru_cache(maxsize=64)
def jpeg(seed: int, size: tuple[int, int], noise: str, least: int, most: int) -> bytes:
    """Return a JPEG of so many pixels with at least `least` and fewer than `most` bytes."""
    out = BytesIO()
    _drawn(seed, size, NOISE[noise]).save(out, "JPEG", quality=95)
    data = out.getvalue()
    if not least <= len(data) < most:
        raise ValueError(f"seed {seed}: {noise} has {len(data)} bytes, not {least} to {most}")
    return data


def _drawn(seed: int, size: tuple[int, int], noise: int) -> Image.Image:
    random = np.random.default_rng([seed, 77])

    def plane(cells: int, low: int, high: int) -> Image.Image:
        grid = Image.fromarray(random.integers(low, high, (cells, cells), dtype=np.uint8))
        return grid.resize(size, Image.Resampling.BILINEAR)

    planes = plane(9, 50, 206), plane(4, 70, 186), plane(4, 70, 186)
    grain = random.integers(-noise, noise + 1, (size[1], size[0]))
    luma = Image.fromarray((np.asarray(planes[0], dtype=int) + grain).clip(0, 255).astype(np.uint8))
    return Image.merge("YCbCr", (luma, *planes[1:])).convert("RGB")
