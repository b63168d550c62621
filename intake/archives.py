"""ZIP, 7z, tar, RAR and TNEF: unpacked with limits, files named by us, never by the archive (field-notes 3)."""

from __future__ import annotations

import hashlib
import shutil
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from intake.filenames import shown_folder as shown_folder
from intake.settings import Limits
from intake.splitter import Leaf
from intake.submission import FileType

PIECE = 1 << 18
RATIO_FROM = 10_000_000  # bytes unpacked before the ratio counts
Inner = list[tuple[str, Leaf]]


class _Stopped(Exception):  # noqa: N818 - a reason, told by its text
    """Say why an archive was not unpacked whole: encrypted | damaged | unsupported | too-big."""


class Budget:
    """What one mail's archives may unpack to, counted while streaming; no size in an archive is believed."""

    def __init__(self, limits: Limits) -> None:
        """Start with the whole allowance."""
        self._bytes, self._files, self._ratio = limits.archive_bytes, limits.archive_files, limits.archive_ratio
        self.problems: dict[str, str] = {}  # sha256 of an archive -> why it was not opened

    def file(self) -> None:
        """Count one file."""
        self._files -= 1
        if self._files < 0:
            raise _Stopped("too-big")

    def spend(self, piece: int, unpacked: int, packed: int) -> None:
        """Count unpacked bytes of one file."""
        self._bytes -= piece
        if self._bytes < 0 or (unpacked > RATIO_FROM and packed and unpacked > packed * self._ratio):
            raise _Stopped("too-big")


def open_archive(leaf: Leaf, kind: FileType, workdir: Path, budget: Budget) -> Inner | str:
    """Return (name as in the archive, file on disk) for every file, or why it cannot be had; nothing is half unpacked."""
    openers: dict[FileType, Callable[[Path, Path, Budget], Iterator[tuple[str, Leaf]]]] = {
        FileType.ZIP: _zip,
        FileType.TAR: _tar,
        FileType.GZIP: _tar,
        FileType.SEVENZIP: _seven,
        FileType.RAR: _rar,
    }
    try:
        return list(openers[kind](leaf.path, workdir, budget))
    except _Stopped as stopped:
        return str(stopped)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, zlib.error, OSError, ValueError, KeyError, RuntimeError):
        return "damaged"
    except NotImplementedError:
        return "unsupported"


def _save(source: IO[bytes], packed: int, workdir: Path, budget: Budget) -> Leaf:
    budget.file()
    digest, size = hashlib.sha256(), 0
    descriptor, name = tempfile.mkstemp(dir=workdir, prefix="unpacked-")
    with open(descriptor, "wb") as out:  # noqa: PTH123 - a descriptor, not a path
        while piece := source.read(PIECE):
            size += len(piece)
            budget.spend(len(piece), size, packed)
            digest.update(piece)
            out.write(piece)
    return Leaf(path=Path(name), sha256=digest.hexdigest(), size=size)


def _zip(path: Path, workdir: Path, budget: Budget) -> Iterator[tuple[str, Leaf]]:
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if entry.flag_bits & 0x1:
                raise _Stopped("encrypted")
            if entry.is_dir() or stat.S_ISLNK(entry.external_attr >> 16):
                continue
            with archive.open(entry) as source:
                yield zip_name(entry), _save(source, entry.compress_size, workdir, budget)


def zip_name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name: UTF-8 if flagged, else its bytes read as UTF-8, then GB18030 (macOS omits the flag)."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for charset in ("utf-8", "gb18030"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _tar(path: Path, workdir: Path, budget: Budget) -> Iterator[tuple[str, Leaf]]:
    with tarfile.open(path, "r|*", encoding="utf-8", errors="surrogateescape") as archive:
        for entry in archive:
            source = archive.extractfile(entry) if entry.isfile() else None
            if source is not None:
                name = (
                    entry.name.encode("utf-8", "surrogateescape").decode("gb18030", "replace") if _raw(entry.name) else entry.name
                )
                yield name, _save(source, path.stat().st_size, workdir, budget)


def _raw(name: str) -> bool:
    return any("\udc80" <= char <= "\udcff" for char in name)


def _seven(path: Path, workdir: Path, budget: Budget) -> Iterator[tuple[str, Leaf]]:
    import py7zr

    try:
        with py7zr.SevenZipFile(path) as archive:
            if archive.needs_password():
                raise _Stopped("encrypted")
            for item in archive.list():
                budget.spend(0, int(item.uncompressed or 0), path.stat().st_size)
            with tempfile.TemporaryDirectory(dir=workdir) as folder:
                archive.extractall(folder)  # noqa: S202 - py7zr refuses names outside the folder
                for file in sorted(Path(folder).rglob("*")):
                    if file.is_file() and not file.is_symlink():
                        with file.open("rb") as source:
                            yield str(file.relative_to(folder)), _save(source, path.stat().st_size, workdir, budget)
    except py7zr.exceptions.PasswordRequired as error:
        raise _Stopped("encrypted") from error
    except (py7zr.exceptions.ArchiveError, py7zr.exceptions.UnsupportedCompressionMethodError) as error:
        raise _Stopped("damaged") from error


def _rar(path: Path, workdir: Path, budget: Budget) -> Iterator[tuple[str, Leaf]]:
    import rarfile

    if not any(shutil.which(tool) for tool in ("unrar", "unar", "bsdtar", "7z", "7zz")):
        raise _Stopped("unsupported")
    try:
        with rarfile.RarFile(path) as archive:
            if archive.needs_password():
                raise _Stopped("encrypted")
            for entry in archive.infolist():
                if entry.is_file() and not entry.is_symlink():
                    with archive.open(entry) as source:
                        yield entry.filename, _save(source, entry.compress_size, workdir, budget)
    except rarfile.Error as error:
        raise _Stopped("damaged") from error


def open_tnef(leaf: Leaf, workdir: Path) -> Inner | str:
    """Return the files Outlook wrapped into a winmail.dat, or 'damaged'."""
    from tnefparse import TNEF

    if leaf.size > 200_000_000:
        return "too-big"
    try:
        wrapped = TNEF(leaf.path.read_bytes(), do_checksum=False)
        files = [(item.long_filename() or item.name, bytes(item.data)) for item in wrapped.attachments]
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, OSError, UnicodeError):
        return "damaged"
    inner: Inner = []
    for name, data in files:
        path = workdir / f"tnef-{hashlib.sha256(data).hexdigest()}"
        path.write_bytes(data)
        text = name.decode("utf-8", "replace") if isinstance(name, bytes) else str(name)
        inner.append((text, Leaf(path=path, sha256=hashlib.sha256(data).hexdigest(), size=len(data))))
    return inner
