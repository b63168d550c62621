"""Several forms of one call, told apart by title, file name and labels; several in one file."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from intake.config.models import Slot
from intake.forms.match.form_likeness import is_cv
from intake.forms.match.which_form import Which
from intake.forms.read.body import text_rows
from intake.forms.readers import read_which
from intake.model.submission import FileType, FormState
from tests.builders.form_samples import attached, paragraph, table, word


def a_form(id: str, title: str, fields: dict[str, tuple[str, str]], names: tuple[str, ...] = ()) -> Slot:
    settings = {name: {"kind": kind, "labels": [label]} for name, (kind, label) in fields.items()}
    named = {"zh": title, "en": f"{id} form"}
    return Slot.model_validate({"id": id, "kind": "form", "title": named, "names": names or [title], "fields": settings})


LIAISON = a_form(
    "liaison",
    "联络员信息表",
    {
        "block": ("text", "板块"),
        "unit": ("text", "单位"),
        "contact_name": ("name", "姓名"),
        "contact_phone": ("phone", "手机"),
        "contact_email": ("email", "邮箱"),
        "wechat": ("text", "微信"),
    },
)
GUEST = a_form(
    "guest",
    "采访嘉宾资料",
    {
        "guest_name": ("name", "姓名"),
        "guest_title": ("text", "职务"),
        "guest_unit": ("text", "单位"),
        "guest_intro": ("text", "简介"),
        "guest_phone": ("phone", "手机"),
    },
)
LIVE = a_form(
    "live", "直播信息", {"live_platform": ("text", "主平台"), "live_name": ("text", "直播名称"), "live_url": ("url", "推流链接")}
)
PAIR = a_form("pair", "求职登记表", {"name": ("name", "姓名"), "fair": ("text", "意向专场")})
FORMS = (LIAISON, GUEST, LIVE)


def which(text: str, name: str = "", forms: tuple[Slot, ...] = FORMS) -> tuple[str, bool] | None:
    told = Which(forms).form_of(text_rows(text), name)
    return (told.slot.id, told.sure) if told else None


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("姓名：李明\n手机：13000000001\n单位：甲\n微信：li", "", "liaison"),
        ("姓名：李明\n手机：13000000001\n单位：甲\n职务：主任", "", "guest"),
        ("主平台：甲\n直播名称：开幕式\n推流链接：rtmp://example.org/a", "", "live"),
        ("联络员信息表\n姓名：李明\n手机：1\n单位：甲", "", "liaison"),
        ("采访嘉宾资料\n姓名：李明\n手机：1\n单位：甲", "", "guest"),
        ("姓名：李明\n手机：1\n单位：甲", "采访嘉宾资料.docx", "guest"),
        ("姓名：李明\n手机：1\n单位：甲", "联络员信息表-甲单位.docx", "liaison"),
        ("采访嘉宾资料\n姓名：李明\n职务：主任\n简介：略\n单位：甲", "联络员信息表.docx", "guest"),
        ("姓名：\n职务：\n单位：\n简介：\n手机：", "", "guest"),
        ("没有标签的一句话", "直播信息.docx", "live"),
    ],
)
def test_which_form_it_is(text: str, name: str, expected: str) -> None:
    assert which(text, name) == (expected, True)


def test_labels_that_both_have_tell_neither() -> None:
    assert which(
        "姓名：李明\n手机：1\n单位：甲",
        forms=(GUEST, a_form("same", "另表", {"a": ("text", "姓名"), "b": ("text", "手机"), "c": ("text", "单位")})),
    ) == (
        "same",
        True,
    )
    twin = a_form("twin", "另表", {name: (item.kind, item.labels[0]) for name, item in GUEST.fields.items()})
    assert which("姓名：李明\n手机：1\n单位：甲", forms=(GUEST, twin)) == ("guest", False)


@pytest.mark.parametrize("text", ["", "姓名：李明\n手机：1", "大家好，附件是照片。", "主平台：甲"])
def test_what_is_no_form_of_the_call(text: str) -> None:
    assert which(text, "照片.docx") is None


def read(path: Path, kind: FileType, tmp_path: Path) -> list[tuple[str, FormState, dict[str, str]]]:
    found = read_which(attached(path, kind), FORMS, tmp_path)
    return [(slot, form.state, {name: value.text for name, value in form.values.items()}) for slot, form in found]


LIAISON_ROWS = (("板块", "论坛"), ("单位", "甲单位"), ("姓名", "李明"), ("手机", "13000000001"), ("微信", "li"))
GUEST_ROWS = (("姓名", "王芳"), ("职务", "主任"), ("单位", "乙单位"), ("简介", "长期从事国际人才交流。"), ("手机", "13100000002"))
LIAISON_SAID = {"block": "论坛", "unit": "甲单位", "contact_name": "李明", "contact_phone": "13000000001", "wechat": "li"}
GUEST_SAID = {
    "guest_name": "王芳",
    "guest_title": "主任",
    "guest_unit": "乙单位",
    "guest_intro": "长期从事国际人才交流。",
    "guest_phone": "13100000002",
}


def test_one_word_file_of_one_form(tmp_path: Path) -> None:
    assert read(word(tmp_path / "新建文档.docx", table(*GUEST_ROWS)), FileType.DOCX, tmp_path) == [
        ("guest", FormState.FILLED, GUEST_SAID)
    ]


@pytest.mark.parametrize("titles", [("联络员信息表", "采访嘉宾资料"), ("附件1", "附件2")])
def test_two_forms_in_one_word_file(tmp_path: Path, titles: tuple[str, str]) -> None:
    body = paragraph(titles[0]) + table(*LIAISON_ROWS) + paragraph(titles[1]) + table(*GUEST_ROWS)
    assert read(word(tmp_path / "材料.docx", body), FileType.DOCX, tmp_path) == [
        ("liaison", FormState.FILLED, LIAISON_SAID),
        ("guest", FormState.FILLED, GUEST_SAID),
    ]


def test_two_forms_on_two_sheets(tmp_path: Path) -> None:
    book = Workbook()
    for sheet, rows in ((book.active, LIAISON_ROWS), (book.create_sheet("嘉宾"), GUEST_ROWS)):
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "材料.xlsx")
    assert read(tmp_path / "材料.xlsx", FileType.XLSX, tmp_path) == [
        ("liaison", FormState.FILLED, LIAISON_SAID),
        ("guest", FormState.FILLED, GUEST_SAID),
    ]


def test_one_form_in_two_tables_stays_one(tmp_path: Path) -> None:
    body = table(*GUEST_ROWS[:3]) + paragraph("以下请详填") + table(*GUEST_ROWS[3:])
    assert read(word(tmp_path / "材料.docx", body), FileType.DOCX, tmp_path) == [("guest", FormState.FILLED, GUEST_SAID)]


def test_an_unreadable_file_is_the_form_that_its_name_says(tmp_path: Path) -> None:
    (tmp_path / "采访嘉宾资料.docx").write_bytes(b"PK\x03\x04 broken")
    found = read_which(attached(tmp_path / "采访嘉宾资料.docx", FileType.DOCX), FORMS, tmp_path)
    assert [(slot, form.state, form.problem) for slot, form in found] == [("guest", FormState.UNREADABLE, "damaged")]
    (tmp_path / "x.docx").write_bytes(b"PK\x03\x04 broken")
    assert read_which(attached(tmp_path / "x.docx", FileType.DOCX), FORMS, tmp_path) == ()


def test_a_form_of_two_fields_is_known_by_its_title_or_name(tmp_path: Path) -> None:
    rows = table(("姓名", "李明"), ("意向专场", "外籍人才云聘会"))
    named = attached(word(tmp_path / "求职登记表.docx", rows), FileType.DOCX)
    titled = attached(word(tmp_path / "a.docx", paragraph("求职登记表") + rows), FileType.DOCX)
    strange = attached(word(tmp_path / "b.docx", table(("姓名", "李明"), ("专业", "土木"))), FileType.DOCX)
    found = [[form.values["fair"].text for _, form in read_which(item, [PAIR], tmp_path)] for item in (named, titled)]
    assert found == [["外籍人才云聘会"], ["外籍人才云聘会"]]
    assert read_which(strange, [PAIR], tmp_path) == ()


@pytest.mark.parametrize(
    ("name", "lines", "expected"),
    [
        ("CV Anna.docx", (), True),
        ("Anna.docx", ("", "Curriculum Vitae", "Name: Anna"), True),
        ("Anna.docx", ("Anna", "Education", "PhD, Lyon, 2009", "Work experience", "Lecturer"), True),
        ("Anna.docx", ("Anna", "Education", "PhD, Lyon, 2009"), False),
        ("Anna.docx", ("My education and my work experience have led me to China, where I teach.",), False),
    ],
)
def test_a_cv_is_known_by_its_name_its_title_or_its_parts(name: str, lines: tuple[str, ...], expected: bool) -> None:
    assert is_cv(name, lines) is expected
