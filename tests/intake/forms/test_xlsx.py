"""Spreadsheet forms: merged cells, phone numbers as numbers, lists of authors, and sheets made to hurt."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from time import process_time

import pytest
from openpyxl import Workbook

from intake.forms.readers import read_form, read_forms
from intake.model.submission import FileType, FormState, RegistrationForm
from reports.demo import documents
from tests.builders.form_samples import SETTINGS, TITLE, VALUES, attached, texts


def sheet(path: Path, *rows: Sequence[object], merged: tuple[str, ...] = ()) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    for span in merged:
        book.active.merge_cells(span)
    book.save(path)
    return path


def forms(path: Path) -> tuple[RegistrationForm, ...]:
    return read_forms(attached(path, FileType.XLSX), SETTINGS, path.parent)


def test_the_layout_of_the_notice(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(documents.form_workbook(VALUES, TITLE))
    (form,) = forms(path)
    assert (form.state, texts(form), form.unread) == (FormState.FILLED, VALUES, ())
    assert form.values["nationality"].place == "sheet Sheet, cell D5"


def test_an_untouched_form_is_blank(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(documents.form_workbook({}, TITLE))
    (form,) = forms(path)
    assert (form.state, texts(form)) == (FormState.BLANK, {})


def test_merged_cells_and_numbers(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "a.xlsx",
        ("Name", "Chinese", "白安娜", None),
        (None, "English", "Anna Blanc", None),
        ("Mobile Number", 13000000001, "pieces", 3.0),
        ("Photo Description", None, "A street.", None),
        merged=("A1:A2", "C1:D1", "C2:D2", "A4:B4", "C4:D4"),
    )
    (form,) = forms(path)
    assert texts(form) == {
        "name_zh": "白安娜",
        "name_en": "Anna Blanc",
        "mobile": "13000000001",
        "pieces": "3",
        "description": "A street.",
    }


def test_a_number_that_lost_its_digits_is_doubted(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", ("Name (English)", "Anna Blanc"), ("Mobile Number", 110101190001010000), ("Sex", "F"))
    assert forms(path)[0].values["mobile"].confidence == 0.3


def test_dates_and_formulas_without_result(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", ("Name (English)", '="Anna"'), ("Photo Name", date(2026, 7, 1)), ("Sex", "F"))
    assert texts(forms(path)[0]) == {"photo_name": "2026-07-01", "sex": "F"}


def test_one_author_per_row_with_the_unit_for_all(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "list.xlsx",
        ("作品登记表",),
        ("姓名", "英文姓名", "性别", "国籍", "Email", "Photo Name", "pieces"),
        ("白安娜", "Anna Blanc", "女", "法国", "anna@example.org", "Spring", 3),
        (None, None, None, None, None, None, None),
        (None, "Berta Noir", "F", "French", "berta@example.org", "Summer", 4),
        ("以下内容由所在单位联系人填写",),
        ("姓名", "李文", "工作单位", "第一中学"),
    )
    read = forms(path)
    unit = {"contact_name": "李文", "employer": "第一中学"}
    assert [texts(form) for form in read] == [
        {
            "name_zh": "白安娜",
            "name_en": "Anna Blanc",
            "sex": "女",
            "nationality": "法国",
            "email": "anna@example.org",
            "photo_name": "Spring",
            "pieces": "3",
            **unit,
        },
        {
            "name_en": "Berta Noir",
            "sex": "F",
            "nationality": "French",
            "email": "berta@example.org",
            "photo_name": "Summer",
            "pieces": "4",
            **unit,
        },
    ]
    assert read_form(attached(path, FileType.XLSX), SETTINGS, tmp_path) == read[0]


def test_one_author_in_a_list_is_one_form(tmp_path: Path) -> None:
    path = sheet(tmp_path / "list.xlsx", ("英文姓名", "性别", "国籍", "Email"), ("Anna Blanc", "F", "French", "a@example.org"))
    assert [texts(form) for form in forms(path)] == [
        {"name_en": "Anna Blanc", "sex": "F", "nationality": "French", "email": "a@example.org"}
    ]


def test_a_cell_in_the_far_corner_costs_nothing(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (("Name (English)", "Anna Blanc"), ("Sex", "F"), ("Nationality", "French")):
        book.active.append(row)
    book.active["XFD1048576"] = "far"
    book.save(tmp_path / "a.xlsx")
    started = process_time()
    assert texts(forms(tmp_path / "a.xlsx")[0]) == {"name_en": "Anna Blanc", "sex": "F", "nationality": "French"}
    assert process_time() - started < 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<sheetData", '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><sheetData'),
        ("<sheetData", "<c/>" * 200_000 + "<sheetData"),
    ],
)
def test_huge_sheets_go_to_a_person(tmp_path: Path, old: str, new: str) -> None:
    plain = sheet(tmp_path / "plain.xlsx")
    path = tmp_path / "登记表.xlsx"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).decode().replace(old, new) if "sheet1" in name else source.read(name))
    (form,) = forms(path)
    assert (form.state, form.problem) == (FormState.UNREADABLE, "too-big")


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FILLED = (("姓名", "白安娜"), ("Name (English)", "Anna Blanc"), ("Sex", "F"), ("pieces", 3))
READ = {"name_zh": "白安娜", "name_en": "Anna Blanc", "sex": "F", "pieces": "3"}


def changed(path: Path, change: Callable[[str, str], tuple[str, str]]) -> Path:
    """Write a workbook again, each XML part (name, text) as `change` has it; one without a name is left out."""
    sheet(path, *FILLED)
    with zipfile.ZipFile(path) as source:
        parts = [change(name, source.read(name).decode()) for name in source.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts:
            if name:
                archive.writestr(name, text)
    return path


def strict(name: str, text: str) -> tuple[str, str]:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    text = text.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    return name, text.replace(office, "http://purl.oclc.org/ooxml/officeDocument/relationships")


def empty_fill(name: str, text: str) -> tuple[str, str]:
    return name, text.replace("<fill><patternFill /></fill>", "<fill></fill>")


def strange_styles(name: str, text: str) -> tuple[str, str]:
    broken = f'<styleSheet xmlns="{MAIN}"><fonts><font><sz val="-"/><family val="99"/></font></fonts><cellXfs><xf fontId="7"/></cellXfs></styleSheet>'
    return name, broken if name == "xl/styles.xml" else text.replace('<c r="A1"', '<c r="A1" s="12"')


def no_styles(name: str, text: str) -> tuple[str, str]:
    return "" if name == "xl/styles.xml" else name, text


def backslashes(name: str, text: str) -> tuple[str, str]:
    return name.replace("/", "\\"), text


def capitals(name: str, text: str) -> tuple[str, str]:
    return name.replace("sheet1", "Sheet1").replace("sharedStrings", "SharedStrings"), text


def odd_names(name: str, text: str) -> tuple[str, str]:
    names = '<definedNames><definedName name="_xlnm.Print_Titles">#REF!$A:</definedName></definedNames>'
    filtered = '<autoFilter ref="A1:B9"><filterColumn colId="x"/></autoFilter><pageSetup paperSize="A4"/>'
    return name, text.replace("<definedNames/>", names).replace("</sheetData>", f"</sheetData>{filtered}")


def pointing_nowhere(name: str, text: str) -> tuple[str, str]:
    return "" if name.endswith("workbook.xml.rels") else name, text


def with_readings(name: str, text: str) -> tuple[str, str]:
    reading = '<rPh sb="0" eb="1"><t>bái ān nà</t></rPh><phoneticPr fontId="1"/>'
    return name, text.replace("<t>白安娜</t>", f"<t>白安娜</t>{reading}")


@pytest.mark.parametrize(
    "change",
    [strict, empty_fill, strange_styles, no_styles, backslashes, capitals, odd_names, pointing_nowhere, with_readings],
)
def test_a_workbook_that_excel_opens_is_read(tmp_path: Path, change: Callable[[str, str], tuple[str, str]]) -> None:
    assert [texts(form) for form in forms(changed(tmp_path / "form.xlsx", change))] == [READ]


def test_cells_that_are_not_what_they_say_cost_no_others(tmp_path: Path) -> None:
    def odd(name: str, text: str) -> tuple[str, str]:
        return name, text.replace(
            '<c r="B4" t="n"><v>3</v></c>', '<c r="B4"><v>3 幅</v></c><c t="s"><v>99</v></c><c t="x"><v>1</v></c>'
        )

    assert [texts(form) for form in forms(changed(tmp_path / "form.xlsx", odd))] == [READ | {"pieces": "3 幅"}]
