"""The blank sheet of a sheet slot, as xlsx: headings, what can be chosen, room for rows; our own reader reads it back."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.cell import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from intake.config.fields import FieldKind, FieldSettings
from intake.config.languages import phrases
from intake.config.models import Call, Slot
from registry.store.whole_file import write_whole
from reports.form.places import ROOM, in_each

ROWS = 200  # with borders and choices; people may write below them
WIDE, USUAL = 42, 18
LONGEST_LIST = 250  # characters that a spreadsheet takes in a list of choices
NEEDED = "FFFFF2CC"


def write_blank_sheet(call: Call, slot: Slot, out: Path) -> None:
    """Write a slot's blank sheet, whole or not at all; raises OSError."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "".join(char for char in call.said(slot.title, call.languages[0]) if char not in "[]:*?/\\")[:31] or "Sheet"
    line = Side(style="thin", color="FF999999")
    for number, column in enumerate(slot.columns.values(), 1):
        letter = get_column_letter(number)
        head = sheet.cell(1, number, " ".join(in_each(column.labels, call.languages)))
        head.font, head.border = Font(bold=True), Border(line, line, line, line)
        head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        if column.required or column.one_of:
            head.fill = PatternFill("solid", fgColor=NEEDED)
        sheet.column_dimensions[letter].width = WIDE if column.most else USUAL
        for row in range(2, ROWS + 2):
            cell = sheet.cell(row, number)
            cell.number_format, cell.border = "@", Border(line, line, line, line)  # as text: a phone keeps its zeros
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if choices := _choices(column, call):
            listed = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
            listed.add(f"{letter}2:{letter}{ROWS + 1}")
            sheet.add_data_validation(listed)
    sheet.freeze_panes = "A2"
    made = BytesIO()
    book.save(made)
    with write_whole(out) as part:
        part.write_bytes(made.getvalue())


def _choices(column: FieldSettings, call: Call) -> str:
    """Return what can be chosen in a column, parted by commas, '' where anything can be written."""
    words = [options[0] if options else key for key, options in column.choices.items()]
    if column.kind is FieldKind.FLAG:
        words = [phrases(ROOM, call.languages[0])[key] for key in ("yes", "no")]
    listed = ",".join(words)
    return listed if len(listed) <= LONGEST_LIST and not any("," in word or '"' in word for word in words) else ""
