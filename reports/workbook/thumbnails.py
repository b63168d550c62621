"""Small pictures for the workbook, within a budget; what is left out is counted and said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl.drawing.image import Image as SheetImage
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from PIL import Image

from reports.workbook.edition import Pictures

GAP = 5
PIXEL = 9525  # EMU


@dataclass
class Thumbnails:
    """The pictures of one sheet."""

    sheet: Any
    column: int  # counted from 0
    size: Pictures
    placed: int = 0
    left_out: int = 0
    spent: int = 0

    def place(self, row: int, paths: Iterable[Path]) -> None:
        """Place an entry's first pictures side by side in its row (counted from 1)."""
        left = GAP
        for path in list(paths)[: self.size.each]:
            data = self._small(path)
            if data is None:
                continue
            picture = SheetImage(BytesIO(data))
            marks = [
                AnchorMarker(col=self.column, row=row - 1, colOff=x * PIXEL, rowOff=y * PIXEL)
                for x, y in ((left, 3), (left + picture.width, 3 + picture.height))
            ]
            # Tied to both corners: a picture goes with its row when staff sort, and away with it when they filter.
            picture.anchor = TwoCellAnchor(editAs="twoCell", _from=marks[0], to=marks[1])
            self.sheet.add_image(picture)
            self.placed += 1
            left += picture.width + GAP

    def _small(self, path: Path) -> bytes | None:
        """Return a small JPEG without any metadata; None where there is none, or no room for it."""
        if self.placed >= self.size.most or self.spent >= self.size.most_bytes:
            self.left_out += 1
            return None
        try:
            with Image.open(path) as picture:
                small = picture.convert("RGB")
                small.thumbnail(self.size.box)
        except OSError:
            self.left_out += 1
            return None
        clean = Image.frombytes("RGB", small.size, small.tobytes())
        out = BytesIO()
        clean.save(out, "JPEG", quality=72)
        self.spent += out.tell()
        return out.getvalue()
