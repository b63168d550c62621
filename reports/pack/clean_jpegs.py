"""A JPEG without metadata, not a pixel changed: only what a decoder needs is copied, everything else stays behind."""

from __future__ import annotations

import struct

from reports.pack.icc import Personal, kept
from validators.probes.segments import CODED, SOS, walk
from validators.probes.segments import EOI as END

NEEDED = frozenset(
    {SOS, 0xC4, 0xCC, 0xDB, 0xDC, 0xDD, *range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)}
)
SOI, EOI = b"\xff\xd8", b"\xff\xd9"
ICC = b"ICC_PROFILE\0"
ICC_PIECE = 65_519


class BrokenJpegError(ValueError):
    """Say that a file cannot be walked from marker to marker."""


def stripped(data: bytes, orientation: int = 1, personal: Personal = lambda _: False) -> bytes:
    """Return the primary image: same coded pixels, orientation and colour; no other APPn, COM, second image or trailer.

    Raises BrokenJpegError where the segments cannot be followed: nothing is copied on trust.
    """
    jfif, adobe, profile, rest = b"", b"", {}, []  # type: ignore[var-annotated]
    marker, end, scanned = CODED, 2, False
    for segment in walk(data):
        marker, end = segment.marker, segment.end
        if end > len(data):
            raise BrokenJpegError(f"a segment at {segment.start} ends behind the file")
        if marker == CODED:
            rest.append(data[segment.start : end])
            continue
        body = segment.body(data)
        if marker == 0xE0 and body.startswith(b"JFIF\0") and len(body) >= 14:
            jfif = body[:12] + b"\0\0"  # without its thumbnail
        elif marker == 0xEE and body.startswith(b"Adobe") and len(body) >= 12:
            adobe = body[:12]  # tells how the colours are coded
        elif marker == 0xE2 and body.startswith(ICC) and len(body) > 14:
            profile.setdefault(body[12], body[14:])
        elif marker in NEEDED:
            rest.append(_segment(marker, body))
            scanned = scanned or marker == SOS
    if marker != END and len(data[end:].lstrip(b"\xff")) > 1:
        raise BrokenJpegError(f"no marker at {end}")
    if not scanned:
        raise BrokenJpegError("no scan")
    colour = b"".join(profile[place] for place in sorted(profile))
    head = [_segment(0xE0, jfif) if jfif else b"", _turned(orientation), _coloured(colour, personal)]
    return b"".join([SOI, *head, _segment(0xEE, adobe) if adobe else b"", *rest, EOI])


def _segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def turning(orientation: int) -> bytes:
    """Return a TIFF block that says how a picture is turned, and nothing else."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def _turned(orientation: int) -> bytes:
    return _segment(0xE1, b"Exif\0\0" + turning(orientation)) if 2 <= orientation <= 8 else b""


def _coloured(profile: bytes, personal: Personal) -> bytes:
    profile = kept(profile, personal) if profile else b""
    pieces = [profile[start : start + ICC_PIECE] for start in range(0, len(profile), ICC_PIECE)]
    return b"".join(_segment(0xE2, ICC + bytes([number, len(pieces)]) + piece) for number, piece in enumerate(pieces, 1))
