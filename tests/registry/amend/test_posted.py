"""Rows are posted in the workbook's sheet of rows: public good ones alone, all or nothing, and rebuilt."""

import json
import sqlite3

import openpyxl
import pytest
from typer.testing import CliRunner

from registry.amend.read_decisions import read_book
from registry.decide.returned_workbook import Trouble, WorkbookProblem
from run_intake import app
from tests import ROOT
from tests.builders.desks import ENVIRON, a_desk
from tests.builders.sheet_samples import need, needs_book
from tests.registry.test_any_call import mail, serving
from tests.registry.test_rows import CALL, SECRET, SECRETS


def run(tmp_path, *words):
    base = ("--config", str(ROOT / "config.yaml"), "--config", str(tmp_path / "overlay.yaml"))
    return CliRunner(env={**ENVIRON}).invoke(app, [*base, *words])


def posted(tmp_path):
    found = json.loads(run(tmp_path, "rows", "invented", "--posted", "--json").stdout)
    return [(row["row"], row["posted"], sorted(row)) for row in found]


class Exported:
    """A workbook as it was exported, to be filled in."""

    def __init__(self, tmp_path):
        self.folder, self.path = tmp_path, tmp_path / "x.xlsx"
        done = run(tmp_path, "export", "invented", "--out", str(self.path))
        assert done.exit_code == 0, done.output
        self.book = openpyxl.load_workbook(self.path)
        self.sheet = self.book["Rows"]
        self.column = {str(cell.value).partition("\n")[2] or cell.value: cell.column for cell in self.sheet[1]}

    def listed(self, *heads):
        return [
            tuple(self.sheet.cell(row, self.column[head]).value for head in heads) for row in range(2, self.sheet.max_row + 1)
        ]

    def take(self, cells, *more):
        """Write these cells (row -> words), and import; return exit code and why rows were refused."""
        for (row, head), words in cells.items():
            self.sheet.cell(row, self.column[head]).value = words
        self.book.save(self.path)
        done = run(self.folder, "import-decisions", str(self.path), "--json", *(more or ("--by", "Li")))
        told = json.loads(done.stdout)
        return done.exit_code, [item["reason"] for item in told["refused"]], [item["changed"] for item in told["applied"]]


def test_good_public_rows_are_posted_by_their_cells_and_rebuilt(tmp_path):
    book = needs_book(need(1), need(2, 项目名称=""), need(3, **SECRETS), need(4), need(5))
    with serving(tmp_path, CALL, mail("请查收。", **{"征集表.xlsx": book})):
        pass
    first = Exported(tmp_path)
    (reference,) = {name for (name,) in first.listed("Reference")}
    assert [(state.split()[0], said) for state, said in first.listed("State", "Posted")] == [
        ("已登记", "否"), ("待补正", None), ("已登记", "否"), ("已登记", "否"),
    ]  # fmt: skip
    assert [cell.value for cell in first.sheet[3]][4].startswith("C3 名称: 还没有填")
    (choice,) = first.sheet.data_validations.dataValidation
    assert (choice.formula1, "F2" in choice.sqref, "F3" in choice.sqref) == ('"是,否"', True, False)
    assert first.sheet.column_dimensions["G"].hidden
    assert SECRET not in str([[cell.value for cell in row] for row in first.sheet])
    assert first.take({}) == (0, [], [])

    code, refused, applied = first.take({(2, "Posted"): "是", (3, "Posted"): "是", (4, "Posted"): "也许", (5, "Posted"): "=1+1"})
    assert (code, applied, posted(tmp_path)) == (1, [], [])
    assert refused == [
        "Rows!F3: this row is still to be mended; only a registered one can be posted. Leave the cell empty. "
        "Rows!F4: Posted takes yes or no; '也许' is neither. Rows!F5: Posted takes yes or no; '=…' is neither."
    ]
    second = Exported(tmp_path)
    strange = {(2, "Posted"): "是", (4, "Posted"): "yes", (4, "Reference"): "SD2026-0999", (5, "Posted"): "是"}
    strange[(5, second.sheet.cell(1, 7).value)] = "0123 no"
    second.column[second.sheet.cell(1, 7).value] = 7
    assert second.take(strange) == (
        1,
        [
            f"Rows!F5: {reference} has no such row (any more); export again and mark it there.",
            "Rows!F4: the workbook lists no entry 'SD2026-0999'; export again and mark the row there.",
        ],
        [],
    )
    third = Exported(tmp_path)
    assert third.take({(2, "Posted"): "是", (5, "Posted"): "YES"}, "--dry-run")[0] == 0
    assert posted(tmp_path) == []
    assert third.take({}) == (0, [], [["Rows!F2: posted, Rows!F5: posted"]])
    assert [row[:2] for row in posted(tmp_path)] == [(2, True), (6, True)]
    assert "mark" not in posted(tmp_path)[0][2]

    fourth = Exported(tmp_path)
    assert fourth.listed("Posted") == [("是",), (None,), ("否",), ("是",)]
    assert fourth.take({(5, "Posted"): None})[1] == ["Rows!F5: the cell is empty; choose yes or no."]
    assert fourth.take({(5, "Posted"): "否"}) == (0, [], [["Rows!F5: not posted"]])
    done = run(tmp_path, "rebuild", "--out", str(tmp_path / "again.db"))
    assert done.exit_code == 0, done.output
    made = sqlite3.connect(tmp_path / "again.db")
    assert made.execute('SELECT "row" FROM "rows" WHERE posted').fetchall() == [(2,)]
    made.close()


def test_a_sheet_of_rows_that_lost_a_column_is_not_taken(tmp_path):
    with serving(tmp_path, CALL, mail("请查收。", **{"征集表.xlsx": needs_book(need(1))})):
        pass
    sheet = Exported(tmp_path)
    sheet.sheet.delete_cols(sheet.column["Posted"])
    sheet.book.save(sheet.path)
    with pytest.raises(WorkbookProblem) as refused:
        read_book(sheet.path)
    assert refused.value.why is Trouble.LOST


def test_a_call_without_sheets_has_no_sheet_of_rows(tmp_path):
    with a_desk(tmp_path):
        pass
    assert run(tmp_path, "export", "photo-2026", "--out", str(tmp_path / "x.xlsx")).exit_code == 0
    assert "Rows" not in openpyxl.load_workbook(tmp_path / "x.xlsx").sheetnames
