"""Copies for the screen and the web: upright, in sRGB, no larger than asked, without metadata."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image, ImageCms, ImageOps

from reports.pack.clean_pictures import NotCleanedError, open_picture
from reports.pack.icc import is_srgb, srgb
from validators.probes.decoding import BROKEN

SCREEN, WEB = 1920, 1600  # pixels of the longer side
QUALITY = 88
PAPER = (255, 255, 255)  # behind transparent pictures


@dataclass(frozen=True)
class Copy:
    """A small picture and its file."""

    image: Image.Image
    data: bytes


def copied(data: bytes, most: int) -> Copy:
    """Return a copy of a picture with `most` pixels at its longer side, never enlarged; raises NotCleanedError."""
    try:
        with open_picture(data) as image:
            profile = image.info.get("icc_profile") or b""
            target = _fitting(image.size, most)
            if image.format in {"JPEG", "MPO"}:
                image.draft(None, target)
            upright = ImageOps.exif_transpose(_plain(image))
        upright.thumbnail((most, most), Image.Resampling.LANCZOS)
        small = _in_srgb(upright, profile)
    except (ImageCms.PyCMSError, *BROKEN) as error:
        raise NotCleanedError(str(error)) from error
    small = Image.frombytes("RGB", small.size, small.tobytes())  # leaves behind whatever Pillow would write again
    return Copy(small, saved(small, QUALITY, srgb()))


def saved(image: Image.Image, quality: int, profile: bytes = b"") -> bytes:
    """Return a bare JPEG."""
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, icc_profile=profile or None)
    return out.getvalue()


def _fitting(size: tuple[int, int], most: int) -> tuple[int, int]:
    scale = min(most / max(size), 1)
    return max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)


def _plain(image: Image.Image) -> Image.Image:
    """Return a picture in RGB, grey or printing colours: what colour profiles speak of."""
    if image.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if image.mode in {"P", "PA", "LA", "RGBA", "La", "RGBa"}:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, (*PAPER, 255))
        flat = Image.alpha_composite(paper, layer).convert("RGB")
        flat.info = {key: value for key, value in image.info.items() if key == "exif"}
        return flat
    return image if image.mode in {"RGB", "L", "CMYK"} else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    space = {"RGB": b"RGB ", "L": b"GRAY", "CMYK": b"CMYK"}[image.mode]
    if not profile or profile[16:20] != space or is_srgb(profile):
        return image.convert("RGB")
    source = ImageCms.ImageCmsProfile(BytesIO(profile))
    target = ImageCms.ImageCmsProfile(BytesIO(srgb()))
    turned = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
    assert turned is not None
    return turned
