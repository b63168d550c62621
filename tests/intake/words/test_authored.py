"""Texts found in bodies and documents, and counted as Word counts them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from intake.config.loading import load
from intake.model.submission import FoundText
from intake.words.authored import better, labelled, prose, prose_in, refers_elsewhere
from tests import ROOT
from validators.probes.text_counts import measure

CALL = load([ROOT / "config.yaml"], {"PHOTO_PASSWORD": "secret"}).calls["photo-2026"]
LABELS = tuple(label for item in CALL.form.fields.values() for label in item.labels)
TEA = "The tea market opens before dawn and my neighbour sorts the leaves by hand."
RAIN = "Rain falls on the old bridge while two children share one umbrella."
LIFE = "Marta Lindqvist teaches chemistry in Suzhou and photographs her street every morning."


def found(text: str, stops: tuple[str, ...] = LABELS) -> dict[str, str]:
    return {name: item.text for name, item in labelled(text, CALL.texts, "body", stops).items()}


def running(text: str) -> str | None:
    result = prose(text, LABELS, "body", CALL.texts)
    return result.text if result else None


@pytest.mark.parametrize(
    "heading",
    [
        *("Description", "Photo description", "作品说明", "文字说明", "【作品说明】", "**Description**", "一、作品说明", "1. Photo Description"),
        *("Photo Description (about 100 words)", "作品说明（英文，100词左右）", "作品说明 Photo Description", "Description / 作品说明", "My description"),
        *("Description in English", "英文作品说明", "Description of the photos", "Description of my photos", "# Description"),
        *("(一) 文字说明", "《作品说明》", "== Description ==", "PHOTO DESCRIPTION", "Photo caption"),
    ],
)  # fmt: skip
def test_headings_of_a_description(heading):
    told = {"description": TEA}
    assert [found(f"{heading}\n{TEA}"), found(f"{heading}: {TEA}"), found(f"{heading}：\n\n{TEA}")] == [told] * 3


@pytest.mark.parametrize(
    "heading",
    [
        "Biography",
        "Bio",
        "About the author",
        "About me",
        "作者简介",
        "个人简介",
        "Short bio",
        "Author's biography",
        "My biography",
        "作者简介 Biography",
    ],
)
def test_headings_of_a_biography(heading):
    assert [found(f"{heading}\n{LIFE}"), found(f"{heading} - {LIFE}"), found(f"{heading}\t{LIFE}")] == [{"biography": LIFE}] * 3


@pytest.mark.parametrize(
    "line", ["Suzhou: a description of rain", "Description follows tomorrow", "The photo: it rains", "说明：见下", "Photos: 3"]
)
def test_ordinary_lines_are_no_headings(line):
    assert found(f"{line}\n{TEA}") == {}


def test_both_texts_in_one_document():
    text = f"Entry of Marta\n\nBiography\n{LIFE}\nShe is forty.\n\nPhoto description\n{TEA}\n\n{RAIN}"
    assert found(text) == {"biography": f"{LIFE}\nShe is forty.", "description": f"{TEA}\n{RAIN}"}


@pytest.mark.parametrize(
    "closing",
    [
        "Best regards",
        "Best regards, Marta Lindqvist",
        "Kind regards,\nMarta",
        "Thank you!",
        "祝好！",
        "此致\n敬礼",
        "谢谢",
        "With best wishes,",
        "Regards\nMarta",
    ],
)
def test_a_closing_ends_a_text(closing):
    assert found(f"Description: {TEA}\n\n{closing}\nMarta Lindqvist\n{RAIN}") == {"description": TEA}


@pytest.mark.parametrize("name", ["Marta Lindqvist", "María José Cruz", "陈玛丽"])
def test_a_name_alone_at_the_end_is_no_part_of_a_text(name):
    assert found(f"Biography: {TEA} {RAIN}\n\n{name}\n") == {"biography": f"{TEA} {RAIN}"}
    assert found(f"Biography: {TEA} {RAIN}\n{name}") == {"biography": f"{TEA} {RAIN}\n{name}"}
    assert found(f"Description: Rain\n\n{name}") == {"description": f"Rain\n{name}"}


def test_a_story_keeps_the_sentences_that_a_covering_letter_might_say():
    story = "她拉着手把孩子送到家门口，又送来一碗热汤。槐树移走了，竹椅还在。" + "孩子们长大了。" * 4
    said = f"编辑您好，我想参加本次征文，现将稿件发给您。{story}"
    assert prose_in([(said, True)], "body", long=False, han=True).text == story


def test_covering_words_and_form_lines_end_a_text():
    assert found(f"Description: {TEA}\n\nPlease find my photos attached.\n{RAIN}") == {"description": TEA}
    assert found(f"Description: {TEA}\nMobile: 13800000000\n{RAIN}") == {"description": TEA}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        *[("照片一：", "照片二："), ("Photo 1: ", "Photo 2: "), ("作品1 ", "作品2 "), ("图1 ", "图2 "), ("No. 1 ", "No. 2 ")],
        *[("Picture one - ", "Picture two - "), ("第一张：", "第二张："), ("Photo #1. ", "Photo #2. "), ("IMG_2041.jpg: ", "IMG_2042.jpg: ")],
    ],
)  # fmt: skip
def test_a_description_for_each_photo(one, two):
    lines = f"{one}{TEA}\n\n{two}{RAIN}"
    told = f"{one}{TEA}\n{two}{RAIN}"
    assert (found(f"Description\n{lines}"), running(f"Dear all,\n\n{lines}\n\nBest regards\nMarta")) == (
        {"description": told},
        told,
    )


def test_headings_for_each_photo():
    assert found(f"Photo 1 description: {TEA}\nDescription of photo 2: {RAIN}") == {"description": f"{TEA}\n{RAIN}"}
    assert found(f"作品说明一：{TEA}\n作品说明二：{RAIN}") == {"description": f"{TEA}\n{RAIN}"}
    assert found(f"照片一说明：{TEA}\nTitle: Rain\n照片二说明：{RAIN}") == {"description": f"{TEA}\n{RAIN}"}


def test_a_form_line_between_two_photos_ends_only_one():
    text = f"Description:\nPhoto 1: {TEA}\nCountry: China\nPhoto 2: {RAIN}"
    assert found(text) == {"description": f"Photo 1: {TEA}\nPhoto 2: {RAIN}"}


def test_short_pieces_in_chinese_count():
    text = "照片一：清晨的茶市里老人挑拣新茶\n照片二：雨中的石桥上两个孩子打伞"
    assert running(text) == text


def test_titles_and_file_names_are_no_descriptions():
    assert (running("Photo 1: Tea\nPhoto 2: Rain"), running("Photo 1: IMG_1.jpg\nPhoto 2: IMG_2.jpg")) == (None, None)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (f"No.\tTitle\tDescription\n1\tTea\t{TEA}\n2\tRain\t{RAIN}", f"{TEA}\n{RAIN}"),
        (f"照片\t作品说明\n1.jpg\t{TEA}\n2.jpg\t{RAIN}", f"{TEA}\n{RAIN}"),
        (f"Description\tPhoto\n{TEA}\t1.jpg\n{RAIN}\t2.jpg", f"{TEA}\n{RAIN}"),
        (f"No.\tTitle\tDescription\n1\tTea\t{TEA}\n{RAIN}\n2\t{RAIN}", f"{TEA}\n{RAIN}\n{RAIN}"),
        (f"Title\tDescription\t备注\n{RAIN} {RAIN}\t{TEA}\t2026", TEA),
        (f"Title\tDescription\t备注\n{TEA}\t2026", TEA),
        (f"Description\t{TEA}", TEA),
        (f"Photo 1 description\t{TEA}\nPhoto 2 description\t{RAIN}", f"{TEA}\n{RAIN}"),
    ],
)
def test_tables_of_descriptions(table, expected):
    assert found(table, ()) == {"description": expected}


def test_two_languages_under_one_heading():
    text = f"作品说明\n中文：清晨的茶市是这座城市最安静的时刻，老人们挑拣新茶。\nEnglish: {TEA}"
    assert found(text) == {"description": f"清晨的茶市是这座城市最安静的时刻，老人们挑拣新茶。\n{TEA}"}


def test_prose_leaves_out_other_texts_talk_and_questions():
    text = (
        f"Dear organisers,\n\nplease find attached my five photos for the competition.\n\n{TEA} {RAIN}\n\nDo you need more of my photos than these?\n\n"
        f"About the author\n{LIFE}\n\nKind regards\nMarta"
    )
    assert (running(text), running(f"Dear all,\n\nBiography\n{LIFE} {LIFE}\n\nRegards")) == (f"{TEA} {RAIN}", None)


@pytest.mark.parametrize(("count", "taken"), [(19, False), (20, True), (250, True), (251, False)])
def test_prose_has_20_to_250_words(count, taken):
    words = " ".join(["photo"] * count)
    assert running(words) == (words if taken else None)


@pytest.mark.parametrize(
    ("field", "points"),
    [
        *[("See attached", True), ("Please see the attached Word file.", True), ("见附件", True), ("详见附件Word文档", True), ("N/A", True), ("无", True)],
        *[("Please refer to the email body", True), ("另附", True), ("see below", True), (TEA, False), ("See the river at dawn", False), ("雨", False)],
        ("Attached to his boat, the fisherman sleeps.", False),
    ],
)  # fmt: skip
def test_a_field_may_point_elsewhere(field, points):
    assert refers_elsewhere(field) == points


def test_the_form_wins_unless_it_has_no_text():
    english = FoundText(text=f"{TEA} {RAIN}", place="text.docx")
    fields = [TEA, "见附件", "清晨的茶市", f"{RAIN} {TEA}"]
    taken = [better(FoundText(text=text, place="form"), english).text for text in fields]
    assert taken == [english.text, english.text, english.text, f"{RAIN} {TEA}"]
    assert better(FoundText(text="清晨", place="form"), None) == FoundText(text="清晨", place="form")


@pytest.mark.long
@settings(max_examples=200, deadline=None)
@given(some.text(alphabet=some.sampled_from("Photo 1:：\t\n-description作品说明一二 aÉж茶\ud800\x00.()【】"), max_size=200))
def test_nothing_raises(text):
    labelled(text, CALL.texts, "body", LABELS)
    prose(text, LABELS, "body", CALL.texts)
    measure("description", FoundText(text=text, place="body"))
    refers_elsewhere(text)


@pytest.mark.long
@pytest.mark.parametrize(
    "piece",
    [
        "photo 1 ",
        "Photo 1: tea\n",
        "a\tb\tdescription\n",
        "see in to the ",
        "as it in the my ",
        "- -- : ",
        "茶",
        " ",
        "thanks, ",
        "Thanks, " + "a" * 5000 + "!\n",
    ],
)
def test_long_texts_are_read_in_seconds(piece):
    text = (piece * 200_000)[:200_000]
    begun = time.process_time()
    labelled(text, CALL.texts, "body", LABELS)
    prose(text, LABELS, "body", CALL.texts)
    measure("description", FoundText(text=text, place="body"))
    refers_elsewhere(text)
    assert time.process_time() - begun < 5
