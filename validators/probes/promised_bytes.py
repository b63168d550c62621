"""How many bytes a film's container promises, against those that are there: no picture is looked at, and no library needed."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from intake.model.filetypes import FileType

MOST_BOXES = 200_000  # a film in fragments of a second has some thousands
SEGMENT = b"\x18\x53\x80\x67"  # Matroska's element that holds all others (RFC 9559, 5.1)
FILE_PROPERTIES = b"\xa1\xdc\xab\x8c\x47\xa9\xcf\x11\x8e\xe4\x00\xc0\x0c\x20\x53\x65"  # of ASF (3.2)
BROADCAST = 1  # an ASF file that was never closed, whose sizes say nothing
TRANSPORT, CAMERA = 188, 192  # bytes of a packet of a transport stream
TAG = 11  # bytes before the content of an FLV tag; its length stands behind it once more
HEAD = 100_000


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What a container says of itself: cut short, without the list of its pictures, bytes behind its end."""

    cut: bool = False
    indexed: bool = True
    padding: int = 0


def promised(path: Path, kind: FileType) -> Promise:
    """Return what the container promises; a kind that promises nothing is taken for whole."""
    size = path.stat().st_size
    with path.open("rb") as file:
        look = LOOKS.get(kind)
        return look(file, size) if look else Promise()


def _boxes(file: BinaryIO, size: int) -> Promise:
    """Walk the boxes of an ISO base media file (ISO 14496-12, 4.2)."""
    place, seen = 0, set()
    for _ in range(MOST_BOXES):
        file.seek(place)
        head = file.read(16)
        if len(head) < 8 or not _named(head[4:8]):
            break
        length, name = struct.unpack(">I4s", head[:8])
        seen.add(name)
        if length == 0:  # to the end of the file
            place = size
            break
        if length == 1:
            length = struct.unpack(">Q", head[8:16])[0] if len(head) == 16 else 16
        if length < 8:
            break
        place += length
    return Promise(cut=place > size, indexed=b"moov" in seen, padding=max(size - place, 0))


def _named(name: bytes) -> bool:
    return all(32 <= byte < 127 or byte == 0xA9 for byte in name)


def _matroska(file: BinaryIO, size: int) -> Promise:
    """Compare the size of a Matroska file's segment; one that was recorded live says none."""
    head = file.read(HEAD)
    place = head.find(SEGMENT)
    if place < 0:
        return Promise(indexed=False)
    start = place + len(SEGMENT)
    first = head[start] if start < len(head) else 0
    width = 9 - first.bit_length()
    length = int.from_bytes(head[start : start + width], "big") & ((1 << 7 * width) - 1)
    unknown = length == (1 << 7 * width) - 1
    return Promise(cut=not unknown and start + width + length > size)


def _riff(file: BinaryIO, size: int) -> Promise:
    """Follow the chunks of an AVI file: large ones have several, one behind the other (OpenDML)."""
    place = 0
    while place + 12 <= size and place // TAG < MOST_BOXES:
        file.seek(place)
        name, length = struct.unpack("<4sI", file.read(8))
        if name != b"RIFF":
            break
        if length == 0:  # never closed
            return Promise(indexed=False)
        place += 8 + length + length % 2
    return Promise(cut=place > size + 1, padding=max(size - place, 0))


def _asf(file: BinaryIO, size: int) -> Promise:
    head = file.read(HEAD)
    place = head.find(FILE_PROPERTIES)
    if place < 0 or len(head) < place + 104:
        return Promise(indexed=False)
    said, flags = struct.unpack_from("<Q", head, place + 40)[0], struct.unpack_from("<I", head, place + 88)[0]
    return Promise(cut=not flags & BROADCAST and said > size)


def _flv(file: BinaryIO, size: int) -> Promise:
    """Tell a cut film by its last four bytes: they say how long the last tag is."""
    if size < TAG + 13:
        return Promise(cut=True)
    file.seek(-4, os.SEEK_END)
    length = int.from_bytes(file.read(4), "big")
    if not TAG <= length <= size - 4:
        return Promise(cut=True)
    file.seek(size - 4 - length)
    return Promise(cut=int.from_bytes(file.read(4)[1:], "big") + TAG != length)


def _packets(file: BinaryIO, size: int) -> Promise:
    """Tell a transport stream that ends within a packet; a programme stream promises nothing."""
    head = file.read(CAMERA + 5)
    for first, step in ((0, TRANSPORT), (4, CAMERA)):
        if head[first : first + 1] == head[first + step : first + step + 1] == b"G":
            return Promise(cut=size % step != 0)
    return Promise()


LOOKS: dict[FileType, Callable[[BinaryIO, int], Promise]] = {
    FileType.MP4: _boxes,
    FileType.M4V: _boxes,
    FileType.MOV: _boxes,
    FileType.THREEGP: _boxes,
    FileType.MKV: _matroska,
    FileType.WEBM: _matroska,
    FileType.AVI: _riff,
    FileType.WMV: _asf,
    FileType.FLV: _flv,
    FileType.MPEG: _packets,
}
