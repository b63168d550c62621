"""Whole, cut, closed and scratched pictures are told apart, baseline and progressive alike."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import pytest
from PIL import Image

from reports.demo import pictures
from tests.builders import photo_samples as samples
from validators.probes.decoding import decode_picture
from validators.probes.jpeg import image_end

EOI = b"\xff\xd9"
WHOLE, LAST_BYTES, CUT, NONE = "whole", "last bytes missing", "truncated", "undecodable"


def told(data: bytes, *, is_jpeg: bool = True) -> str:
    """Return in a word what decoding says: whole, suspect, last bytes missing, truncated or undecodable."""
    with Image.open(BytesIO(data)) as image:
        found = decode_picture(image, data, image_end(data) if is_jpeg else None)
    if found.image is None:
        return found.problem
    return LAST_BYTES if found.missing_bytes else "suspect" if found.suspect else WHOLE


@lru_cache(maxsize=4)
def photo(kind: str) -> bytes:
    """Return a photo of about 80 KB."""
    if kind == "progressive":
        return pictures.progressive(61, 0.3, 80_000)
    return samples.saved(samples.drawn(62, 632, 472, 3), quality=95, **OPTIONS[kind])


OPTIONS = {
    "baseline": {},
    "restarts": {"restart_marker_rows": 1},
    "frequent restarts": {"restart_marker_blocks": 7},
    "optimised": {"optimize": True},
    "full colour": {"subsampling": 0},
}
KINDS = (*OPTIONS, "progressive")
DAMAGE = [  # what happened, how the bytes look then, and what must be said
    ("whole", lambda data: data, WHOLE),
    ("line end behind it", lambda data: data + b"\r\n", WHOLE),
    ("a clip behind it", lambda data: data + samples.CLIP, WHOLE),
    ("padded", lambda data: data + bytes(9_000), WHOLE),
    ("1 byte missing", lambda data: data[:-1], LAST_BYTES),
    ("end mark missing", lambda data: data[:-2], LAST_BYTES),
    ("40 bytes missing", lambda data: data[:-40], LAST_BYTES),
    ("400 bytes missing", lambda data: data[:-400], LAST_BYTES),
    ("3 KB missing", lambda data: data[:-3_000], CUT),
    ("cut at 9/10", lambda data: data[: len(data) * 9 // 10], CUT),
    ("cut at 3/4", lambda data: data[: len(data) * 3 // 4], CUT),
    ("cut at half", lambda data: data[: len(data) // 2], CUT),
    ("cut at a quarter", lambda data: data[: len(data) // 4], CUT),
    ("cut, then padded", lambda data: data[: len(data) // 2] + bytes(len(data) // 2), CUT),
    ("middle zeroed", lambda data: samples.zeroed(data), "suspect"),
    ("middle garbled", lambda data: samples.garbled(data), "suspect"),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("change", "expected"), [pytest.param(change, word, id=name) for name, change, word in DAMAGE])
def test_damage_is_told(kind, change, expected):
    assert told(change(photo(kind))) == expected


@pytest.mark.parametrize("kind", OPTIONS)
@pytest.mark.parametrize("keep", [0.25, 0.5, 0.9])
def test_a_cut_file_that_somebody_closed_is_cut(kind, keep):
    assert told(samples.closed(photo(kind), keep)) == CUT


@pytest.mark.parametrize("keep", [0.25, 0.5, 0.9])
def test_a_closed_progressive_file_shows_everything_in_less_detail(keep):
    assert told(samples.closed(photo("progressive"), keep)) == "suspect"


def test_marks_in_the_middle_are_damage():
    data = photo("baseline")
    assert told(data[:40_000] + b"\xff\xc4\x00\x13" + data[40_004:]) == NONE


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "GIF"])
def test_other_formats_are_whole_or_cut(kind):
    data = samples.saved(samples.drawn(63, 160, 120), kind)
    assert [told(data, is_jpeg=False), told(data[: len(data) * 3 // 4], is_jpeg=False) in {CUT, NONE}] == [WHOLE, True]


def test_a_sky_of_one_colour_at_the_lower_edge_is_no_cut():
    image = samples.drawn(64, 632, 472, 3)
    image.paste((90, 140, 220), (0, 300, 632, 472))
    assert told(samples.saved(image, quality=95)) == WHOLE


def test_a_clip_behind_a_cut_photo_hides_no_cut():
    data = photo("baseline")
    assert told(data[: len(data) // 2] + samples.CLIP) in {CUT, NONE}


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_other_colours_are_whole(mode):
    assert told(samples.saved(samples.drawn(65, 320, 240).convert(mode))) == WHOLE


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_other_colours_are_cut(mode):
    data = samples.saved(samples.drawn(65, 320, 240, 12).convert(mode), quality=95)
    assert told(data[: len(data) // 2]) == CUT
