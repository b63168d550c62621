"""Forms typed into a mail, a text file or a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.forms.readers import read_body, read_form, read_text
from intake.model.submission import FileType, FormState
from tests.builders.form_samples import SETTINGS, VALUES, attached, texts

TYPED = """Dear organisers,

here is my form:
Name (English): Anna Blanc   Name (Chinese)：白安娜
性别：女 国籍：法国
* Mobile Number - +86 130 0000 0001
Email: anna@example.org
Photo Name: Spring, 3 pieces
Photo Description:
A quiet morning
in the old town.

Best regards,
Anna
"""


def test_lines_of_label_and_value() -> None:
    form = read_body(TYPED, SETTINGS)
    assert form is not None
    assert (form.state, form.source, form.source_sha256) == (FormState.FILLED, "body", "")
    assert texts(form) == {
        "name_en": "Anna Blanc",
        "name_zh": "白安娜",
        "sex": "女",
        "nationality": "法国",
        "mobile": "+86 130 0000 0001",
        "email": "anna@example.org",
        "photo_name": "Spring",
        "pieces": "3",
        "description": "A quiet morning\nin the old town.",
    }
    assert form.values["email"].place == "line 7"


def test_a_form_pasted_out_of_a_chat_with_emoji_before_its_lines() -> None:
    form = read_body("【登记表】😊\n✅姓名：  陈 阿芳\n▶ 性别：女\n👉国籍：法国\n📱手机：138 0013 8000\n——来自微信——", SETTINGS)
    assert form is not None
    assert texts(form) == {"name_zh": "陈 阿芳", "sex": "女", "nationality": "法国", "mobile": "138 0013 8000"}


def test_the_unit_contact_under_its_heading() -> None:
    text = "Sex: F\nEmail: a@example.org\n以下内容由所在单位联系人填写\n姓名：李文\n手机/微信：138 工作单位：一中\n地址：北京"
    assert texts(read_body(text, SETTINGS)) == {
        "sex": "F",
        "email": "a@example.org",
        "contact_name": "李文",
        "contact_phone": "138",
        "employer": "一中",
        "address": "北京",
    }


def test_a_table_pasted_as_tabs_or_bars() -> None:
    expected = {"name_zh": "白安娜", "name_en": "Anna Blanc", "sex": "F", "nationality": "French"}
    tabs = "Name\tChinese\t白安娜\n\tEnglish\tAnna Blanc\nSex\tF\tNationality\tFrench"
    bars = "| Name (Chinese) | 白安娜 |\n| Name (English) | Anna Blanc |\n| Sex | F | Nationality | French |"
    assert [texts(read_body(text, SETTINGS)) for text in (tabs, bars)] == [expected, expected]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello,\nplease find my photos attached.\n\nBest regards\nAnna Blanc\nEmail: anna@example.org\nMobile Number: 138",
        "Name:\nSex:\nNationality:\nEmail:\n",
        "Photo Name: is it needed?\nEmail: which address?\nMobile Number: can I call?",
        "Could you tell me: is a form needed? My name: Anna.",
        "Please find the photos of our teacher.\n\nName: Li Wen\nMobile Number: 13000000001\nEmail: li@example.org\n地址：北京市",
    ],
)
def test_too_little_or_a_signature_is_no_form(text: str) -> None:
    assert read_body(text, SETTINGS) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "form.txt"
    path.write_text(TYPED, encoding=encoding)
    assert texts(read_form(attached(path, FileType.TEXT), SETTINGS, tmp_path))["nationality"] == "法国"
    assert read_text(attached(path, FileType.TEXT), tmp_path) == TYPED


def test_western_letters_are_not_read_as_chinese(tmp_path: Path) -> None:
    path = tmp_path / "bio.txt"
    path.write_bytes("René went to a café in Besançon and stayed there until the evening.".encode("latin-1"))
    assert "Ren" in read_text(attached(path, FileType.TEXT), tmp_path)
    assert not any("\u4e00" <= char <= "\u9fff" for char in read_text(attached(path, FileType.TEXT), tmp_path))


def test_a_long_text_is_capped(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("字" * 100_000, encoding="utf-8")
    assert read_text(attached(path, FileType.TEXT), tmp_path) == "字" * 66_666


def test_a_page_with_a_table(tmp_path: Path) -> None:
    path = tmp_path / "form.html"
    rows = "<tr><td rowspan=2>Name</td><td>Chinese</td><td>白安娜</td></tr><tr><td>English</td><td>Anna <b>Blanc</b></td></tr>"
    path.write_text(f"<script>Sex: M</script><table>{rows}<tr><td>Sex</td><td>F</td></tr></table>", encoding="utf-8")
    assert texts(read_form(attached(path, FileType.HTML), SETTINGS, tmp_path)) == {
        "name_zh": VALUES["name_zh"],
        "name_en": "Anna Blanc",
        "sex": "F",
    }


BIOGRAPHY = (
    "Name: Anna Blanc\nNationality: French\nEmail: anna@example.org\n\nAnna Blanc comes from Lyon and teaches chemistry in Hangzhou, "
    "where she has lived for nine years. Photography began as a way to write home without many words and became a habit of "
    "every weekend. Her pictures were shown twice in a library."
)


def test_a_biography_with_labelled_lines_is_no_form(tmp_path: Path) -> None:
    path = tmp_path / "bio.txt"
    path.write_text(BIOGRAPHY, encoding="utf-8")
    assert read_form(attached(path, FileType.TEXT), SETTINGS, tmp_path) is None
    assert read_text(attached(path, FileType.TEXT), tmp_path) == BIOGRAPHY


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Application Form.txt", BIOGRAPHY),
        ("anna.txt", f"作品登记表\n{BIOGRAPHY}"),
        ("anna.txt", f"{BIOGRAPHY}\nPhoto Name: Spring"),
        ("anna.txt", BIOGRAPHY[:60]),
    ],
)
def test_a_form_is_known_by_its_name_its_title_or_what_it_says_of_the_works(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    found = texts(read_form(attached(path, FileType.TEXT), SETTINGS, tmp_path))
    assert {**found, "photo_name": "Spring"} == {
        "name_en": "Anna Blanc",
        "nationality": "French",
        "email": "anna@example.org",
        "photo_name": "Spring",
    }


def test_every_value_tells_how_sure_it_is() -> None:
    form = read_body(
        "Name: Anna Blanc\nNationality: French / Canadian\nMobile Number: 13000000001, 13100000002\nPhoto Name: Spring", SETTINGS
    )
    assert form is not None
    assert {name: value.confidence for name, value in form.values.items()} == {
        "name_en": 0.95,
        "nationality": 0.5,
        "mobile": 0.6,
        "photo_name": 0.95,
    }


def test_a_page_laid_out_with_tables_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "form.html"
    inner = "<table><tr><td>Sex</td><td><p>Fe<b>male</b></p></td></tr></table>"
    path.write_text(
        f"<table><tr><td><p>Name (English): Anna\n Blanc</p>Email: a@example.org{inner}</td></tr></table>", encoding="utf-8"
    )
    assert texts(read_form(attached(path, FileType.HTML), SETTINGS, tmp_path)) == {
        "name_en": "Anna Blanc",
        "email": "a@example.org",
        "sex": "Female",
    }


def test_a_page_with_readings_over_words(tmp_path: Path) -> None:
    path = tmp_path / "form.html"
    ruby = "<ruby>白<rp>(</rp><rt>bái</rt><rp>)</rp>安娜<rt>ānnà</rt></ruby>"
    rows = f"<tr><td>姓名</td><td>{ruby}</td></tr><tr><td>国籍</td><td>法国</td></tr><tr><td>性别</td><td>女</td></tr>"
    path.write_text(f"<html><body><table>{rows}</table></body></html>", encoding="utf-8")
    form = read_form(attached(path, FileType.HTML), SETTINGS, tmp_path)
    assert texts(form) == {"name_zh": "白安娜", "nationality": "法国", "sex": "女"}
