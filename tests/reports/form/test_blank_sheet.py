"""The blank sheet: our own reader finds its header, no row in it, and reads what is filled in."""

import openpyxl

from intake.sheets.grid import GridLimits
from intake.sheets.reading import read_sheet
from reports.form.blank_sheet import write_blank_sheet
from tests.builders.factories import shipped_call
from tests.builders.sheet_samples import attached, slot


def test_a_blank_sheet_is_read_back(tmp_path):
    out = tmp_path / "blank.xlsx"
    write_blank_sheet(shipped_call(), slot(), out)

    blank = read_sheet(attached(tmp_path, "征集表.xlsx", out.read_bytes()), [slot()], tmp_path, GridLimits())
    book = openpyxl.load_workbook(out)
    book.worksheets[0].append(["人才需求", "工程师", "内容", "能源", "某所", "东海", "王小明", "0755-88001234"])
    filled = tmp_path / "filled.xlsx"
    book.save(filled)
    again = read_sheet(attached(tmp_path, "征集表.xlsx", filled.read_bytes()), [slot()], tmp_path, GridLimits())

    assert (blank.facts.problem, blank.fit, blank.rows) == ("", len(slot().columns), ())
    assert [row.values["contact_phone"] for row in again.rows] == ["0755-88001234"]
