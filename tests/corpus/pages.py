"""Corpus: scans and photos of forms among the pictures, and works that only look like paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from io import BytesIO

from PIL import Image

from reports.demo import kinds, mails
from reports.demo.mime import File
from reports.demo.scene import jpeg
from tests.builders import page_samples as pages
from tests.builders import pale_samples as pale
from tests.builders.factories import CorpusCase, expect, tiny_scene

HELD = expect("held", "form-unreadable")
NOTED = frozenset({"photo-page"})


def file_of(image: Image.Image, name: str, turned: int = 0) -> File:
    """Return a picture as a JPEG; `turned`: how many degrees it lies on its side."""
    out = BytesIO()
    image.rotate(turned, expand=True).save(out, "JPEG", quality=80)
    return jpeg(name, out.getvalue())


@lru_cache(maxsize=1)
def scan() -> Image.Image:
    """Return a scanned form."""
    return pages.scanned(pages.form(1), 1, angle=0.6)


@lru_cache(maxsize=1)
def on_desk() -> Image.Image:
    """Return a form that a phone has taken on a desk, in dim warm light."""
    return pages.on_desk(pages.form(2), 2, size=(1200, 1600), light=0.8, warm=0.25)


def instead_of_form(page: Callable[[], Image.Image], turned: int = 0) -> Callable[[], bytes]:
    """Return a builder of an entry whose form is a picture, nameless among nameless works; the texts stand in the body."""

    def build() -> bytes:
        scene = tiny_scene()
        files = (*scene.works(3, "IMG_{n:04}.jpg"), file_of(page(), "IMG_0009.jpg", turned), scene.portrait())
        return mails.plain(scene.draft(*files, text=kinds.with_texts(scene)))

    return build


def beside_form(*pictures: Callable[[], File], pieces: int = 3, works: int = 3) -> Callable[[], bytes]:
    """Return a builder of an entry with a Word form that says how many pieces there are, nameless works, and more pictures."""

    def build() -> bytes:
        scene = tiny_scene()
        form = scene.form(pieces=str(pieces))
        files = (*scene.works(works, "IMG_{n:04}.jpg"), *(make() for make in pictures), scene.portrait())
        return mails.plain(scene.draft(form, scene.biography(), *files))

    return build


PALE = {  # works that are bright, of one colour, full of small dark things, or written upon
    "snow": lambda: pale.snow(1, 1400, 1050),
    "branches": lambda: pale.branches(2, 1400, 1050),
    "calligraphy": lambda: pale.calligraphy(3, 1050, 1400),
    "small-brush": lambda: pale.small_brush(4, 1050, 1540),
    "chairs": lambda: pale.chairs(5),
    "spines": lambda: pale.spines(6),
}
WORKS = {  # two mails of three such works each
    "page-works-in-white": ("snow", "branches", "chairs"),
    "page-works-with-signs": ("calligraphy", "small-brush", "spines"),
}


def works_of(kinds_of: tuple[str, ...]) -> Callable[[], bytes]:
    """Return a builder of an entry of such works alone, under names that say nothing."""
    made = [lambda kind=kind, place=place: file_of(PALE[kind](), f"IMG_{place:04}.jpg") for place, kind in enumerate(kinds_of, 1)]
    return beside_form(*made, works=0)


PAGE_CASES = (
    CorpusCase(name="page-scan-is-the-form", raw=instead_of_form(scan), expected=HELD),
    CorpusCase(name="page-scan-on-its-side", raw=instead_of_form(scan, 90), expected=HELD),
    CorpusCase(name="page-on-desk-is-the-form", raw=instead_of_form(on_desk), expected=HELD),
    CorpusCase(name="page-beside-the-form-is-no-work", raw=beside_form(lambda: file_of(scan(), "IMG_0009.jpg")), warnings=NOTED),
    CorpusCase(
        name="page-that-is-needed-counts",
        raw=beside_form(lambda: file_of(pages.letter(8), "IMG_0009.jpg"), works=2),
        warnings=NOTED,
    ),
    CorpusCase(
        name="page-called-a-work-is-one",
        raw=beside_form(lambda: file_of(pages.letter(7), "Work 4.jpg"), pieces=4),
        warnings=NOTED,
    ),
    *(CorpusCase(name=name, raw=works_of(kinds_of)) for name, kinds_of in WORKS.items()),
)
