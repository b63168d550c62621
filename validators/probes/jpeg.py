"""Where a JPEG ends, and what lies behind its end (field-notes 5)."""

from __future__ import annotations

import re
from pathlib import Path

STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
SCAN_ENDS = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")  # a marker that is neither stuffing nor restart (ITU T.81 B.1.1.2)


def image_end(data: bytes) -> int:
    """Return the offset just behind the primary image's EOI; 0 when there is none.

    Walks the markers (ITU T.81 B.1), so that thumbnails inside APP segments do not count.
    """
    position, size = 2, len(data)
    while position + 4 <= size:
        if data[position] != 0xFF:
            return 0
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
        elif marker == 0xD9:
            return position + 2
        elif marker in STANDALONE:
            position += 2
        else:
            position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
            if marker == 0xDA:
                ends = SCAN_ENDS.search(data, position)
                if ends is None:
                    return 0
                position = ends.start()
    return position + 2 if data[position : position + 2] == b"\xff\xd9" else 0


def trailing_kind(data: bytes, end: int) -> str:
    """Return what the bytes behind the image are: '' none, mpf, motion, vendor or padding."""
    rest = data[end:]
    if not rest.strip(b"\0\r\n ") and len(rest) < 1024:
        return ""
    start = rest.lstrip(b"\0")[:64]
    if start.startswith(b"\xff\xd8\xff") or b"MPF\0" in data[:65536]:
        return "mpf"
    if rest[4:8] == b"ftyp" or b"ftyp" in rest[:4096] or b"MotionPhoto_Data" in rest or b"MotionPhoto" in data[:131072]:
        return "motion"
    if b"MicroVideo" in data[:131072] or rest.rstrip(b"\0")[-4:] == b"SEFT" or b"LIVE_" in rest[-64:]:
        return "motion" if b"ftyp" in rest else "vendor"
    return "vendor" if len(rest) < 65536 and rest.strip(b"\0") and rest[:4].isalnum() else "padding"


def read(path: Path, most: int = 400_000_000) -> bytes:
    """Return a file's bytes, at most `most`."""
    with path.open("rb") as file:
        return file.read(most)
