"""The sheet of rows: each public row of the call's sheets, and whether it is posted; of a call with sheets alone."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from intake.config.languages import phrases
from intake.config.models import Call, SlotKind
from registry.amend.posted import NO, POSTED, ROW, YES, row_cell
from registry.desk.desk import Desk
from registry.read.rows import ListedRow, Wanted, rows
from registry.store.rows import GOOD, REPLACED
from reports.letters.cell_words import problem
from reports.letters.staff_words import StaffWords, side_by_side
from reports.workbook.columns import Layout, laid_out
from reports.workbook.sheet import WorkbookSheet
from reports.workbook.style import CellKind, Column

FIXED: Layout = (
    ("reference", 14), ("slot", 16), ("place", 30), ("state", 12), ("findings", 30), ("posted", 9, CellKind.INPUT), ("row", 12),
)  # fmt: skip
EDITS = {"posted": POSTED, "row": ROW}


def columns_of(call: Call, slot: str = "") -> dict[str, str]:
    """Return column -> heading of the sheets of a call, or of one slot's: what the column is called first."""
    slots = [item for name, item in call.of_kind(SlotKind.SHEET).items() if slot in {"", name}]
    return {name: next(iter(field.labels), name) for item in slots for name, field in item.columns.items()}


class RowSheet:
    """The sheet of rows while it is made."""

    def __init__(self, desk: Desk, call_id: str, book: Workbook, words: StaffWords) -> None:
        """Read the rows, public ones alone, and open the sheet: its columns are those of the call and what else was headed."""
        self.call, self.words = desk.config.calls[call_id], words
        wanted = Wanted(call=call_id, slots=self.call.slots)
        self._rows = [row for row in rows(desk.db, wanted) if row.state != REPLACED]
        headed = columns_of(self.call)
        headed |= {name: name for row in self._rows for name in row.written if name not in headed}
        self._labels = headed
        fixed = [
            Column(item.key, item.heading, item.width, item.kind, EDITS.get(item.key, ""), hidden=item.key == "row")
            for item in laid_out(words, "rows", FIXED)
        ]
        shown = [Column(f"value.{name}", heading, 24) for name, heading in headed.items()]
        self.sheet = WorkbookSheet(book, words.first("titles", "rows"), [*fixed, *shown])

    def fill(self, entries: Collection[str]) -> None:
        """Write the rows of the entries that the workbook lists, and give the good ones their drop-down."""
        choice = self._choice()
        for row in self._rows:
            if row.reference in entries:
                self.sheet.append(self._cells(row))
                if row.state == GOOD:
                    choice.add(f"{self.sheet.letter('posted')}{self.sheet.rows}")
        if choice.sqref.ranges:
            self.sheet.sheet.data_validations.append(choice)

    def _cells(self, row: ListedRow) -> dict[str, object]:
        slot = self.call.slots.get(row.slot)
        posted = self._said(YES if row.posted else NO) if row.state == GOOD else ""
        return {
            "reference": row.reference,
            "slot": slot.title.heading(self.words.languages[0], self.call.languages) if slot else row.slot,
            "place": " · ".join(filter(None, (row.file, row.sheet, str(row.row)))),
            "state": self.words.line("row_states", row.state),
            "findings": "\n".join(self._told(item) for item in row.findings),
            "posted": posted,
            "row": row_cell(row),
            **{f"value.{name}": value for name, value in row.written.items()},
        }

    def _told(self, item: Any) -> str:
        """Return what is wrong with a cell: C3 名称：还没有填 not filled in."""
        said = side_by_side([problem(str(item["problem"]), language) for language in self.words.languages])
        return f"{item['cell']} {self._labels.get(item['column'], item['column'])}: {said}"

    def _said(self, answer: str) -> str:
        return str(phrases("workbook", self.words.languages[0])["posting"][answer][0])

    def _choice(self) -> DataValidation:
        listed = f'"{self._said(YES)},{self._said(NO)}"'
        choice = DataValidation(type="list", formula1=listed, allow_blank=True, showErrorMessage=True)
        choice.promptTitle = choice.errorTitle = self.words.line("rows", "posted")
        choice.prompt, choice.showInputMessage = self.words.line("deciding", "posted"), True
        return choice
