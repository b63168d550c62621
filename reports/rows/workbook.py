"""Rows of sheets as a workbook, or as another system imports them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from registry.desk.desk import Desk
from registry.read.rows import ListedRow
from registry.store.rows import GOOD, REPLACED
from registry.store.whole_file import write_whole
from reports.letters.staff_words import StaffWords
from reports.workbook.sheet import WorkbookSheet
from reports.workbook.sheet_rows import columns_of as columns_of
from reports.workbook.steadyzip import save_book_of
from reports.workbook.style import Column

ROOM = "rows"
RISKY = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula at the head of a cell of a csv file


def write_rows_workbook(desk: Desk, call_id: str, found: Sequence[ListedRow], out: Path, columns: Mapping[str, str]) -> None:
    """Write what counts and what is to be mended as a workbook; raises OSError. Confidential rows are marked on every page."""
    words = StaffWords(ROOM, desk.config.staff_languages)
    apart = any(row.confidential for row in found)
    unknown = dict.fromkeys(name for row in found for name in row.written if name not in columns)
    headed = {**columns, **{name: name for name in unknown}}
    shown = [Column(f"value.{name}", heading, 24) for name, heading in headed.items()]
    own = [
        Column(key, words.line("columns", key), width)
        for key, width in (("reference", 14), ("posted", 8), ("state", 10), ("place", 30))
    ]
    book = Workbook(write_only=True)
    sheet = WorkbookSheet(book, words.first("titles", "confidential" if apart else "rows"), [own[0], *shown, *own[1:]])
    if apart:
        for page in (sheet.sheet.oddHeader, sheet.sheet.oddFooter):
            page.center.text = words.line("mark")
    for row in found:
        if row.state != REPLACED:
            sheet.append(_cells(row, words))
    sheet.finish()
    save_book_of(book, out, desk.config, call_id)


def _cells(row: ListedRow, words: StaffWords) -> dict[str, object]:
    return {
        "reference": row.reference,
        "posted": words.first("posted") if row.posted else "",
        "state": words.line("states", row.state),
        "place": f"{row.file} · {row.sheet} · {row.row}",
        **{f"value.{name}": value for name, value in row.written.items()},
    }


def write_profile(desk: Desk, call_id: str, found: Sequence[ListedRow], out: Path, profile: Mapping[str, str]) -> None:
    """Write the rows that count under another system's headings, and nothing else, as xlsx or csv; raises OSError."""
    lines = [[row.written.get(name, "") for name in profile] for row in found if row.state == GOOD]
    if out.suffix.lower() == ".csv":
        with (
            write_whole(out) as part,
            part.open("w", encoding="utf-8-sig", newline="") as file,
        ):  # Excel reads UTF-8 with its mark
            writer = csv.writer(file)
            writer.writerow(profile.values())
            writer.writerows([_harmless(value) for value in line] for line in lines)
        return
    book = Workbook(write_only=True)
    sheet = WorkbookSheet(
        book,
        StaffWords(ROOM, desk.config.staff_languages).first("titles", "rows"),
        [Column(name, said, 24) for name, said in profile.items()],
    )
    for line in lines:
        sheet.append(dict(zip(profile, line, strict=True)))
    sheet.finish()
    save_book_of(book, out, desk.config, call_id)


def _harmless(value: str) -> str:
    """Return a value that a spreadsheet takes for no formula; a phone number with + stays one."""
    return f"'{value}" if value.startswith(RISKY) and not value[1:].replace(" ", "").replace("-", "").isdigit() else value
