"""Open an office file (a ZIP of XML parts) safely: counted while streaming, no DOCTYPE, nothing linked is followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from intake.mime.packages import inner
from intake.mime.unpacking import ZipParts
from intake.model.problems import FileProblem, Problem

XmlElement = Any  # lxml's own type is private

MAX_BYTES = 60_000_000  # unpacked, all parts
MAX_PARTS = 2000
MAX_CHUNKS = 20
MAX_MARKUP = 600_000  # tags in one XML part; more would cost gigabytes as a tree
MAX_HEAD = 1_000_000  # bytes looked at of what names the parts of an OpenDocument file
DOCTYPE = re.compile(rb"<\0*!\0*D\0*O\0*C\0*T\0*Y\0*P\0*E", re.IGNORECASE)  # in any encoding, without a copy of the part


def xml_parts(path: Path) -> dict[str, bytes]:
    """Return the XML parts of a docx or xlsx by name; raises FileProblem damaged | encrypted | too-big | unsupported."""
    parts: dict[str, bytes] = {}
    with ZipParts(path, MAX_BYTES, MAX_PARTS) as archive:
        for entry in archive.listed:
            keep = entry.filename.lower().endswith((".xml", ".rels"))
            data = _kept(archive.blocks_of(entry), keep=keep)
            if keep:
                parts[entry.filename.replace("\\", "/").lstrip("/")] = _checked(data)
    return parts


def chunks(path: Path) -> list[tuple[str, bytes]]:
    """Return (name, content) of the whole documents that a Word file holds as pieces of its own (altChunk), in order."""
    found: list[tuple[str, bytes]] = []
    with ZipParts(path, MAX_BYTES, MAX_PARTS) as archive:
        listed = next((name for name in archive.entries if name.endswith("document.xml.rels")), "")
        links = archive.head(listed, MAX_HEAD).decode("utf-8", "replace")
        for link in re.findall(r"<[^>]*/aFChunk\"[^>]*>", links)[:MAX_CHUNKS]:
            target = re.search(r"Target=\"([^\"]+)\"", link)
            name = target[1].replace("\\", "/") if target else ""
            part = inner(name if name.startswith("/") else f"word/{name}")
            if part in archive.entries:
                found.append((name.rsplit("/", 1)[-1], b"".join(archive.blocks(part))))
    return found


def opendocument_kind(path: Path) -> str:
    """Return what an OpenDocument file is, "text" or "spreadsheet"; raises FileProblem damaged | encrypted | too-big."""
    with ZipParts(path, MAX_BYTES, MAX_PARTS) as archive:
        mimetype, manifest = (archive.head(name, MAX_HEAD) for name in ("mimetype", "META-INF/manifest.xml"))
    if b"encryption-data" in manifest:
        raise FileProblem(Problem.ENCRYPTED)
    return "spreadsheet" if b"spreadsheet" in mimetype else "text"


def _kept(blocks: Iterator[bytes], *, keep: bool) -> bytes:
    """Return a part; of one that is no XML only what it costs counts, and no tree too large to build is begun."""
    data, marks = bytearray(), 0
    for block in blocks:
        marks += block.count(b"<") if keep else 0
        if marks > MAX_MARKUP:
            raise FileProblem(Problem.TOO_BIG)
        if keep:
            data += block
    return bytes(data)


def _checked(data: bytes) -> bytes:
    """Refuse any DOCTYPE, in any encoding."""
    if DOCTYPE.search(data):
        raise FileProblem(Problem.UNSUPPORTED)
    return data
