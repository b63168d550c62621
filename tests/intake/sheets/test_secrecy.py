"""A row may say that it is confidential where nobody asked: under a heading of its own, or as the whole of a cell."""

from intake.sheets.secrecy import says_elsewhere
from tests.builders.sheet_samples import slot

SECRET = [
    ("密级", "内部"), ("密级", "秘密"), ("公开范围", "仅限内部"), ("是否涉密", "是"), ("是否对外发布", "否"), ("是否对外发布", "不同意"), ("能否发布", "不能"),
    ("是否发布", "不予发布"), ("是否对外发布", "待定"), ("保密要求", "需保密"), ("投资额", "保密"), ("Publish?", "no"),
]  # fmt: skip
OPEN = [
    ("密级", "非密"), ("密级", "公开"), ("密级", "非涉密"), ("公开范围", "全国"), ("是否涉密", "否"), ("是否对外发布", "是"), ("能否发布", "能"),
    ("是否发布", "可发布"), ("发布日期", "2022年3月1日"), ("公布时间", "未定"), ("发布单位", "某局"), ("是否需要保密", "不需要"), ("投资额", "300"),
]  # fmt: skip


def test_a_heading_that_nobody_asked_for_may_say_so():
    assert [pair for pair in SECRET if not says_elsewhere(slot(), {}, dict([pair]))] == []
    assert [pair for pair in OPEN if says_elsewhere(slot(), {}, dict([pair]))] == []


def test_a_remark_that_is_nothing_else_may_say_so():
    said = {
        text: says_elsewhere(slot(), {"remarks": text, "contact_name": "保密"}, {}) for text in ("不公开", "保密协议另附", "")
    }
    assert said == {"不公开": True, "保密协议另附": False, "": False}
