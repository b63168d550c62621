"""A file made of lines that were typed or pasted into the mail itself."""

from __future__ import annotations

import hashlib
from pathlib import Path

from intake.model.submission import Attachment, FileType


def typed_file(data: bytes, name: str, ordinal: int, workdir: Path) -> Attachment:
    """Write the lines as a file of the mail, and return it; `ordinal` places it behind those of real files."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = workdir / f"typed-{sha256}{Path(name).suffix}"
    path.write_bytes(data)
    return Attachment(ordinal=ordinal, name_as_sent="", name=name, type=FileType.TEXT, size=len(data), sha256=sha256, path=path)
