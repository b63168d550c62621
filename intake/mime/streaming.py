"""Split while decoding: large Base64 leaves go straight to files of their own, a skeleton of a few KB stays for the parser.

'-' is not in the Base64 alphabet, so boundary lines are found without parsing. Whatever is not plainly a large
Base64 leaf stays in the skeleton, so that a parser always has the last word (performance.md, 'The split, precisely').
"""

from __future__ import annotations

import binascii
import codecs
import hashlib
import io
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pybase64

from intake.mime.headers import encoding_in
from intake.model.submission import StructureError

LARGE = 32_768  # encoded bytes above which a leaf is taken out
MOST_HEADER = 32_768
SLICE = 1 << 20
WHITE = b"\r\n\t "
MOST_LINE = 1000  # bytes read beyond a slice to end it on a line (RFC 5322 2.1.1)


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """A decoded leaf on disk."""

    path: Path
    sha256: str
    size: int


@dataclass(frozen=True, kw_only=True)
class StreamedMail:
    """The skeleton and the leaves taken out of it, by the token that stands in their place (as decoded bytes)."""

    skeleton: Path
    leaves: dict[bytes, Leaf]


def split_mail(source: Path, workdir: Path, most_parts: int = 10_000) -> StreamedMail:
    """Write the skeleton of a mail and its large leaves below `workdir`; memory does not grow with the mail.

    Raises StructureError when more than `most_parts` lines start as a boundary does.
    """
    skeleton = workdir / "skeleton.eml"
    leaves: dict[bytes, Leaf] = {}
    with source.open("rb") as mail, skeleton.open("wb") as out:
        for start in _bodies(mail, out, most_parts):
            leaf = _decode(mail, workdir / f"leaf{len(leaves)}")
            if leaf is None:
                mail.seek(start)
                continue
            token = f"intake-leaf-{secrets.token_hex(12)}".encode()
            leaves[token] = leaf
            out.write(pybase64.b64encode(token) + b"\r\n")
    return StreamedMail(skeleton=skeleton, leaves=leaves)


def _bodies(mail: BinaryIO, out: BinaryIO, most: int) -> Iterator[int]:
    """Copy the mail to `out` line by line, yielding where a body starts whose header says Base64; the caller may read it."""
    encoded_header = False
    in_header = True
    header_bytes = marks = 0
    declaration = _Declaration()
    _pass_mark(mail)
    while line := mail.readline(MOST_HEADER):
        out.write(declaration.shortened(line) if in_header else line)
        if line.startswith(b"--"):
            in_header, encoded_header, header_bytes = True, False, 0
            marks += 1
            if marks > most:
                raise StructureError(f"it has more than {most} parts")
            continue
        if not in_header:
            continue
        header_bytes += len(line)
        lowered = line.lower()
        if lowered.startswith(b"content-transfer-encoding:"):
            encoded_header = encoding_in(lowered.partition(b":")[2].decode("latin-1")) == "base64"
        if not line.strip():
            in_header = False
            if encoded_header and header_bytes < MOST_HEADER:
                yield mail.tell()
            encoded_header, header_bytes = False, 0


def _pass_mark(mail: BinaryIO) -> None:
    """Pass over the mark of UTF-8 that editors put before the first header field, where no parser knows it."""
    if mail.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
        mail.seek(0)


class _Declaration:
    """The header field that is being read: one that describes a part is cut at a length no program writes, as parsers need its square in time."""

    def __init__(self) -> None:
        self._describes = self._open = False
        self._size = 0

    def shortened(self, line: bytes) -> bytes:
        """Return a line, or the beginning of one, as it is written out."""
        broken, self._open = self._open, not line.endswith(b"\n")
        if not broken and line[:1] not in b" \t":
            self._describes, self._size = line[:8].lower() == b"content-", 0
        self._size += len(line)
        if not self._describes or self._size <= MOST_HEADER:
            return line
        return b"\r\n" if broken and not self._open else b""


def _pieces(mail: BinaryIO) -> Iterator[bytes]:
    """Yield the body at the file's position in pieces of whole lines; leave the file at the next line that starts with '--'."""
    line_begins, size = True, LARGE  # a small one first: most bodies are
    while piece := mail.read(size):
        size = SLICE
        piece += mail.readline(MOST_LINE)
        marked = line_begins and piece.startswith(b"--")
        end = piece.find(b"\n--") + 1 if b"-" in piece and not marked else 0  # one sign is looked for faster than three
        if marked or end:
            mail.seek(end - len(piece), io.SEEK_CUR)
            yield piece[:end]
            return
        yield piece
        line_begins = piece.endswith(b"\n")


def _decode(mail: BinaryIO, target: Path) -> Leaf | None:
    """Decode the body at the file's position to a file; None (and no file) when it is small or not clean Base64 to its end."""
    digest, read, size, carried, ended = hashlib.sha256(), 0, 0, b"", False
    with target.open("wb") as out:
        for piece in _pieces(mail):
            read += len(piece)
            decoded, carried = _decoded(carried, piece)
            if decoded is None or (ended and decoded):
                break
            ended = ended or len(decoded) % 3 > 0
            digest.update(decoded)
            size += len(decoded)
            out.write(decoded)
        else:
            if read > LARGE and not carried:
                return Leaf(path=target, sha256=digest.hexdigest(), size=size)
    target.unlink()
    return None


def _decoded(carried: bytes, piece: bytes) -> tuple[bytes | None, bytes]:
    """Return what was carried over and a piece decoded, None where it is no clean Base64, and what is too little for a group of four."""
    for joined in (_lines_joined, _spaces_dropped):
        data = joined(carried, piece)
        whole = len(data) - len(data) % 4
        try:
            return pybase64.b64decode(data[:whole], validate=True), data[whole:]
        except (binascii.Error, ValueError):
            continue
    return None, b""


def _lines_joined(carried: bytes, piece: bytes) -> bytes:
    """Return both without line ends where all lines have one length, as in nearly all mail, in half the time; else as they are."""
    import numpy as np  # the workers' alone

    end = piece.find(b"\n") + 1
    if not end:
        return carried + piece
    whole, text = len(piece) - len(piece) % end, len(piece[:end].rstrip(b"\r\n"))
    lines = np.frombuffer(piece, dtype=np.uint8, count=whole).reshape(-1, end)
    if any((lines[:, column] != piece[column]).any() for column in range(text, end)):
        return carried + piece
    return carried + lines[:, :text].tobytes() + piece[whole:].translate(None, WHITE)


def _spaces_dropped(carried: bytes, piece: bytes) -> bytes:
    """Return both without white space, wherever it stands."""
    return (carried + piece).translate(None, WHITE)
