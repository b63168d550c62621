"""Colour profiles: kept as they are where they are a common one, else rebuilt with the colour alone."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO

from PIL import ImageCms

COLOUR = frozenset(b"wtpt bkpt rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 gamt chad cicp lumi chrm".split())
COMMON_TAGS = COLOUR | frozenset(
    b"desc cprt dmnd dmdd vued view meas tech".split()
)  # others may tell of the author's own devices
COMMON = re.compile(
    r"(s|Adobe |Apple |eci|ProPhoto |ROMM |Generic )RGB|Display P3|Rec\.? ?(709|2020|2100)|ITU-R|Gray Gamma|Dot Gain|Generic Gray"
    r"|U\.S\. Web Coated|ISO Coated|Coated FOGRA|Japan Color|Artifex|c2\b|Nikon sRGB|Nikon Adobe"
)
TOLD = "Colour profile"  # what a rebuilt profile calls itself
DATE = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
Personal = Callable[[bytes], bool]


def kept(profile: bytes, personal: Personal = lambda _: False) -> bytes:
    """Return the profile a cleaned picture bears: the same colours, nothing of whose screen or camera it was; b'' for none.

    `personal` tells whether bytes hold something of the author.
    """
    try:
        description = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(profile))).strip()
        tags = {signature for signature, _, _ in _tags(profile)}
    except (ImageCms.PyCMSError, OSError, ValueError, struct.error):
        return b""  # no viewer can use it either
    if COMMON.match(description) and tags <= COMMON_TAGS and not personal(profile):
        return profile
    return neutral(profile)


@lru_cache(maxsize=1)
def srgb() -> bytes:
    """Return the sRGB profile that copies bear; always the same bytes."""
    return neutral(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), "sRGB")


def is_srgb(profile: bytes) -> bool:
    """Tell whether a profile calls itself sRGB."""
    try:
        return "sRGB" in ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(profile)))
    except (ImageCms.PyCMSError, OSError):
        return False


def _tags(profile: bytes) -> list[tuple[bytes, int, int]]:
    count = struct.unpack_from(">I", profile, 128)[0]
    if count > 200:
        raise ValueError("too many tags")
    return [struct.unpack_from(">4sII", profile, 132 + 12 * place) for place in range(count)]


def neutral(profile: bytes, told: str = TOLD) -> bytes:
    """Return a profile with the same colour tags, one fixed name, and no device, date, maker or text of any kind."""
    header = bytearray(profile[:128])
    for start, end in ((4, 8), (40, 44), (48, 56), (80, 128)):  # maker of the CMM, platform, device, creator, checksum
        header[start:end] = bytes(end - start)
    header[24:36] = DATE
    parts: list[tuple[bytes, bytes]] = [(b"desc", _text(told, header[8], described=True)), (b"cprt", _text("None", header[8]))]
    parts += [(name, profile[at : at + size]) for name, at, size in _tags(profile) if name in COLOUR]
    table, body = b"", b""
    places: dict[bytes, int] = {}
    start = 128 + 4 + 12 * len(parts)
    for name, data in parts:
        if data not in places:  # the three curves are often one
            places[data] = start + len(body)
            body += data + bytes(-len(data) % 4)
        table += struct.pack(">4sII", name, places[data], len(data))
    header[0:4] = struct.pack(">I", start + len(body))
    return bytes(header) + struct.pack(">I", len(parts)) + table + body


def _text(text: str, version: int, *, described: bool = False) -> bytes:
    """Return a text tag as the profile's version writes it (ICC.1:2001-04 6.5.17, ICC.1:2010 10.13)."""
    if version >= 4:
        encoded = text.encode("utf-16-be")
        return b"mluc" + struct.pack(">IIIHHII", 0, 1, 12, 0x656E, 0x5553, len(encoded), 28) + encoded
    plain = text.encode("ascii") + b"\0"
    if not described:
        return b"text" + bytes(4) + plain
    return b"desc" + bytes(4) + struct.pack(">I", len(plain)) + plain + bytes(8 + 3 + 67)
