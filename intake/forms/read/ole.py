"""Look into an OLE2 file just far enough to tell Word from Excel, and an encrypted file from either."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from mmap import mmap

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTRY = 128  # bytes of a directory entry
SECTOR = 512  # bytes, unless the header says 4096
MAX_SECTORS = 2000  # of the directory; real ones have a few
SHARED = 4096  # bytes; a smaller stream shares its sectors with others
PIECE = 64  # bytes of such a share
FREE = 0xFFFFFFFA  # sector numbers from here on are marks
PRESENT = {1, 2, 5}  # kinds of directory entries in use: storage, stream, root
WORD_ENCRYPTED = 0x0100  # a bit of the FIB's flags
FILE_PASS = 0x002F  # the record of Excel that says so
EXCEL_RECORDS = 40  # it comes among the first


class OleKind(StrEnum):
    """What an OLE2 file holds."""

    WORD = "word"  # also WPS Writer
    EXCEL = "excel"  # also WPS Spreadsheets
    ENCRYPTED = "encrypted"
    OTHER = "other"


@dataclass(frozen=True)
class _Stream:
    name: str
    start: int
    size: int


def stream_names(data: bytes | mmap) -> frozenset[str]:
    """Return the names of the streams and folders in an OLE2 file; none where its directory cannot be followed."""
    return frozenset(stream.name for stream in _streams(data))


def kind(data: bytes | mmap) -> OleKind:
    """Return what an OLE2 file holds; a file with a broken directory is judged by the names that stand in it."""
    streams = {stream.name: stream for stream in _streams(data)}
    names = set(streams) or {
        name for name in ("EncryptedPackage", "WordDocument", "Workbook") if data.find(name.encode("utf-16-le")) >= 0
    }
    if "EncryptedPackage" in names:
        return OleKind.ENCRYPTED
    if "WordDocument" in names:
        locked = "WordDocument" in streams and _word_locked(_head(data, streams["WordDocument"]))
        return OleKind.ENCRYPTED if locked else OleKind.WORD
    for name in ("Workbook", "Book"):
        if name in names:
            locked = name in streams and _excel_locked(_head(data, streams[name]))
            return OleKind.ENCRYPTED if locked else OleKind.EXCEL
    return OleKind.OTHER


def content(data: bytes, name: str) -> bytes:
    """Return a stream, b'' where there is none of the name or its chain is broken."""
    streams = {stream.name: stream for stream in _streams(data)}
    if name not in streams:
        return b""
    stream, size = streams[name], _sector_size(data)
    try:
        table = _table(data, size)
        if stream.size >= SHARED:
            return _chained(data[size:], table, stream.start, size, stream.size)
        root = next(iter(streams.values()))  # a small stream lies in pieces of a common one, which has a table of its own
        common = _chained(data[size:], table, root.start, size, root.size)
        small = _chained(data[size:], table, struct.unpack_from("<I", data, 60)[0], size, len(data))
        return _chained(common, struct.unpack(f"<{len(small) // 4}I", small), stream.start, PIECE, stream.size)
    except (struct.error, IndexError):
        return b""


def _chained(data: bytes, table: Sequence[int], sector: int, size: int, length: int) -> bytes:
    """Return up to so many bytes of the sectors that follow one another; raises IndexError where one is not there."""
    pieces: list[bytes] = []
    while sector < FREE and len(pieces) * size < length:
        pieces.append(data[sector * size : (sector + 1) * size])
        sector = table[sector]
    return b"".join(pieces)[:length]


def _table(data: bytes, size: int) -> tuple[int, ...]:
    """Return the allocation table: sector -> the next of its chain; its own first 109 sectors are listed in the header."""
    listed = [*struct.unpack_from("<109I", data, 76)]
    more, per_sector = struct.unpack_from("<I", data, 68)[0], size // 4
    while more < FREE and len(listed) * size * per_sector < len(data) + size * per_sector * 110:
        *numbers, more = struct.unpack_from(f"<{per_sector}I", data, (more + 1) * size)
        listed += numbers
    parts = (struct.unpack_from(f"<{per_sector}I", data, (number + 1) * size) for number in listed if number < FREE)
    return tuple(number for part in parts for number in part)


def _streams(data: bytes | mmap) -> list[_Stream]:
    """Return the entries of the directory; [] when it cannot be followed."""
    found: list[_Stream] = []
    try:
        sector, size = struct.unpack_from("<I", data, 48)[0], _sector_size(data)
        for _ in range(MAX_SECTORS):
            at = (sector + 1) * size
            for offset in range(at, at + size, ENTRY):
                length, kind = struct.unpack_from("<HB", data, offset + 64)
                if kind in PRESENT and 2 <= length <= 64:
                    name = data[offset : offset + length - 2].decode("utf-16-le", "replace")
                    first, total = struct.unpack_from("<II", data, offset + 116)
                    found.append(_Stream(name, first, total))
            sector = _next(data, sector, size)
            if sector >= FREE:
                break
    except (struct.error, IndexError):
        return found
    return found


def _sector_size(data: bytes | mmap) -> int:
    shift = struct.unpack_from("<H", data, 30)[0]
    return 1 << shift if shift in {9, 12} else SECTOR


def _next(data: bytes | mmap, sector: int, size: int) -> int:
    """Follow the allocation table, whose own sectors the header lists (109 of them are more than any form needs)."""
    per_sector = size // 4
    table = struct.unpack_from("<I", data, 76 + 4 * (sector // per_sector))[0] if sector // per_sector < 109 else FREE
    if table >= FREE:
        return FREE
    following: int = struct.unpack_from("<I", data, (table + 1) * size + 4 * (sector % per_sector))[0]
    return following


def _head(data: bytes | mmap, stream: _Stream) -> bytes:
    """Return the first sector of a stream; b'' for one so small that it shares a sector with others."""
    size = _sector_size(data)
    return data[(stream.start + 1) * size : (stream.start + 2) * size] if stream.size >= 4096 and stream.start < FREE else b""


def _word_locked(head: bytes) -> bool:
    return len(head) >= 12 and bool(struct.unpack_from("<H", head, 10)[0] & WORD_ENCRYPTED)


def _excel_locked(head: bytes) -> bool:
    offset = 0
    for _ in range(EXCEL_RECORDS):
        if offset + 4 > len(head):
            return False
        record, length = struct.unpack_from("<HH", head, offset)
        if record == FILE_PASS:
            return True
        offset += 4 + length
    return False
