"""Kept files, named by their content: media/<first two of sha256>/<sha256>.<type>."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from intake.isolate.crash_points import crash_point
from intake.model.submission import FileType

ENDINGS = {FileType.JPEG: "jpg", FileType.TEXT: "txt", FileType.OLE: "doc", FileType.SEVENZIP: "7z", FileType.EMAIL: "eml"}


class Media:
    """The store of what entries consist of; a file once kept is never changed."""

    def __init__(self, root: Path) -> None:
        """Use `root`, made at the first file (folders 0700, files 0600)."""
        self.root = root

    def path(self, sha256: str, kind: FileType) -> Path:
        """Return where a file of that content is or would be kept."""
        return self.root / sha256[:2] / f"{sha256}.{ENDINGS.get(kind, kind.value if kind is not FileType.UNKNOWN else 'bin')}"

    def thumbnail(self, sha256: str) -> Path:
        """Return where a picture's thumbnail is or would be kept."""
        folder = self.root / sha256[:2]
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder / f"{sha256}.thumb.jpg"

    def keep(self, source: Path, sha256: str, kind: FileType) -> Path:
        """Keep a file and return its place; the same content is kept once.

        Nothing waits for the disk: until unsynced.write_out() a file that the power took is unpacked again from its mail.
        """
        target = self.path(sha256, kind)
        if target.exists() or source == target:
            return target
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = target.with_suffix(f".part{os.getpid()}")
        part.unlink(missing_ok=True)
        try:
            os.link(source, part)  # what was just unpacked need not be written twice
        except OSError:
            shutil.copyfile(source, part)
        part.chmod(0o600)
        crash_point("media.written")
        part.replace(target)
        crash_point("media.renamed")
        return target
