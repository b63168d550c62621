"""Outlook's winmail.dat (TNEF, MS-OXTNEF): the files and the text it wraps, read piece by piece; a damaged one says so."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from intake.mime.charsets import decode, storable
from intake.mime.streaming import Leaf
from intake.unwrap.outlook_rtf import rtf_of, rtf_text

SIGNATURE = 0x223E9F78
NEW_FILE, FILE_DATA, FILE_TITLE, FILE_PROPERTIES = 0x9002, 0x800F, 0x8010, 0x9005
BODY, PROPERTIES, CODE_PAGE = 0x800C, 0x9003, 0x9007
LONG_NAME, SHORT_NAME, CONTENT_ID, OBJECT, METHOD = 0x3707, 0x3704, 0x3712, 0x3701, 0x3705
PLAIN, RTF, HTML, INTERNET_PAGE = 0x1000, 0x1009, 0x1013, 0x3FDE
EMBEDDED = bytes.fromhex("0703020000000000c000000000000046")  # IID_IMessage: what follows is a TNEF of its own
MOST_PROPERTIES = 20_000_000  # bytes of one block of properties that are read whole
PIECE = 1 << 20
FIXED = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x000A: 4, 0x000B: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x0014: 8, 0x0040: 8, 0x0048: 16}
VARIABLE = frozenset({0x000D, 0x001E, 0x001F, 0x0102})
CHARSETS = {65001: "utf-8", 936: "gb18030", 54936: "gb18030", 20936: "gb18030", 950: "big5", 1252: "cp1252", 28591: "cp1252"}


class TnefError(Exception):
    """Say that a winmail.dat is damaged."""


@dataclass
class Wrapped:
    """One file out of a winmail.dat."""

    leaf: Leaf | None = None
    title: bytes = b""
    names: dict[int, str] = field(default_factory=dict)


@dataclass
class Winmail:
    """What a winmail.dat holds."""

    files: list[Wrapped] = field(default_factory=list)
    plain: str = ""
    html: str = ""
    charset: str = ""

    def name_of(self, wrapped: Wrapped) -> str:
        """Return a file's name as Outlook had it: the long one in Unicode before the short one."""
        told = wrapped.names.get(LONG_NAME) or wrapped.names.get(SHORT_NAME)
        return storable(told or decode(wrapped.title.split(b"\0")[0], self.charset))


def read_winmail(path: Path, workdir: Path) -> Winmail:
    """Read a winmail.dat, its files written below `workdir`; raises TnefError when a length or the structure is wrong."""
    found = Winmail()
    with path.open("rb") as file:
        for attribute, length in _attributes(file, path.stat().st_size):
            if attribute == FILE_DATA and found.files:
                found.files[-1].leaf = _saved(file, length, workdir)
                continue
            data = _checked(file, length)
            if attribute == CODE_PAGE and len(data) >= 4:
                found.charset = _charset(struct.unpack_from("<I", data)[0])
            elif attribute == NEW_FILE:
                found.files.append(Wrapped())
            elif attribute == FILE_TITLE and found.files:
                found.files[-1].title = data
            elif attribute == FILE_PROPERTIES and found.files:
                _describe(found.files[-1], data, found.charset, workdir)
            elif attribute == BODY:
                found.plain = decode(data.rstrip(b"\0"), found.charset)
            elif attribute == PROPERTIES:
                _texts(found, data)
    return found


def _attributes(file: BinaryIO, size: int) -> Iterator[tuple[int, int]]:
    """Yield (attribute, length) with the file at its data; what is yielded must be read to its checksum."""
    head = file.read(6)
    if len(head) < 6 or struct.unpack_from("<I", head)[0] != SIGNATURE:
        raise TnefError("no signature")
    while header := file.read(9):
        if len(header) < 9 or header[0] not in {1, 2}:
            if not header.strip(b"\0\r\n"):
                return  # filled up by a gateway
            raise TnefError("no attribute")
        attribute, length = struct.unpack_from("<H", header, 1)[0], struct.unpack_from("<I", header, 5)[0]
        if file.tell() + length + 2 > size:
            raise TnefError("cut short")
        yield attribute, length


def _pieces(file: BinaryIO, length: int) -> Iterator[bytes]:
    """Yield an attribute's data and pass over the sum behind it: hurt bytes are found by whoever reads the file."""
    while length > 0 and (piece := file.read(min(PIECE, length))):
        length -= len(piece)
        yield piece
    file.read(2)


def _checked(file: BinaryIO, length: int) -> bytes:
    if length > MOST_PROPERTIES:
        for _ in _pieces(file, length):
            pass
        return b""
    return b"".join(_pieces(file, length))


def _saved(file: BinaryIO, length: int, workdir: Path) -> Leaf:
    path = workdir / f"tnef-{file.tell()}-{hashlib.sha256(str(file.name).encode()).hexdigest()[:12]}"
    digest = hashlib.sha256()
    with path.open("wb") as out:
        for piece in _pieces(file, length):
            digest.update(piece)
            out.write(piece)
    return Leaf(path=path, sha256=digest.hexdigest(), size=length)


def _describe(wrapped: Wrapped, data: bytes, charset: str, workdir: Path) -> None:
    """Take a file's names out of its properties, and its bytes where they are an object."""
    for tag, kind, value in _properties(data):
        if tag in {LONG_NAME, SHORT_NAME, CONTENT_ID} and value:
            wrapped.names[tag] = _string(value, kind, charset)
        elif tag == OBJECT and value:
            inner = value.removeprefix(EMBEDDED)
            sha256 = hashlib.sha256(inner).hexdigest()
            path = workdir / f"tnef-object-{sha256}"
            path.write_bytes(inner)
            wrapped.leaf = Leaf(path=path, sha256=sha256, size=len(inner))


def _texts(found: Winmail, data: bytes) -> None:
    """Take the mail's text: plain, HTML, or Outlook's compressed RTF."""
    values = {tag: (kind, value) for tag, kind, value in _properties(data)}
    page = values.get(INTERNET_PAGE, (0, b""))[1]
    charset = _charset(struct.unpack("<I", page[:4])[0]) if len(page) >= 4 else found.charset
    if PLAIN in values:
        found.plain = _string(values[PLAIN][1], values[PLAIN][0], charset) or found.plain
    if HTML in values:
        found.html = decode(values[HTML][1].rstrip(b"\0"), charset)
    if RTF in values and not (found.plain.strip() or found.html.strip()):
        found.html, found.plain = rtf_text(rtf_of(values[RTF][1]), charset)


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield (tag, kind, bytes) of every MAPI property with one value; stops at what it cannot make out."""
    try:
        place = 4
        for _ in range(min(struct.unpack_from("<I", data)[0], 10_000)):
            kind, tag = struct.unpack_from("<HH", data, place)
            place += 4
            if tag >= 0x8000:  # named by a GUID and a number, or a GUID and a text
                number, length = struct.unpack_from("<II", data, place + 16)
                place += 24 + (_padded(length) if number else 0)
            single = kind & 0x0FFF
            count = struct.unpack_from("<I", data, place)[0] if kind & 0x1000 or single in VARIABLE else 1
            place += 4 if kind & 0x1000 or single in VARIABLE else 0
            for _ in range(min(count, 10_000)):
                length = struct.unpack_from("<I", data, place)[0] if single in VARIABLE else FIXED[single]
                place += 4 if single in VARIABLE else 0
                yield tag, single, data[place : place + length]
                place += _padded(length)
    except (struct.error, KeyError):
        return


def _padded(length: int) -> int:
    return length + -length % 4


def _string(value: bytes, kind: int, charset: str) -> str:
    text = value.decode("utf-16-le", "replace") if kind == 0x001F else decode(value, charset)
    return text.split("\0")[0]


def _charset(page: int) -> str:
    return CHARSETS.get(page, f"cp{page}")
