"""Topics are found under headings as Chinese offices write them; a bare word in prose proves nothing."""

from __future__ import annotations

import pytest

from validators.probes.topics import heading_of, missing_topics

TOPICS = (
    ("板块简介", "简介", "板块介绍"),
    ("组织机构", "主办", "承办单位"),
    ("活动时间", "时间"),
    ("活动地点", "地点"),
    ("活动安排", "议程", "日程"),
    ("活动进展", "筹备情况"),
    ("亮点特色", "特色", "亮点"),
    ("活动成果", "成效", "往届成果"),
)
WHOLE = """海外人才专场
一、板块简介：本板块面向海外人才。
（二）主办、承办单位
3. 时间及地点
①活动日程
【筹备情况】
第六部分 亮点与特色
★ 往届成果
正文若干。"""


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("一、板块简介", "板块简介"),
        ("（一）组织机构", "组织机构"),
        ("1.1 活动时间", "活动时间"),
        ("1.1、活动时间：4月15日", "活动时间"),
        ("★【活动成果】", "活动成果"),
        ("第一部分 活动安排", "活动安排"),
        ("Part One: Agenda", "Agenda"),
        ("Ⅱ、活动安排", "活动安排"),
        ("本次活动在大连举办，时间为三天，欢迎各界参加。", ""),
        ("本次大会经过半年筹备后在会展中心隆重开幕", ""),
        ("", ""),
    ],
)
def test_a_heading_without_its_numbering(line: str, heading: str) -> None:
    assert heading_of(line) == heading


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (WHOLE, []),
        (WHOLE.replace("第六部分 亮点与特色\n", ""), ["亮点特色"]),
        ("", ["板块简介", "组织机构", "活动时间", "活动地点", "活动安排", "活动进展", "亮点特色", "活动成果"]),
        ("本次活动很有特色，时间紧，地点好，成效显著，欢迎各界人士前来参加。", ["板块简介", "组织机构", "活动时间", "活动地点", "活动安排", "活动进展", "亮点特色", "活动成果"]),
        ("大会的活动时间是四月十五日，活动地点设在国际会议中心，承办单位为市人社局。", ["板块简介", "活动安排", "活动进展", "亮点特色", "活动成果"]),
    ],
)  # fmt: skip
def test_what_a_text_does_not_speak_of(text: str, missing: list[str]) -> None:
    assert missing_topics(text, TOPICS) == missing


RUNNING = (
    "以“促科技创新”为主题的海外人才专场将于2023年4月15日至16日在深圳会展中心9号馆举行。",
    "专场由市科技创新委员会主办、海洋大学承办。",
    "上午9:00-11:30举行开幕式与主旨演讲，下午分为三个环节。",
    "目前已有来自二十个国家的嘉宾完成报名。",
    "本次专场首次设立青年学者展区。",
    "往届大会上，专场促成合作项目三十余个，引进海外团队5个。",
)


@pytest.mark.parametrize(
    ("left_out", "missing"),
    [(None, []), (1, ["组织机构"]), (2, ["活动安排"]), (3, ["活动进展"]), (4, ["亮点特色"]), (5, ["活动成果"])],
)
def test_sentences_speak_of_topics_without_their_names(left_out: int | None, missing: list[str]) -> None:
    text = "".join(sentence for place, sentence in enumerate(RUNNING) if place != left_out)
    assert missing_topics(text, TOPICS) == missing


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (
            "主论坛是大会的核心活动，将于4月15日在会展中心1号馆举行，由海岸大学主办。当天上午举行开幕式，下午安排主旨演讲和圆桌对话。"
            "嘉宾邀请等筹备工作进展顺利。最大看点是青年对话，预计签约项目三十个。",
            [],
        ),
        (
            "The main forum brings together experts from ten countries. It will be held on 15 April 2023 at the Convention Center and is "
            "hosted by Coast University. Preparations are well advanced. The agenda has an opening and a panel. Highlights include a "
            "youth dialogue. Thirty agreements are expected.",
            [],
        ),
    ],
)
def test_whole_articles_in_running_text(text: str, missing: list[str]) -> None:
    assert missing_topics(text, TOPICS) == missing


@pytest.mark.parametrize(
    "text",
    [
        "2022年以来，我市大力引进人才，工作有特色、有亮点，时间紧、任务重。",
        "欢迎各界朋友关注我们的公众号，了解更多内容。",
        "3.5万人次参加，满意率98%。",
    ],
)
def test_what_speaks_of_none_is_not_taken_for_one(text: str) -> None:
    assert missing_topics(text, TOPICS) == [names[0] for names in TOPICS]


def test_topics_in_english_are_whole_words() -> None:
    assert missing_topics("Timetable\nVenue: the old town hall", (("time",), ("venue", "place"))) == ["time"]
