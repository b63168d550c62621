"""Whatever stands in a form ends in a value, or is said to be in none."""

import pytest

from intake.forms.readers import read_body, read_forms
from intake.model.submission import FileType
from tests.builders.factories import shipped_call
from tests.builders.form_samples import attached, paragraph, table, word

BASE = (
    ("英文姓名", "Marta Lindqvist"),
    ("国籍", "Sweden"),
    ("手机号码", "13800000000"),
    ("电子邮箱", "m@example.com"),
    ("作品名称", "Tea"),
    ("作品数量", "3"),
)
PLACES = table(("序号", "拍摄时间", "拍摄地点"), ("1", "2024", "Nanjing"), ("2", "2025", "Suzhou"))
TITLES = table(("作品名称", "拍摄地点", "说明"), ("Tea", "Nanjing", "Old man drinks"), ("River", "Suzhou", "A river"))
OTHER = table(("英文姓名", "Boris Cech"), ("国籍", "Czech"), ("电子邮箱", "b@example.com"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(table(*BASE), [], id="all read"),
        pytest.param(table(*BASE, ("护照号码", ""), ("填表说明", "")), [], id="labels that nobody filled in"),
        pytest.param(table(*BASE, ("英文姓名", "LINDQVIST Marta")), [], id="the same name turned round"),
        pytest.param(table(*BASE, ("作品名称", "River at dawn")), [("photo_name", "River at dawn")], id="a second title"),
        pytest.param(table(*BASE, ("Email", "second@example.com")), [("email", "second@example.com")], id="a second address"),
        pytest.param(table(*BASE, ("护照号码", "G1234567")), [("", "护照号码 | G1234567")], id="an unknown label"),
        pytest.param(
            table((*BASE[0], "出生日期", "1980-01-01"), *BASE[1:]),
            [("", "出生日期 | 1980-01-01")],
            id="an unknown label in the row",
        ),
        pytest.param(table((*BASE[0], "Linkvist"), *BASE[1:]), [("name_en", "Linkvist")], id="a further cell"),
        pytest.param(
            table(*BASE) + PLACES,
            [("", "拍摄时间 | 拍摄地点"), ("", "2024 | Nanjing"), ("", "2025 | Suzhou")],
            id="a table nobody asked for",
        ),
        pytest.param(
            table(*BASE) + TITLES,
            [("photo_name", "拍摄地点 | 说明"), ("", "Nanjing | Old man drinks"), ("", "River | Suzhou | A river")],
            id="further rows",
        ),
        pytest.param(
            table(*BASE) + OTHER,
            [("name_en", "Boris Cech"), ("nationality", "Czech"), ("email", "b@example.com")],
            id="another person",
        ),
        pytest.param(
            table(*BASE, ("备注：作品均为原创，请勿公开姓名。",)),
            [("", "备注：作品均为原创，请勿公开姓名。")],
            id="a remark in a row",
        ),
    ],
)
def test_what_no_field_took(body, expected, tmp_path):
    path = word(tmp_path / "form.docx", paragraph("作品登记表") + body)
    (form,) = read_forms(attached(path, FileType.DOCX), shipped_call().form, tmp_path)
    assert [(item.field, item.text) for item in form.rest] == expected


def test_a_second_value_typed_into_a_mail():
    text = "Name: Marta Lindqvist\nNationality: Sweden\nEmail: m@example.com\nEmail: second@example.com\nPhoto name: Tea\n"
    form = read_body(text, shipped_call().form)
    assert [(item.field, item.text) for item in form.rest] == [("email", "Email: second@example.com")]
