"""A sender's own sheet comes back with cells filled and commented, and nothing else in it changed."""

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from lxml import etree
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image as Picture

from intake.sheets.grid import GridLimits
from intake.sheets.marking.mark import Mark, marked_workbook
from tests.builders.sheet_samples import attached, grid_of, need, needs_book, workbook

BOUNDS = GridLimits()


def rich(sheet: Worksheet) -> None:
    """Put into a sheet what programs lose: a picture, a chart, formulas, a list to choose from, formats, a comment."""
    picture = io.BytesIO()
    Picture.new("RGB", (40, 40), "red").save(picture, "PNG")
    sheet.add_image(Image(picture), "N2")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=2, max_row=3))
    sheet.add_chart(chart, "N8")
    choices = DataValidation(type="list", formula1='"项目需求,人才需求"')
    choices.add("B2:B20")
    sheet.add_data_validation(choices)
    sheet["C2"].font = Font(bold=True, color="FF0000")
    sheet["M2"] = "=SUM(A2:A3)"
    sheet.column_dimensions["C"].width = 33
    sheet["C3"].comment = Comment("请核对", "李雷")


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cells(data: bytes, sheet: str = "需求表") -> dict[str, tuple[str, str | None]]:
    """Return address -> fill and comment of the cells that have either."""
    made = openpyxl.load_workbook(io.BytesIO(data))[sheet]
    listed = (cell for row in made.iter_rows() for cell in row)
    return {
        cell.coordinate: (cell.fill.fgColor.rgb, cell.comment.text if cell.comment else None)
        for cell in listed
        if cell.comment or cell.fill.fill_type == "solid"
    }


def the_marked(tmp, name: str, data: bytes, *marks: Mark) -> tuple[str, bytes]:
    made = marked_workbook(attached(tmp, name, data), marks, "供需信息组", tmp, BOUNDS)
    assert made is not None
    return made


MARKS = (
    Mark(sheet="需求表", row=2, letter="I", says="还没有填。"),
    Mark(sheet="需求表", row=3, letter="C", says="文字偏长。"),
    Mark(sheet="需求表", row=3, letter="L", says="请填上。"),
)


def test_only_what_is_marked_changes_in_a_rich_workbook(tmp_path):
    data = workbook(("需求表", grid_of([need(1, 联系电话=""), need(2)])), ("另一张", [["不动"]]), change=rich)

    name, made = the_marked(tmp_path, "征集表.xlsx", data, *MARKS)

    before, after = parts(data), parts(made)
    changed = {part for part in before if before[part] != after[part]}
    assert name == "征集表-marked.xlsx"
    assert set(before) <= set(after)
    allowed = ("xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/comments/", "xl/drawings/commentsDrawing", "[Content_Types].xml")
    assert all(part.startswith(allowed) for part in changed), changed
    for part in changed:
        etree.fromstring(after[part])  # whole, every prefix declared, whichever program wrote it
    shapes = etree.fromstring(after["xl/drawings/commentsDrawing1.vml"]).findall("{*}shape")
    assert [shape.findtext("{*}ClientData/{*}Column") for shape in shapes] == ["2", "8", "11"]  # C3 has its own: none twice
    (first,) = [
        item for item in etree.fromstring(after["xl/comments/comment1.xml"]).iter("{*}comment") if item.get("ref") == "C3"
    ]
    assert [etree.QName(item).localname for item in first[0]] == ["r", "r"]
    found = cells(made)
    assert found["I2"] == ("FFFFEB84", "供需信息组:\n还没有填。")
    assert found["L3"] == ("FFFFEB84", "供需信息组:\n请填上。")
    assert found["C3"][1] == "请核对\n供需信息组:\n文字偏长。"
    again = openpyxl.load_workbook(io.BytesIO(made))["需求表"]
    assert (again["C2"].font.b, again["M2"].value, again.column_dimensions["C"].width) == (True, "=SUM(A2:A3)", 33)


def test_a_plain_workbook_gets_comments_of_its_own(tmp_path):
    data = needs_book(need(1, 联系电话=""), need(2))

    _, made = the_marked(tmp_path, "表.xlsx", data, *MARKS)

    assert sorted(cells(made)) == ["C3", "I2", "L3"]
    before, after = parts(data), parts(made)
    assert {part for part in before if before[part] != after[part]} == {
        "xl/worksheets/sheet1.xml",
        "xl/styles.xml",
        "[Content_Types].xml",
    }
    assert {part for part in after if part not in before} == {
        "xl/comments-desk1.xml",
        "xl/drawings/vmlDrawing-desk1.vml",
        "xl/worksheets/_rels/sheet1.xml.rels",
    }


def test_a_csv_comes_back_as_a_workbook(tmp_path):
    rows = [[str(cell) for cell in row] for row in grid_of([need(1), need(2)])]
    text = "\n".join(",".join(row) for row in rows)

    name, made = the_marked(tmp_path, "表.csv", text.encode("gb18030"), Mark(sheet="", row=3, letter="I", says="请填上。"))

    assert name == "表-marked.xlsx"
    assert cells(made, "Sheet") == {"I3": ("FFFFEB84", "请填上。")}
    assert openpyxl.load_workbook(io.BytesIO(made))["Sheet"]["C3"].value == "海水淡化项目2"


@pytest.mark.parametrize("name", ["征集表.xlsx", "征集表.csv"])
def test_marks_of_a_sheet_that_comes_back_tell_of_what_is_still_to_mend(tmp_path, name):
    lines = grid_of([need(1, 联系电话=""), need(2, 联系电话="", 类别="水果")])
    plain = workbook(("需求表", lines), ("二", lines), change=rich)
    data = plain if name.endswith("xlsx") else "\n".join(",".join(map(str, line)) for line in lines).encode()
    first, second = ("需求表", "二") if name.endswith("xlsx") else ("", "")
    bad = Mark(sheet=first, row=3, letter="B", says="没有读懂。")
    others = [Mark(sheet=first, row=row, letter=letter, says="请填上。") for row, letter in ((2, "I"), (3, "C"))]
    marked_once = the_marked(tmp_path, name, data, bad, *others, Mark(sheet=second, row=2, letter="I", says="请填上。"))
    sheet = first or "Sheet"
    again = replace(bad, sheet=sheet)

    for saved in (marked_once[1], resaved(marked_once[1])):
        back, made = the_marked(tmp_path, marked_once[0], saved, again)

        assert back == "征集表-marked.xlsx"
        told = {"C3": ("00000000", "请核对")} if first else {}
        assert cells(made, sheet) == {**told, "B3": ("FFFFEB84", "供需信息组:\n没有读懂。")}
        assert not second or cells(made, second) == {}


def resaved(data: bytes) -> bytes:
    """Return a workbook as another program saves it: numbers of styles and prefixes are its own."""
    out = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(data)).save(out)
    return out.getvalue()


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
@pytest.mark.thorough
def test_another_program_opens_what_was_marked(tmp_path):
    data = workbook(("需求表", grid_of([need(1, 联系电话=""), need(2)])), change=rich)
    (tmp_path / "in.xlsx").write_bytes(the_marked(tmp_path, "征集表.xlsx", data, *MARKS)[1])
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "ods", "--outdir", str(tmp_path), str(tmp_path / "in.xlsx")]
    subprocess.run(command, check=True, capture_output=True)

    content = zipfile.ZipFile(tmp_path / "in.ods").read("content.xml").decode()

    assert "还没有填" in content
    assert "#ffeb84" in content
