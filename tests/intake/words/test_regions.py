"""One region is one name, however offices write it; what is none stays as it is."""

import pytest

from intake.words.regions import place_of, uniform

SAME = {
    "北京": ["【北京】代表团", "1.北京", "一、北京代表团", "北京 Beijing", "北京代表团 Beijing Delegation", "北京（含中关村）", "北京代表团", "北京市", "北京", "北京市代表团", "　北京　代表团", "京", "Beijing Delegation", "Delegation of Beijing", "中国北京团。", "BEIJING"],
    "内蒙古": ["内蒙古自治区", "内蒙代表团", "Inner  Mongolia Autonomous Region"],
    "广西": ["广西壮族自治区代表团", "广西区", "桂"],
    "新疆": ["新疆维吾尔自治区", "新疆代表团"],
    "新疆生产建设兵团": ["兵团代表团", "新疆兵团", "新疆生产建设兵团"],
    "深圳": ["广东（深圳）", "深圳（广东）", "广东深圳代表团", "广东省深圳市", "深圳（计划单列市）", "深圳市展团", "Shenzhen"],
    "吉林": ["吉林省", "吉林"],
    "吉林市": ["吉林市", "吉林省吉林市", "吉林市代表团"],
    "苏州": ["苏州", "苏州市", "江苏省苏州市", "苏州市代表团"],
    "香港": ["香港特别行政区", "Hong Kong SAR"],
    "": ["", "代表团", "  "],
    "蓝海科技有限公司": ["蓝海科技有限公司"],
    "北京市海淀区": ["北京市海淀区"],
    "北京、天津": ["北京、天津"],
    "浙江": ["浙江省（不含宁波）"],
    "沙市": ["沙市"],
    "Blue Sea": ["Blue  Sea", "Blue Sea Delegation"],
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_every_way_to_write_a_region_is_one(name):
    assert {way: uniform(way) for way in SAME[name]} == dict.fromkeys(SAME[name], name)


def test_an_office_is_its_region_only_where_regions_are_asked_for():
    ways = [
        "北京市外国专家局",
        "北京市科委",
        "深圳市科技创新委员会",
        "上海海洋大学",
        "广东省广州市天河区",
        "新疆生产建设兵团第八师",
        "上海浦东新区",
        "苏州工业园区",
    ]
    of = ["北京", "北京", "深圳", "上海海洋大学", "广州", "新疆生产建设兵团", "上海", "苏州工业园区"]
    assert [uniform(way, offices=True) for way in ways] == of
    assert [uniform(way) for way in ways] == ways


def test_regions_stand_in_the_official_order_and_what_is_none_behind_them():
    assert sorted(["", "蓝海", "深圳", "天津", "北京"], key=place_of) == ["北京", "天津", "深圳", "蓝海", ""]
