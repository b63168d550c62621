"""Values of every kind, in the spellings that people use."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.config.fields import FieldKind, FieldSettings
from intake.forms.fields.values import answer, read_value, shown_value, sure_of

SURE, LIKELY, UNSURE = 1.0, 0.9, 0.6
NEAR = date(2026, 7, 1)


def a_field(kind: str, **options: object) -> FieldSettings:
    return FieldSettings.model_validate({"kind": kind, "labels": ["栏目"], **options})


def meaning(field: FieldSettings, text: str, near: date | None = None) -> tuple[str, float] | None:
    found = read_value(field, answer(field, text), near)
    return (found.text, found.sure) if found else None


DATES = {
    "2026年8月3日": SURE,
    "2026 年 8 月 3 日": SURE,
    "2026年08月03号": SURE,
    "2026年8月3": SURE,
    "2026年8.3": SURE,
    "２０２６年８月３日": SURE,
    "二〇二六年八月三日": SURE,
    "二零二六年八月三日": SURE,
    "2026.8.3": SURE,
    "２０２６．８．３": SURE,
    "2026. 8. 3.": SURE,
    "2026-08-03": SURE,
    "2026‑08‑03": SURE,
    "2026/8/3": SURE,
    "2026、8、3": SURE,
    "20260803": SURE,
    "2026-08-03T10:00:00": SURE,
    "2026-08-03 00:00:00": SURE,
    "2026/08/03 9:30": SURE,
    "2026年8月3日（周一）上午": SURE,
    "2026年_8_月_3_日": SURE,
    "预计2026年8月3日抵达": SURE,
    "说明：请写年月日。2026年8月3日": SURE,
    "3 August 2026": SURE,
    "3rd of August, 2026": SURE,
    "August 3, 2026": SURE,
    "Aug. 3rd 2026": SURE,
    "3-Aug-2026": SURE,
    "3-Aug-26": UNSURE,
    "46237": LIKELY,
    "46237.5": LIKELY,
    "8/3/2026": UNSURE,
    "8/3/26": UNSURE,
    "03.08.2026": UNSURE,
    "03-08-2026": UNSURE,
    "26年8月3日": UNSURE,
    "26.8.3": UNSURE,
    "2026年8月3日至5日": UNSURE,
    "2026年8月3日-8月5日": UNSURE,
    "2026年8月3日或2026年8月5日": UNSURE,
}


@pytest.mark.parametrize(("text", "sure"), DATES.items())
def test_the_third_of_august(text: str, sure: float) -> None:
    assert meaning(a_field("date"), text) == ("2026-08-03", sure)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13/8/2026", ("2026-08-13", SURE)),
        ("8/13/2026", ("2026-08-13", SURE)),
        ("8/8/2026", ("2026-08-08", SURE)),
        ("2026年十二月三十一日", ("2026-12-31", SURE)),
        ("二〇二六年十月二十日", ("2026-10-20", SURE)),
        ("1990年5月", ("1990-05", SURE)),
        ("1990.05", ("1990-05", SURE)),
        ("May 1990", ("1990-05", SURE)),
        ("85年5月3日", ("1985-05-03", UNSURE)),
        ("2026年2月30日", None),
        ("2026年13月1日", None),
        ("31/31/2026", None),
        ("2026", None),
        ("明天", None),
        ("农历八月初三", None),
        ("民国115年8月3日", None),
        ("13000000001", None),
        ("9:30", None),
        ("8月3日", None),
        ("____年__月__日", None),
        ("", None),
    ],
)
def test_other_dates(text: str, expected: tuple[str, float] | None) -> None:
    assert meaning(a_field("date"), text) == expected


@pytest.mark.parametrize("text", ["8月3日", "8.3", "8/3", "3 Aug", "August 3rd", "八月三日", "８月３号"])
def test_a_date_without_a_year_is_the_nearest(text: str) -> None:
    assert meaning(a_field("date"), text, NEAR) == ("2026-08-03", UNSURE)
    assert meaning(a_field("date"), "1月5日", date(2026, 12, 20)) == ("2027-01-05", UNSURE)


def test_a_date_without_a_year_is_none_that_lies_years_back_or_half_a_year_off() -> None:
    assert meaning(a_field("date"), "25/8", NEAR) == ("2026-08-25", UNSURE)
    assert [meaning(a_field("date", labels=[label]), "8月3日", NEAR) for label in ("出生日期", "Date of Birth", "成立日期")] == [
        None
    ] * 3
    assert meaning(a_field("date"), "29 Feb", date(2027, 6, 1)) is None
    assert meaning(a_field("date"), "29 Feb", date(2027, 12, 1)) == ("2028-02-29", UNSURE)


@given(st.dates(min_value=date(1955, 1, 1), max_value=date(2060, 1, 1)))
def test_every_day_is_read_in_every_sure_spelling(day: date) -> None:
    year, month, number = day.year, day.month, day.day
    spellings = [
        f"{year}年{month}月{number}日",
        f"{year}.{month}.{number}",
        f"{year}/{month:02}/{number:02}",
        f"{year}{month:02}{number:02}",
        f"{number} {day:%B} {year}",
        f"{day:%b} {number}, {year}",
        str((day - date(1899, 12, 30)).days),
        (day + timedelta(0)).isoformat(),
    ]
    assert {read.text for text in spellings if (read := read_value(a_field("date"), text))} == {day.isoformat()}
    assert all(read_value(a_field("date"), text) for text in spellings)


TYPES = {
    "project": ["项目需求", "项目合作"],
    "talent": ["人才需求", "Talent wanted"],
    "technology": ["技术需求", "技术供给"],
    "resource": ["人力资源"],
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("人才需求", ("talent", SURE)),
        (" 人 才 需 求 ", ("talent", SURE)),
        ("talent", ("talent", SURE)),
        ("TALENT WANTED", ("talent", SURE)),
        ("ｔａｌｅｎｔ　ｗａｎｔｅｄ", ("talent", SURE)),
        ("☑人才需求", ("talent", SURE)),
        ("□项目需求 ☑人才需求 □技术需求 □人力资源", ("talent", SURE)),
        ("☐项目需求\n☒人才需求\n☐技术需求", ("talent", SURE)),
        ("项目需求□ 人才需求☑ 技术需求□", ("talent", SURE)),
        ("□项目需求 √人才需求 □技术需求", ("talent", SURE)),
        ("项目需求 √人才需求 技术需求", ("talent", SURE)),
        ("项目需求 人才需求√ 技术需求", ("talent", SURE)),
        ("A.项目需求 B.人才需求√", ("talent", SURE)),
        ("（√）人才需求（ ）项目需求", ("talent", SURE)),
        ("( ) 项目需求 (√) 人才需求", ("talent", SURE)),
        ("[ ] 项目需求 [x] 人才需求", ("talent", SURE)),
        ("■人才需求 □项目需求", ("talent", SURE)),
        ("● 人才需求 ○ 项目需求", ("talent", SURE)),
        ("◉人才需求 ◯项目需求", ("talent", SURE)),
        ("þ人才需求 ¨项目需求", ("talent", SURE)),
        ("项目需求×  人才需求√", ("talent", SURE)),
        ("1、项目需求□ 2、人才需求■", ("talent", SURE)),
        ("☑️ 人才需求 ⬜️ 项目需求", ("talent", SURE)),
        ("□人才需求（博士） ☑项目合作（含技术）", ("project", SURE)),
        ("请选择：☑人才需求 □项目需求", ("talent", SURE)),
        ("人才需求（博士后）", ("talent", LIKELY)),
        ("类别：人才需求", ("talent", LIKELY)),
        ("人才", ("talent", LIKELY)),
        ("☑人才 □项目", ("talent", LIKELY)),
        ("人才需求、技术需求", ("talent", UNSURE)),
        ("☑人才需求 ☑技术需求", ("talent", UNSURE)),
        ("需求", None),
        ("其他", None),
        ("☑其他 □人才需求", None),
        ("项目需求√人才需求", None),
        ("☐项目需求 ☐人才需求", None),
        ("项目需求/人才需求/技术需求/人力资源", None),
    ],
)
def test_choices(text: str, expected: tuple[str, float] | None) -> None:
    assert meaning(a_field("choice", choices=TYPES), text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "□项目需求 □人才需求",
        "项目需求/项目合作/人才需求/技术需求/人力资源",
        "请选择",
        "--请选择--",
        "Choose an item.",
        "____",
        "/",
        "（单选）",
    ],
)
def test_nothing_chosen_is_no_answer(text: str) -> None:
    assert answer(a_field("choice", choices=TYPES), text) == ""


@given(st.sampled_from(sorted(TYPES)), st.permutations(sorted(TYPES)), st.sampled_from("☑☒√■●✓✔"), st.booleans())
def test_the_ticked_box_tells_wherever_it_stands(chosen: str, order: list[str], tick: str, behind: bool) -> None:
    boxes = {key: tick if key == chosen else "□" for key in order}
    text = "  ".join(TYPES[key][0] + boxes[key] if behind else boxes[key] + TYPES[key][0] for key in order)
    assert meaning(a_field("choice", choices=TYPES), text) == (chosen, SURE)


SECRET = {"labels": ["不便公开", "是否不便公开", "是否保密", "不宜公开"], "negated": ["是否公开", "可否公开", "能否公开发布"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("是", ("yes", SURE)),
        ("√", ("yes", SURE)),
        ("☑", ("yes", SURE)),
        ("Yes", ("yes", SURE)),
        ("Y", ("yes", SURE)),
        ("TRUE", ("yes", SURE)),
        ("1.0", ("yes", SURE)),
        ("不公开", ("yes", SURE)),
        ("不便公开", ("yes", SURE)),
        ("不宜公开", ("yes", SURE)),
        ("不同意公开", ("yes", SURE)),
        ("不能公开发布", ("yes", SURE)),
        ("保密", ("yes", SURE)),
        ("□公开 ☑不公开", ("yes", SURE)),
        ("☑是 □否", ("yes", SURE)),
        ("是√ 否", ("yes", SURE)),
        ("是，涉及商业秘密", ("yes", LIKELY)),
        ("x", ("yes", UNSURE)),
        ("否", ("no", SURE)),
        ("×", ("no", SURE)),
        ("□", ("no", SURE)),
        ("No", ("no", SURE)),
        ("FALSE", ("no", SURE)),
        ("0", ("no", SURE)),
        ("无", ("no", SURE)),
        ("公开", ("no", SURE)),
        ("可公开", ("no", SURE)),
        ("可以公开", ("no", SURE)),
        ("同意公开", ("no", SURE)),
        ("不保密", ("no", SURE)),
        ("☑公开 □不公开", ("no", SURE)),
        ("□是 ☑否", ("no", SURE)),
        ("是 否√", ("no", SURE)),
        ("否（可公开）", ("no", SURE)),
        ("是否公开：是", ("no", SURE)),
        ("是否公开：√", ("no", SURE)),
        ("是否公开：可以", ("no", SURE)),
        ("可否公开：否", ("yes", SURE)),
        ("是否公开：□是 √否", ("yes", SURE)),
        ("是否公开：不公开", ("yes", SURE)),
        ("是否公开：公开", ("no", SURE)),
        ("视情况", None),
        ("是否公开：是，但联系方式不公开", None),
        ("公开/不公开", None),
        ("是/否", None),
        ("是□ 否□", None),
        ("", None),
    ],
)
def test_flags(text: str, expected: tuple[str, float] | None) -> None:
    assert meaning(a_field("flag", **SECRET), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("参加", ("yes", LIKELY)),
        ("不参加", ("no", LIKELY)),
        ("☑参加 □不参加", ("yes", LIKELY)),
        ("参加√ 不参加", ("yes", LIKELY)),
        ("参加晚宴", ("yes", SURE)),
        ("不参加晚宴", ("no", SURE)),
        ("Yes, please", ("yes", LIKELY)),
        ("no, thanks", ("no", LIKELY)),
        ("not attend", ("no", LIKELY)),
    ],
)
def test_flags_of_another_question(text: str, expected: tuple[str, float]) -> None:
    assert meaning(a_field("flag", labels=["是否参加晚宴", "Will you attend the dinner?"]), text) == expected


NOTE = "说明：2018—2022年底，可按大会届别——说明，也可统一归总说明。如无请填写“0”，如没有统计，请填写“未统计”。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", ("12", SURE)),
        ("1,200", ("1200", SURE)),
        ("0", ("0", SURE)),
        ("2018", ("2018", SURE)),
        ("12人", ("12", LIKELY)),
        ("１２人", ("12", LIKELY)),
        ("约12", ("12", LIKELY)),
        ("12名左右", ("12", LIKELY)),
        ("12人以上", ("12", LIKELY)),
        ("共__12__人", ("12", LIKELY)),
        ("十二人", ("12", LIKELY)),
        ("一百二十人", ("120", LIKELY)),
        ("叁拾贰人", ("32", LIKELY)),
        ("1.2万人", ("12000", LIKELY)),
        ("twelve people", ("12", LIKELY)),
        ("12（十二）", ("12", LIKELY)),
        ("12（人）", ("12", SURE)),
        ("（单位：人）12", ("12", SURE)),
        ("第16届12人", ("12", LIKELY)),
        ("2018—2022年底共引进56人", ("56", LIKELY)),
        ("3项，投资500万元", ("3", LIKELY)),
        ("1项，名称为“2030计划”", ("1", LIKELY)),
        ("2018年3人、2019年4人，共7人", ("7", LIKELY)),
        ("1 200", ("1200", 1.0)),
        ("约1.5千人", ("1500", LIKELY)),
        ("百余人", ("100", LIKELY)),
        ("廿五", ("25", LIKELY)),
        ("2018年共3人，2019年共4人，合计7人", ("7", LIKELY)),
        ("12人，其中博士3人、硕士5人", ("12", LIKELY)),
        ("7人（2018年3人，2019年4人）", ("7", LIKELY)),
        ("12 people in total (3 in 2018, 9 in 2019)", ("12", LIKELY)),
        ("3+4=7", ("7", LIKELY)),
        ("累计引进120人，2022年新增20人", ("120", LIKELY)),
        (f"{NOTE}12人", ("12", LIKELY)),
        (f"{NOTE}\n2018年3人、2019年4人，共7人", ("7", LIKELY)),
        (f"12人{NOTE}", ("12", LIKELY)),
        ("（请说明）3项", ("3", LIKELY)),
        ("2018年3人、2019年4人", ("7", UNSURE)),
        ("3人、3人", ("6", UNSURE)),
        ("16届3人、17届4人、19届5人", ("12", UNSURE)),
        ("1. 博士3人 2. 硕士4人", ("7", UNSURE)),
        ("2018年3人；2019年未统计", ("3", UNSURE)),
        ("无", ("0", UNSURE)),
        ("没有", ("0", UNSURE)),
        ("未统计", ("未统计", SURE)),
        ("“未统计”", ("未统计", SURE)),
        ("暂未统计", ("未统计", SURE)),
        (f"{NOTE}未统计", ("未统计", SURE)),
        ("12.5", None),
        ("-3", None),
        ("10-15人", None),
        ("10至15人", None),
        ("几十人", None),
        ("若干", None),
        ("一些", None),
        ("50%", None),
        ("500万元", None),
    ],
)
def test_counts(text: str, expected: tuple[str, float] | None) -> None:
    assert meaning(a_field("count", uncounted=["未统计"]), text) == expected


@pytest.mark.parametrize(
    "text", ["", "_____人", "共____项", "人", "（请说明）", "（单位：人）", NOTE, f"{NOTE}_____人", "/", "-"]
)
def test_a_count_nobody_wrote_is_no_answer(text: str) -> None:
    assert answer(a_field("count", uncounted=["未统计"]), text) == ""


@given(st.integers(min_value=0, max_value=10**11), st.sampled_from(["{}", "{}人", "约{}人", "共{}项", "{} people", "其他{}个"]))
def test_every_count_is_read(number: int, written: str) -> None:
    found = meaning(a_field("count"), written.format(number))
    assert found is not None
    assert found[0] == str(number)


@pytest.mark.long
@settings(deadline=None)  # the first of each kind loads its tables
@given(st.text(max_size=80))
def test_no_text_breaks_a_reader(text: str) -> None:
    options = {"choice": {"choices": TYPES}, "flag": SECRET, "count": {"uncounted": ["未统计"]}}
    for kind in FieldKind:
        field = a_field(kind, **options.get(kind, {}))
        written = answer(field, text)
        assert read_value(field, written) is None or written
        assert 0 < sure_of(field, written) <= 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://www.example.org/live", ("https://www.example.org/live", SURE)),
        ("http://example.org", ("http://example.org", SURE)),
        ("HTTPS://EXAMPLE.ORG/A", ("HTTPS://EXAMPLE.ORG/A", SURE)),
        ("www.example.org/live", ("www.example.org/live", SURE)),
        ("example.org", ("example.org", SURE)),
        ("ｈｔｔｐｓ：／／ｗｗｗ．ｅｘａｍｐｌｅ．ｏｒｇ／ａ", ("https://www.example.org/a", SURE)),
        ("https：//example.org/a", ("https://example.org/a", SURE)),
        ("https:// example.org/a", ("https://example.org/a", SURE)),
        ("直播链接：https://example.org/a。", ("https://example.org/a", SURE)),
        ("（https://example.org/a）", ("https://example.org/a", SURE)),
        ("<https://example.org/a>", ("https://example.org/a", SURE)),
        ("“https://example.org/a”", ("https://example.org/a", SURE)),
        ("https://example.org/a！", ("https://example.org/a", SURE)),
        ("https://example.org/a,", ("https://example.org/a", SURE)),
        ("https://example.org/wiki/A_(b)", ("https://example.org/wiki/A_(b)", SURE)),
        ("https://example.org:8080/x?y=1#z", ("https://example.org:8080/x?y=1#z", SURE)),
        ("https://mp.weixin.qq.com/s?__biz=a&\nmid=12&idx=1", ("https://mp.weixin.qq.com/s?__biz=a&mid=12&idx=1", SURE)),
        ("rtmp://push.example.org/live/key?auth=1-0-0-abc", ("rtmp://push.example.org/live/key?auth=1-0-0-abc", SURE)),
        ("https://192.0.2.1:8080/x", ("https://192.0.2.1:8080/x", SURE)),
        ("https://例子.中国/a", ("https://例子.中国/a", SURE)),
        ("example.org/live，密码1234", ("example.org/live", SURE)),
        ("\u200bhttps://example.org/a\ufeff", ("https://example.org/a", SURE)),
        ("a.b@example.org / www.example.org", ("www.example.org", SURE)),
        ("https://example.org/a https://example.org/b", ("https://example.org/a", UNSURE)),
        ("https://example.org/中文", ("https://example.org/", UNSURE)),
        ("name@example.org", None),
        ("see below", None),
        ("活动手册.docx", None),
        ("3.14", None),
        ("http://", None),
        ("无", None),
    ],
)
def test_urls(text: str, expected: tuple[str, float] | None) -> None:
    assert meaning(a_field("url"), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("36", ("36", SURE)),
        ("三十六", ("36", SURE)),
        ("36㎡", ("36", LIKELY)),
        ("36平方米", ("36", LIKELY)),
        ("12.50", ("12.5", LIKELY)),
        ("12.5 sqm", ("12.5", LIKELY)),
        ("12,500 yuan", ("12500", LIKELY)),
        ("￥1,200.50", ("1200.5", LIKELY)),
        ("约1.2万元", ("12000", LIKELY)),
        ("1,2", None),
        ("3.0", ("3", SURE)),
        ("36-40", None),
        ("大约", None),
    ],
)
def test_numbers_may_bear_a_unit(text: str, expected: tuple[str, float] | None) -> None:
    assert meaning(a_field("number"), text) == expected


@pytest.mark.parametrize(
    ("field", "text", "shown"),
    [
        (a_field("date"), "2026年8月3日", "2026-08-03"),
        (a_field("date"), "下周", "下周"),
        (a_field("choice", choices=TYPES), "☑人才需求 □项目需求", "talent"),
        (a_field("choice", choices=TYPES), "别的", "别的"),
        (a_field("flag", **SECRET), "是否公开：否", "yes"),
        (a_field("count", uncounted=["未统计"]), "约12人", "12"),
        (a_field("count", uncounted=["未统计"]), "未统计", "未统计"),
        (a_field("number"), "3幅", "3"),
        (a_field("url"), "见 www.example.org。", "www.example.org"),
        (a_field("text"), "  甲 ", "  甲 "),
        (a_field("phone"), "130 0000 0001", "130 0000 0001"),
        (a_field("email"), "A@Example.org", "A@Example.org"),
        (a_field("nationality"), "法国", "法国"),
        (a_field("sex"), "女", "女"),
    ],
)
def test_what_the_outside_is_shown(field: FieldSettings, text: str, shown: str) -> None:
    assert shown_value(field, text) == shown


DELEGATION = "说明：请以省、自治区、直辖市、副省级城市为代表团，如：北京市外国专家局则填写北京代表团。单个机构不用填写。"
ADVICE = "说明：字数不限，资料另附。请对中国国际人才交流大会提出中肯评价，并对今后如何办好大会提出有益建议。"


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        (DELEGATION, ""),
        (f"{DELEGATION}四川代表团", "四川代表团"),
        (f"{DELEGATION}\n四川代表团", "四川代表团"),
        (f"四川代表团 {DELEGATION}", "四川代表团"),
        (ADVICE, ""),
        (f"{ADVICE}\n请大会多设分会场。", "请大会多设分会场。"),
        (f"{ADVICE}大会很好。请多设分会场。", "大会很好。请多设分会场。"),
        ("（请说明）", ""),
        ("（必填）四川代表团", "四川代表团"),
        ("说明：这张照片拍摄于2019年。", "说明：这张照片拍摄于2019年。"),
        ("Note: please look at the light.", "Note: please look at the light."),
        ("大会（不超过三天）很好", "大会（不超过三天）很好"),
    ],
)
def test_a_note_of_the_blank_form_is_no_answer(text: str, answered: str) -> None:
    assert answer(a_field("text"), text) == answered
