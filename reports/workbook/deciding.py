"""What makes a sheet one to work in: the drop-down of decisions, colours that follow what a cell says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation

from intake.model.submission import TEXT
from registry.amend.from_sheet import LONGEST_NOTE
from registry.store.codes import Action
from reports.digest.charts import COLOURS
from reports.letters.staff_words import StaffWords, side_by_side
from reports.workbook.sheet import WorkbookSheet
from validators.finding import Severity

JOIN = "join"  # two entries are one: beside it stands the other's reference
DECISIONS = (*map(str, Action), JOIN)
LONGEST_LIST = 255  # characters of a drop-down's choices
WEIGHTS = {"reject": "B4534A", "hold": "8A5A9E", "error": "8A6414", "info": "6B7076"}
READABLE = {"incomplete": "8A6414", "joined": "6B6459"}  # as words on white: a bar's colour is too pale (WCAG 2, AA)


def decide_here(sheet: WorkbookSheet, words: StaffWords) -> None:
    """Give Decision its drop-down and Note its limit, and colour the states."""
    last, prompt = max(sheet.rows, 2), _prompt(words)
    choice = _list([words.first("meanings", action) or action for action in DECISIONS])
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
    remark = DataValidation(
        type="textLength", operator="lessThanOrEqual", formula1=str(LONGEST_NOTE), allow_blank=True, showErrorMessage=True
    )
    remark.promptTitle, remark.prompt, remark.showInputMessage = (
        words.line("entries", "remark"),
        words.line("deciding", "remark"),
        True,
    )
    for key, validation in (("decision", choice), ("note", note), ("remark", remark)):
        validation.add(f"{sheet.letter(key)}2:{sheet.letter(key)}{last}")
        sheet.sheet.data_validations.append(validation)
    for state, colour in COLOURS.items():
        _colour(sheet, "status", words.first("states", state), READABLE.get(state, colour.lstrip("#")))
    sheet.sheet.print_area = f"A1:{sheet.letter('note')}{last}"


def choose_slots(sheet: WorkbookSheet, words: StaffWords, titles: Mapping[str, str]) -> None:
    """Give each file's slot its drop-down."""
    if len(",".join(titles.values())) > LONGEST_LIST or any("," in title for title in titles.values()):
        return
    choice = _list([title for slot, title in titles.items() if slot != TEXT])
    choice.prompt, choice.promptTitle, choice.showInputMessage = words.line("deciding", "slot"), words.line("files", "slot"), True
    choice.add(f"{sheet.letter('slot')}2:{sheet.letter('slot')}{max(sheet.rows, 2)}")
    sheet.sheet.data_validations.append(choice)


def _list(choices: Sequence[str]) -> DataValidation:
    listed = ",".join(choices)
    return DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True)


def _prompt(words: StaffWords) -> str:
    """Return what each decision means; asking needs a note."""
    told = {action: " ".join(dict.fromkeys(filter(None, (words.first("meanings", action), action)))) for action in DECISIONS}
    told["ask"] = words.beside(told["ask"], "deciding", "needs_note")
    return side_by_side(list(told.values()), " · ")


def colour_by_weight(sheet: WorkbookSheet) -> None:
    """Colour findings by their weight: what is evidence only steps back."""
    for severity, colour in WEIGHTS.items():
        _colour(sheet, "severity", severity, colour)


def _colour(sheet: WorkbookSheet, key: str, value: str, colour: str) -> None:
    """Colour a column's cells that say `value`."""
    style = DifferentialStyle(font=Font(color=f"FF{colour}", bold=value != Severity.INFO))
    place = f"{sheet.letter(key)}2:{sheet.letter(key)}{max(sheet.rows, 2)}"
    rule = Rule(type="cellIs", operator="equal", formula=[f'"{value}"'], dxf=style)
    sheet.sheet.conditional_formatting.add(place, rule)
