"""The set for web voting: an index that a web page reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from reports.pack.folder import sha256_of, write_durably
from reports.pack.pack_words import PackWords
from reports.pack.packed import PackedEntry
from reports.pack.works import Picture

FORMAT = 1  # of index.json; grows when a reader would have to change


def write_index(pack: Path, about: PackWords, packed: Sequence[PackedEntry]) -> None:
    """Write index.json: entries in the order of their codes, photos with their sizes, files; what is missing is not listed."""
    document = {
        "format": FORMAT,
        "call": {"id": about.call_id, "title": about.call.title.by_language},
        "entries": [
            {
                "code": item.entry.code,
                "title": item.entry.title,
                "texts": dict(item.entry.texts),
                "photos": [_photo(pack, picture) for picture in item.pictures],
                **_files(pack, item.places),
            }
            for item in packed
        ],
    }
    write_durably(pack / "index.json", (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())


def _files(pack: Path, places: Sequence[str]) -> dict[str, object]:
    """Return an entry's documents and films; nothing where it has none."""
    listed = [{"file": place, "sha256": sha256_of(pack / place)} for place in places]
    return {"files": listed} if listed else {}


def _photo(pack: Path, picture: Picture) -> dict[str, object]:
    file = picture.files[0]
    return {"file": file, "width": picture.width, "height": picture.height, "sha256": sha256_of(pack / file)}
