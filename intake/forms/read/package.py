"""Open an office file (a ZIP of XML parts) safely: counted while streaming, no DOCTYPE, nothing linked is followed."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

from intake.model.problems import FileProblem, Problem

XmlElement = Any  # lxml's own type is private

MAX_BYTES = 60_000_000  # unpacked, all parts
MAX_PARTS = 2000
MAX_CHUNKS = 20
MAX_MARKUP = 600_000  # tags in one XML part; more would cost gigabytes as a tree
BLOCK = 65_536
MAX_HEAD = 1_000_000  # bytes looked at of what names the parts of an OpenDocument file
DOCTYPE = re.compile(rb"<\0*!\0*D\0*O\0*C\0*T\0*Y\0*P\0*E", re.IGNORECASE)  # in any encoding, without a copy of the part
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, UnicodeError, ValueError, RuntimeError)


def xml_parts(path: Path) -> dict[str, bytes]:
    """Return the XML parts of a docx or xlsx by name; raises FileProblem damaged | encrypted | too-big | unsupported."""
    parts: dict[str, bytes] = {}
    left = MAX_BYTES
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_PARTS:
                raise FileProblem(Problem.TOO_BIG)
            for entry in entries:
                if entry.flag_bits & 0x1:
                    raise FileProblem(Problem.ENCRYPTED)
                data, left = _unpack(archive, entry, left)
                if entry.filename.lower().endswith((".xml", ".rels")):
                    parts[entry.filename.replace("\\", "/").lstrip("/")] = _checked(data)
    except BROKEN as error:
        raise FileProblem(Problem.DAMAGED) from error
    return parts


def chunks(path: Path) -> list[tuple[str, bytes]]:
    """Return (name, content) of the whole documents that a Word file holds as pieces of its own (altChunk), in order."""
    found: list[tuple[str, bytes]] = []
    left = MAX_BYTES
    try:
        with zipfile.ZipFile(path) as archive:
            spelt = {entry.filename.replace("\\", "/").lstrip("/"): entry for entry in archive.infolist()[:MAX_PARTS]}
            listed = next((entry for name, entry in spelt.items() if name.lower().endswith("document.xml.rels")), None)
            links = archive.read(listed).decode("utf-8", "replace") if listed and listed.file_size < MAX_HEAD else ""
            for link in re.findall(r"<[^>]*/aFChunk\"[^>]*>", links)[:MAX_CHUNKS]:
                target = re.search(r"Target=\"([^\"]+)\"", link)
                name = target[1].replace("\\", "/") if target else ""
                entry = spelt.get(name.lstrip("/") if name.startswith("/") else f"word/{name}")
                if entry is not None and entry.file_size <= left:
                    data = archive.open(entry).read(left)
                    left -= len(data)
                    found.append((name.rsplit("/", 1)[-1], data))
    except BROKEN as error:
        raise FileProblem(Problem.DAMAGED) from error
    return found


def opendocument_kind(path: Path) -> str:
    """Return what an OpenDocument file is, "text" or "spreadsheet"; raises FileProblem damaged | encrypted."""
    try:
        with zipfile.ZipFile(path) as archive:
            heads = [_head(archive, name) for name in ("mimetype", "META-INF/manifest.xml")]
    except BROKEN as error:
        raise FileProblem(Problem.DAMAGED) from error
    if b"encryption-data" in heads[1]:
        raise FileProblem(Problem.ENCRYPTED)
    return "spreadsheet" if b"spreadsheet" in heads[0] else "text"


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    if name not in archive.namelist():
        return b""
    with archive.open(name) as part:
        return part.read(MAX_HEAD)


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> tuple[bytes, int]:
    """Read one part, counting what comes out and never what the entry claims; only XML is kept, no tree too large to build."""
    keep = entry.filename.lower().endswith((".xml", ".rels"))
    data, marks = bytearray(), 0
    if entry.file_size > left:  # a claim is good enough to refuse, never to believe
        raise FileProblem(Problem.TOO_BIG)
    with archive.open(entry) as source:
        while block := source.read(BLOCK):
            left -= len(block)
            marks += block.count(b"<") if keep else 0
            if left < 0 or marks > MAX_MARKUP:
                raise FileProblem(Problem.TOO_BIG)
            if keep:
                data += block
    return bytes(data), left


def _checked(data: bytes) -> bytes:
    """Refuse any DOCTYPE, in any encoding."""
    if DOCTYPE.search(data):
        raise FileProblem(Problem.UNSUPPORTED)
    return data
