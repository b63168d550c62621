"""One look at each kind of file: format, size as shown, where the picture ends, limits of pixels and memory."""

from __future__ import annotations

import resource
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from intake.model.problems import Problem
from reports.demo import pictures
from tests import ROOT
from tests.builders import photo_samples as samples
from validators.facts import PhotoFacts
from validators.probes.photo import probe


def looked_at(folder: Path, data: bytes, name: str = "picture.jpg", **options) -> PhotoFacts:
    """Return the facts of a file with these bytes."""
    path = folder / name
    path.write_bytes(data)
    return probe(path, folder / "thumbnail.jpg", name, sha256="x", **options)


def noted_png(exif: bytes) -> bytes:
    """Return a PNG with an EXIF written as ImageMagick does: in hexadecimal, in a text of its own."""
    data, kept = samples.saved(samples.drawn(78, 64, 48), "PNG"), b"tEXtRaw profile type exif\0\nexif\n       8\n" + exif
    place = data.index(b"IDAT") - 4
    return data[:place] + struct.pack(">I", len(kept) - 4) + kept + struct.pack(">I", zlib.crc32(kept)) + data[place:]


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        pytest.param(samples.camera, ("JPEG", "", True), id="camera"),
        pytest.param(lambda: pictures.mpo(71, 0.3, 40_000), ("MPO", "mpf", True), id="mpo"),
        pytest.param(samples.ultra_hdr, ("JPEG", "mpf", True), id="ultra hdr"),
        pytest.param(samples.samsung_motion, ("JPEG", "motion", True), id="samsung"),
        pytest.param(samples.huawei_live, ("JPEG", "motion", True), id="huawei"),
        pytest.param(samples.micro_video, ("JPEG", "motion", True), id="micro video"),
        pytest.param(lambda: samples.camera() + samples.CLIP, ("JPEG", "motion", True), id="a clip that nothing announces"),
        pytest.param(lambda: samples.camera() + bytes(50_000), ("JPEG", "padding", True), id="zeros"),
        pytest.param(lambda: samples.camera() + b"PK\3\4" + bytes(range(256)) * 400, ("JPEG", "padding", True), id="an archive"),
        pytest.param(lambda: samples.camera() + b"\r\n", ("JPEG", "", True), id="a line end"),
        pytest.param(lambda: pictures.cmyk(72, 0.3, 90_000), ("JPEG", "", True), id="cmyk"),
        pytest.param(lambda: pictures.progressive(73, 0.3, 40_000), ("JPEG", "", True), id="progressive"),
        pytest.param(lambda: pictures.png(74, 40_000), ("PNG", "", True), id="png"),
        pytest.param(lambda: pictures.webp(75, 40_000), ("WEBP", "", True), id="webp"),
        pytest.param(lambda: pictures.heic(76, 40_000), ("HEIC", "", True), id="heic"),
        pytest.param(lambda: samples.saved(samples.drawn(77, 64, 48), "AVIF"), ("AVIF", "", True), id="avif"),
        pytest.param(lambda: b"", ("", "", False), id="0 bytes"),
        pytest.param(lambda: b"not a picture at all" * 40, ("", "", False), id="text"),
        pytest.param(lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", ("EPS", "", False), id="eps stays closed"),
        pytest.param(lambda: pictures.webp(75, 40_000)[:9_000], ("", "", False), id="webp, cut"),
        pytest.param(lambda: samples.saved(samples.drawn(77, 64, 48), "AVIF")[:-60], ("AVIF", "", False), id="avif, cut"),
        pytest.param(lambda: noted_png(b"no hexadecimal"), ("PNG", "", True), id="png with an EXIF that cannot be read"),
        pytest.param(
            lambda: samples.with_segments(samples.camera(), (0xE2, b"ICC_PROFILE\0")),
            ("JPEG", "", True),
            id="a profile of nothing",
        ),
    ],
)
def test_what_a_file_is(make, expected, tmp_path):
    facts = looked_at(tmp_path, make())
    assert (facts.format, facts.trailing, facts.decodable) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.tga", "TGA"), ("a.ICO", "ICO"), ("a.exr", "EXR"), ("a.jpg", ""), ("a.png", ""), ("a", ""), ("a.x1", "")],
)
def test_bytes_that_nobody_knows_are_of_the_format_they_are_called_or_damaged(name, expected, tmp_path):
    facts = looked_at(tmp_path, bytes(range(256)) * 9, name)
    assert (facts.format, facts.problem) == (expected, "" if expected else "undecodable")


@pytest.mark.parametrize("behind", [b"", samples.CLIP, bytes(9_000), b"\r\n"])
def test_what_lies_behind_the_image_does_not_count(behind, tmp_path):
    whole = samples.camera()
    facts = looked_at(tmp_path, whole + behind)
    assert (facts.image_bytes, facts.file_bytes) == (len(whole), len(whole) + len(behind))


@pytest.mark.parametrize("profile", [False, True])
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_photo_is_measured_and_shown_as_a_viewer_shows_it(orientation, profile, tmp_path):
    facts = looked_at(tmp_path, samples.turned(orientation, profile=profile))
    seen = np.asarray(Image.open(tmp_path / "thumbnail.jpg").convert("L"), dtype=float)
    upper, lower = seen[: len(seen) // 2].mean(), seen[len(seen) // 2 :].mean()
    assert (facts.width, facts.height, seen.shape[0] > seen.shape[1], upper < 60, lower > 150) == (480, 640, True, True, True)


def test_a_turned_photo_has_the_hashes_of_the_upright_one(tmp_path):
    assert looked_at(tmp_path, samples.turned(6)).hashes[0] == looked_at(tmp_path, samples.turned(1)).hashes[0]


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        pytest.param(samples.jpeg_bomb, ("JPEG", 65_500, "too-many-pixels"), id="jpeg of 4290 million"),
        pytest.param(samples.png_bomb, ("PNG", 30_000, "too-many-pixels"), id="png of 900 million"),
    ],
)
def test_a_bomb_is_measured_but_not_opened(make, expected, tmp_path):
    facts = looked_at(tmp_path, make())
    assert (facts.format, facts.width, facts.problem, facts.decodable) == (*expected, False)


PEAK = """
import re, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from validators.probes.photo import probe
folder = Path(sys.argv[1])
facts = probe(folder / "huge.jpg", folder / "thumbnail.jpg", "huge.jpg", sha256="x")
# ru_maxrss would begin with what the process that started this one had
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
print(facts.width, facts.height, facts.decodable, facts.problem or "-", facts.suspect or "-", len(facts.hashes), peak)
"""


@pytest.mark.thorough
@pytest.mark.parametrize(("progressive", "most"), [(False, 300), (True, 700)], ids=["baseline", "progressive"])
def test_200_megapixels_are_looked_at_in_little_memory(progressive, most, tmp_path):
    (tmp_path / "huge.jpg").write_bytes(samples.huge(progressive=progressive))
    run = subprocess.run([sys.executable, "-c", PEAK, tmp_path, ROOT], capture_output=True, text=True, check=True)
    *facts, peak = run.stdout.split()
    assert (facts, int(peak) < most) == (["16384", "12288", "True", "-", "-", "8"], True), run.stdout


def test_a_small_photo_is_shown_large_enough_to_be_judged(tmp_path):
    """A JPEG is decoded at an eighth; of 640 × 480 pixels that is a stamp."""
    sizes = {}
    for size in ((640, 480), (200, 150), (2560, 1920)):
        picture = tmp_path / "small.jpg"
        Image.effect_noise(size, 60).convert("RGB").save(picture, quality=60)
        looked_at(tmp_path, picture.read_bytes())
        with Image.open(tmp_path / "thumbnail.jpg") as shown:
            sizes[size] = shown.size
    assert sizes == {(640, 480): (320, 240), (200, 150): (200, 150), (2560, 1920): (320, 240)}


def test_what_was_measured_stays_where_memory_does_not_suffice_to_decode(tmp_path):
    """Its size is known before the first byte is decoded: the letter says what it is, and no wall behind this one knows that."""
    path = tmp_path / "large.png"
    Image.new("RGB", (9_000, 8_000)).save(path)
    probe(path, None)  # what the reader loads is loaded
    before = resource.getrlimit(resource.RLIMIT_AS)
    in_use = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (in_use + 60_000_000, before[1]))
    try:
        facts = probe(path, None)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
    assert (facts.problem, facts.format, facts.width, facts.height) == (Problem.MEMORY, "PNG", 9_000, 8_000)
