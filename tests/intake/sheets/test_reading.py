"""Sheets as offices send them: every format, header and oddity, read into the rows that somebody filled in."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import docx
import pytest
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from intake.sheets.grid import GridLimits
from intake.sheets.reading import SheetReading, read_sheet
from tests.builders.sheet_samples import HEADER, attached, grid_of, need, needs_book, slot, workbook

USUAL = GridLimits()


def reading(tmp: Path, name: str, data: bytes, bounds: GridLimits = USUAL, **more) -> SheetReading:
    return read_sheet(attached(tmp, name, data, **more), [slot()], tmp, bounds)


def titles(found: SheetReading) -> list[tuple[int, str]]:
    return [(row.row, row.values.get("title", "")) for row in found.rows]


def test_a_row_bears_values_places_and_what_the_call_does_not_know(tmp_path):
    header = (*HEADER, "投资额（万元）")
    book = workbook(("需求表", grid_of([{**need(), "投资额（万元）": 120}], header)))

    (row,) = reading(tmp_path, "表.xlsx", book).rows

    assert (row.sheet, row.row, row.cell("title"), row.cell("contact_email")) == ("需求表", 2, "C2", "J2")
    assert row.values == {
        "type": "项目需求",
        "title": "海水淡化项目1",
        "summary": "寻求膜材料方面的合作伙伴",
        "field": "新材料",
        "unit": "东海市科技局",
        "region": "东海",
        "contact_name": "王小明",
        "contact_phone": "0755-88000001",
        "contact_email": "office1@example.org",
        "confidential": "否",
    }
    assert (row.extra, row.confidential, row.hidden) == ({"投资额（万元）": "120"}, False, False)


def test_titles_notes_samples_sums_and_empty_rows_are_told_from_data(tmp_path):
    rows = [
        ["中国国际人才交流大会供需信息征集表"],
        ["填报单位：东海市科技局", "", "", "填表日期：2022-03-01"],
        list(HEADER),
        [str(number) for number in range(1, len(HEADER) + 1)],
        ["示例", "人才需求", "示例项目", "内容", "领域", "某单位", "某地", "张三", "13800000000"],
        *grid_of([need(1), need(2)])[1:],
        [3, "项目需求"],
        [4],
        [],
        *grid_of([need(5)])[1:],
        ["合计", "", 3],
        ["注：请于每月5日前报送，联系人另附。"],
        ["填表人：", "李雷", "", "审核人：", ""],
        ["填报人：李雷", "", "", "", "", "", "", "联系电话：", "0755-88000001"],
        ["单位负责人（签字）：", "", "", "日期：2022年3月1日"],
    ]

    found = reading(tmp_path, "表.xlsx", workbook(("Sheet1", rows)))

    assert titles(found) == [(6, "海水淡化项目1"), (7, "海水淡化项目2"), (11, "海水淡化项目5")]
    told = found.facts
    assert (told.problem, told.rows, told.samples, told.sums) == ("", 3, 1, 1)


def _two_lines(sheet: Worksheet) -> None:
    for letter in "ABCDEFGK":
        sheet.merge_cells(f"{letter}2:{letter}3")
    sheet.merge_cells("A1:K1")
    sheet.merge_cells("H2:J2")
    sheet["A1"].alignment = Alignment(horizontal="center")


def test_a_header_over_two_merged_lines(tmp_path):
    rows = [
        ["供需信息征集表"],
        ["序号", "类别*", "项目名称（必填）", "需求内容\n（500字以内）", "领域", "单位", "地区", "联系方式", "", "", "是否公开"],
        ["", "", "", "", "", "", "", "联系人", "电话", "邮箱", ""],
        [1, "技术需求", "低温电池", "寻求技术", "能源", "南山大学", "山南", "陈晨", 13800000001, "chen@example.org", "否"],
    ]

    (row,) = reading(tmp_path, "表.xlsx", workbook(("Sheet1", rows), change=_two_lines)).rows

    assert row.values["contact_phone"] == "13800000001"
    assert row.values["contact_name"] == "陈晨"
    assert row.values["confidential"] == "是否公开：否"
    assert (row.row, row.confidential, row.cell("contact_phone")) == (4, True, "I4")


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("联系人姓名", "contact_name"),
        ("联系人电话", "contact_phone"),
        ("单位所在地区", "region"),
        ("3. 项目（岗位）名称", "title"),
        ("申报单位全称", "unit"),
        ("联系人手机号", "contact_phone"),
        ("E-mail 邮箱", "contact_email"),
    ],
)
def test_headings_in_other_words(tmp_path, heading, column):
    plain = {"contact_name": 7, "contact_phone": 8, "region": 6, "title": 2, "unit": 5, "contact_email": 9}[column]
    header = [*HEADER]
    header[plain] = heading

    (row,) = reading(tmp_path, "表.xlsx", workbook(("S", [header, grid_of([need()])[1]]))).rows

    assert row.values[column] == reading(tmp_path, "a.xlsx", needs_book(need())).rows[0].values[column]


def test_what_stands_above_a_header_holds_for_every_row_that_does_not_say_it(tmp_path):
    header = [name for name in HEADER if name != "单位名称"]
    rows = [["填报单位：东海市科技局", "", "是否公开：否"], *grid_of([need(1), need(2)], header)]

    found = reading(tmp_path, "表.xlsx", workbook(("S", rows)))

    assert [row.values["unit"] for row in found.rows] == ["东海市科技局"] * 2
    assert [row.confidential for row in found.rows] == [False, False]  # its own column says so


def _merged_units(sheet: Worksheet) -> None:
    sheet.merge_cells("F2:F3")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["E"].hidden = True


def test_merged_cells_ditto_marks_hidden_rows_and_columns(tmp_path):
    book = needs_book(need(1), need(2, 单位名称=""), need(3, 联系人="同上", 单位名称="〃"), change=_merged_units)

    found = reading(tmp_path, "表.xlsx", book)

    assert [(row.values["unit"], row.values["contact_name"], row.hidden) for row in found.rows] == [
        ("东海市科技局", "王小明", False),
        ("东海市科技局", "王小明", True),
        ("东海市科技局", "王小明", False),
    ]
    assert (found.facts.hidden_rows, found.facts.hidden_columns) == (1, ("field",))


def test_a_need_over_two_merged_lines_is_one_row(tmp_path):
    lines = [*grid_of([need(1)]), ["", "", "", "以及检测设备"], *grid_of([need(2)])[1:]]

    def change(sheet: Worksheet) -> None:
        for letter in "ABCEFGHIJKL":
            sheet.merge_cells(f"{letter}2:{letter}3")

    found = reading(tmp_path, "表.xlsx", workbook(("S", lines), change=change))

    assert [(row.row, row.values["summary"]) for row in found.rows] == [
        (2, "寻求膜材料方面的合作伙伴\n以及检测设备"),
        (4, "寻求膜材料方面的合作伙伴"),
    ]


def test_several_sheets_hidden_ones_and_one_without_a_header(tmp_path):
    book = workbook(
        ("一月", grid_of([need(1)])),
        ("二月（不宜公开）", grid_of([need(2)])),
        ("填表说明", [["请按月填报"], ["不得空缺"]]),
    )

    found = reading(tmp_path, "表.xlsx", book)

    assert [(row.sheet, row.values["title"], row.confidential) for row in found.rows] == [
        ("一月", "海水淡化项目1", False),
        ("二月（不宜公开）", "海水淡化项目2", True),
    ]
    assert found.facts.unheaded == ("填表说明",)


@pytest.mark.parametrize(
    ("where", "secret"),
    [
        ({"name": "需求（不便公开）.xlsx"}, True),
        ({"folder": "东海/保密"}, True),
        ({"container": "Confidential.zip"}, True),
        ({"name": "需求（非保密）.xlsx"}, False),
        ({"name": "公开.xlsx"}, False),
    ],
)
def test_names_make_rows_confidential(tmp_path, where, secret):
    told = {"name": "表.xlsx", **where}

    found = reading(tmp_path, told.pop("name"), needs_book(need()), **told)

    assert [row.confidential for row in found.rows] == [secret]


@pytest.mark.parametrize(
    ("title", "secret"),
    [
        ("供需信息征集表（不便公开）", True),
        ("供需信息征集表【保密】", True),
        ("供需信息征集表（可公开）", False),
        ("供需信息征集表（不便公开的请注明）", False),
        ("注：不便公开的需求请另表填报", False),
    ],
)
def test_a_title_makes_rows_confidential(tmp_path, title, secret):
    found = reading(tmp_path, "表.xlsx", workbook(("S", [[title], *grid_of([need()])])))

    assert [row.confidential for row in found.rows] == [secret]


@pytest.mark.parametrize(
    ("heading", "answers"),
    [
        ("是否不便公开", {"是": True, "否": False, "": False, "√": True, "待定": True, "不公开": True, "部分公开": True}),
        ("是否公开", {"是": False, "否": True, "": False, "不公开": True, "公开": False}),
        ("可否对外公开", {"可": False, "不可": True}),
        ("是否保密（是/否）", {"是": True, "否": False}),
    ],
)
def test_a_flag_makes_its_row_confidential(tmp_path, heading, answers):
    header = [heading if name == "是否不便公开" else name for name in HEADER]
    needs = [{**need(number), heading: said} for number, said in enumerate(answers)]

    found = reading(tmp_path, "表.xlsx", workbook(("S", grid_of(needs, header))))

    assert dict(zip(answers, (row.confidential for row in found.rows), strict=True)) == answers


def _odd_cells(sheet: Worksheet) -> None:
    sheet["C2"], sheet["I2"] = "=A2&B2", 510101199001011234
    sheet["E3"] = date(2022, 5, 1)
    sheet["I3"], sheet["I3"].number_format = 755, "000000"
    sheet["D3"] = '=DISPIMG("ID_1",1)'
    sheet["L3"], sheet["L3"].number_format = 0.25, "0%"


def test_formulas_numbers_dates_and_pictures_in_cells(tmp_path):
    first, second = reading(tmp_path, "表.xlsx", needs_book(need(1), need(2), change=_odd_cells)).rows

    assert dict(first.odd) == {"title": "not-computed", "contact_phone": "digits-lost"}
    assert (second.values["field"], second.values["contact_phone"], second.values["remarks"]) == ("2022-05-01", "000755", "25%")
    assert dict(second.odd) == {"summary": "not-computed"}  # written by a program: nothing was ever shown there


CHARSETS = {"utf-8": ",", "utf-8-sig": ",", "gb18030": ",", "utf-16": "\t"}


@pytest.mark.parametrize(("charset", "sign"), CHARSETS.items())
def test_csv_of_any_charset(tmp_path, charset, sign):
    cells = [[str(cell) for cell in row] for row in grid_of([need(1), need(2)])]
    cells[1][3] = '"第一行\n第二行"'
    cells[2][8] = "1.38E+10"
    text = "\r\n".join(sign.join(row) for row in cells)
    found = reading(tmp_path, "表.csv", text.encode(charset))

    first, second = found.rows
    assert (first.values["summary"], first.cell("title")) == ("第一行\n第二行", "C2")
    assert dict(second.odd) == {"contact_phone": "digits-lost"}


def test_a_table_in_a_word_file(tmp_path):
    document = docx.Document()
    document.add_paragraph("供需信息征集表")
    rows = grid_of([need(1), need(2, 单位名称="")])
    table = document.add_table(rows=3, cols=len(HEADER))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = str(text)
    table.cell(1, 5).merge(table.cell(2, 5))
    path = tmp_path / "表.docx"
    document.save(path)

    found = reading(tmp_path, "表.docx", path.read_bytes())

    assert [(row.table, row.row, row.values["unit"], row.cell("title")) for row in found.rows] == [
        (1, 2, "东海市科技局", "row 2, column 3"),
        (1, 3, "东海市科技局", "row 3, column 3"),
    ]


def test_what_cannot_be_read_is_a_word(tmp_path):
    book = needs_book(*(need(number) for number in range(1, 30)))
    told = {
        "no header": reading(tmp_path, "a.xlsx", workbook(("S", [["水", "电"], [1, 2]]))).facts.problem,
        "cut": reading(tmp_path, "b.xlsx", book[: len(book) // 2]).facts.problem,
        "many": reading(tmp_path, "c.xlsx", book, GridLimits(rows=20)).facts.problem,
    }
    nothing = reading(tmp_path, "d.xlsx", needs_book()).facts

    assert told == {"no header": "no-header", "cut": "damaged", "many": "too-many-rows"}
    assert (nothing.problem, nothing.blank) == ("", True)


def _far(sheet: Worksheet) -> None:
    sheet["XFD1048576"] = "x"
    for row in range(5, 500):
        sheet.cell(row, 1).alignment = Alignment(horizontal="center")  # formatted, and nothing in it


def test_a_cell_in_the_far_corner_costs_nothing(tmp_path):
    found = reading(tmp_path, "表.xlsx", needs_book(need(), change=_far), GridLimits(rows=20))

    assert titles(found) == [(2, "海水淡化项目1")]


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
@pytest.mark.thorough
def test_old_formats_say_the_same(tmp_path):
    def unseen(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = sheet.column_dimensions["E"].hidden = True

    (tmp_path / "in.xlsx").write_bytes(needs_book(need(1), need(2, 联系电话=13800000001), change=unseen))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    expected = [row.values for row in reading(tmp_path, "表.xlsx", (tmp_path / "in.xlsx").read_bytes()).rows]
    for target in ("xls", "ods"):
        command = ["soffice", home, "--headless", "--convert-to", target, "--outdir", str(tmp_path), str(tmp_path / "in.xlsx")]
        subprocess.run(command, check=True, capture_output=True)

        found = reading(tmp_path, "表.et" if target == "xls" else "表.ods", (tmp_path / f"in.{target}").read_bytes())

        assert [row.values for row in found.rows] == expected
        assert ([row.hidden for row in found.rows], found.facts.hidden_columns) == ([False, True], ("field",))
        assert titles(found) == [(2, "海水淡化项目1"), (3, "海水淡化项目2")]
