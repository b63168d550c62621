"""Labels in any spelling, and the matcher on plain grids."""

from __future__ import annotations

import pytest

from intake.forms.fields.grid import FormCell, FormReading, FormRow
from intake.forms.fields.labels import Labels
from intake.forms.match.rows_to_forms import understand
from tests.builders.form_samples import SETTINGS

LABELS = Labels(SETTINGS)


def grid(*rows: tuple[str, ...]) -> list[FormRow]:
    return [
        FormRow(
            cells=tuple(FormCell(text=text, place=f"row {number}", column=column) for column, text in enumerate(row)), table=1
        )
        for number, row in enumerate(rows, 1)
    ]


def read(*rows: tuple[str, ...]) -> dict[str, str]:
    return {name: value.text for name, value in one(*rows).values.items()}


def one(*rows: tuple[str, ...]) -> FormReading:
    return understand(grid(*rows), LABELS)[0]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Sex", "sex"),
        (" S E X： ", "sex"),
        ("*性别*", "sex"),
        ("性别 Sex", "sex"),
        ("性别/Sex:", "sex"),
        ("国籍\nNationality", "nationality"),
        ("E-mail", "email"),
        ("Ｅｍａｉｌ　Ａｄｄｒｅｓｓ", "email"),
        ("3. Mobile Number (required)", "mobile"),
        ("Photo Description (less than 200 words)", "description"),
        ("Photo Description（英文，100字左右）", "description"),
        ("Name （ Chinese ）", "name_zh"),
        ("工作单位", "employer"),
        ("\u202aSe\u00adx\u202c\ufeff：", "sex"),
        ("国\u200b籍", "nationality"),
        ("Hobby", None),
        ("Sex and the city", None),
        ("", None),
    ],
)
def test_a_label_is_known_however_it_is_spelt(text: str, field: str | None) -> None:
    assert LABELS.whole(text, "") == field


def test_the_section_decides_whose_name_it_is() -> None:
    assert (LABELS.whole("姓名", ""), LABELS.whole("姓名", "contact")) == ("name_zh", "contact_name")


@pytest.mark.parametrize(
    "text",
    [
        "以下内容由所在单位联系人填写",
        "以下内容由所在单位联系人填写：",
        "以下内容由所在单位联系人填写\nTo be completed by the contact person",
    ],
)
def test_a_heading_opens_its_section(text: str) -> None:
    assert LABELS.heading(text) == "contact"


def test_the_layout_of_the_notice() -> None:
    form = one(
        ("Name", "Chinese", "白安娜"),
        ("", "English", "Anna Blanc"),
        ("Sex", "F", "Nationality", "Chinese"),
        ("Mobile Number", "138", "Email Address", "a@example.org"),
        ("Photo Name", "Spring", "", "3 pieces"),
        ("Photo Description (less than 200 words)", "A street."),
        ("以下内容由所在单位联系人填写",),
        ("姓名", "李文", "电子邮箱", ""),
        ("手机/微信", "", "工作单位", "一中"),
    )
    assert {name: value.text for name, value in form.values.items()} == {
        "name_zh": "白安娜",
        "name_en": "Anna Blanc",
        "sex": "F",
        "nationality": "Chinese",
        "mobile": "138",
        "email": "a@example.org",
        "photo_name": "Spring",
        "pieces": "3",
        "description": "A street.",
        "contact_name": "李文",
        "employer": "一中",
    }
    assert form.seen == set(SETTINGS.fields) - {"address"}


@pytest.mark.parametrize(
    "row",
    [
        ("Photo Name", "Spring", "", "3 pieces"),
        ("Photo Name", "Spring", "3", "pieces"),
        ("Photo Name", "Spring", "pieces", "3"),
        ("Photo Name", "Spring", "pieces: 3"),
        ("Photo Name", "Spring, 3 pieces"),
        ("作品名称", "Spring", "共3幅"),
        ("Photo Name: Spring", "__3__ pieces"),
        ("Photo Name", "____Spring____", "_____3 pieces"),
    ],
)
def test_the_number_of_pieces_stands_anywhere_near_its_label(row: tuple[str, ...]) -> None:
    assert read(row) == {"photo_name": "Spring", "pieces": "3"}


def test_a_number_before_its_label_is_no_title() -> None:
    assert read(("Photo Name", "3", "pieces")) == {"pieces": "3"}


@pytest.mark.parametrize(
    "text", ["____", "　　", "单击此处输入文字", "单击或点击此处输入文字。", "Click or tap here to enter text.", "—", "N/A"]
)
def test_blanks_and_placeholders_are_empty(text: str) -> None:
    form = one(("Photo Name", text, "pieces", text))
    assert (dict(form.values), form.seen) == ({}, {"photo_name", "pieces"})


@pytest.mark.parametrize("text", ["☑ Male ☐ Female", "Male ☑ Female ☐", "[x] Male [ ] Female", "■Male □Female"])
def test_the_ticked_choice_is_the_value(text: str) -> None:
    assert read(("Sex", text)) == {"sex": "Male"}


@pytest.mark.parametrize("text", ["☐男 ☐女", "男 / 女", "□ Male  □ Female", "Male/Female"])
def test_an_unticked_choice_is_empty(text: str) -> None:
    assert read(("Sex", text)) == {}


def test_a_value_may_stand_below_or_behind_its_label() -> None:
    assert read(("Photo Description",), ("A street.",)) == {"description": "A street."}
    assert read(("Photo Description\nA street.",)) == {"description": "A street."}
    assert read(("Photo Description (less than 200 words) A street.",)) == {"description": "A street."}
    assert read(("Photo Description", "Photo Description: A street.")) == {"description": "A street."}


def test_an_empty_cell_beside_the_label_is_the_answer_left_out() -> None:
    assert read(("Photo Description", ""), ("Please print on A4.",)) == {}


def test_sub_labels_may_carry_their_values() -> None:
    assert read(("Name", "Chinese: 白安娜", "English: Anna Blanc")) == {"name_zh": "白安娜", "name_en": "Anna Blanc"}
    assert read(("姓名 Name", "中文 Chinese", "白安娜")) == {"name_zh": "白安娜"}


def test_every_value_keeps_its_place_and_how_sure_it_is() -> None:
    form = one(("Sex", "F"), ("Photo Description",), ("A street.",))
    assert [(value.place, value.confidence) for value in form.values.values()] == [("row 1", 1.0), ("row 3", 0.8)]


def test_what_nobody_claims_is_told() -> None:
    assert one(("Sex", "F"), ("Shoe size:", "38")).unread == ["Shoe size"]


def test_a_list_of_photos_inside_a_form_is_one_form() -> None:
    form = one(
        ("Name (English)", "Anna Blanc"),
        ("Photo Name", "Photo Description", "pieces"),
        ("Spring", "A street.", "1"),
        ("Summer", "A lake.", "1"),
    )
    assert {name: value.text for name, value in form.values.items()} == {
        "name_en": "Anna Blanc",
        "photo_name": "Spring\nSummer",
        "description": "A street.\nA lake.",
        "pieces": "1",
    }


def test_prose_with_a_colon_stays_whole() -> None:
    assert read(("Photo Description", "I asked her name: she laughed. Sex: no.")) == {
        "description": "I asked her name: she laughed. Sex: no."
    }


def test_what_nobody_sees_is_in_no_label_and_no_value() -> None:
    form = one(
        ("\ufeffName (Eng\u00adlish)", "\u202dAnna\u200b Bl\u00adanc\u202c"),
        ("Sex\u200e", "Male ⬜️ Female ☑️"),
        ("E\u2011mail", "\u200banna@example.org\ufeff"),
        ("Photo Name", "بی\u200cنام"),
    )
    assert {name: value.text for name, value in form.values.items()} == {
        "name_en": "Anna Blanc",
        "sex": "Female",
        "email": "anna@example.org",
        "photo_name": "بی\u200cنام",
    }
