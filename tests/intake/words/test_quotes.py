"""The words a person wrote, told from those below: heads of many programs in many languages, replies and forwards, plain and HTML."""

from __future__ import annotations

import html as markup
import time
from itertools import product

import pytest

from intake.words.absence import doubt
from intake.words.body import html_to_text
from intake.words.written import Setting, split_body
from tests.builders.pages import ROOT
from tests.builders.quote_programs import BLOCKS, DESK, FORWARDS, LINES, MARTA, WRAPS, filled

OURS = (
    (ROOT / "tests" / "reports" / "letters" / "golden" / "correction.txt")
    .read_text(encoding="utf-8")
    .partition("\n\n")[2]
    .strip()
)
STORY = (
    "Every morning the ferry leaves before the sun. I stood at the rail with my camera and waited for the light.\n"
    "The people on board have known each other for years; they pass tea along the benches and speak of the weather."
)
COVER = "老师您好，转上我校外籍教师的投稿，请查收。"
REPLY = Setting(subject="Re: [IF2026-0001] Submission received", answers=True, answers_us=True, recipients=frozenset({DESK}))
FORWARD = Setting(subject="Fwd: My entry", answers=False, recipients=frozenset({DESK}))
SIGNATURES = (
    "", "-- \nMarta Lindqvist\nTongji University", "发自我的iPhone", "Sent from my Galaxy", "Enviado desde mi iPhone", "Von meinem iPhone gesendet", "iPhoneから送信",
    "Отправлено с iPhone", "나의 iPhone에서 보냄", "Gửi từ iPhone của tôi", "iPhone'umdan gönderildi", "Verzonden vanaf mijn iPhone", "Envoyé de mon iPhone",
    "----------\nMarta Lindqvist\nTongji University, Shanghai\nTel: 021 5550 1234",
)  # fmt: skip


def quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


def page(text: str, head: str, old: str, wrap: str) -> str:
    before, between, after = WRAPS[wrap]
    lines = lambda said: "<br>".join(markup.escape(line) for line in said.split("\n"))  # noqa: E731
    return f"<html><body><div>{lines(text)}</div><br>{before}{lines(head)}{between}{lines(old)}{after}</body></html>"


@pytest.mark.parametrize("program", [*LINES, *BLOCKS])
def test_a_reply_is_its_own_words(program):
    head = filled({**LINES, **BLOCKS}[program])
    wrong = []
    for signature, old in product(SIGNATURES, (OURS, quoted(OURS))):
        body = f"{STORY}\n\n{signature}\n\n{head}\n\n{old}\n"
        if (said := split_body(body, REPLY).text) != STORY:
            wrong.append((signature, said[-120:]))
    for wrap in WRAPS:
        said = split_body(html_to_text(page(STORY, head, OURS, wrap), quotes=True), REPLY).text
        if said.split() != STORY.split():
            wrong.append((wrap, said[-120:]))
    assert wrong == []


@pytest.mark.parametrize("program", [*LINES, *BLOCKS])
def test_thanks_are_thanks(program):
    head = filled({**LINES, **BLOCKS}[program])
    bodies = [f"收到，谢谢老师！\n\n{head}\n{old}" for old in (OURS, quoted(OURS))]
    pages = [html_to_text(page("收到，谢谢老师！", head, OURS, wrap), quotes=True) for wrap in WRAPS]
    assert {split_body(body, REPLY).text for body in (*bodies, *pages)} == {"收到，谢谢老师！"}


def test_our_letter_is_known_below_a_head_that_is_on_no_list():
    heads = ("", "Photo Call, photo@example.org:", "** Photo Call ** 10/08", "…", "Quoth the desk:")
    assert {split_body(f"Thank you!\n\n{head}\n\n{OURS}", REPLY).text.split("\n")[0] for head in heads} == {"Thank you!"}
    assert all("30 MB" not in split_body(f"Thank you!\n\n{head}\n\n{OURS}", REPLY).text for head in heads)
    assert all(len(split_body(f"Thank you!\n\n{head}\n\n{OURS}", REPLY).text) < 60 for head in heads)


@pytest.mark.parametrize("program", FORWARDS)
@pytest.mark.parametrize("above", ["", COVER])
def test_a_forward_hands_on_its_authors_words(program, above):
    head = filled(FORWARDS[program], name="Marta Lindqvist", mail=MARTA, to="office@example.com", subject="My entry")
    expected = [part for part in (above, STORY) if part]
    for body in (f"{above}\n\n{head}\n\n{STORY}\n", f"{above}\n\n{quoted(head)}\n>\n{quoted(STORY)}\n"):
        assert [part for part in split_body(body, FORWARD).written if part] == expected
    for wrap in WRAPS:
        said = split_body(html_to_text(page(above, head, STORY, wrap), quotes=True), FORWARD).written
        assert [part.split() for part in said if part] == [part.split() for part in expected], wrap


def test_a_forward_in_a_forward_and_a_reply_below_it():
    inner = filled(FORWARDS["gmail en"], name="Marta", mail=MARTA, to="office@example.com", subject="My entry")
    outer = filled(FORWARDS["qq"], name="Office", mail="office@example.com", to="head@example.com", subject="Fwd: My entry")
    chain = filled(LINES["gmail en"], name="Office", mail="office@example.com")
    body = f"请查收\n\n{outer}\n\n请转发\n\n{inner}\n\n{STORY}\n\n{chain}\n> Please write your story."
    assert [part for part in split_body(body, FORWARD).written if part] == ["请查收", "请转发", STORY]


def test_our_own_letter_passed_on_is_not_its_senders_text():
    head = filled(FORWARDS["gmail en"], subject="[IF2026-0001]")
    assert split_body(f"Is this right?\n\n{head}\n\n{OURS}", FORWARD).text == "Is this right?"


def test_answers_between_and_below_quoted_lines_are_kept():
    head = filled(LINES["gmail en"])
    assert (
        split_body(f"{head}\n> Which unit?\nThe Tea House.\n> Which phone?\n13800000000", REPLY).text
        == "The Tea House.\n13800000000"
    )
    shown = html_to_text(
        f'<div class="gmail_attr">{markup.escape(head)}</div><blockquote class="gmail_quote">Old</blockquote><p>New</p>',
        quotes=True,
    )
    assert split_body(shown, REPLY).text == "New"


def test_an_own_text_that_is_indented_whole_is_a_text():
    assert (
        split_body(html_to_text(f"<blockquote>{STORY}</blockquote>", quotes=True), Setting(answers=False)).text.split()
        == STORY.split()
    )


@pytest.mark.parametrize(
    "form",
    [
        "Name: Marta Lindqvist\nEmail: marta@example.com\nNationality: Sweden\nPhoto Name: Ferry",
        "姓名：马塔\n电子邮箱：marta@example.com\n手机：13800000000\n时间：2026年8月10日 09:05",
        "-----\nName: Marta\nNationality: Sweden\nEmail: marta@example.com\n-----",
        "Email Address: mina@example.com\nDate of birth: 4 May 2003\n\nEnglish translation:\nThe river was wide.",
        "At 9:05 on 10 August 2026 the market opened:\nthe old men came first.",
    ],
)
def test_forms_and_prose_are_no_quotes(form):
    assert split_body(f"Here it is.\n\n{form}", REPLY).text == f"Here it is.\n\n{form}"


class _Mail:
    def __init__(self, text: str, subject: str = "Re: [IF2026-0001] Submission received") -> None:
        self.text, self.subject = text, subject


AWAY = (
    "I am away from the university until 20 August and have limited access to my e-mail. I will answer when I return. In urgent cases please call the school.",
    "Estoy fuera de la oficina hasta el lunes. Para cualquier asunto importante escriba a la secretaria de la facultad, por favor, que le ayudará con mucho gusto.",
    "Ich bin bis zum 20. August nicht im Büro. In dringenden Fällen wenden Sie sich bitte an das Sekretariat, das Ihnen gerne weiterhilft, oder rufen Sie uns einfach an.",
    "您好，我正在休假，回来后会尽快回复。",
    "Dr. Smith has left the school. For questions about the program, please contact the dean's office, which will be glad to help you.",
    "To make sure this message reaches me please click the link below and confirm that you are a person; mail from others is kept apart.",
)


@pytest.mark.parametrize("text", AWAY)
def test_an_away_note_is_no_text(text):
    assert doubt(_Mail(text)) != ""


@pytest.mark.parametrize(
    "subject", ["Resposta automática: Re: [IF2026-0001] x", "Quelque chose : [IF2026-0001] x", "Nie ma mnie: Re: [IF2026-0001] x"]
)
def test_a_word_before_our_subject_speaks_against_the_words(subject):
    assert doubt(_Mail(STORY, subject)) != ""


@pytest.mark.parametrize(
    "subject",
    ["Re: [IF2026-0001] x", "回复：[IF2026-0001] x", "AW: Re: [IF2026-0001] x", "[IF2026-0001] x", "Antw.: [IF2026-0001] x"],
)
def test_nothing_speaks_against_a_story(subject):
    assert doubt(_Mail(STORY, subject)) == ""


@pytest.mark.parametrize(
    "text",
    [
        "-" * 100_000,
        "-- a" + " " * 100_000 + "b",
        "*" * 100_000,
        "--------\n" * 10_000,
        "a:b\n\n" * 10_000,
        "From: a@b.cc\n" * 10_000,
    ],
    ids=["dashes", "blanks in dashes", "stars", "lines of dashes", "labels", "heads"],
)
def test_hostile_lines_are_split_in_their_length(text):
    started = time.process_time()

    split_body(text, REPLY)

    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "answer", ["We took it in 2025", "See https://a.example/2026/07", "2026年春天拍的", "0013 通过\nIF2026-0014 待定", "at 10:30"]
)
@pytest.mark.parametrize(
    "head", ["On Mon, 10 Aug 2026 at 09:05, Desk <a@example.org> wrote:", "在 2026年8月10日，09:05，Desk <a@example.org> 写道："]
)
def test_an_answer_that_names_a_year_or_a_time_is_no_part_of_the_head_below_it(answer, head):
    found = split_body(f"{answer}\n\n{head}\n> quoted\n", Setting(subject="Re: x"))
    assert (found.text, "quoted" in found.quoted) == (answer, True)


@pytest.mark.parametrize("quoted", ["> On 11 July the desk wrote:", "> 2. In the form:"])
def test_an_answer_with_a_date_leads_into_no_quotation(quoted):
    said = "Available from: 5 November 2026\n\nThanks, Jo"
    assert split_body(f"{said}\n\n{quoted}\n> It is still empty.", REPLY).text == said


def test_rows_of_our_letter_that_somebody_left_standing_are_ours():
    rows = OURS.split("\n")
    kept = [place for place, line in enumerate(rows) if line.startswith("- ") and "✓" in line][1:]
    assert kept, "the golden letter has rows"
    for place in kept:
        assert split_body("Thank you!\n\n" + "\n".join(rows[place:]), REPLY).text == "Thank you!", rows[place]


def test_a_forward_is_known_by_its_author_where_no_word_of_its_program_is():
    mark = '<div id="divRplyFwdMsg"><b>Od:</b> Marta &lt;marta@example.com&gt;<br><b>Wysłano:</b> 9 Aug 2026 18:05</div>'
    shown = html_to_text(f"<div>{COVER}</div>{mark}<div>{STORY}</div>", quotes=True)
    for subject, answers, passes in (
        ("إعادة توجيه: My entry", True, True), ("ኣስተላልፍ: My entry", True, True), ("My entry", False, True),
        ("VS: My entry", True, True),  # Danish for a forward, Finnish for an answer
        ("Re: My entry", True, False), ("答复: My entry", True, False), ("My entry: three photos", True, False),
    ):  # fmt: skip
        said = split_body(shown, Setting(subject=subject, answers=answers, recipients=frozenset({DESK}))).text
        assert ("ferry" in said) is passes, subject


@pytest.mark.parametrize(
    "below",
    [
        "tir. 18. aug. 2026 kl. 13:09 skrev Photo Call <photo@example.org\n>:\n\n> Ok.",
        "From: Photo Call\n<photo@example.org>\nSent: Monday, August 10, 2026 4:37 PM\nTo: Marta <marta@example.com>\nSubject: x\n\nOk.",
        "On Mon, 10 Aug 2026 08:14:43 +0800 Photo Call <photo@example.org> wrote\n\nOk.",
        "—\nMarta Lindqvist\nTongji University",
    ],
    ids=["broken before its bracket", "broken after a name", "no colon", "a long dash"],
)
def test_heads_and_signatures_that_strangers_programs_wrote(below):
    assert split_body(f"{STORY}\n\n{below}", REPLY).text == STORY


def test_a_sentence_below_a_rule_is_no_signature():
    for said in ("The second photo shows the bridge before the rain.", "第二张照片拍的是雨前的石桥。"):
        text = f"{STORY}\n\n======\n\n{said}"
        assert split_body(text, REPLY).text == text


@pytest.mark.parametrize("label", ["Cc", "Másolat", "Copie à ", "Kópia", "DW", "Κοινοποίηση", "抄送", "نسخة"])
def test_the_row_of_who_had_a_copy_is_no_word_of_the_author(label):
    head = filled(FORWARDS["outlook fr"], name="Marta", mail=MARTA) + f"\n{label}: Office <office@example.com>"
    assert split_body(f"{head}\n\n{STORY}", FORWARD).text == STORY


def test_a_signature_between_rules_with_a_legal_footer_ends_a_text_and_short_lines_between_rules_do_not():
    signed = "________\n\nMarta Lindqvist\nTongji University\n\n________\n\nThis e-mail is confidential."
    titles = f"照片一\n--------\n清晨的茶市\n--------\n{STORY}"
    assert [split_body(f"{STORY}\n\n{below}").text for below in (signed, titles)] == [STORY, f"{STORY}\n\n{titles}"]


def test_a_head_without_colons():
    rows = 'From "Marta" <marta@example.com>\nTo "office" <office@example.com>\nDate 09/08/2026 18:05:00\nSubject My entry'
    body = f"{COVER}\n\n------ Forwarded Message ------\n{rows}\n\n{STORY}"
    assert [part for part in split_body(body, FORWARD).written if part] == [COVER, STORY]


def test_a_phones_own_line_above_what_was_typed_ends_nothing_but_a_footer_below_it_is_no_text():
    typed = split_body("Sent from my iPhone\n\n0013 accept\n0029 hold\n\n-- \nLi")
    long = split_body(f"Sent from my iPhone\n\n0013 ask {STORY}\n\nSent from my iPhone\n\nThis e-mail is confidential.")
    assert long.text == f"0013 ask {STORY}"
    footer = "发自我的iPhone\n\nThis e-mail is confidential; if you are not the intended recipient, please delete it at once."
    assert (typed.text, split_body(footer).text) == ("0013 accept\n0029 hold", "")
