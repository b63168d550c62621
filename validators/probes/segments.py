"""The one walk along a JPEG's segments (ITU T.81 B.1): where each begins and ends, read by whoever weighs, cleans or looks for notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

CODED = 0  # stands for a marker: the coded data behind a scan's head
SOS, EOI = 0xDA, 0xD9
STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a body
SCAN_ENDS = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")  # a marker that is neither stuffing nor restart (B.1.1.2)


class Segment(NamedTuple):
    """One segment: its marker, the offset of the marker's FF, and the offset behind it; `end` may lie behind a cut file's end."""

    marker: int
    start: int
    end: int

    def body(self, data: bytes) -> bytes:
        """Return what stands behind marker and length."""
        return data[self.start + 4 : self.end]


def walk(data: bytes) -> Iterator[Segment]:
    """Yield the segments of the primary image, from behind SOI to its EOI, or to where none can be followed any more.

    Bytes of fill before a marker belong to no segment; thumbnails inside APP segments are passed over.
    """
    position = 2
    while position + 2 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF:  # fill
            position += 1
            continue
        if marker == EOI or marker in STANDALONE:
            yield Segment(marker, position, position + 2)
            if marker == EOI:
                return
            position += 2
            continue
        length = int.from_bytes(data[position + 2 : position + 4], "big")
        if length < 2:
            return
        start, position = position, position + 2 + length
        yield Segment(marker, start, position)
        if marker == SOS:
            ends = SCAN_ENDS.search(data, position)
            start, position = position, ends.start() if ends else len(data)
            yield Segment(CODED, start, position)


def before_the_scan(data: bytes) -> Iterator[Segment]:
    """Yield the segments before the first scan: what tells of a picture, and how it is coded."""
    for segment in walk(data):
        if segment.marker in {SOS, EOI}:
            return
        yield segment
