"""Pages of paper are told from photos. A work taken for a page would be lost to its author: no sample of one may be."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.builders import page_samples as pages
from tests.builders import pale_samples as pale
from tests.builders import photo_samples as samples
from tests.builders.breadth import mostly_rarely, rarely
from validators.probes.paper_page import _high
from validators.probes.photo import probe

pytestmark = pytest.mark.long  # pages and pictures are drawn


def taken_for_a_page(folder: Path, image: Image.Image, name: str = "IMG_0001.jpg", kind: str = "JPEG", **options) -> bool:
    """Return whether the probe takes a picture, sent as a file, for a page."""
    path = folder / name
    image.save(path, kind, **options)
    facts = probe(path, None, name)
    assert facts.decodable
    return facts.pagelike


DESK = {"size": (1500, 2000)}
PAGES = [
    pytest.param(lambda: pages.form(1), id="form, printed to a picture", marks=pytest.mark.thorough),
    pytest.param(lambda: pages.form(1, filled=False), id="empty form"),
    pytest.param(lambda: pages.letter(2), id="letter", marks=pytest.mark.thorough),
    pytest.param(lambda: pages.scanned(pages.form(3), 3, angle=1.5), id="scanned askew"),
    pytest.param(lambda: pages.scanned(pages.form(4), 4, paper=205, blur=1.1), id="grey paper, soft", marks=pytest.mark.thorough),
    pytest.param(lambda: pages.scanned(pages.form(5), 5).rotate(90, expand=True), id="on its side"),
    pytest.param(lambda: pages.scanned(pages.form(6), 6).rotate(180), id="upside down"),
    pytest.param(lambda: pages.form(7, width=2480), id="300 dots per inch", marks=pytest.mark.thorough),
    pytest.param(lambda: pages.on_desk(pages.form(8), 8, **DESK), id="on a desk"),
    pytest.param(
        lambda: pages.on_desk(pages.form(9), 9, **DESK, light=0.9, warm=0.3, lean=0.1),
        id="in dim lamp light, aslant",
        marks=pytest.mark.thorough,
    ),
    pytest.param(lambda: pages.on_desk(pages.letter(10), 10, **DESK), id="letter on a desk", marks=pytest.mark.thorough),
]


@pytest.mark.parametrize("make", PAGES)
def test_a_page_is_recognised(make, tmp_path):
    assert taken_for_a_page(tmp_path, make(), quality=85)


@pytest.mark.parametrize("kind", ["WEBP", *rarely(["PNG"])])
def test_a_page_is_recognised_in_other_formats(kind, tmp_path):
    assert taken_for_a_page(tmp_path, pages.scanned(pages.form(11), 11), kind=kind)


def test_a_page_is_recognised_as_its_orientation_says(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 8
    lying = pages.scanned(pages.form(12), 12).rotate(-90, expand=True)
    assert taken_for_a_page(tmp_path, lying, quality=85, exif=exif.tobytes())


NO_PAGES = {
    "snow": pale.snow, "branches": pale.branches, "birches": pale.birches, "facade": pale.facade, "portrait": pale.face,
    "calligraphy": pale.calligraphy, "small brush": pale.small_brush, "reeds": pale.reeds, "birds": pale.birds,
    "bricks": pale.bricks, "crowd": pale.crowd, "landscape": pale.landscape, "night": pale.night, "fog": pale.fog,
    "poster": pale.poster, "chairs": pale.chairs, "spines": pale.spines, "street": pale.street, "product": pale.product,
    "stele": pale.stele, "music": pale.music,
}  # fmt: skip


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.thorough)])
@pytest.mark.parametrize("make", mostly_rarely(NO_PAGES.values(), 4), ids=NO_PAGES)
def test_a_work_is_no_page(make, seed, tmp_path):
    assert not taken_for_a_page(tmp_path, make(seed), quality=85)


@pytest.mark.parametrize("make", [pale.snow, *rarely([pale.street, pale.crowd, pale.branches])])
def test_a_work_in_black_and_white_is_no_page(make, tmp_path):
    assert not taken_for_a_page(tmp_path, make(3).convert("L"), quality=85)


@pytest.mark.parametrize("size", [(1170, 2532), (1080, 1900), (900, 1400)])
@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.thorough) for seed in (2, 5))])
def test_a_chat_is_no_page_however_it_was_cut(seed, size, tmp_path):
    assert not taken_for_a_page(tmp_path, pale.chat(seed).crop((0, 100, size[0], size[1])), quality=85)


def test_what_is_called_a_screenshot_is_no_page(tmp_path):
    assert not taken_for_a_page(tmp_path, pages.letter(13), "Screenshot_20260705-083000.jpg", quality=85)


@pytest.mark.parametrize("make", [lambda: Image.new("RGB", (1200, 1600), (255, 255, 255)), lambda: pages.form(14, width=200)])
def test_what_is_blank_or_too_small_to_read_is_no_page(make, tmp_path):
    assert not taken_for_a_page(tmp_path, make(), quality=85)


def test_a_cut_page_is_judged_no_more(tmp_path):
    out = BytesIO()
    pages.form(15).save(out, "JPEG")
    (tmp_path / "a.jpg").write_bytes(samples.closed(out.getvalue()))
    facts = probe(tmp_path / "a.jpg", None, "a.jpg")
    assert (facts.decodable, facts.pagelike) == (False, False)


@pytest.mark.parametrize("pixels", [17, 49, 256])
def test_the_light_of_paper_is_the_percentile_that_it_is_called(pixels):
    blocks = np.random.default_rng(pixels).integers(0, 256, (9, 7, pixels)).astype(np.uint8)
    assert np.allclose(_high(blocks), np.percentile(blocks, 90, axis=-1), rtol=1e-6)
