"""What unpacks an archive is chosen here; ZIP, tar and gzip are unpacked here, 7z in sevenzip.py, RAR in rar.py, rarer kinds in libarchive.py.

Always with limits; files are named by us, never by the archive (field-notes 3).
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from intake.mime.charsets import decode, storable
from intake.mime.inline_files import uudecoded, without_blocks, ydecoded
from intake.mime.streaming import Leaf
from intake.model.faults import of_the_machine
from intake.model.problems import FileProblem, Problem
from intake.model.submission import FileType
from intake.unwrap.budget import Budget, save, untar
from intake.unwrap.libarchive import any_kind
from intake.unwrap.rar import rar
from intake.unwrap.sevenzip import seven

Inner = list[tuple[str, Leaf]]
UNICODE_PATH = 0x7075  # the extra field in which WinRAR and Bandizip write a name in UTF-8 (APPNOTE 4.6.9)
STREAMS: dict[FileType, Any] = {
    FileType.TAR: Path.open,
    FileType.GZIP: gzip.open,
    FileType.BZIP2: bz2.open,
    FileType.XZ: lzma.open,
}


LISTED = frozenset({FileType.ZIP, FileType.SEVENZIP, FileType.RAR})  # say themselves what is in them: nothing, where none is
IN_LINES = {FileType.UUENCODE: uudecoded, FileType.YENC: ydecoded}


def open_archive(leaf: Leaf, kind: FileType, name: str, workdir: Path, budget: Budget) -> Inner | str:
    """Return (name as in the archive, file on disk) for every file, or why it cannot be had; nothing is half unpacked.

    `name` is the archive's own: a single file in gzip is named by it.
    """
    try:
        found = list(_entries(leaf.path, kind, name, workdir, budget))
        return found or (Problem.HOLLOW if kind in LISTED else Problem.DAMAGED)  # nobody sends an empty one on purpose
    except FileProblem as stopped:
        return str(stopped)
    except NotImplementedError:
        return Problem.UNSUPPORTED
    except MemoryError:
        return Problem.TOO_BIG
    except Exception as error:  # hostile bytes break unpackers in any way; a full disk is not the archive's fault
        if of_the_machine(error):
            raise
        return Problem.DAMAGED


def _entries(path: Path, kind: FileType, name: str, workdir: Path, budget: Budget) -> Iterator[tuple[str, Leaf]]:
    if kind is FileType.ZIP:
        return _zip(path, workdir, budget)
    if kind is FileType.SEVENZIP:
        return seven(path, workdir, budget)
    if kind is FileType.RAR:
        return rar(path, workdir, budget)
    if kind is FileType.LIBARCHIVE:
        return any_kind(path, workdir, budget)
    if kind in IN_LINES:
        return _in_lines(path, kind, name, workdir, budget)
    if kind in {FileType.FOREIGN, FileType.BINHEX, FileType.SPLIT}:
        raise FileProblem(Problem.SPLIT if kind is FileType.SPLIT else Problem.UNSUPPORTED)
    return _stream(path, kind, name, workdir, budget)


def _in_lines(path: Path, kind: FileType, name: str, workdir: Path, budget: Budget) -> Iterator[tuple[str, Leaf]]:
    """Unpack the file that a text holds in lines of uuencode or yEnc."""
    text = path.read_bytes()
    blocks = without_blocks(text)[1]
    if not blocks:
        raise FileProblem(Problem.CUT)
    for block in blocks:
        data = IN_LINES[kind](block.data)
        if data is None:
            raise FileProblem(Problem.CUT)
        yield block.name or name, save(io.BytesIO(data), len(block.data), workdir, budget)


def _zip(path: Path, workdir: Path, budget: Budget) -> Iterator[tuple[str, Leaf]]:
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise FileProblem(Problem.ENCRYPTED)
        for entry in entries:
            budget.entry()
            if entry.is_dir() or stat.S_ISLNK(entry.external_attr >> 16) or (entry.filename[-1:] == "\\" and not entry.file_size):
                continue
            with archive.open(entry) as source:
                yield zip_name(entry), save(source, entry.compress_size, workdir, budget)


def zip_name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name: UTF-8 if flagged or told apart, else its bytes by the usual guesses (macOS omits the flag)."""
    if entry.flag_bits & 0x800:
        return storable(entry.filename)
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return storable(entry.filename)
    return storable(_told_apart(entry.extra, raw) or decode(raw))


def _told_apart(extra: bytes, raw: bytes) -> str:
    """Return the name in the Unicode path field, '' if there is none or it is of another name."""
    while len(extra) >= 4:
        field, length = struct.unpack_from("<HH", extra)
        data, extra = extra[4 : 4 + length], extra[4 + length :]
        if field == UNICODE_PATH and len(data) > 5 and struct.unpack_from("<I", data, 1)[0] == zlib.crc32(raw):
            return data[5:].decode("utf-8", "replace")
    return ""


def _stream(path: Path, kind: FileType, name: str, workdir: Path, budget: Budget) -> Iterator[tuple[str, Leaf]]:
    """Unpack a tar, compressed or not; a compressed file that is no tar is a file of its own."""
    packed = path.stat().st_size
    if not _is_tar(path, kind):
        with STREAMS[kind](path, "rb") as source:
            yield _single(name), save(source, packed, workdir, budget)
        return
    with STREAMS[kind](path, "rb") as plain:
        yield from untar(plain, packed, workdir, budget)


def _is_tar(path: Path, kind: FileType) -> bool:
    """Tell a tar by the checksum of its first header, which is older than its magic word."""
    with STREAMS[kind](path, "rb") as source:
        head = source.read(tarfile.BLOCKSIZE)
    try:
        tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return kind is FileType.TAR
    return True


def _single(name: str) -> str:
    """Return the name of what was compressed alone: "photo.jpg.gz" held "photo.jpg"."""
    stem, _, ending = name.rpartition(".")
    return stem if stem and ending.lower() in {"gz", "bz2", "xz", "gzip"} else name
