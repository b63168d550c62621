"""Names of pages of words, told from titles of pictures."""

import pytest

from intake.words.text_names import names_a_portrait, names_a_text, text_head

HEADS = ("Biography", "Description", "Description of the photos", "作者简介", "作品说明", "自我介绍")


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("作者简介.png", "作者简介"),
        ("安娜·林德_作者简介 2.jpg", "作者简介"),
        ("作品说明（三幅）.jpg", "作品说明"),
        ("Biography.jpg", "Biography"),
        ("Anna Lind - biography.png", "Biography"),
        ("description_of_the_photos.png", "Description of the photos"),
        ("Biography of a tree.jpg", ""),
        ("河流的自我介绍.jpg", ""),
        ("作者简介和照片.jpg", ""),
        ("作者简介照.jpg", ""),
        ("Biography with portrait.jpg", ""),
        ("作者.jpg", ""),
        ("江南.jpg", ""),
    ],
)
def test_headings_that_a_name_bears(name, head):
    assert text_head(name, HEADS) == head


@pytest.mark.parametrize(
    "name",
    [
        "个人简介.jpg",
        "作者自述.png",
        "创作说明.png",
        "嘉宾介绍.jpg",
        "artist statement.png",
        "Anna_Lind_CV.jpg",
        "about-me.png",
        "作者生平.jpg",
    ],
)
def test_names_of_texts(name):
    assert names_a_text(name)


@pytest.mark.parametrize(
    "name",
    [
        "说明书上的雨.jpg",
        "生平第一次.jpg",
        "一棵树的自述.jpg",
        "Statement of the river.jpg",
        "简介照片.jpg",
        "about the sea.jpg",
        "Work 1.jpg",
        "profile.jpg",
    ],
)
def test_names_of_photos(name):
    assert not names_a_text(name)


@pytest.mark.parametrize(
    ("words", "portrait"), [(("个人照片",), True), (("肖像",), True), (("portrait",), True), (("剧照", "still"), False)]
)
def test_slots_for_portraits(words, portrait):
    assert names_a_portrait(words) is portrait
