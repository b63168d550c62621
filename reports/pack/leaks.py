"""The leak check: reads a finished pack as a curious judge would, by other means than those that made it."""

from __future__ import annotations

import html
import io
import logging
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import exifread
import pypdf
import pypdf.errors

from reports.pack.clean_films import CONTAINERS, tags
from reports.pack.clean_pictures import open_picture
from reports.pack.covered_names import EntryNames, EveryName, Folded
from validators.probes import jpeg
from validators.probes.decoding import BROKEN

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".heic", ".tif", ".tiff", ".webp", ".gif", ".bmp", ".avif"})
PAGES = frozenset({".html", ".htm"})
BOOKS = frozenset({".xlsx", ".docx", ".pptx", ".odt", ".odp", ".ods", ".zip"})
FILMS = frozenset(f".{ending}" for _, ending in CONTAINERS.values())
HEAD = 262_144  # bytes of a picture that are searched as text
INFO = frozenset(
    [
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "dpi",
        "adobe",
        "adobe_transform",
        "progressive",
        "progression",
        "icc_profile",
        "exif",
        "gamma",
        "srgb",
        "chromaticity",
        "transparency",
        "interlace",
        "cicp",
    ]
)
TURNED = frozenset({"Image Orientation"})
CODES = re.compile(r"[A-Z0-9]+")
TAG = re.compile(r"<[^<>]*>")
logging.getLogger("pypdf").setLevel(logging.ERROR)
logging.getLogger("exifread").setLevel(logging.CRITICAL)  # a picture without EXIF is what we want


@dataclass(frozen=True)
class Leak:
    """Something in a pack that could tell who an author is: in a file's name, its metadata or its text."""

    file: str
    where: str  # name | metadata | text
    what: str  # the words that were found; for us, never for the pack

    def __str__(self) -> str:
        """Say where, and what."""
        return f"{self.file}: {self.where}: {self.what}"


def search(pack: Path, people: Mapping[str, EntryNames]) -> list[Leak]:
    """Return what a pack still tells of its authors; `people`: code -> who is behind it."""
    found: list[Leak] = []
    crowd = EveryName(people)
    for path in sorted(pack.rglob("*")):
        if path.is_file():
            found += _search_file(path, path.relative_to(pack).as_posix(), crowd)
    return found


def _search_file(path: Path, name: str, crowd: EveryName) -> Iterator[Leak]:
    yield from _named(name, "name", name, name, crowd)
    if path.suffix.lower() in FILMS:
        yield from (Leak(name, "metadata", f"{key} {value}") for key, value in tags(path).items())
        return
    try:
        for inside, content in _contents(path.read_bytes(), path.suffix.lower()):
            about = f"{name} {inside}"
            if isinstance(content, str):
                yield from _named(name, "text", content, about, crowd)
                continue
            yield from (Leak(name, "metadata", f"{inside} {what}".strip()) for what in remains(content))
            for text in _texts_of_picture(content):
                yield from _named(name, "metadata", text, about, crowd)
    except (zipfile.BadZipFile, pypdf.errors.PyPdfError) as error:
        yield Leak(name, "text", f"not readable: {error}")


def _named(name: str, where: str, text: str, about: str, crowd: EveryName) -> Iterator[Leak]:
    """Yield each person a text names; in a file of one code its author's first name alone is enough."""
    told = {text[start:end] for start, end in crowd.spans(Folded.of(text), set(CODES.findall(about)))}
    yield from (Leak(name, where, what) for what in sorted(told))


def remains(data: bytes) -> list[str]:
    """Return the metadata a picture still bears, as Pillow and ExifRead see it; orientation and colour profile may stay."""
    found = [f"EXIF {tag}" for tag in _exif(data) if tag not in TURNED]
    try:
        with open_picture(data) as image:
            found += [f"{image.format} {key}" for key in image.info if key not in INFO]
            found += [f"EXIF block {number}" for number in (0x8769, 0x8825, 0xA005) if image.getexif().get_ifd(number)]
            for marker, body in getattr(image, "applist", ()):
                found += [marker] if not _allowed(marker, body) else []
            if image.format in {"JPEG", "MPO"} and jpeg.image_end(data) != len(data):
                found.append("bytes behind the image")
    except BROKEN as error:
        found.append(f"not readable: {error}")
    return found


def _exif(data: bytes) -> list[str]:
    try:
        return list(exifread.process_file(io.BytesIO(data), details=False))
    except Exception as error:  # noqa: BLE001 - the library lets anything out; what it cannot read is told as a leak
        return [f"not readable: {error}"]


def _allowed(marker: str, body: bytes) -> bool:
    kinds = {"APP0": b"JFIF\0", "APP1": b"Exif\0\0", "APP2": b"ICC_PROFILE\0", "APP14": b"Adobe"}
    longest = {"APP0": 14, "APP1": 32, "APP2": 65_533, "APP14": 12}
    return marker in kinds and body.startswith(kinds[marker]) and len(body) <= longest[marker]


def _texts_of_picture(data: bytes) -> Iterator[str]:
    head = data[:HEAD]
    scan = head.find(b"\xff\xda")
    if data.startswith(b"\xff\xd8") and scan > 0:
        head = head[:scan]  # what follows are coded pixels: any short word stands there by chance
    yield head.decode("latin-1")
    yield head.decode("utf-8", "ignore")
    for start in (0, 1):
        yield head[start:].decode("utf-16-be", "ignore")


def _contents(data: bytes, ending: str) -> Iterator[tuple[str, str | bytes]]:
    """Yield what a file holds, each with its place inside: a picture as bytes, anything else as text."""
    if ending in PICTURES:
        yield "", data
    elif ending in BOOKS:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.namelist():
                yield part, part
                body = archive.read(part)
                if Path(part).suffix.lower() in PICTURES:
                    yield part, body
                else:
                    written = body.decode("utf-8", "replace")
                    yield part, html.unescape(written if part.endswith(".rels") else TAG.sub("\n", written))
    elif ending == ".pdf":
        reader = pypdf.PdfReader(io.BytesIO(data))
        yield "", "\n".join(str(value) for value in (reader.metadata or {}).values())
        for page in reader.pages:
            yield "", page.extract_text()
    else:
        written = data.decode("utf-8", "replace")
        yield "", written
        if ending in PAGES:
            yield "", html.unescape(TAG.sub("\n", written))
