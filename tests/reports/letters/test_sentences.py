"""Every rule can be said in both languages with exactly the values it says."""

from __future__ import annotations

import pytest

from intake.config.models import LocalWords
from intake.model.problems import BROKEN, FOREIGN, HEAVY, Problem
from reports.letters.formats import clean, listed, moment, pixels, size
from reports.letters.sentences import Sentence, field_label, for_sender, said_already, sentence
from tests.builders.letters import finding, photo_call
from validators.finding import Severity
from validators.rules import RULES

SAMPLES = {
    "fields": ["nationality"],
    "formats": ["JPEG", "MPO"],
    "links": ["photos.zip (QQ)"],
    "places": [{"size": 52_428_800, "host": "mail.qq.com"}],
    "received": "2026-09-01T00:03:00+08:00",
    "closes": "2026-09-01T00:00:00+08:00",
    "opens": "2026-07-01T00:00:00+08:00",
    "expires": "2026-07-20T12:00:00+08:00",
    "files": ["1.jpg", "2.jpg"],
    "inside": ["photos.docx"],
    "confidence": 0.5,
    "texts": ["Passport | G12"],
    "exact": True,
    "has_exif": True,
}
NUMBERS = {
    "more",
    "stated",
    "arrived",
    "count",
    "minimum",
    "pages",
    "maximum",
    "size",
    "floor",
    "image",
    "words",
    "least",
    "most",
    "limit",
    "shortest",
    "width",
    "height",
    "characters",
    "seconds",
}
STAFF_ONLY = {
    "sheet-notes",
    "form-left-over",
    "sender-automatic",
    "photo-padded",
    "photo-seen-elsewhere",
    "photo-page",
    "photo-provenance",
    "field-held",
    "slot-awaited",
    "slot-late",
    "acceptance-awaited",
    "sender-unverified",
    "files-unclaimed",
    "form-value-unsure",
    "photo-size-borderline",
}


def example(rule):
    """Return a finding of a rule with a value for each name it says, and no other."""
    values = {name: SAMPLES.get(name, 2 if name in NUMBERS else "x") for name in rule.says if name != "subject"}
    return finding(rule.name, subject="photo.jpg", **values)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_can_be_said(rule, language):
    said = sentence(example(rule), language, photo_call())
    ends = "。" if language == "zh" else "."
    assert (said.problem[-1], said.remedy[-1]) == (ends, ends)


ON_THE_WAY = {"zh": ("受损", "损伤"), "en": ("damaged",)}
TELLING = ["form-unreadable", "document-unreadable", "archive-unreadable", "photo-damaged", "photo-suspect"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("rule", TELLING)
def test_only_what_may_be_broken_is_said_to_have_been_damaged_on_the_way(rule, language):
    said = {code: sentence(finding(rule, subject="a.doc", problem=code), language, photo_call()) for code in Problem}
    blamed = {code for code, words in said.items() if any(word in words.problem for word in ON_THE_WAY[language])}
    cut_apart = {Problem.CUT} if rule == "archive-unreadable" else set()  # said in words of its own
    assert blamed == BROKEN - cut_apart


@pytest.mark.parametrize("problem", sorted(FOREIGN))
def test_a_document_of_a_format_that_is_not_read_is_asked_for_as_another(problem):
    item = finding("document-unreadable", subject="list.xlsx", problem=problem)
    remedies = [sentence(item, language, photo_call()).remedy for language in ("zh", "en")]
    assert remedies == [
        "如果其中有本次征集需要的内容，请另存为 Word（DOCX）或 PDF 再发一次；如果没有，就不用管。",
        "If it holds something that the call asks for, please save it as Word (DOCX) or PDF and send it again; if not, all is well.",
    ]


def test_what_is_too_much_to_read_is_said_to_be_so():
    said = {
        (rule, code): sentence(finding(rule, subject="a.doc", problem=code), "en", photo_call()).problem
        for rule in ("form-unreadable", "document-unreadable")
        for code in HEAVY
    }
    assert set(said.values()) == {"“a.doc” is too large or too complex for our system to read to the end."}


def test_staff_only_rules_are_not_for_the_sender():
    assert {rule.name for rule in RULES if not for_sender(rule.name)} == STAFF_ONLY


def test_a_sentence_in_each_language():
    item = finding("photo-size", subject="mmexport1.jpg", size=305_999, floor=3_000_000, cause="mail-app")
    assert sentence(item, "zh", photo_call()) == Sentence(
        problem="“mmexport1.jpg”的大小是 305 KB，作品每幅需在 3 MB 以上。",
        remedy="照片像是被邮件软件缩小了。用手机发送时，若软件询问图片大小，请选“实际大小”（或“原始大小”）。",
    )
    assert sentence(item, "en", photo_call()) == Sentence(
        problem="“mmexport1.jpg” is 305 KB; each entry photo needs to be at least 3 MB.",
        remedy="It looks as if your mail app made it smaller. When the app asks for an image size, please choose “Actual Size” (or “Original”).",
    )


def test_a_field_is_called_as_the_form_calls_it():
    call = photo_call()
    names = [field_label(call, name, language) for name in ("name_en", "contact_phone", "nobody") for language in ("zh", "en")]
    assert names == ["英文姓名", "English name", "手机/微信（单位联系人）", "Mobile (contact of the unit)", "nobody", "nobody"]
    item = finding("form-field-missing", subject="name_en", fields=["name_en", "name_zh"])
    assert sentence(item, "zh", call).problem == "《作品登记表》中的“英文姓名”或“中文姓名”还空着（填其中一项即可）。"


def test_a_call_adds_its_own_sentence_to_a_remedy():
    call = photo_call(wording={"rules.slot-count.biography": LocalWords(zh="一百字左右即可。", en="About 100 words will do.")})
    item = finding("slot-count", subject="biography", count=0, minimum=1, maximum=1)
    assert sentence(item, "zh", call).remedy.endswith("也可以附 Word 文件。一百字左右即可。")
    assert sentence(item, "en", call).remedy.endswith("or attach a Word file. About 100 words will do.")


def test_what_a_sender_wrote_is_only_ever_a_value():
    item = finding("form-field-invalid", Severity.WARNING, "mobile", text="{{7*7}} http://x.example/a\nBcc: y\u202e")
    assert "“{{7*7}} Bcc: y”" in sentence(item, "en", photo_call()).problem


def test_a_warning_that_an_error_says_already_is_known():
    assert said_already("form-pieces-mismatch") == {"slot-count", "cloud-link", "archive-unreadable"}


@pytest.mark.parametrize(
    ("moment_text", "zh", "en"),
    [
        ("2026-09-01T00:00:00+08:00", "2026年8月31日24:00（北京时间）", "24:00 on 31 August 2026 (Beijing time)"),
        ("2026-08-31T16:00:00+00:00", "2026年8月31日24:00（北京时间）", "24:00 on 31 August 2026 (Beijing time)"),
        ("2023-03-15T15:00:00+08:00", "2023年3月15日15:00（北京时间）", "15:00 on 15 March 2023 (Beijing time)"),
    ],
)
def test_times(moment_text, zh, en):
    assert (moment(moment_text, "Asia/Shanghai", "zh"), moment(moment_text, "Asia/Shanghai", "en")) == (zh, en)


def test_sizes_are_rounded_down():
    assert [size(count) for count in (0, 999, 23_400, 2_999_999, 3_000_000, 3_260_000, 1_500_000_000)] == [
        "0 B", "999 B", "23 KB", "2.9 MB", "3 MB", "3.2 MB", "1.5 GB",
    ]  # fmt: skip


def test_lists_pixels_and_cleaning():
    assert [listed(["A", "B", "C"], language) for language in ("zh", "en")] == ["A、B和C", "A, B and C"]
    assert (pixels(4000, 3000), pixels(None, None)) == ("4000 × 3000", "")
    assert clean("a\r\nBcc: b\u200b\u202ec =?utf-8?q?x?=", 20) == "a Bcc: bc = ?utf-8?…"
