"""The judged files of a pack that are no pictures: documents, films and recordings, freed of what tells whose they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from intake.kinds.table import ending
from registry.read.entry import EntryFile
from reports.pack.films import CONTAINERS, cleaned_film
from reports.pack.folder import make_folders, write_durably
from reports.pack.papers import cleaned_paper


@dataclass(frozen=True, kw_only=True)
class PackedFile:
    """One judged file in the pack."""

    name: str  # CODE-1
    files: tuple[str, ...]  # in the pack
    source: EntryFile


def packed_file(kept: Path, source: EntryFile, name: str, folder: Path) -> PackedFile:
    """Write a file below `folder` under its neutral name; raises NotCleanedError for what cannot be freed of its metadata."""
    code = name.partition("-")[0]
    if source.type in CONTAINERS:
        place = f"files/{code}/{name}.{CONTAINERS[source.type][1]}"
        make_folders(folder / place)
        cleaned_film(kept, source.type, folder / place)
    else:
        given = ending(source.name) if re.fullmatch(r"[a-z0-9]{1,5}", ending(source.name)) else "bin"
        data, suffix = cleaned_paper(kept.read_bytes(), source.type, given)
        place = f"files/{code}/{name}.{suffix}"
        write_durably(folder / place, data)
    return PackedFile(name=name, files=(place,), source=source)
