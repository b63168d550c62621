"""What is mutated: a real file of each format, small; every archive holds photos that no other archive holds."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache, partial

import pillow_heif

from reports.demo import documents, oddities, pictures
from reports.demo.people import person
from tests.builders import carrier_samples, form_pdfs, photo_samples
from tests.generated import archives

INSIDE = 3  # photos in an archive
ARCHIVES = ("zip", "7z", "rar")


def _picture(kind: str) -> bytes:
    return photo_samples.saved(photo_samples.drawn(5, 320, 240), kind)


def _heic() -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(photo_samples.drawn(6, 320, 240)).save(out)
    return out.getvalue()


def _exif_jpeg() -> bytes:
    return photo_samples.ultra_hdr(4)


def _pdf() -> bytes:
    form = documents.typed_form(person(3).form()).encode("ascii", "replace").decode()
    lines = [form_pdfs.words(40, 800 - 14 * place, line[:90]) for place, line in enumerate(form.splitlines())]
    return form_pdfs.pdf_page("\n".join(lines))


def _scan() -> bytes:
    return photo_samples.saved(photo_samples.drawn(7, 320, 240), "PDF")


def _members(number: int) -> list[tuple[str, bytes]]:
    """Return photos that are this archive's alone: each bears its number as a comment."""
    photo = pictures.photo(11, 0.1, 12_000)
    return [
        (f"m-{number:04}-{place}.jpg", photo_samples.with_segments(photo, (0xFE, b"%d/%d" % (number, place))))
        for place in range(INSIDE)
    ]


PLAIN: dict[str, Callable[[], bytes]] = {
    "jpg": lambda: photo_samples.camera(3),
    "jpeg": _exif_jpeg,
    "png": lambda: _picture("PNG"),
    "heic": _heic,
    "tif": lambda: _picture("TIFF"),
    "webp": lambda: _picture("WEBP"),
    "avif": lambda: _picture("AVIF"),
    "docx": lambda: documents.registration_form(person(3).form()),
    "xlsx": lambda: documents.form_workbook(person(3).form()),
    "pdf": _pdf,
    "PDF": _scan,
}
PACKED: dict[str, Callable[[list[tuple[str, bytes]]], bytes]] = {
    "zip": oddities.zipped,
    "7z": partial(archives.packed, "sevenzip"),  # carrier_samples.seven stamps the present moment
    "rar": carrier_samples.rar,
}
ENDINGS = (*PLAIN, *PACKED)


@lru_cache(maxsize=len(PLAIN))
def _plain(ending: str) -> bytes:
    return PLAIN[ending]()


def source(ending: str, number: int) -> bytes:
    """Return a whole file of a format; an archive's photos bear its number."""
    return PACKED[ending](_members(number)) if ending in PACKED else _plain(ending)
