"""What the pack's two workbooks share: pictures in a row, and a file that always has the same bytes."""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED

from openpyxl import Workbook
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.writer.excel import ExcelWriter
from PIL import Image

from reports.pack.copies import saved
from reports.workbook.steadyzip import EPOCH, SteadyZip
from reports.workbook.thumbnails import GAP, PIXEL

BOX = (124, 104)  # pixels: judges look longer than staff do


def save_book(book: Workbook, path: Path, creator: str, title: str) -> None:
    """Write a workbook (0600): no time of writing, no name of the one who wrote it."""
    properties = book.properties
    properties.creator, properties.title = creator, title
    properties.created = properties.modified = datetime(*EPOCH)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    with warnings.catch_warnings(), SteadyZip(path, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        warnings.simplefilter("ignore", UserWarning)
        ExcelWriter(book, archive).save()
    with path.open("rb+") as file:
        os.fsync(file.fileno())


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
