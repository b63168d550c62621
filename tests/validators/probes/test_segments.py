"""One walk along a JPEG's segments, whole or broken."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from validators.probes.jpeg import Weighed, read, weigh
from validators.probes.segments import CODED, EOI, SOS, Segment, before_the_scan, walk

HEAD = b"\xff\xd8" + b"\xff\xe1\x00\x08Exif\0\0"  # SOI, a note of ten bytes
TABLE = b"\xff\xdb\x00\x04ab"
SCAN = b"\xff\xda\x00\x03x" + b"1\xff\x002\xff\xd03"  # its head, then coded data with a stuffed byte and a restart
END = b"\xff\xd9"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (
            HEAD + TABLE + SCAN + END + b"behind",
            [(0xE1, 2, 12), (0xDB, 12, 18), (SOS, 18, 23), (CODED, 23, 30), (EOI, 30, 32)],
        ),
        (HEAD + b"\xff\xff" + TABLE, [(0xE1, 2, 12), (0xDB, 14, 20)]),  # bytes of fill before a marker
        (HEAD + b"\xff\xd0" + TABLE, [(0xE1, 2, 12), (0xD0, 12, 14), (0xDB, 14, 20)]),  # a marker that has no body
        (HEAD + SCAN, [(0xE1, 2, 12), (SOS, 12, 17), (CODED, 17, 24)]),  # cut in its coded data
        (HEAD + b"\xff\xdb\x00\x40ab", [(0xE1, 2, 12), (0xDB, 12, 78)]),  # cut in a segment
        (HEAD + b"\xff\xdb\x00\x01ab" + TABLE, [(0xE1, 2, 12)]),  # a length that none can have
        (HEAD + b"no marker" + TABLE, [(0xE1, 2, 12)]),
        (b"\xff\xd8", []),
        (b"", []),
    ],
)
def test_each_segment_is_told_by_marker_and_place(data: bytes, found: list[tuple[int, int, int]]) -> None:
    assert list(walk(data)) == [Segment(*each) for each in found]


def test_what_stands_before_the_scan_is_told_without_looking_at_it() -> None:
    data = HEAD + TABLE + SCAN + HEAD[2:] + END

    assert [(each.marker, each.body(data)) for each in before_the_scan(data)] == [(0xE1, b"Exif\0\0"), (0xDB, b"ab")]


@pytest.mark.parametrize(("packets", "surplus"), [(0, 0), (2, 0), (4, 10_000)])
def test_notes_of_a_camera_or_an_editor_are_no_padding(packets: int, surplus: int) -> None:
    """A photo of 2 MB may have 200 kB of them, as docs/rules.md says."""
    packet = b"\xff\xe1" + (52_498).to_bytes(2, "big") + b" " * 52_496  # 52 500 bytes
    photo = HEAD[:2] + packet * packets + TABLE + SCAN + b"1" * 2_000_000 + END

    assert weigh(photo).surplus == surplus


def test_a_scan_that_stands_twice_is_padding() -> None:
    assert weigh(HEAD + TABLE + SCAN * 3 + END) == Weighed(end=len(HEAD + TABLE + SCAN * 3 + END), surplus=2 * len(SCAN))


def test_a_file_is_given_as_much_room_as_it_needs(tmp_path: Path) -> None:
    photo = tmp_path / "a.jpg"
    photo.write_bytes(HEAD + SCAN + END)

    tracemalloc.start()
    try:
        data = read(photo)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert data == HEAD + SCAN + END
    assert read(photo, 5) == HEAD[:5]
    assert most < 1_000_000
