"""The same sheet is read the same whatever format keeps it, and a long Word table the same in parts as whole."""

from dataclasses import replace
from datetime import date

import pytest

from intake.forms.read import docx
from intake.sheets.grid import GridLimits
from intake.sheets.read import long_word
from intake.sheets.reading import read_sheet
from tests.builders.form_samples import cell, paragraph, table, word_file
from tests.builders.sheet_binary import xlsb
from tests.builders.sheet_bytes import Formula, Page, Wrong, excel_2003, ods, xls, xlsx
from tests.builders.sheet_samples import HEADER, attached, grid_of, need, slot

NEEDS = [
    need(1),
    need(2, 单位名称=""),  # merged with the row above
    need(3, 需求内容=Wrong("#REF!")),
    need(4, 联系电话=13800000001, 备注=12.5),
    need(5, 项目名称=Formula('="海水"', "海水"), 期限=date(2022, 5, 1)),
]
PAGES = [
    Page(
        name="需求表",
        lines=[["供需信息征集表"], *grid_of(NEEDS, (*HEADER, "期限"))],
        merged=[(1, 1, 1, 12), (3, 6, 4, 6)],
        hidden_rows=frozenset({6}),
        hidden_columns=frozenset({5}),
    ),
    Page(name="二月（保密）", hidden=True, lines=grid_of([need(9)])),
]


@pytest.mark.parametrize("write", [xls, ods, xlsb, excel_2003], ids=lambda write: write.__name__)
def test_a_sheet_says_the_same_in_every_format(tmp_path, write):
    def told(name, data):
        found = read_sheet(attached(tmp_path, name, data), [slot()], tmp_path, GridLimits())
        rows = [
            (
                row.sheet,
                row.row,
                dict(row.values),
                dict(row.extra),
                dict(row.odd),
                row.hidden,
                row.confidential,
                row.cell("title"),
            )
            for row in found.rows
        ]
        return rows, replace(found.facts, sha256="")

    assert told(f"a.{write.__name__}", write(PAGES)) == told("a.xlsx", xlsx(PAGES))


def test_a_binary_workbook_tells_what_could_run_or_fetch(tmp_path):
    data = xlsb(PAGES, more=("xl/vbaProject.bin", "xl/externalLinks/externalLink1.bin"))

    assert read_sheet(attached(tmp_path, "a.xlsb", data), [slot()], tmp_path, GridLimits()).facts.active == ("macros", "links")


def test_a_long_word_table_is_read_in_parts_as_it_is_whole(tmp_path):
    """Rows over several parts: one cell merged down over all of them, deleted rows, a table in a cell, a second table, a text box twice."""
    inner = table((cell(paragraph("内")), cell(paragraph("表"))))
    rows = [
        (
            cell(paragraph("东海市科技局"), '<w:vMerge w:val="restart"/>' if not number else "<w:vMerge/>"),
            cell(paragraph(f"项目{number}") + (inner if number == 700 else "")),
            cell(paragraph("一\t二"), '<w:gridSpan w:val="2"/>'),
        )
        for number in range(long_word.ROWS * 2 + 10)
    ]
    long = table(*rows).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1)
    box = "<w:r><w:pict><w:txbxContent>" + table((cell(paragraph("框")),)) + "</w:txbxContent></w:pict></w:r>"
    twice = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    path = tmp_path / "long.docx"
    path.write_bytes(
        word_file(paragraph("上") + long + paragraph("间") + table((cell(paragraph("尾")),)) + f"<w:p>{twice}</w:p>")
    )

    in_parts, whole = list(long_word.read_rows(path)), [row for row in docx.read(path) if row.table]

    assert in_parts == whole
    assert [len([row for row in whole if row.table == number]) for number in (1, 2, 3)] == [long_word.ROWS * 2 + 9, 1, 1]
