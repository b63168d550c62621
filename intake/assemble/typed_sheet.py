"""A sheet that was pasted into the mail itself: its lines become a file of the mail, and are read as any other."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from intake.assemble.sheets import is_workbook
from intake.assemble.typed_file import typed_file
from intake.assemble.unit_rows import sheet_slots
from intake.config.models import Call
from intake.forms.fields.table import LEAST_CELLS, PARTED
from intake.model.submission import Attachment, InboundMessage
from intake.sheets.columns import ColumnLabels
from intake.sheets.grid import Grid
from intake.sheets.header import find_header

FRAME = re.compile(r"[\s|｜+:=-]*")  # a line that only draws the table
MOST_LINES = 20_000
FIRST = 10_000  # ordinal, behind those of real files


def with_typed_sheet(files: Sequence[Attachment], message: InboundMessage, call: Call, workdir: Path) -> tuple[Attachment, ...]:
    """Return the files of a mail, and the sheet typed or pasted into it where none of them is a workbook."""
    return (*files, *(() if any(map(is_workbook, files)) else _typed(message, call, workdir)))


def _typed(message: InboundMessage, call: Call, workdir: Path) -> tuple[Attachment, ...]:
    """Return a sheet in a mail as a file, () where there is none: no line names enough columns of a slot."""
    slots = list(sheet_slots(call).values())
    lines = _table(message.text.splitlines()[:MOST_LINES]) if slots else []
    grid = Grid(rows={number: cells for number, line in enumerate(lines, 1) if (cells := _filled(line))})
    slot = next((slot for slot in slots if lines and find_header(grid, ColumnLabels(slot))), None)
    return () if slot is None else (_file(lines, f"{call.said(slot.title, call.languages[0])}.csv", workdir),)


def _table(lines: Sequence[str]) -> list[list[str]]:
    """Return the cells of the lines from the first of a table to the last."""
    cells = [[cell.strip() for cell in PARTED.split(line.strip(" |｜"))] for line in lines if not FRAME.fullmatch(line)]
    places = [number for number, line in enumerate(cells) if len(line) >= LEAST_CELLS]
    return cells[places[0] : places[-1] + 1] if len(places) > 1 else []


def _filled(line: Sequence[str]) -> dict[int, str]:
    return {place: text for place, text in enumerate(line) if text}


def _file(lines: Sequence[Sequence[str]], name: str, workdir: Path) -> Attachment:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return typed_file(out.getvalue().encode("utf-8-sig"), name, FIRST, workdir)
