"""What offices do beside the layouts that are generated: contacts in one cell, pages without a header, a kind said once, dates below."""

from intake.sheets.grid import GridLimits
from intake.sheets.reading import read_sheet
from tests.builders.sheet_samples import HEADER, attached, grid_of, need, slot, workbook
from validators.probes.rows import judge_rows

AT = HEADER.index("联系人")


def lines(*numbers: int, without: str = "", **cells: str) -> list[list]:
    """Return needs as lines without a header, one of the columns left out."""
    names = [name for name in HEADER if name != without]
    return grid_of([need(number, **cells) for number in numbers], names)[1:]


def heads(without: str) -> list[str]:
    return [name for name in HEADER if name != without]


def together(heading: list[str], *said: list[str]) -> list[list]:
    """Return needs whose contact stands under other headings than the sheet's own three."""
    whole = grid_of([need(number) for number in range(1, len(said) + 1)])
    return [[*line[:AT], *cells, *line[AT + 3 :]] for line, cells in zip(whole, (heading, *said), strict=True)]


def read(tmp_path, *sheets):
    return read_sheet(attached(tmp_path, "表.xlsx", workbook(*sheets)), [slot()], tmp_path, GridLimits())


def good(found) -> list[tuple[str, str]]:
    """Return sheet and title of the rows that count."""
    return [(item.row.sheet, item.row.values["title"][-1]) for item in judge_rows(slot(), found.rows) if item.good]


def contacts(found) -> list[tuple]:
    names = ("contact_name", "contact_phone", "contact_email")
    return [tuple(row.values.get(name) for name in names) for row in found.rows]


def test_contacts_that_stand_in_one_cell_are_told_apart(tmp_path):
    one = together(
        ["联系人及联系方式"],
        ["王小明 13800000001"],
        ["王小明，office@example.org"],
        ["王小明\n0755-88000001转802/a@example.org"],
        ["见附件"],
    )
    two = together(["联系人", "联系方式"], ["王小明", "13800000001"], ["王小明", "电话 13800000001、邮箱 a@example.org"])

    found = read(tmp_path, ("一", one))

    assert contacts(found) == [
        ("王小明", "13800000001", None),
        ("王小明", None, "office@example.org"),
        ("王小明", "0755-88000001转802", "a@example.org"),
        ("见附件", None, None),
    ]
    assert [[fault.cell for fault in item.faults] for item in judge_rows(slot(), found.rows)] == [[], [], [], ["H5"]]
    assert contacts(read(tmp_path, ("二", two))) == [("王小明", "13800000001", None), ("王小明", "13800000001", "a@example.org")]


def test_a_sheet_without_a_header_goes_on_where_the_last_one_ended(tmp_path):
    first = ["供需信息征集表（不公开）"], *grid_of([need(1)])
    found = read(tmp_path, ("一", first), ("二", [["续表"], *lines(2, 3)]), ("参数", [["项目需求", "是"], ["人才需求", "否"]]))

    assert good(found) == [("一", "1"), ("二", "2"), ("二", "3")]
    assert [row.confidential for row in found.rows] == [True] * 3  # what was said above the first holds for its next page
    assert found.facts.unheaded == ("参数",)


def test_a_kind_said_once_holds_for_the_rows_below(tmp_path):
    parts = [heads("类别"), ["一、人才需求"], *lines(1, without="类别"), ["（二）技术供给（1项）"], *lines(2, without="类别")]
    found = read(tmp_path, ("表", parts), ("人力资源", [heads("类别"), *lines(3, without="类别")]))

    assert good(found) == [("表", "1"), ("表", "2"), ("人力资源", "3")]
    assert [row.values["type"] for row in found.rows] == ["人才需求", "技术供给", "人力资源"]


def test_lines_below_a_header_that_say_how_to_fill_it_in_are_no_rows(tmp_path):
    english = [
        "No.",
        "Type",
        "Title",
        "Description",
        "Field",
        "Organisation",
        "Region",
        "Contact",
        "Telephone",
        "E-mail",
        "Confidential",
        "Remarks",
    ]
    how = ["（序号）", "（下拉选择）", "（30字）", "", "", "（全称）", "", "", "（手机）", "", "（是/否）", ""]
    marks = ["甲", "乙", "丙", "丁", "戊", "己", "1", "2", "3", "4", "5", "6"]
    header, *rows = grid_of([need(1, 类别="水果", 联系电话="12345", 电子邮箱="无误"), need(2)])

    found = read(tmp_path, ("表", [header, english, how, marks, *rows]))

    assert [row.row for row in found.rows] == [5, 6]  # the first need is wrong in all that can be judged, and still a row
    assert (found.facts.samples, good(found)) == (3, [("表", "2")])


def test_a_date_or_a_stamp_below_is_no_row(tmp_path):
    below = [["", "", "", "", "", text] for text in ("东海市科技局（盖章）", "2022年3月1日", "2022.3.1")]

    found = read(tmp_path, ("表", [*grid_of([need(1)]), *below]))

    assert (len(found.rows), found.facts.notes) == (1, 3)


def test_two_tables_side_by_side_are_not_read_by_halves(tmp_path):
    found = read(tmp_path, ("表", [[*line, "", *line] for line in grid_of([need(1), need(2)])]))

    assert (found.rows, found.facts.problem) == ((), "side-by-side")
