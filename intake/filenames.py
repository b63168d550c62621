"""Names to show: never a path, never a trick (NFC, no control or bidi characters, capped)."""

from __future__ import annotations

import re

from intake.charsets import clean
from intake.submission import FileType

LONGEST = 120
ENDINGS = {FileType.JPEG: "jpg", FileType.TEXT: "txt", FileType.OLE: "doc", FileType.TIFF: "tif", FileType.UNKNOWN: "bin", FileType.EMAIL: "eml",
           FileType.TNEF: "dat", FileType.GZIP: "gz"}  # fmt: skip
DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)


def shown_name(name: str, ordinal: int, kind: FileType) -> str:
    """Return a safe name to show; one that says nothing becomes 'unnamed-<ordinal>.<ending>'."""
    last = re.split(r"[/\\]", clean(name))[-1].strip().strip(".") if name else ""
    last = re.sub(r'[<>:"|?*]', "_", last)
    if not last or DEVICES.match(last):
        ending = ENDINGS.get(kind, kind.value)
        return f"unnamed-{ordinal}.{ending}" if not last else f"_{last}"
    if len(last) > LONGEST:
        stem, dot, ending = last.rpartition(".")
        keep = LONGEST - len(ending) - 1
        last = f"{stem[:keep]}.{ending}" if dot and len(ending) <= 8 else last[:LONGEST]
    return last


def numbered(name: str, count: int) -> str:
    """Return the name of the second, third … file that is called so: "image (2).jpg"."""
    stem, dot, ending = name.rpartition(".")
    if count < 2:
        return name
    return f"{stem} ({count}).{ending}" if dot and stem else f"{name} ({count})"


def shown_folder(path: str) -> str:
    """Return the folder part of an archive entry's name, cleaned: no drive, root, '..' or device names."""
    parts = re.split(r"[/\\]", clean(path))[:-1]
    kept = (re.sub(r'[<>:"|?*]', "_", part).strip() for part in parts if part.strip() not in {"", ".", ".."})
    return "/".join(
        f"_{part}" if DEVICES.match(part) else part[:LONGEST] for part in kept if not re.fullmatch(r"[A-Za-z]_", part)
    )
