"""What in a subject or a file name is a person's name: words of the desk's work, of places and of titles are none."""

from __future__ import annotations

import pytest

from intake.words.person_names import person_names

NOBODY = (
    "照片投稿", "作品提交", "参赛作品", "摄影大赛报名", "补充材料（第二批）", "更换高清原图", "江南春色", "黄昏", "金秋的乌镇", "再发一次", "遗漏的两张", "关于投稿的问题", "请查收",
    "晨曦", "马上补发", "西安城墙", "拉萨", "哈尔滨冰雪", "四川·成都", "三月的海", "任务单", "高铁上", "投稿-风光组", "证件照", "登记表（修改后）", "外籍教师作品", "麻烦老师查收，谢谢",
    "Photo Submission", "Missing Portrait", "Great Wall", "Summer Palace", "Morning Light", "Re: Additional Pictures From Last Week", "Entry Form and Photos", "Golden Lake Series",
)  # fmt: skip
SOMEBODY = {
    "李伟的照片": "李伟",
    "照片-安娜": "安娜",
    "代马库斯提交作品": "马库斯",
    "玛丽娅·科瓦奇 补充": "玛丽娅科瓦奇",
    "欧阳明 肖像": "欧阳明",
    "作者：晨风": "晨风",
    "投稿_王小明_作品1": "王小明",
    "林德老师的作品": "林德",
    "Photos of Clara Green": "Clara Green",
    "Clara Novak portrait": "Clara Novak",
    "portrait_Anna-Lena Weiß": "Anna-Lena Weiß",
    "Form Callum Braithwaite.docx": "Callum Braithwaite",
}


def test_names_are_told_from_words():
    assert {text: found for text in NOBODY if (found := person_names(text))} == {}
    assert {text: person_names(text) for text in SOMEBODY} == {text: {name} for text, name in SOMEBODY.items()}


@pytest.mark.parametrize("text", ["安娜 补充照片", "Re: Anna Lind photos"])
def test_what_is_known_names_nobody_else(text):
    assert person_names(text, ["安娜", "Anna Lind"]) == set()
