"""The set for web voting: an index that a web page reads."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from intake.config.models import Call
from reports.pack.entries import JudgedEntry
from reports.pack.folder import sha256_of, write
from reports.pack.pictures import Picture

FORMAT = 1  # of index.json; grows when a reader would have to change


def write_index(
    pack: Path, call_id: str, call: Call, entries: Sequence[JudgedEntry], pictures: Mapping[str, Sequence[Picture]]
) -> None:
    """Write index.json: entries in the order of their codes, photos with their sizes; what is missing is not listed."""
    document = {
        "format": FORMAT,
        "call": {"id": call_id, "title": {"zh": call.title.said("zh"), "en": call.title.said("en")}},
        "entries": [
            {
                "code": entry.code,
                "title": entry.title,
                "texts": dict(entry.texts),
                "photos": [_photo(pack, picture) for picture in pictures.get(entry.code, ())],
            }
            for entry in entries
        ],
    }
    write(pack / "index.json", (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())


def _photo(pack: Path, picture: Picture) -> dict[str, object]:
    file = picture.files[0]
    return {"file": file, "width": picture.width, "height": picture.height, "sha256": sha256_of(pack / file)}
