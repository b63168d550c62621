"""Write one judged document, film or recording without what tells whose it is, in a worker: strangers' bytes may end the libraries."""

from __future__ import annotations

from pathlib import Path

from intake.model.filetypes import FileType
from reports.pack.clean_documents import cleaned_paper
from reports.pack.clean_films import CONTAINERS, cleaned_film
from reports.pack.folder import make_folders, write_durably


def write_cleaned(kept: Path, kind: FileType, ending: str, place: Path) -> str:
    """Write a file to `place` and the ending that is returned (`ending` where its kind leaves it open); raises NotCleanedError and OSError."""
    if kind in CONTAINERS:
        suffix = CONTAINERS[kind][1]
        make_folders(place)
        cleaned_film(kept, kind, place.with_name(f"{place.name}.{suffix}"))
    else:
        data, suffix = cleaned_paper(kept.read_bytes(), kind, ending)
        write_durably(place.with_name(f"{place.name}.{suffix}"), data)
    return suffix
