"""Archives as people's programs write them, the same bytes for the same content."""

from __future__ import annotations

import gzip
import tarfile
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from unittest import mock

import py7zr
from py7zr.helpers import ArchiveTimestamp

from reports.demo import oddities

Packed = Sequence[tuple[str, bytes]]
ENDINGS = {"sevenzip": "7z", "tar_gz": "tar.gz"}
MOMENT = datetime(2026, 7, 1, 9, tzinfo=UTC)


def packed(place: str, files: Packed) -> bytes:
    """Return the files in the archive that a place names."""
    if place == "zip_gbk":
        return oddities.zipped(files, gbk_names=True)
    if place == "zip_utf8_unflagged":
        return _unflagged(files)
    if place == "zip_mac":
        junk = [(f"__MACOSX/._{name}", b"\x00\x05\x16\x07" + bytes(78)) for name, _ in files]
        return oddities.zipped([*files, *junk, (".DS_Store", bytes(64))])
    if place == "zip_in_zip":
        return oddities.zipped([("inner.zip", oddities.zipped(files))])
    if place == "sevenzip":
        return _seven(files)
    return _tar(files) if place == "tar_gz" else oddities.zipped(files)


def _unflagged(files: Packed) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files:
            archive.writestr(_Unflagged(name, oddities.ZIPPED), data)
    return out.getvalue()


class _Unflagged(zipfile.ZipInfo):
    """A name in UTF-8 without the flag that says so, as macOS writes it."""

    def _encodeFilenameFlags(self) -> Any:
        return self.filename.encode("utf-8"), self.flag_bits & ~0x800


def _seven(files: Packed) -> bytes:
    """Write a 7z; the library stamps every file with the present moment, which would be other bytes each time."""
    out = BytesIO()
    moment = ArchiveTimestamp.from_datetime(MOMENT.timestamp())
    with mock.patch.object(ArchiveTimestamp, "from_now", lambda: moment):
        with py7zr.SevenZipFile(out, "w", filters=[{"id": py7zr.FILTER_COPY}]) as archive:
            for name, data in files:
                archive.writestr(data, name)
    return out.getvalue()


def _tar(files: Packed) -> bytes:
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, data in files:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime = len(data), int(MOMENT.timestamp())
            archive.addfile(entry, BytesIO(data))
    return gzip.compress(out.getvalue(), 1, mtime=0)
