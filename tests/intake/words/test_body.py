"""What a person wrote is told from what the mail program put below it: every program's own way of quoting and signing."""

from __future__ import annotations

import time

import pytest

from intake.mime.headers import addresses
from intake.words.body import html_to_text, split_quoted

OLD = "We received your photos.\nPlease send the form."
ANSWER = "Here is the form.\nIt is filled in now."
HEADS = {  # program -> what it puts between an answer and the mail that is answered
    "gmail": "On Wed, Jul 1, 2026 at 10:00 AM Photo Call <photo@example.org> wrote:",
    "gmail, wrapped": "On Wed, Jul 1, 2026 at 10:00 AM Photo Call of the Festival\n<photo@example.org> wrote:",
    "apple mail": "On 1 Jul 2026, at 10:00, Photo Call <photo@example.org> wrote:",
    "iphone in chinese": "在 2026年7月1日，10:00，摄影征集 <photo@example.org> 写道：",
    "netease": 'At 2026-07-01 10:00:00, "摄影征集" <photo@example.org> wrote:',
    "netease in chinese": '在 2026-07-01 10:00:00，"摄影征集" <photo@example.org> 写道：',
    "qq": '------------------ 原始邮件 ------------------\n发件人: "摄影征集" <photo@example.org>;',
    "qq in english": '------------------ Original ------------------\nFrom: "Photo Call" <photo@example.org>;',
    "qq on a phone": '---Original---\nFrom: "Photo Call"<photo@example.org>',
    "foxmail": "发件人： 摄影征集\n发送时间： 2026-07-01 10:00\n收件人： author@example.com",
    "outlook": "From: Photo Call <photo@example.org>\nSent: Wednesday, July 1, 2026 10:00 AM\nTo: author@example.com",
    "outlook in bold": "*From:* Photo Call <photo@example.org>\n*Sent:* Wednesday, July 1, 2026 10:00 AM",
    "outlook in german": "Von: Photo Call <photo@example.org>\nGesendet: Mittwoch, 1. Juli 2026 10:00",
    "outlook in french": "De : Photo Call <photo@example.org>\nEnvoyé : mercredi 1 juillet 2026 10:00",
    "outlook in russian": "От: Photo Call <photo@example.org>\nОтправлено: 1 июля 2026 г. 10:00",
    "outlook's line": "________________________________\nFrom: Photo Call <photo@example.org>",
    "samsung": "-------- Original message --------\nFrom: photo@example.org",
    "thunderbird in german": "Am 01.07.26 um 10:00 schrieb Photo Call:",
    "thunderbird in french": "Le 01/07/2026 à 10:00, Photo Call a écrit :",
    "gmail in spanish": "El mié, 1 jul 2026 a las 10:00, Photo Call (<photo@example.org>) escribió:",
    "gmail in portuguese": "Em qua., 1 de jul. de 2026 às 10:00, Photo Call <photo@example.org> escreveu:",
    "gmail in italian": "Il giorno mer 1 lug 2026 alle ore 10:00 Photo Call <photo@example.org> ha scritto:",
    "gmail in russian": "ср, 1 июл. 2026 г. в 10:00, Photo Call <photo@example.org> написал(а):",
    "yahoo": "On Wednesday, July 1, 2026 at 10:00:00 AM GMT+8, Photo Call <photo@example.org> wrote:",
}
SIGNATURES = (
    "-- \nYara Oduya\nTea House 7", "发自我的iPhone", "发自我的华为手机", "Sent from my iPhone", "Sent from Mail for Windows",
    "Get Outlook for Android", "来自我的小米手机", "从我的 iPhone 发送",
)  # fmt: skip


@pytest.mark.parametrize("program", HEADS)
def test_a_reply_is_what_stands_above_the_mail_it_answers(program):
    quoted = "\n".join(f"> {line}" for line in OLD.splitlines()) if "gmail" in program else OLD

    written, old = split_quoted(f"{ANSWER}\n\n{HEADS[program]}\n\n{quoted}\n")

    assert written == ANSWER
    assert "Please send the form." in old


@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_signature_is_no_text(signature):
    assert split_quoted(f"{ANSWER}\n\n{signature}\n")[0] == ANSWER


@pytest.mark.parametrize(
    "line",
    ["On Sunday morning the old men wrote:", "From: dawn until dusk", "De: la", "At last my father wrote", "在市场里，我写道"],
)
def test_prose_that_looks_like_a_quote_is_kept(line):
    assert split_quoted(f"{ANSWER}\n{line}\nand more")[0] == f"{ANSWER}\n{line}\nand more"


def test_an_answer_between_the_quoted_lines_is_kept():
    written, old = split_quoted("> Which unit?\nThe Tea House.\n> Which phone?\n13800000000")

    assert (written, old) == ("The Tea House.\n13800000000", "> Which unit?\n> Which phone?")


def test_a_forward_without_a_word_hands_on_the_text():
    forwarded = (
        "---------- Forwarded message ---------\nFrom: Yara <yara@example.org>\nDate: 1 Jul 2026\nSubject: Photos\n\nMy story."
    )

    assert split_quoted(forwarded)[0] == "My story."


def test_html_becomes_lines_and_table_rows():
    page = (
        "<!DOCTYPE html><html><head><style>p{}</style><title>x</title></head><body><p>One<br>two</p><!-- no -->"
        "<table><tr><td>Name</td><td>Yara</td></tr></table><script>no()</script>&nbsp;end</body></html>"
    )

    assert [line.strip() for line in html_to_text(page).splitlines() if line.strip()] == ["One", "two", "Name\tYara", "end"]


@pytest.mark.long
@pytest.mark.parametrize("page", ["<div>" * 50_000 + "deep", "<!DOCTYPE" * 20_000, "<a" * 100_000, "&#" * 100_000])
def test_hostile_html_is_read_in_seconds(page):
    started = time.process_time()

    html_to_text(page)

    assert time.process_time() - started < 10


def test_readings_over_words_are_left_out() -> None:
    ruby = "<ruby>白<rp>(</rp><rt>bái</rt><rp>)</rp>安娜<rt>ānnà</rt></ruby>"
    page = f"<p>姓名：{ruby}</p><table><tr><td>姓名</td><td>{ruby}</td></tr></table>"
    assert html_to_text(page).split("\n")[0] == "姓名：白安娜"
    assert "姓名\t白安娜" in html_to_text(page)


@pytest.mark.long
def test_tables_nested_thousands_deep_are_read_in_linear_time():
    began = time.process_time()
    assert html_to_text("<table><tr><td>" * 16_000 + "words") == "words"
    assert time.process_time() - began < 8


@pytest.mark.parametrize("value", ["(" * 30_000, "a:" * 15_000, "<" * 30_000, '"' * 30_000, "\\" * 30_000])
def test_brackets_within_brackets_name_nobody(value):
    assert addresses(value) == ()
