"""Replies to a digest as mail programs write them: the lines typed above count, whatever the page below says does not."""

import html as markup
from itertools import product

import pytest

from intake.words.body import html_to_text
from intake.words.written import Setting, split_body
from registry.staff.order_lines import first_paragraph, written_lines
from tests.builders.quote_programs import BLOCKS, DESK, LINES, WRAPS, filled

TYPED = "0013 通过\n0029 补 请补一张2026年拍的作者照片 // 10:30 打过电话"
PAGE = (
    "投稿日报 2026-11-28: 待人工 1, 待补 1, 新收 1\n回复时请写在这一行之上 · abcdefghij234567abcdefghij\n点条目下的链接即可办理。\n"
    "IF2026-0044 accept Larsson, SE\n0044 accept\n0045 reject my photos please\n"
)
SIGNED = (
    "",
    "-- \n李雯\n国际合作处",
    "发自我的iPhone",
    "Sent from my iPhone",
    "Sent from Outlook for iOS",
    "----------\n李雯\n国际合作处\n电话：010 5550 1234",
)
REPLY = Setting(subject="Re: 投稿日报 2026-11-28", answers=True, recipients=frozenset({DESK}))


def orders(body):
    return [(item.names, item.action, item.words.note, item.words.remark) for item in written_lines(body).orders]


WANTED = [(("0013",), "accept", "", ""), (("0029",), "ask", "请补一张2026年拍的作者照片", "10:30 打过电话")]


@pytest.mark.parametrize("program", [*LINES, *BLOCKS])
def test_only_what_is_typed_above_a_page_decides(program):
    head = filled({**LINES, **BLOCKS}[program], to="li@office.example", subject="投稿日报 2026-11-28")
    marked = "\n".join(f"> {line}" for line in PAGE.split("\n"))
    bodies = [f"{TYPED}\n\n{signature}\n\n{head}\n\n{page}\n" for signature, page in product(SIGNED, (PAGE, marked))]
    bodies += [f"{TYPED}\n\n{head}\n{PAGE}", f"{TYPED}\n{head}\n{marked}"]
    lines = lambda said: "<br>".join(markup.escape(line) for line in said.split("\n"))  # noqa: E731
    for before, between, after in WRAPS.values():
        body = f"<div>{lines(TYPED)}</div><br>{before}{lines(head)}{between}{lines(PAGE)}{after}"
        bodies.append(html_to_text(f"<html><body>{body}</body></html>", quotes=True))
    wrong = [body[-400:] for body in bodies if orders(split_body(body, REPLY).written[0]) != WANTED]
    assert wrong == []


@pytest.mark.parametrize("signature", SIGNED)
@pytest.mark.parametrize("hint", ["// 后为内部备注", "上面写要作者补什么，// 后为内部备注"])
def test_what_a_link_and_a_program_put_below_is_no_note(signature, hint):
    for typed in ("", "请补一张作者照片\n", "Please send a portrait\n"):
        body = f"{typed}\n\n-- \n{hint}\n{signature}\n"
        assert first_paragraph(split_body(body, Setting(subject="x", answers=False)).written[0]) == typed.strip()
