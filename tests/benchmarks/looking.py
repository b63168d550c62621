"""Look at one document or film as a worker does, and print what was found and in how many seconds: python -m tests.benchmarks.looking FILE FOLDER."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from intake.mime.sniff import sniff
from intake.model.filetypes import VIDEOS


def main(path: Path, folder: Path) -> str:
    """Return what was found and the seconds it took, with "|" between."""
    from validators.probes import document, video

    started = time.perf_counter()
    if sniff(path, path.name) in VIDEOS:
        film = video.probe(path, folder / "small.jpg", path.name)
        told = film.problem or f"{film.width} × {film.height}, {film.pictures} pictures"
    else:
        read = document.probe(path, folder, path.name)
        told = read.problem or f"{read.pages or 'no'} pages, {read.characters} 字" + (", scanned" if read.scanned else "")
    return f"{told}|{time.perf_counter() - started:.3f}"


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), Path(sys.argv[2])))
