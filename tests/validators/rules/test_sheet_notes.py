"""The rule sheet-notes."""

from tests.builders.sheet_rows import sheet, sheet_slot
from validators.rules.sheet_notes import SheetNotes

NOTHING = {
    "hidden_rows": 0,
    "hidden_columns": [],
    "hidden_sheets": [],
    "samples": 0,
    "sums": 0,
    "notes": 0,
    "unheaded": [],
    "unknown": [],
    "repeated": 0,
    "units": 0,
}


def check(*pieces):
    return list(SheetNotes().check(sheet_slot(pieces=pieces)))


def test_a_plain_sheet_is_nothing_to_speak_of():
    assert check(sheet(rows=3)) == []


def test_what_was_hidden_left_out_or_unknown_is_told_of_each_sheet():
    found = check(sheet(rows=3, hidden_rows=1, unknown=("Budget",)), sheet("b.xlsx", samples=1, sums=1))
    assert found == [
        {"subject": "a.xlsx", **NOTHING, "hidden_rows": 1, "unknown": ["Budget"]},
        {"subject": "b.xlsx", **NOTHING, "samples": 1, "sums": 1},
    ]
