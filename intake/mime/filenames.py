"""Names to show: never a path, never a trick (NFC, no control or bidi characters, capped)."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote_to_bytes

from intake.mime.charsets import clean_text, decode, storable, unmixed
from intake.mime.headers import as_sent
from intake.mime.strangeness import strangeness
from intake.model.submission import FileType

LONGEST = 120
ENDINGS = {FileType.JPEG: "jpg", FileType.TEXT: "txt", FileType.OLE: "doc", FileType.TIFF: "tif", FileType.UNKNOWN: "bin", FileType.EMAIL: "eml",
           FileType.TNEF: "dat", FileType.GZIP: "gz"}  # fmt: skip
DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)


MOST_LAYERS = 3  # encodings around a name: one program's in another's
ENTITY = re.compile(r"&#\d{2,7};|&#x[0-9a-f]{2,6};|&(amp|lt|gt|quot|apos|nbsp);", re.IGNORECASE)
PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
FOREIGN = re.compile(r"%[89A-Fa-f][0-9A-Fa-f]")
UNICODE = re.compile(r"%u([0-9A-Fa-f]{4})")
STRANGE = 0.3


def meant_name(name: str) -> str:
    """Return a name without the encodings that programs left in it ("%E4%BD%9C.jpg", "&#20316;.jpg", "=?utf-8?B?…?="), where that gives a name."""
    for _ in range(MOST_LAYERS):
        before = name
        name = as_sent(name) if "=?" in name else name
        name = html.unescape(name) if ENTITY.search(name) else name
        name = storable(UNICODE.sub(lambda match: chr(int(match[1], 16)), name))
        name = unmixed(_without_percent(name))
        if name == before:
            break
    return name


def _without_percent(name: str) -> str:
    """Undo percent-encoding where letters or blanks were encoded; "100%25 cotton.jpg" has blanks of its own and stays."""
    told = name
    for _ in range(MOST_LAYERS):
        if not PERCENT.search(told) or PERCENT.sub("", told).count("%"):
            return name
        raw = unquote_to_bytes(told.encode("utf-8", "surrogatepass"))
        if not raw.isascii():
            meant = decode(raw)
            enough = len(FOREIGN.findall(told)) >= (2 if raw == meant.encode("utf-8", "replace") else 4)
            return meant if told.isascii() <= enough and strangeness(meant) < STRANGE and "\ufffd" not in meant else name
        if b" " in raw and " " not in told:
            return raw.decode("ascii")
        told = raw.decode("ascii")
    return name


def shown_name(name: str, ordinal: int, kind: FileType) -> str:
    """Return a safe name to show; one that says nothing becomes 'unnamed-<ordinal>.<ending>'."""
    last = re.split(r"[/\\]", clean_text(meant_name(name)))[-1].strip().strip(".") if name else ""
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
    parts = re.split(r"[/\\]", clean_text(meant_name(path)))[:-1]
    kept = (re.sub(r'[<>:"|?*]', "_", part).strip() for part in parts if part.strip() not in {"", ".", ".."})
    return "/".join(
        f"_{part}" if DEVICES.match(part) else part[:LONGEST] for part in kept if not re.fullmatch(r"[A-Za-z]_", part)
    )
