"""A JPEG without metadata, not a pixel changed: only what a decoder needs is copied, everything else stays behind."""

from __future__ import annotations

import struct

from reports.pack.icc import Personal, kept
from validators.probes.jpeg import SCAN_ENDS, STANDALONE

NEEDED = frozenset({0xC4, 0xCC, 0xDB, 0xDC, 0xDD, *range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})
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
    position = 2
    while True:
        marker, position = _marker(data, position)
        if marker in {0xD9, None}:
            break
        if marker in STANDALONE:
            continue
        body, position = _body(data, position)
        if marker == 0xE0 and body.startswith(b"JFIF\0") and len(body) >= 14:
            jfif = body[:12] + b"\0\0"  # without its thumbnail
        elif marker == 0xEE and body.startswith(b"Adobe") and len(body) >= 12:
            adobe = body[:12]  # tells how the colours are coded
        elif marker == 0xE2 and body.startswith(ICC) and len(body) > 14:
            profile.setdefault(body[12], body[14:])
        elif marker in NEEDED:
            rest.append(_segment(marker, body))
        elif marker == 0xDA:
            ends = SCAN_ENDS.search(data, position)
            end = ends.start() if ends else len(data)
            rest.append(_segment(marker, body) + data[position:end])
            position = end
    if not any(part[1] == 0xDA for part in rest):
        raise BrokenJpegError("no scan")
    colour = b"".join(profile[place] for place in sorted(profile))
    head = [_segment(0xE0, jfif) if jfif else b"", _turned(orientation), _coloured(colour, personal)]
    return b"".join([SOI, *head, _segment(0xEE, adobe) if adobe else b"", *rest, EOI])


def _marker(data: bytes, position: int) -> tuple[int | None, int]:
    """Return the marker at a position and what follows it; None at the end of the file."""
    if position + 2 > len(data):
        return None, position
    if data[position] != 0xFF:
        raise BrokenJpegError(f"no marker at {position}")
    while position + 1 < len(data) and data[position + 1] == 0xFF:
        position += 1
    return (data[position + 1] if position + 1 < len(data) else None), position + 2


def _body(data: bytes, position: int) -> tuple[bytes, int]:
    length = int.from_bytes(data[position : position + 2], "big")
    end = position + length
    if length < 2 or end > len(data):
        raise BrokenJpegError(f"a segment at {position} ends behind the file")
    return data[position + 2 : end], end


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
