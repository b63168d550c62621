"""Where a JPEG ends, and what lies behind its end (field-notes 5)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from intake.model.causes import Trailing
from validators.probes.segments import CODED, EOI, SOS, before_the_scan, walk

NOTES = frozenset({0xFE, *range(0xE0, 0xF0)})  # comments and APP segments
TABLES = frozenset({0xC4, 0xDB})
MOST_NOTES = 200_000  # bytes of EXIF with its thumbnail, XMP, ICC: what cameras and editors write is less, but for depth maps
MOST_TABLES = 20_000  # a progressive file has some dozens of tables of some 100 bytes
LEAST_SHARE = 4_000  # bytes of notes or tables that any picture may have; else an eighth of its own
PIECE = 1 << 16


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """Where a JPEG ends (0: nowhere), and how many bytes before its end no decoder needs."""

    end: int
    surplus: int


def image_end(data: bytes) -> int:
    """Return the offset just behind the primary image's EOI; 0 when there is none."""
    return weigh(data).end


def weigh(data: bytes) -> Weighed:
    """Walk the markers (ITU T.81 B.1), so that thumbnails inside APP segments do not count; weigh what is in between.

    Needed are frame and scans, the same scan once, tables, and notes (EXIF, XMP, ICC) of a reasonable length.
    """
    end, notes, tables, surplus, closed = 2, 0, 0, 0, False
    scans: set[bytes] = set()
    head = b""
    for segment in walk(data):
        length = segment.end - segment.start
        surplus += segment.start - end  # fill
        notes += length if segment.marker in NOTES else 0
        tables += length if segment.marker in TABLES else 0
        if segment.marker == SOS:
            head = data[segment.start : segment.end]
        elif segment.marker == CODED:
            surplus += length + len(head) if head in scans else _fill(data, segment.start, segment.end)
            scans.add(head)
        end, closed = segment.end, segment.marker == EOI
    position = end - 2 * closed
    share = max((position - surplus - notes - tables) // 8, LEAST_SHARE)
    surplus += max(notes - min(MOST_NOTES, share), 0) + max(tables - min(MOST_TABLES, share), 0)
    return Weighed(end=end if closed else 0, surplus=surplus)


def _fill(data: bytes, start: int, end: int) -> int:
    """Return how many fill bytes (B.1.1.2) stand at the end of a scan."""
    place = end
    while place > start and data[max(place - PIECE, start) : place].strip(b"\xff") == b"":
        place = max(place - PIECE, start)
    tail = data[max(place - PIECE, start) : place]
    return end - place + len(tail) - len(tail.rstrip(b"\xff"))


def without_notes(data: bytes) -> bytes:
    """Return a JPEG without its APP and COM segments before the first scan: what its EXIF breaks, it breaks no more."""
    kept, position = [data[:2]], 2
    for segment in before_the_scan(data):
        kept += [] if segment.marker in NOTES else [data[position : segment.end]]
        position = segment.end
    return b"".join([*kept, data[position:]])


def trailing_kind(data: bytes, end: int) -> str:
    """Return what the bytes behind the image are: '' none, mpf, motion, vendor or padding."""
    rest = data[end:]
    if not rest.strip(b"\0\r\n ") and len(rest) < 1024:
        return ""
    start = rest.lstrip(b"\0")[:64]
    if start.startswith(b"\xff\xd8\xff") or b"MPF\0" in data[:65536]:
        return Trailing.MPF
    if rest[4:8] == b"ftyp" or b"ftyp" in rest[:4096] or b"MotionPhoto_Data" in rest or b"MotionPhoto" in data[:131072]:
        return Trailing.MOTION
    if b"MicroVideo" in data[:131072] or rest.rstrip(b"\0")[-4:] == b"SEFT" or b"LIVE_" in rest[-64:]:
        return Trailing.MOTION if b"ftyp" in rest else Trailing.VENDOR
    named = len(rest) < 65536 and rest.strip(b"\0") and rest[:4].isalnum()
    return Trailing.VENDOR if named else Trailing.PADDING


def read(path: Path, most: int = 400_000_000) -> bytes:
    """Return a file's bytes, at most `most`."""
    with path.open("rb") as file:
        return file.read(min(most, os.fstat(file.fileno()).st_size))  # room is made for what is asked for, not for what is there
