"""The video probe on real films: whole, turned, cut, hurt, misnamed, empty, and what is no film."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageStat

from tests.builders.video_samples import FORMATS, Film, cut, film, hurt, large
from validators.facts_video import VideoFacts
from validators.probes.video import probe

ROOT = Path(__file__).resolve().parents[3]
FASTSTART = Film(options=(("movflags", "faststart"),))
FRAGMENTS = Film(options=(("movflags", "frag_keyframe+empty_moov"),))
KINDS = {"mpg": "MPEG", "ts": "MPEG"}


def look(tmp_path: Path, data: bytes, name: str = "clip.mp4") -> VideoFacts:
    """Probe a film under a name."""
    path = tmp_path / "file"
    path.write_bytes(data)
    return probe(path, None, name, "sha")


def test_a_whole_film_is_measured(tmp_path: Path) -> None:
    data = film(Film(width=1280, height=720, seconds=2, sound=True))
    path = tmp_path / "file"
    path.write_bytes(data)
    facts = probe(path, tmp_path / "small" / "t.jpg", "clip.mp4", "sha")
    assert replace(facts, bit_rate=0, software="") == VideoFacts(
        sha256="sha", file_bytes=len(data), format="MP4", codec="h264", width=1280, height=720, seconds=2.0, pictures=24,
        has_sound=True, thumbnail=str(tmp_path / "small" / "t.jpg"),
    )  # fmt: skip
    assert (tmp_path / "small" / "t.jpg").read_bytes()[:2] == b"\xff\xd8"


@pytest.mark.parametrize("ending", FORMATS)
def test_every_container(tmp_path: Path, ending: str) -> None:
    facts = look(tmp_path, film(Film(ending=ending)), f"a.{ending}")
    told = (facts.format, facts.problem, facts.suspect, facts.width, facts.height, facts.pictures, facts.renamed)
    assert told == (KINDS.get(ending) or ending.upper(), "", "", 176, 144, 24, False)


@pytest.mark.parametrize("codec", ["libx265", "libvpx-vp9", "prores_ks"])
def test_codecs_are_named_and_hurt_pictures_seen(tmp_path: Path, codec: str) -> None:
    data = film(Film(ending="mov" if codec == "prores_ks" else "mp4", codec=codec))
    whole, broken = look(tmp_path, data), look(tmp_path, hurt(data))
    name = {"libx265": "hevc", "libvpx-vp9": "vp9", "prores_ks": "prores"}[codec]
    assert [(facts.codec, facts.problem) for facts in (whole, broken)] == [(name, ""), (name, "damaged")]


@pytest.mark.parametrize(("turned", "size"), [(90, (144, 176)), (180, (176, 144)), (270, (144, 176))])
def test_pixels_are_those_that_are_shown(tmp_path: Path, turned: int, size: tuple[int, int]) -> None:
    facts = look(tmp_path, film(Film(turned=turned)))
    assert (facts.turned, facts.width, facts.height) == (turned, *size)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("ending", [ending for ending in FORMATS if ending != "mpg"])
def test_a_cut_film_is_told(tmp_path: Path, ending: str, share: float) -> None:
    data = film(Film(ending=ending))
    assert look(tmp_path, cut(data, share), f"a.{ending}").problem in {"truncated", "damaged"}


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("wanted", [FASTSTART, FRAGMENTS], ids=["index first", "fragments"])
def test_a_cut_film_with_its_index_first_is_told(tmp_path: Path, wanted: Film, share: float) -> None:
    assert [look(tmp_path, data).problem for data in (film(wanted), cut(film(wanted), share))] == ["", "truncated"]


def test_a_film_without_its_index_was_not_finished(tmp_path: Path) -> None:
    data = film()
    assert look(tmp_path, data[: data.rindex(b"moov") - 4]).problem == "no-index"


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"", "clip.mp4", ("", "empty", False)),
        (b"hello " * 200, "clip.mp4", ("TEXT", "not-a-video", False)),
        (b"#EXTM3U\n#EXTINF:3,\n/etc/hostname\n", "clip.mp4", ("TEXT", "not-a-video", False)),
        (b"ffconcat version 1.0\nfile other.mp4\n", "clip.mp4", ("TEXT", "not-a-video", False)),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "clip.mov", ("PNG", "not-a-video", False)),
        (b"ID3\x04" + bytes(99), "clip.mp4", ("MP3", "no-picture", False)),
        (film(Film(seconds=0.08)), "clip.mp4", ("MP4", "no-picture", False)),
        (film(Film(ending="mkv")), "clip.mp4", ("MKV", "", True)),
        (film(Film(ending="avi")), "clip.mov", ("AVI", "", True)),
        (film(), "clip.mov", ("MP4", "", False)),
        (film(Film(ending="mov")), "clip.mp4", ("MOV", "", False)),
        (film() + bytes(100_000), "clip.mp4", ("MP4", "", False)),
    ],
)
def test_what_is_no_film_or_another_one(tmp_path: Path, data: bytes, name: str, expected: tuple[str, str, bool]) -> None:
    facts = look(tmp_path, data, name)
    assert (facts.format, facts.problem, facts.renamed) == expected


@pytest.mark.parametrize(
    ("name", "wanted", "cause"),
    [
        ("mmexport1690000000000.mp4", Film(), "chat-app/wechat"),
        ("wx_camera_1690000000000.mp4", Film(), "chat-app/wechat"),
        ("VID-20230401-WA0003.mp4", Film(), "chat-app/whatsapp"),
        ("现场.mp4", Film(width=960, height=544, seconds=1), "chat-app"),
        ("现场.mp4", Film(width=1280, height=720, seconds=1), ""),
    ],
)
def test_why_a_film_may_be_small(tmp_path: Path, name: str, wanted: Film, cause: str) -> None:
    assert look(tmp_path, film(wanted), name).likely_cause == cause


@pytest.mark.parametrize(("dark", "shows"), [(0.0, True), (0.5, True), (1.9, True), (3.0, True), (4.0, False)])
def test_the_still_of_a_film_that_begins_black_shows_something(tmp_path: Path, dark: float, shows: bool) -> None:
    path = tmp_path / "dark.mp4"
    path.write_bytes(film(Film(seconds=4, dark=dark)))
    still = probe(path, tmp_path / "still.jpg").thumbnail
    assert (ImageStat.Stat(Image.open(still).convert("L")).stddev[0] > 6) is shows


ALONE = """
import re, sys, time
from pathlib import Path
from validators.probes.video import probe
facts = probe(Path(sys.argv[1]), Path(sys.argv[2]), "large.mp4")
most = int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024
print(facts.problem or "whole", facts.file_bytes, facts.pictures, time.process_time() < 5, most < 150_000_000)
"""


def test_half_a_gigabyte_takes_less_than_5_seconds_and_150_mb(tmp_path: Path) -> None:
    path = large(tmp_path / "large.mp4", 500_000_000)
    command = [sys.executable, "-c", ALONE, str(path), str(tmp_path / "t.jpg")]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["whole", "500000000", "48", "True", "True"]
