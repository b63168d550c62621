"""A score sheet for each judge of the configuration: the pack's own, with the name filled in and nothing else changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from reports.workbook.steadyzip import SteadyZip

FOLDER = "score-sheets"
SCORES = "xl/worksheets/sheet1.xml"  # the first sheet of the workbook
CELL = re.compile(rb'<c r="B1" s="([0-9]+)"\s*/>')  # where the name goes
LONGEST = 60  # characters of a file's name


def write_named_sheets(pack: Path, sheet: Path, judges: Sequence[str]) -> None:
    """Write a copy of a score sheet for each judge into the pack's folder score-sheets; none where nobody is named."""
    folder = pack / FOLDER
    for number, name in enumerate(judges, start=1):
        folder.mkdir(mode=0o700, exist_ok=True)
        plain = " ".join(re.sub(r"[^\w.()-]+", " ", name).split()).strip(".")[:LONGEST]
        _copy(sheet, folder / f"{number:02d} {plain}.xlsx", name)


def _copy(source: Path, target: Path, name: str) -> None:
    target.touch(mode=0o600)
    with ZipFile(source) as book, SteadyZip(target, "w", ZIP_DEFLATED, allowZip64=True) as copy:
        for part in book.namelist():
            data = book.read(part)
            copy.writestr(part, _named(data, name) if part == SCORES else data)


def _named(data: bytes, name: str) -> bytes:
    """Return a sheet with a name in the cell for it."""
    said = escape(name).encode("ascii", "xmlcharrefreplace")
    return CELL.sub(lambda cell: b'<c r="B1" s="' + cell[1] + b'" t="inlineStr"><is><t>' + said + b"</t></is></c>", data, count=1)
