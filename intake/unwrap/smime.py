"""S/MIME: a signed mail packed into one file (RFC 8551 3.5.2) gives its content back; an encrypted one cannot (RFC 5652).

The signature is not checked: it says nothing that a submission is judged by.
"""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.mime.streaming import Leaf
from intake.model.problems import Problem

SIGNED = bytes.fromhex("2a864886f70d010702")  # 1.2.840.113549.1.7.2
ENCRYPTED = {
    bytes.fromhex("2a864886f70d010703"),  # enveloped
    bytes.fromhex("2a864886f70d010706"),  # encrypted
    bytes.fromhex("2a864886f70d0109100117"),  # authenticated and enveloped
}
SEQUENCE, OCTETS, CONTEXT_0, CONSTRUCTED = 0x30, 0x04, 0xA0, 0x20
MOST_ELEMENTS = 200_000
SLICE = 1 << 20


class _Broken(Exception):  # noqa: N818 - a reason, never seen outside
    """Say that the bytes are no such structure."""


@dataclass(frozen=True)
class _Element:
    """One element of BER: its tag, where its content begins and ends; `after` is the place of the next one."""

    tag: int
    start: int
    end: int
    after: int


def unwrap(path: Path, target: Path) -> Leaf | str:
    """Write the signed mail to `target`; return '' for a bare signature, else why it cannot be had: encrypted | damaged | unsupported."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            kind, content = _content(data)
            if kind in ENCRYPTED:
                return Problem.ENCRYPTED
            if kind != SIGNED:
                return Problem.UNSUPPORTED
            info = _children(data, content)[2]
            if info.tag != SEQUENCE:
                raise _Broken
            inner = _children(data, info)
            return _write(data, inner[1], target) if len(inner) > 1 else ""
        except (_Broken, IndexError):
            return Problem.DAMAGED


def _content(data: mmap.mmap) -> tuple[bytes, _Element]:
    """Return what kind of content the file declares, and the content's own element."""
    whole = _element(data, 0, len(data))
    inside = _children(data, whole)
    if len(inside) < 2:
        raise _Broken
    named, wrapped = inside[:2]
    if whole.tag != SEQUENCE or wrapped.tag != CONTEXT_0:
        raise _Broken
    return data[named.start : named.end], _children(data, wrapped)[0]


def _element(data: mmap.mmap, place: int, end: int) -> _Element:
    """Read tag and length; one of indefinite length ends where its last child does."""
    if place + 2 > end or data[place] & 0x1F == 0x1F:
        raise _Broken
    tag, length, start = data[place], data[place + 1], place + 2
    if length == 0x80:
        inside = _end(data, start, end)
        return _Element(tag, start, inside, inside + 2)
    if length > 0x80:
        count = length & 0x7F
        if count > 8 or start + count > end:
            raise _Broken
        length, start = int.from_bytes(data[start : start + count], "big"), start + count
    if start + length > end:
        raise _Broken
    return _Element(tag, start, start + length, start + length)


def _end(data: mmap.mmap, place: int, end: int) -> int:
    """Return where the two zero bytes stand that end an element of indefinite length; without recursion."""
    depth = 0
    for _ in range(MOST_ELEMENTS):
        if data[place : place + 2] == b"\0\0":
            if depth == 0:
                return place
            depth, place = depth - 1, place + 2
        elif place + 2 <= end and data[place + 1] == 0x80:
            depth, place = depth + 1, place + 2
        else:
            place = _element(data, place, end).after
    raise _Broken


def _children(data: mmap.mmap, parent: _Element) -> list[_Element]:
    """Return the first five elements inside another."""
    found: list[_Element] = []
    place = parent.start
    while place < parent.end and len(found) < 5:
        found.append(_element(data, place, parent.end))
        place = found[-1].after
    return found


def _write(data: mmap.mmap, wrapped: _Element, target: Path) -> Leaf:
    """Write the octets of the content, which may come in pieces."""
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as out:
        for start, end in _octets(data, wrapped.start, wrapped.end):
            for place in range(start, end, SLICE):
                piece = data[place : min(place + SLICE, end)]
                digest.update(piece)
                size += out.write(piece)
    return Leaf(path=target, sha256=digest.hexdigest(), size=size)


def _octets(data: mmap.mmap, place: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the pieces of an octet string lie, in order."""
    for _ in range(MOST_ELEMENTS):
        if place >= end:
            return
        if data[place : place + 2] == b"\0\0":
            place += 2
            continue
        if data[place] == OCTETS | CONSTRUCTED:  # go into it: its pieces are what counts
            place = place + 2 if data[place + 1] == 0x80 else _element(data, place, end).start
            continue
        element = _element(data, place, end)
        if element.tag != OCTETS:
            raise _Broken
        yield element.start, element.end
        place = element.after
    raise _Broken
