"""Merged cells in a sheet that is read row by row: which row they are of cannot be said."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from registry.decide.returned_workbook import Trouble, WorkbookProblem

MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


def none_merged(sheet: Any, head: int, path: Path) -> None:
    """Raise WorkbookProblem where cells below the headings are merged: which row they are of cannot be said."""
    part = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
    with zipfile.ZipFile(path) as archive:
        if part not in archive.namelist():
            return
        tail = b""
        with archive.open(part) as source:
            while block := source.read(1 << 20):
                for first, top, last, bottom in MERGED.findall(tail + block):
                    if int(bottom) > head:
                        cells = f"{first.decode()}{int(top)}:{last.decode()}{int(bottom)}"
                        raise WorkbookProblem(
                            f"On the sheet {sheet.title} the cells {cells} are merged, so that it cannot be said which entry they are of. "
                            "Take the merging away, and send it again; nothing was done.",
                            Trouble.MERGED,
                            sheet=sheet.title,
                            cells=cells,
                        )
                tail = block[-200:]
