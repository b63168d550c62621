"""What makes a sheet one to work in: the drop-down of decisions, colours that follow what a cell says."""

from __future__ import annotations

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation

from registry.decide.from_sheet import LONGEST_NOTE
from registry.store.codes import Action
from reports.digest.charts import COLOURS
from reports.letters.staff_words import StaffWords, side_by_side
from reports.workbook.sheet import Sheet

DECISIONS = tuple(Action)
WEIGHTS = {"reject": "B4534A", "hold": "8A5A9E", "error": "B9822B", "info": "9AA0A6"}


def decide_here(sheet: Sheet, words: StaffWords) -> None:
    """Give Decision its drop-down and Note its limit, and colour the states."""
    last, prompt = max(sheet.rows, 2), _prompt(words)
    choice = DataValidation(type="list", formula1=f'"{",".join(DECISIONS)}"', allow_blank=True, showErrorMessage=True)
    choice.promptTitle = choice.errorTitle = words.line("entries", "decision")
    choice.prompt, choice.error, choice.showInputMessage = prompt, prompt, True
    note = DataValidation(
        type="textLength", operator="lessThanOrEqual", formula1=str(LONGEST_NOTE), allow_blank=True, showErrorMessage=True
    )
    note.promptTitle = note.errorTitle = words.line("entries", "note")
    note.prompt, note.error, note.showInputMessage = (
        words.line("deciding", "note"),
        words.line("deciding", "longest", n=LONGEST_NOTE),
        True,
    )
    for key, validation in (("decision", choice), ("note", note)):
        validation.add(f"{sheet.letter(key)}2:{sheet.letter(key)}{last}")
        sheet.sheet.data_validations.append(validation)
    for state, colour in COLOURS.items():
        _colour(sheet, "state", state, colour.lstrip("#"))
    sheet.sheet.print_area = f"A1:{sheet.letter('note')}{last}"


def _prompt(words: StaffWords) -> str:
    """Return what each decision means; asking needs a note."""
    told = {str(action): f"{action} {words.line('meanings', action)}".strip() for action in DECISIONS}
    told["ask"] = words.beside(told["ask"], "deciding", "needs_note")
    return side_by_side(list(told.values()), " · ")


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
