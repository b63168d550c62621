"""A workbook, and the ZIP it is, whose bytes depend on its parts alone."""

from __future__ import annotations

import os
import warnings
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml.etree import LxmlError
from openpyxl import Workbook
from openpyxl.utils.exceptions import WorkbookAlreadySaved
from openpyxl.writer.excel import ExcelWriter

from intake.config.models import Config

EPOCH = (1980, 1, 1, 0, 0, 0)  # of every part: the same registry gives the same bytes


class SteadyZip(ZipFile):
    """A ZIP whose parts all bear one time."""

    def writestr(self, name: str | ZipInfo, data: bytes | str, *rest: int | None) -> None:  # type: ignore[override]
        """Write a part from memory."""
        part = ZipInfo(name if isinstance(name, str) else name.filename, EPOCH)
        part.compress_type, part.external_attr = ZIP_DEFLATED, 0o600 << 16
        super().writestr(part, data)

    def write(self, filename: str, arcname: str | None = None, *rest: int | None) -> None:  # type: ignore[override]
        """Write a part from a file, in pieces."""
        part = ZipInfo(arcname or filename, EPOCH)
        part.compress_type, part.external_attr = ZIP_DEFLATED, 0o600 << 16
        with Path(filename).open("rb") as source, self.open(part, "w", force_zip64=True) as target:
            while block := source.read(1 << 20):
                target.write(block)


def save_book(book: Workbook, path: Path, creator: str, title: str) -> None:
    """Write a workbook (0600): no time of writing, no name of the one who wrote it; raises OSError."""
    properties = book.properties
    properties.creator, properties.title = creator, title
    properties.created = properties.modified = datetime(*EPOCH)
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        with warnings.catch_warnings(), SteadyZip(path, "w", ZIP_DEFLATED, allowZip64=True) as archive:
            warnings.simplefilter("ignore", UserWarning)
            ExcelWriter(book, archive).save()
    except OSError:
        abandon(book)
        raise
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def save_book_of(book: Workbook, path: Path, config: Config, call_id: str) -> None:
    """Write a call's workbook in the name of its office, both as English has them; raises OSError."""
    save_book(book, path, config.office_of(call_id).said("en"), config.calls[call_id].title.said("en"))


def abandon(book: Workbook) -> None:
    """Close the sheets that were begun and never saved: left open, each complains on the terminal when it is swept up."""
    for sheet in book.worksheets:
        with suppress(LxmlError, OSError, WorkbookAlreadySaved):
            sheet.close()
