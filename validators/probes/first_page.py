"""Draw a PDF's first page small, for people: the scan of a form that no program could read."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium

from validators.probes.thumbnail import LONG_SIDE, put_small

MOST_SCALE = 4.0  # of a small page


def draw(path: Path, thumbnail: Path) -> bool:
    """Write a JPEG of the first page, whole or not at all; False where there is none. Raises pdfium.PdfiumError, OSError."""
    document = pdfium.PdfDocument(str(path))
    try:
        if not len(document):
            return False
        page = document[0]
        width, height = page.get_size()
        if min(width, height) < 1:
            return False
        picture = page.render(scale=min(LONG_SIDE / max(width, height), MOST_SCALE), may_draw_forms=True).to_pil().convert("RGB")
    finally:
        document.close()
    put_small(picture, thumbnail, 70)
    return True
