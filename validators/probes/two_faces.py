"""Tell a file that is one thing to the program that shows it and another to the next: a PDF that is a ZIP as well."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

TAIL = 66_000  # bytes that a ZIP's directory end stands in, its longest comment included (APPNOTE 4.3.16)
HEAD = 1024  # bytes in which readers of PDF look for its mark
BLOCK = 1 << 20
PDF = re.compile(rb"%PDF-\d\.\d")
END, EOF = b"PK\5\6", b"%%EOF"
BEHIND = ((b"Rar!\x1a\x07", "rar"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"PK\x03\x04", "zip"), (b"MZ", "exe"), (b"\x7fELF", "exe"))
LAUNCH = (b"/Launch",)  # an action that starts a program (ISO 32000-1, 12.6.4.5)


def second_face(path: Path, *, zipped: bool) -> str:
    """Return what a document is besides itself: zip, pdf, rar, 7z or exe; ''. `zipped`: it is a ZIP by its own kind."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.startswith(b"%PDF") and PDF.search(head):
        return "pdf"
    if not zipped and _is_zip(path):
        return "zip"
    return _behind(path) if head.startswith(b"%PDF") else ""


def _is_zip(path: Path) -> bool:
    """Tell whether a file ends as a ZIP that has files in it; one embedded in a document ends before the document does."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(size - TAIL, 0))
        tail = file.read()
    place = tail.rfind(END)
    if place < 0 or len(tail) < place + 22 or place + 22 + int.from_bytes(tail[place + 20 : place + 22], "little") != len(tail):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return bool(archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return False


def _behind(path: Path) -> str:
    """Return what stands behind the last end of a PDF."""
    end = last_of(path, EOF)
    if end < 0:
        return ""
    with path.open("rb") as file:
        file.seek(end + len(EOF))
        rest = file.read(64).lstrip(b"\r\n\t \0")
    return next((kind for mark, kind in BEHIND if rest.startswith(mark)), "")


def last_of(path: Path, mark: bytes) -> int:
    """Return where a mark stands for the last time, -1 for nowhere; read from the end, a piece at a time."""
    with path.open("rb") as file:
        place = file.seek(0, os.SEEK_END)
        after = b""
        while place > 0:
            start = max(place - BLOCK, 0)
            file.seek(start)
            piece = file.read(place - start) + after
            found = piece.rfind(mark)
            if found >= 0:
                return start + found
            after, place = piece[: len(mark) - 1], start
    return -1
