"""Letters: golden ones read by people, and what must hold of every one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import html as lxml_html

from intake.config.languages import also_from
from intake.config.models import LocalWords
from intake.model.our_mark import OurMark
from intake.model.submission import Address
from reports.letters.compose import MaterialView, compose_letter
from reports.letters.mime import build_letter
from tests.builders.breadth import rarely
from tests.builders.letters import AUTHOR, FORM, NOW, entry, finding, incomplete, photo_call, request, works
from validators.finding import Severity

GOLDEN = Path(__file__).with_name("golden")
LATE = finding("window-late", Severity.REJECT, received="2026-09-01T00:03:00+08:00", closes="2026-09-01T00:00:00+08:00")
HELD = finding("photo-seen-elsewhere", Severity.HOLD, "Work 1.jpg", reference="IF2026-0007", other="a.jpg", exact=True)
PHRASE = finding("subject-phrase", Severity.WARNING, phrase="友人")


def several():
    """Return three entries of one mail: incomplete, held, complete."""
    return (
        entry(
            "incomplete",
            findings=(finding("slot-count", subject="work", count=2, minimum=3, maximum=5, inside=[]),),
            materials=(*works(2), FORM),
        ),
        entry(
            "held", reference="IF2026-0002", author=Address(name="Henrik Vossberg", email="henrik@example.com"), findings=(HELD,)
        ),
        entry(reference="IF2026-0003", author=Address(name="Noor Siddiqah", email="noor@example.com")),
    )


GOLDENS = {
    "acknowledgement": lambda: request("acknowledgement", entry(findings=(PHRASE,))),
    "correction": lambda: request("correction", incomplete()),
    "rejection": lambda: request("rejection", entry("rejected", findings=(LATE,))),
    "receipt": lambda: request("receipt", entry("held", findings=(HELD,))),
    "several": lambda: request("correction", *several(), recipient=Address(name="", email="unit@example.org")),
}


@pytest.mark.parametrize("name", GOLDENS)
def test_a_letter_reads_as_its_golden_copy(name):
    letter = compose_letter(GOLDENS[name]())
    assert f"Subject: {letter.subject}\n\n{letter.text}" == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", GOLDENS)
def test_both_alternatives_say_the_same(name):
    letter = compose_letter(GOLDENS[name]())
    shown = re.sub(r"[\s\u2002→,，:：.]+", "", " ".join(lxml_html.fromstring(letter.html).body.itertext()))
    missing = [word for word in re.findall(r"[\w’-]{2,}", letter.text) if word not in shown and not re.fullmatch(r"[\d.]+", word)]
    assert missing == []


@pytest.mark.parametrize("name", GOLDENS)
def test_html_holds_no_picture_and_no_link_but_the_desks_address(name):
    tree = lxml_html.fromstring(compose_letter(GOLDENS[name]()).html)
    assert tree.xpath("//img|//script|//link") == []
    assert [style.text for style in tree.xpath("//style") if "url(" in style.text or "@import" in style.text] == []
    assert set(tree.xpath("//@href")) == {"mailto:photo@example.org"}


def test_what_a_sender_wrote_is_escaped():
    hostile = MaterialView(role="work", name="<script>alert(1)</script>{{7*7}}.jpg", size=1)
    author = Address(name="<b>Eve</b>", email=AUTHOR.email)
    wanted = request(
        "correction", entry("incomplete", materials=(hostile,), author=author, note="<i>hi</i>"), original_subject="<u>x</u>"
    )
    letter = compose_letter(wanted)
    assert [tag for tag in ("<script", "<b>Eve", "<u>x", "<i>hi") if tag in letter.html] == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}.jpg" in letter.html
    assert "{{7*7}}.jpg" in letter.text


@pytest.mark.parametrize("name", ["http://evil.example win", "someone@example.com", "13800138000", "..."])
def test_what_is_no_name_is_not_greeted(name):
    letter = compose_letter(request("receipt", entry("held", author=None), recipient=Address(name=name, email="x@example.com")))
    assert "\n您好：\n" in letter.text
    assert "\nHello,\n" in letter.text


def test_a_receipt_does_not_say_why():
    plain, held = (
        compose_letter(request("receipt", entry("held"))),
        compose_letter(request("receipt", entry("held", findings=(HELD, PHRASE)))),
    )
    assert held == plain


def test_a_decision_of_staff_shows_their_words_and_no_findings():
    error = finding("slot-count", subject="biography", count=0, minimum=1, maximum=1)
    refused = compose_letter(request("rejection", entry("rejected", findings=(error,), note="Not this time.\nThank you.")))
    assert "  Not this time.\n  Thank you.\n" in refused.text
    assert "Biography:" not in refused.text.replace("- Biography: 96 characters", "")
    asked = compose_letter(request("correction", entry("incomplete", note="Please send a larger portrait.")))
    assert "  Please send a larger portrait.\n" in asked.text
    assert "please leave the reference IF2026-0001 in the subject" in asked.text


def test_the_deadline_named_is_one_that_can_be_kept():
    call = photo_call(window={**photo_call().window.model_dump(), "grace": timedelta(hours=12)})
    closes = call.window.closes
    ends = ("24:00 on 31 August 2026", "12:00 on 1 September 2026", "The call has closed")
    for moment, words in zip((NOW, closes, closes + timedelta(hours=12)), ends, strict=True):
        assert words in compose_letter(request("correction", incomplete(), call=call, written_at=moment)).text


def test_one_language_alone():
    letter = compose_letter(request("acknowledgement", entry(), languages=("en",)))
    assert letter.subject == "Re: [IF2026-0001] Submission received, complete"
    assert letter.text.startswith("Dear Marta Lindqvist,")


def test_many_entries_keep_the_subject_short():
    entries = [entry(reference=f"IF2026-{number:04}") for number in range(1, 13)]
    letter = compose_letter(request("acknowledgement", *entries))
    assert letter.subject.startswith("Re: [IF2026-0001] [IF2026-0002] [IF2026-0003] 等 12 件 ")
    assert letter.references == tuple(item.reference for item in entries)


def test_a_calls_own_words(tmp_path, monkeypatch):
    call = photo_call(
        wording={"closing": LocalWords(zh="期待您的作品。", en="We look forward to your photos.")}, reply_to="desk@example.org"
    )
    letter = compose_letter(request("acknowledgement", entry(), call=call))
    assert "期待您的作品。\n\n顺祝安好！" in letter.text
    assert letter.reply_to == "desk@example.org"
    assert "Contact: desk@example.org" in letter.text


def test_a_calls_own_template_stands_before_the_common_one(tmp_path):
    own = tmp_path / "letters" / "templates" / "en" / "other"
    own.mkdir(parents=True)
    (own / "receipt.j2").write_text('{% extends "en/receipt.j2" %}{% block subject %}Got it{% endblock %}')
    with also_from(tmp_path):
        letter = compose_letter(request("receipt", entry("held"), call_id="other"))
    assert letter.subject == "Re: [IF2026-0001] 投稿已收到 / Got it"


def test_an_answer_to_a_letter_is_not_quoted_by_its_subject():
    letter = compose_letter(request("acknowledgement", entry(), original_subject="Re: [IF2026-0001] 投稿已收到"))
    assert "Your mail has reached us" in letter.text


def test_same_remedy_stands_once_and_files_point_to_it():
    letter = compose_letter(request("correction", replace(incomplete(), note="")))
    assert letter.text.count("gallery of the phone") == 1
    assert "mmexport2.jpg, 305 KB, 1440 × 1920 pixels  see 3" in letter.text


MOST_BYTES = 110_000
EMPTY = tuple(
    finding("photo-damaged", Severity.ERROR, f"{'很长的名字' * 21}{n:04}.jpg", problem="undecodable", missing_bytes=False)
    for n in range(1990)
)


def flooded(count: int, findings: int):
    """Return entries with very many files and findings, dealt among them."""
    each = findings // count
    materials = tuple(MaterialView(role="work", name=item.subject, size=0) for item in EMPTY[:each])
    return tuple(
        entry("incomplete", reference=f"IF2026-{n:04}", findings=EMPTY[:each], materials=materials) for n in range(1, count + 1)
    )


@pytest.mark.parametrize("entries", [9, *rarely([1, 2, 45, 250])])
def test_a_letter_stays_a_letter_however_much_came(entries):
    letter = compose_letter(request("correction", *flooded(entries, 1990)))
    assert len(build_letter(letter, sender="photo@example.org", date=NOW, mark=OurMark(bytes(32)))) < MOST_BYTES


def test_what_a_letter_does_not_list_it_counts():
    letter = compose_letter(request("correction", *flooded(1, 1990)))
    assert ("另有 1929 个文件" in letter.text, "1929 more files" in letter.text, "1929 more files" in letter.html) == (
        True,
        True,
        True,
    )
    assert ("同类情况另有 1978 处" in letter.text, "1978 more of the same kind" in letter.html) == (True, True)


def test_entries_beyond_a_letters_room_are_named():
    letter = compose_letter(request("correction", *flooded(45, 450)))
    assert "其中有 45 份投稿" in letter.text
    assert "29 more entries (IF2026-0017 – IF2026-0045) are registered too." in letter.text
    assert "IF2026-0016" in letter.html
