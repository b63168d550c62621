"""Pictures in a row of a pack's score sheet."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl.drawing.image import Image as SheetImage
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from PIL import Image

from reports.pack.copies import saved
from reports.workbook.thumbnails import GAP, PIXEL

BOX = (124, 104)  # pixels: judges look longer than staff do


def place_pictures(sheet: Any, column: int, row: int, pictures: Sequence[bytes]) -> None:
    """Place pictures side by side in a cell (column counted from 0, row from 1); they go with their row when it is sorted."""
    left = GAP
    for data in pictures:
        picture = SheetImage(BytesIO(data))
        marks = [
            AnchorMarker(col=column, row=row - 1, colOff=x * PIXEL, rowOff=y * PIXEL)
            for x, y in ((left, 3), (left + picture.width, 3 + picture.height))
        ]
        picture.anchor = TwoCellAnchor(editAs="twoCell", _from=marks[0], to=marks[1])
        sheet.add_image(picture)
        left += picture.width + GAP


def boxed(data: bytes) -> bytes:
    """Return a picture as small as a row of a sheet."""
    with Image.open(BytesIO(data)) as image:
        small = image.convert("RGB")
    small.info = {}
    small.thumbnail(BOX)
    return saved(small, 72)
