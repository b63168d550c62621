"""Split while decoding: large Base64 leaves go straight to files of their own, a skeleton of a few KB stays for the parser.

'-' is not in the Base64 alphabet, so boundary lines are found without parsing. Whatever is not plainly a large
Base64 leaf stays in the skeleton, so that a parser always has the last word (performance.md, 'The split, precisely').
"""

from __future__ import annotations

import binascii
import hashlib
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pybase64

LARGE = 32_768  # encoded bytes above which a leaf is taken out
MOST_HEADER = 32_768
SLICE = 1 << 20
ALPHABET = re.compile(rb"^[A-Za-z0-9+/=\s]*$")


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """A decoded leaf on disk."""

    path: Path
    sha256: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Split:
    """The skeleton and the leaves taken out of it, by the token that stands in their place (as decoded bytes)."""

    skeleton: Path
    leaves: dict[bytes, Leaf]


def split(source: Path, workdir: Path) -> Split:
    """Write the skeleton of a mail and its large leaves below `workdir`; memory does not grow with the mail."""
    skeleton = workdir / "skeleton.eml"
    leaves: dict[bytes, Leaf] = {}
    with source.open("rb") as mail, skeleton.open("wb") as out:
        for encoded in _regions(mail, out):
            leaf = _decode(mail, encoded, workdir / f"leaf{len(leaves)}")
            mail.seek(encoded[0])
            if leaf is None:
                _copy(mail, out, encoded[1] - encoded[0])
                continue
            token = f"intake-leaf-{secrets.token_hex(12)}".encode()
            leaves[token] = leaf
            out.write(pybase64.b64encode(token) + b"\r\n")
            mail.seek(encoded[1])
    return Split(skeleton=skeleton, leaves=leaves)


def _regions(mail: BinaryIO, out: BinaryIO) -> Iterator[tuple[int, int]]:
    """Copy the mail to `out` line by line, yielding (start, end) of each large Base64 body instead of copying it.

    The caller leaves the file at `end` and has written what is to stand there.
    """
    encoded_header = False
    in_header = False
    header_bytes = 0
    multipart = False
    first = True
    while line := mail.readline(MOST_HEADER):
        if first:
            in_header, first = True, False
        out.write(line)
        if line.startswith(b"--"):
            in_header, encoded_header, header_bytes = True, False, 0
            continue
        if not in_header:
            continue
        header_bytes += len(line)
        lowered = line.lower()
        multipart = multipart or b"multipart/" in lowered
        if lowered.startswith(b"content-transfer-encoding:"):
            encoded_header = lowered.split(b":", 1)[1].split(b";")[0].strip() == b"base64"
        if not line.strip():
            in_header = False
            if encoded_header and header_bytes < MOST_HEADER:
                region = _body(mail)
                if region:
                    yield region
            encoded_header, header_bytes = False, 0


def _body(mail: BinaryIO) -> tuple[int, int] | None:
    """Return where the body at the file's position ends: the next line that starts with '--', or the file's end."""
    start = mail.tell()
    carried = b"\n"
    position = start
    while True:
        piece = mail.read(SLICE)
        window = carried + piece
        found = window.find(b"\n--")
        if found >= 0:
            end = position - len(carried) + found + 1
            break
        position += len(piece)
        if len(piece) < SLICE:
            end = position
            break
        carried = window[-3:]
    mail.seek(start)
    return (start, end) if end - start > LARGE else None


def _decode(mail: BinaryIO, region: tuple[int, int], target: Path) -> Leaf | None:
    """Decode a body in slices to a file; None (and no file) when it is not clean Base64 to its end."""
    start, end = region
    mail.seek(start)
    digest, size, carried, left = hashlib.sha256(), 0, b"", end - start
    ended = False
    with target.open("wb") as out:
        while left > 0:
            piece = mail.read(min(SLICE, left))
            if not piece:
                break
            left -= len(piece)
            data = carried + piece.translate(None, b"\r\n\t ")
            cut = len(data) if left == 0 else len(data) - len(data) % 4
            carried, data = data[cut:], data[:cut]
            if ended and data:
                target.unlink()
                return None
            try:
                decoded = pybase64.b64decode(data, validate=True)
            except (binascii.Error, ValueError):
                target.unlink()
                return None
            ended = data.endswith(b"=")
            digest.update(decoded)
            size += len(decoded)
            out.write(decoded)
    return Leaf(path=target, sha256=digest.hexdigest(), size=size)


def _copy(mail: BinaryIO, out: BinaryIO, count: int) -> None:
    while count > 0 and (piece := mail.read(min(SLICE, count))):
        out.write(piece)
        count -= len(piece)
