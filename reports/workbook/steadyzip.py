"""A ZIP whose bytes depend on its parts alone."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)  # of every part: the same registry gives the same bytes


class SteadyZip(ZipFile):
    """A ZIP whose parts all bear one time."""

    def writestr(self, name: str | ZipInfo, data: bytes | str, *rest: int | None) -> None:  # type: ignore[override]
        """Write a part from memory."""
        part = ZipInfo(name if isinstance(name, str) else name.filename, EPOCH)
        part.compress_type, part.external_attr = ZIP_DEFLATED, 0o600 << 16
        super().writestr(part, data)

    def write(self, filename: str, arcname: str | None = None, *rest: int | None) -> None:  # type: ignore[override]
        """Write a part from a file, in pieces."""
        part = ZipInfo(arcname or filename, EPOCH)
        part.compress_type, part.external_attr = ZIP_DEFLATED, 0o600 << 16
        with Path(filename).open("rb") as source, self.open(part, "w", force_zip64=True) as target:
            while block := source.read(1 << 20):
                target.write(block)
