"""The set for web voting: an index that a web page reads."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from reports.pack.entries import JudgedEntry
from reports.pack.files import PackedFile
from reports.pack.folder import sha256_of, write_durably
from reports.pack.pack_words import PackWords
from reports.pack.pictures import Picture

FORMAT = 1  # of index.json; grows when a reader would have to change


def write_index(
    pack: Path,
    about: PackWords,
    entries: Sequence[JudgedEntry],
    pictures: Mapping[str, Sequence[Picture]],
    files: Mapping[str, Sequence[PackedFile]],
) -> None:
    """Write index.json: entries in the order of their codes, photos with their sizes, files; what is missing is not listed."""
    document = {
        "format": FORMAT,
        "call": {"id": about.call_id, "title": about.call.title.by_language},
        "entries": [
            {
                "code": entry.code,
                "title": entry.title,
                "texts": dict(entry.texts),
                "photos": [_photo(pack, picture) for picture in pictures.get(entry.code, ())],
                **_files(pack, files.get(entry.code, ())),
            }
            for entry in entries
        ],
    }
    write_durably(pack / "index.json", (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())


def _files(pack: Path, files: Sequence[PackedFile]) -> dict[str, object]:
    """Return an entry's documents and films; nothing where it has none."""
    listed = [{"file": place, "sha256": sha256_of(pack / place)} for item in files for place in item.files]
    return {"files": listed} if listed else {}


def _photo(pack: Path, picture: Picture) -> dict[str, object]:
    file = picture.files[0]
    return {"file": file, "width": picture.width, "height": picture.height, "sha256": sha256_of(pack / file)}
