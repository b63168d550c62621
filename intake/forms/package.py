"""Open an office file (a ZIP of XML parts) safely: counted while streaming, no DOCTYPE, nothing linked is followed."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from intake.forms.grid import FormProblem

MAX_BYTES = 60_000_000  # unpacked, all parts
MAX_PARTS = 2000
MAX_MARKUP = 600_000  # tags in one XML part; more would cost gigabytes as a tree
BLOCK = 65_536
CONTENT = re.compile(r"^(?:word|xl|docProps|_rels|customXml)/|\[Content_Types\]\.xml$", re.IGNORECASE)


def xml_parts(path: Path) -> dict[str, bytes]:
    """Return the XML parts of a docx or xlsx by name; raises FormProblem damaged | encrypted | unsupported."""
    parts: dict[str, bytes] = {}
    left = MAX_BYTES
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_PARTS:
                raise FormProblem("unsupported")
            for entry in entries:
                if entry.flag_bits & 0x1:
                    raise FormProblem("encrypted")
                data, left = _unpack(archive, entry, left)
                if entry.filename.lower().endswith((".xml", ".rels")):
                    parts[entry.filename.replace("\\", "/").lstrip("/")] = _checked(data)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        UnicodeError,
        ValueError,
        RuntimeError,
    ) as error:
        raise FormProblem("damaged") from error
    return parts


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> tuple[bytes, int]:
    """Read one part, counting what comes out and never what the entry claims; only XML is kept."""
    keep = entry.filename.lower().endswith((".xml", ".rels"))
    data = bytearray()
    with archive.open(entry) as source:
        while block := source.read(BLOCK):
            left -= len(block)
            if left < 0:
                raise FormProblem("unsupported")
            if keep:
                data += block
    return bytes(data), left


def _checked(data: bytes) -> bytes:
    """Refuse any DOCTYPE (in any encoding) and trees too large to build."""
    if b"<!DOCTYPE" in data.replace(b"\0", b"").upper() or data.count(b"<") > MAX_MARKUP:
        raise FormProblem("unsupported")
    return data
