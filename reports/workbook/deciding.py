"""What makes a sheet one to work in: the drop-down of decisions, colours that follow what a cell says."""

from __future__ import annotations

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation

from registry.decide.from_sheet import LONGEST_NOTE
from registry.decide.review import ACTIONS
from reports.digest.charts import COLOURS
from reports.workbook.sheet import Sheet

DECISIONS = (*ACTIONS, "release")
TITLE, NOTE_TITLE = "决定 Decision", "备注 Note"
PROMPT = "accept 列入 · reject 不列入 · ask 请作者补正（备注必填 needs a note）· hold 待定 · release 解除待定"
NOTE_PROMPT = "accept、reject、ask 的备注会写进给作者的信。With accept, reject and ask it stands in the letter to the author."
WEIGHTS = {"reject": "B4534A", "hold": "8A5A9E", "error": "B9822B", "info": "9AA0A6"}


def decide_here(sheet: Sheet) -> None:
    """Give Decision its drop-down and Note its limit, and colour the states."""
    last = max(sheet.rows, 2)
    choice = DataValidation(type="list", formula1=f'"{",".join(DECISIONS)}"', allow_blank=True, showErrorMessage=True)
    choice.promptTitle, choice.prompt, choice.showInputMessage = TITLE, PROMPT, True
    choice.errorTitle, choice.error = TITLE, PROMPT
    note = DataValidation(
        type="textLength", operator="lessThanOrEqual", formula1=str(LONGEST_NOTE), allow_blank=True, showErrorMessage=True
    )
    note.promptTitle, note.prompt, note.showInputMessage = NOTE_TITLE, NOTE_PROMPT, True
    note.errorTitle, note.error = NOTE_TITLE, f"最多 {LONGEST_NOTE} 字 at most {LONGEST_NOTE} characters"
    for key, validation in (("decision", choice), ("note", note)):
        validation.add(f"{sheet.letter(key)}2:{sheet.letter(key)}{last}")
        sheet.sheet.data_validations.append(validation)
    for state, colour in COLOURS.items():
        _colour(sheet, "state", state, colour.lstrip("#"))
    sheet.sheet.print_area = f"A1:{sheet.letter('note')}{last}"


def weigh(sheet: Sheet) -> None:
    """Colour findings by their weight: what is evidence only steps back."""
    for severity, colour in WEIGHTS.items():
        _colour(sheet, "severity", severity, colour)


def _colour(sheet: Sheet, key: str, value: str, colour: str) -> None:
    """Colour a column's cells that say `value`."""
    style = DifferentialStyle(font=Font(color=f"FF{colour}", bold=value != "info"))
    place = f"{sheet.letter(key)}2:{sheet.letter(key)}{max(sheet.rows, 2)}"
    rule = Rule(type="cellIs", operator="equal", formula=[f'"{value}"'], dxf=style)
    sheet.sheet.conditional_formatting.add(place, rule)
