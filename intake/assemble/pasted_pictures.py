"""Pictures inside documents: Word and its like shrink what is pasted into them, so they count for nothing but a hint."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from intake.isolate.walls import Walled, Walls
from intake.model.filetypes import WITHOUT_READER, FileType

LEAST = 40_000  # bytes; smaller ones are logos and portraits in a form
MEDIA = re.compile(
    r"^(word/media|xl/media|ppt/media|Pictures|Data|Doc_\d+/Res)/[^/]+\.(jpe?g|png|heic|tiff?|bmp|webp)$", re.IGNORECASE
)
OFFICE = frozenset({FileType.DOCX, FileType.XLSX, FileType.PPTX, FileType.ODT, FileType.XLSB}) | WITHOUT_READER
PIECE = 1 << 20
DCT = b"/DCTDecode"  # the filter that names a JPEG inside a PDF (ISO 32000-1, 7.4.8)


def pictures_inside(path: Path, kind: FileType) -> int:
    """Return how many pictures of some size a document holds; 0 for other files and ones that cannot be opened."""
    try:
        if kind in OFFICE:
            with zipfile.ZipFile(path) as package:
                return sum(
                    bool(MEDIA.match(item.filename.replace("\\", "/"))) and item.file_size >= LEAST
                    for item in package.infolist()[:5000]
                )
        return _in_pdf(path) if kind is FileType.PDF else 0
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return 0


def with_pictures(documents: Sequence[tuple[str, Path, FileType]], walls: Walls | None = None) -> tuple[str, ...]:
    """Return the names (sha256) of the documents (name, file, type) that pictures of some size are pasted into.

    With `walls` each is looked through behind its own; one that costs too much has none: what is wrong with it was found where it was read.
    """
    return tuple(name for name, path, kind in documents if _inside(walls, name, path, kind))


def _inside(walls: Walls | None, sha256: str, path: Path, kind: FileType) -> int:
    if walls is None:
        return pictures_inside(path, kind)
    try:
        return walls.run(sha256, pictures_inside, path, kind)
    except Walled:
        return 0


def _in_pdf(path: Path) -> int:
    count, carried = 0, b""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            window = carried + piece
            count += window.count(DCT)
            carried = window[-len(DCT) + 1 :]
    return count
