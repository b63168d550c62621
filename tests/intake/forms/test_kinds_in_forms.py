"""Forms of other calls in real Word, Excel, PDF and text: ticked options, dates, counts, shared cells, notes of the blank form."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from intake.config.models import Slot
from intake.forms.fields.values import shown_value
from intake.forms.readers import read_body, read_form
from intake.model.submission import FileType, FormState, RegistrationForm
from tests.builders.form_pdfs import box, pdf_page, tick, widget, words
from tests.builders.form_samples import attached, cell, paragraph, table, word
from tests.builders.outcomes import ADVICE, CASES, DELEGATION, NOTE, PLACE, SIZES

FAIR = Slot.model_validate(
    {
        "kind": "form",
        "title": {"zh": "参展申请表", "en": "Exhibitor application"},
        "names": ["参展申请表", "application"],
        "fields": {
            "unit": {"labels": ["单位名称", "Organisation"], "required": True},
            "area": {"kind": "number", "labels": ["展位面积", "Area"]},
            "arrival": {"kind": "date", "labels": ["进馆日期", "Date of arrival"]},
            "booth": {
                "kind": "choice",
                "labels": ["参展类型", "Type of booth"],
                "choices": {"online": ["网上展厅", "Online hall"], "onsite": ["线下展位", "On site"], "both": ["两者", "Both"]},
            },
            "secret": {"kind": "flag", "labels": ["不便公开", "Confidential"], "negated": ["是否公开", "May be published"]},
            "staff": {"kind": "count", "labels": ["参展人数", "Number of people"], "uncounted": ["未统计"]},
            "page": {"kind": "url", "labels": ["网址", "Website"]},
        },
    }
)
BOXED = {"name": "application.docx"}


def shown(form: RegistrationForm | None, slot: Slot = FAIR) -> dict[str, str]:
    values = form.values if form else {}
    assert all(value.shown == shown_value(slot.fields[name], value.text) for name, value in values.items())
    return {name: value.shown for name, value in values.items()}


def in_word(tmp_path: Path, *rows: tuple[str, ...], slot: Slot = FAIR) -> dict[str, str]:
    return shown(read_form(attached(word(tmp_path / "application.docx", table(*rows)), FileType.DOCX), slot, tmp_path), slot)


def in_excel(tmp_path: Path, *rows: tuple[object, ...]) -> dict[str, str]:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "application.xlsx")
    return shown(read_form(attached(tmp_path / "application.xlsx", FileType.XLSX), FAIR, tmp_path))


WHOLE = {
    "unit": "蓝海科技有限公司",
    "area": "36",
    "arrival": "2026-08-03",
    "booth": "onsite",
    "secret": "yes",
    "staff": "7",
    "page": "www.example.org",
}


def control(checked: int, text: str) -> str:
    state = f'<w14:checkbox><w14:checked w14:val="{checked}"/></w14:checkbox>'
    run = "<w:r><w:t>?</w:t></w:r>"
    return f"<w:p><w:sdt><w:sdtPr>{state}</w:sdtPr><w:sdtContent>{run}</w:sdtContent></w:sdt><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_word_form_with_real_check_boxes(tmp_path: Path) -> None:
    boxes = control(0, "网上展厅") + control(1, "线下展位") + control(0, "两者")
    rows = (
        ("单位名称", "蓝海科技有限公司", "展位面积", "36㎡"),
        ("进馆日期", "2026年 8 月 3 日", "参展类型", cell(boxes)),
        ("是否公开", cell(control(0, "是") + control(1, "否")), "参展人数", "专家3人、学生4人，共7人"),
        ("网址", "www.example.org。"),
    )
    assert in_word(tmp_path, *rows) == WHOLE


def test_options_dealt_over_cells_of_a_word_form(tmp_path: Path) -> None:
    rows = (
        ("单位名称", "蓝海科技有限公司"),
        ("参展类型", "☐网上展厅", "☑线下展位", "☐两者"),
        ("进馆日期", "2026.8.3"),
        ("不便公开", "□否", "√是"),
    )
    assert in_word(tmp_path, *rows) == {key: WHOLE[key] for key in ("unit", "booth", "arrival", "secret")}


def test_options_below_one_another_under_a_merged_label(tmp_path: Path) -> None:
    first, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        ("单位名称", "蓝海科技有限公司"),
        (cell(paragraph("参展类型"), first), "□ 网上展厅"),
        (cell(paragraph(""), more), "☑ 线下展位"),
        (cell(paragraph(""), more), "□ 两者"),
        ("进馆日期", "2026/8/3"),
    )
    assert in_word(tmp_path, *rows) == {key: WHOLE[key] for key in ("unit", "booth", "arrival")}


@pytest.mark.parametrize(
    "cells",
    [
        ("参展类型", "网上展厅", "", "线下展位", "√", "两者", ""),
        ("参展类型", "网上展厅", None, "线下展位", "√", "两者"),
        ("参展类型", "", "网上展厅", "√", "线下展位", "", "两者"),
        ("参展类型", "网上展厅", False, "线下展位", True, "两者", False),
        ("参展类型", "网上展厅", "", "线下展位", "v", "两者", ""),
        ("参展类型", "□网上展厅", "■线下展位", "□两者"),
        ("参展类型", "网上展厅□", "线下展位☑", "两者□"),
        ("参展类型", "线下展位"),
        ("参展类型", "网上展厅 √线下展位 两者"),
        ("参展类型☐网上展厅 ☑线下展位 ☐两者",),
        ("参展类型：□网上展厅　√线下展位　□两者",),
    ],
)
def test_a_choice_in_a_spreadsheet(tmp_path: Path, cells: tuple[object, ...]) -> None:
    rows = (("单位名称", "蓝海科技有限公司"), cells, ("展位面积", 36), ("进馆日期", "2026年8月3日"), ("参展人数", 7))
    expected = {key: WHOLE[key] for key in ("unit", "booth", "area", "arrival", "staff")}
    assert in_excel(tmp_path, *rows) == expected


def test_dates_and_truths_that_a_spreadsheet_keeps_itself(tmp_path: Path) -> None:
    rows = (("单位名称", "甲"), ("进馆日期", 46237), ("不便公开", True), ("参展人数", "未统计"), ("网址", "无"))
    assert in_excel(tmp_path, *rows) == {"unit": "甲", "arrival": "2026-08-03", "secret": "yes", "staff": "未统计"}


def test_check_boxes_of_a_pdf_form(tmp_path: Path) -> None:
    content = box(60, 690, 460, 24) + words(66, 698, "Organisation") + box(200, 690, 320, 24)
    content += box(60, 666, 460, 24) + words(66, 674, "Type of booth") + box(200, 666, 320, 24)
    content += words(222, 674, "Online hall") + words(322, 674, "On site") + words(422, 674, "Both")
    content += (
        box(60, 642, 460, 24) + words(66, 650, "Date of arrival") + box(200, 642, 320, 24) + words(206, 650, "3 August 2026")
    )
    content += (
        box(60, 618, 460, 24) + words(66, 626, "Number of people") + box(200, 618, 320, 24) + words(206, 626, "about 7 people")
    )
    fields = (widget(206, 694, "/V (Blue Sea Ltd)"), tick(208, 674, False), tick(308, 674, True), tick(408, 674, False))
    (tmp_path / "application.pdf").write_bytes(pdf_page(content, *fields))
    form = read_form(attached(tmp_path / "application.pdf", FileType.PDF), FAIR, tmp_path)
    assert shown(form) == {"unit": "Blue Sea Ltd", "booth": "onsite", "arrival": "2026-08-03", "staff": "7"}


def test_a_form_typed_into_a_mail() -> None:
    text = (
        "单位名称：蓝海科技有限公司\n参展类型：\n□ 网上展厅\n☑ 线下展位\n□ 两者\n进馆日期：8/3/2026\n"
        "是否公开：否\n参展人数：约7人\n展位面积：36平方米\n网址：http：//www.example.org/，欢迎访问\n"
    )
    form = read_body(text, FAIR)
    assert form is not None
    assert shown(form) == {**WHOLE, "page": "http://www.example.org/"}
    assert (form.values["arrival"].confidence, form.values["secret"].text) == (0.6, "是否公开：否")


def test_an_untouched_form_with_boxes_and_places_is_blank(tmp_path: Path) -> None:
    rows = (
        ("单位名称", "________", "展位面积", "____㎡"),
        ("进馆日期", "____年__月__日", "参展类型", "□网上展厅 □线下展位 □两者"),
        ("是否公开", "□是 □否", "参展人数", "_____人"),
        ("网址", "http://"),
    )
    form = read_form(attached(word(tmp_path / "application.docx", table(*rows)), FileType.DOCX), FAIR, tmp_path)
    assert form is not None
    assert (form.state, shown(form)) == (FormState.BLANK, {})


STATISTICS = Slot.model_validate(
    {
        "kind": "form",
        "title": {"zh": "中国国际人才交流大会成果统计表", "en": "Table of outcomes"},
        "names": ["成果统计表"],
        "fields": {
            "unit": {"labels": ["单位名称"]},
            "delegation": {"labels": ["代表团名称"]},
            "address": {"labels": ["单位地址"]},
            "contact_name": {"kind": "name", "labels": ["联系人"]},
            "office_phone": {"kind": "phone", "labels": ["办公电话"]},
            "email": {"kind": "email", "labels": ["邮箱"]},
            "mobile": {"kind": "phone", "labels": ["联系手机"]},
            "talents_domestic": {"kind": "count", "labels": ["引进国内高层次人才数量"], "uncounted": ["未统计"]},
            "talents_abroad": {"kind": "count", "labels": ["引进国（境）外高层次人才人数"], "uncounted": ["未统计"]},
            "teams_domestic": {"kind": "count", "labels": ["引进国内创新创业团队数量"], "uncounted": ["未统计"]},
            "projects_other": {"kind": "count", "labels": ["其他引智项目数量"], "uncounted": ["未统计"]},
            **{
                f"size_{year}": {
                    "kind": "count",
                    "labels": ["近3届（线下）代表团规模"],
                    "within": f"{year}年（{number}届）：{{}}人",
                    "uncounted": ["未统计"],
                }
                for year, number in ((2018, 16), (2019, 17), (2021, 19))
            },
            "cases": {"labels": ["达成案例典型"]},
            "suggestions": {"labels": ["对人才大会评价及办会建议"]},
        },
    }
)


def statistics(values: dict[str, str], notes: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    """Return the table of the notice: label, value, and the merged note beside the counts."""
    first, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    note, below = cell(paragraph(notes.get("counts", NOTE)), first), cell(paragraph(""), more)

    def of(name: str) -> str:
        return values.get(name, "")

    return (
        ("单位名称", of("unit")),
        ("代表团名称", notes.get("delegation", DELEGATION)),
        ("单位地址", of("address")),
        ("联系人", of("contact_name"), "办公电话", of("office_phone")),
        ("邮箱", of("email"), "联系手机", of("mobile")),
        ("引进国内高层次人才数量", of("talents_domestic"), note),
        ("引进国（境）外高层次人才人数", of("talents_abroad"), below),
        ("引进国内创新创业团队数量", of("teams_domestic"), below),
        ("其他引智项目数量", values.get("projects_other", "（请说明）")),
        ("近3届（线下）代表团规模", values.get("sizes", SIZES.format(PLACE, PLACE, PLACE))),
        ("达成案例典型", notes.get("cases", CASES)),
        ("对人才大会评价及办会建议", notes.get("advice", ADVICE)),
    )


def test_the_table_of_outcomes_as_it_is_sent_out_is_blank(tmp_path: Path) -> None:
    path = word(tmp_path / "成果统计表.docx", table(*statistics({}, {})))
    form = read_form(attached(path, FileType.DOCX), STATISTICS, tmp_path)
    assert form is not None
    assert (form.state, shown(form, STATISTICS)) == (FormState.BLANK, {})


def test_the_table_of_outcomes_filled_in(tmp_path: Path) -> None:
    values = {
        "unit": "四川省外国专家局",
        "address": "成都市人民路1号",
        "contact_name": "李明",
        "office_phone": "028-6516 0000",
        "email": "li@example.org",
        "mobile": "13000000001",
        "talents_domestic": "2018年3人、2019年4人，共7人",
        "talents_abroad": "未统计",
        "teams_domestic": "0",
        "projects_other": "（请说明）约12项",
        "sizes": SIZES.format("12", PLACE, "未统计").replace("未统计人", "未统计"),
    }
    notes = {"delegation": f"{DELEGATION}\n四川代表团", "advice": f"{ADVICE}大会很好。请多设分会场。"}
    assert in_word(tmp_path, *statistics(values, notes), slot=STATISTICS) == {
        "unit": "四川省外国专家局",
        "delegation": "四川代表团",
        "address": "成都市人民路1号",
        "contact_name": "李明",
        "office_phone": "028-6516 0000",
        "email": "li@example.org",
        "mobile": "13000000001",
        "talents_domestic": "7",
        "talents_abroad": "未统计",
        "teams_domestic": "0",
        "projects_other": "12",
        "size_2018": "12",
        "size_2021": "未统计",
        "suggestions": "大会很好。请多设分会场。",
    }


def test_counts_typed_behind_the_note_itself(tmp_path: Path) -> None:
    rows = (
        ("单位名称", "甲"),
        ("引进国内高层次人才数量", f"{NOTE}12人"),
        ("联系人", "李明"),
        ("其他引智项目数量", "3项（请说明）"),
    )
    assert in_word(tmp_path, *rows, slot=STATISTICS) == {
        "unit": "甲",
        "talents_domestic": "12",
        "contact_name": "李明",
        "projects_other": "3",
    }
