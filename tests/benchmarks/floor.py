"""The floor: the least that must be done with the same files. python -m tests.benchmarks.floor MAILS OUT

Read from disk, pybase64, sha256, one decode of each picture at 1/8. Where the files lie in each mail is known beforehand.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
from pathlib import Path

import pybase64
from PIL import Image


def main(folder: Path, out: Path) -> None:
    """Do the least, and write what was found, one JSON line for each file."""
    lines = []
    for about in sorted(folder.glob("*.json")):
        told = json.loads(about.read_text(encoding="utf-8"))
        raw = about.with_suffix(".eml").read_bytes()
        for start, end, name in told["parts"]:
            data = pybase64.b64decode(raw[start:end])
            digest = hashlib.sha256(data).hexdigest()
            width, height = _decoded(data) if name.endswith(".jpg") else (0, 0)
            lines.append(json.dumps([told["message_id"], digest, len(data), width, height]))
    out.write_text("\n".join(lines), encoding="utf-8")


def _decoded(data: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(data)) as image:
        size = image.size
        image.draft("RGB", (size[0] // 8, size[1] // 8))
        image.load()
    return size


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
