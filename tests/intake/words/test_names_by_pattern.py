"""Names by a call's pattern, in all the ways people write them."""

import time

import pytest

from intake.config.naming import NamingPattern
from intake.words.names_by_pattern import NameReader

ASKED = ("新闻稿", "新闻稿件", "联络员信息表", "海报", "视频", "宣传片")
PRESS = NameReader(
    NamingPattern(pattern="宣传+{block}+{unit}"),
    ASKED,
    {"block": ("板块",), "unit": ("单位", "单位名称")},
    ("article", "articles"),
)
UNIT = {"block": "主论坛", "unit": "海岸大学"}


@pytest.mark.parametrize(
    "name",
    [
        "宣传+主论坛+海岸大学",
        "关于报送宣传+主论坛+海岸大学的材料",
        "宣传＋主论坛＋海岸大学",
        " 宣传 + 主论坛 + 海岸大学 ",
        "宣传_主论坛_海岸大学",
        "宣传-主论坛-海岸大学",
        "宣传——主论坛——海岸大学",
        "宣传 主论坛 海岸大学",
        "宣传　主论坛　海岸大学",
        "宣传·主论坛·海岸大学",
        "宣传、主论坛、海岸大学",
        "宣传：主论坛，海岸大学",
        "【宣传】主论坛-海岸大学",
        "【宣传】【主论坛】【海岸大学】",
        "“宣传+主论坛+海岸大学”",
        "Re: 回复：转发: 宣传+主论坛+海岸大学",
        "回复：[PR2026-0001 r2] 宣传+主论坛+海岸大学",
        "请查收：宣传+主论坛+海岸大学",
        "宣传+主论坛+海岸大学+新闻稿+李文",
        "宣传_主论坛_海岸大学_新闻稿_2",
        "宣传+主论坛+海岸大学 联络员信息表",
        "宣传+主论坛+海岸大学（第二批）",
        "宣传+主论坛+海岸大学(1)",
        "宣传+主论坛+海岸大学 2026.7.20 更正版",
        "宣传+主论坛+海岸大学新闻稿",
        "宣传+主论坛+海岸大学的新闻稿",
        "宣传资料+主论坛+海岸大学",
        "宣传素材报送-主论坛-海岸大学",
        "宣传片-主论坛-海岸大学",
        "宣传+板块：主论坛+单位：海岸大学",
        "宣传+主论坛+海岸大学【补】",
        "关于报送“宣传+主论坛+海岸大学”材料的函",
        "宣传【主论坛】海岸大学-新闻稿",
        "宣传（主论坛）海岸大学",
        "宣传_主论坛_海岸大学_article",
    ],
)
def test_what_follows_the_pattern(name):
    assert PRESS.read(name) == UNIT


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("宣传+主论坛+Coast University", "Coast University"),
        ("宣传 主论坛 Coast University", "Coast University"),
        ("宣传-主论坛-中国-东盟中心", "中国-东盟中心"),
        ("宣传+主论坛+中国-东盟中心", "中国-东盟中心"),
        ("宣传+主论坛+海岸大学（国际处）", "海岸大学（国际处）"),
        ("宣传+主论坛+海岸视频", "海岸视频"),
        ("宣传+主论坛+Science Press", "Science Press"),
        ("宣传_主论坛_Science Press_articles", "Science Press"),
    ],
)
def test_a_value_is_told_as_it_is_written(name, unit):
    assert PRESS.read(name) == {"block": "主论坛", "unit": unit}


@pytest.mark.parametrize(
    ("name", "block"),
    [
        ("宣传+“一带一路”论坛+海岸大学", "“一带一路”论坛"),
        ("宣传-人工智能+医疗论坛-海岸大学", "人工智能+医疗论坛"),
        ("宣传+材料科学论坛+海岸大学", "材料科学论坛"),
        ("宣传材料科学论坛+海岸大学", "材料科学论坛"),
    ],
)
def test_a_block_is_told_as_it_is_written(name, block):
    assert PRESS.read(name) == {"block": block, "unit": "海岸大学"}


@pytest.mark.parametrize(
    "name",
    [
        "",
        "宣传+海岸大学+联络员信息表",
        "宣传材料",
        "宣传片",
        "宣传+海岸大学",
        "宣传+板块+单位",
        "宣传+XX板块+XX单位",
        "宣传++",
        "主论坛+海岸大学",
        "宣传主论坛海岸大学",
    ],
)
def test_what_does_not(name):
    assert PRESS.read(name) is None


def test_patterns_of_other_shapes():
    about, signs = NameReader(NamingPattern(pattern="关于{unit}的申报材料")), NameReader(NamingPattern(pattern="{unit}_{title}"))
    assert about.read("关于 海岸大学 的申报材料（补充）") == {"unit": "海岸大学"}
    assert [signs.read(name) for name in ("海岸大学_Old bridge", "IMG_1234", "Coast Old bridge 2")] == [
        {"unit": "海岸大学", "title": "Old bridge"},
        None,
        {"unit": "Coast", "title": "Old bridge"},
    ]


@pytest.mark.parametrize("name", ["宣传" + "a)" * 500, "宣传" + " (" * 300, "宣传" + "+a" * 300, "宣传" * 200, "+" * 900])
def test_no_name_takes_long(name):
    before = time.process_time()
    PRESS.read(name)
    NameReader(NamingPattern(pattern="{a}+{b}+{c}宣传")).read(name)
    assert time.process_time() - before < 1
