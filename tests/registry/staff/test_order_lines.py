"""What staff write, in Chinese and English, as their programs pass it on."""

import pytest

from registry.staff.order_lines import ActionWords, LineOrder, first_paragraph, written_lines
from registry.staff.subjects import SubjectOrder, subject_order, wish_of
from registry.store.masking import HIDDEN, masked

KEY = "abcdefghij234567abcdefghij"


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (f"[IF2026-0001 r2] accept {KEY}", ("IF2026-0001", 2, "accept", KEY)),
        (f"Re: [IF2026-0001 r2] accept {KEY}", ("IF2026-0001", 2, "accept", KEY)),
        (f"回复：[IF2026-0001  r2]  不予受理   {KEY.upper()}", ("IF2026-0001", 2, "reject", KEY)),
        (f"答复: 回复: 【if2026-0001 R12】补正 {KEY}", ("IF2026-0001", 12, "ask", KEY)),
        (f"[ＩＦ２０２６-０００１ r2] 放行 {KEY} (no attachments)", ("IF2026-0001", 2, "release", KEY)),
        ("[IF2026-0001 r2] accept wrong", ("IF2026-0001", 2, "accept", "wrong")),
        ("[IF2026-0001 r2] burn it", ("IF2026-0001", 2, "", "it")),
        (f"[IF2026-0001 r2] accept-anyway {KEY}", ("IF2026-0001", 2, "accept-anyway", KEY)),
        (f"[IF2026-0001 r2] 材料不齐也接受 {KEY}", ("IF2026-0001", 2, "accept-anyway", KEY)),
        (f"[IF2026-0001 r2] accept: {KEY[:14]} {KEY[14:]}", ("IF2026-0001", 2, "accept", KEY)),
        (f"[外部邮件] 回复: %5BIF2026-0001%20r2%5D%20hold%20{KEY[:9]} {KEY[9:]}", ("IF2026-0001", 2, "hold", KEY)),
        (f"mailto:a@b?subject=%5BIF2026-0001%20r2%5D%20hold%20{KEY}&body=x", ("IF2026-0001", 2, "hold", KEY)),
        (f"[IF2026-0001+r2]+hold+{KEY}", ("IF2026-0001", 2, "hold", KEY)),
        (f"IF2026-0001 r2 放行 {KEY}", ("IF2026-0001", 2, "release", KEY)),
        ("About IF2026-0001 r2 accept it", None),
        (f"[IF2026-0001 r2] 待定 {KEY}", ("IF2026-0001", 2, "hold", KEY)),
        ("[IF2026-0001] My photos", None),
        ("Digest 2026-07-07", None),
    ],
)
def test_a_subject_is_read_whatever_stands_around_it(subject, expected):
    read = subject_order(subject)
    assert (read and (read.reference, read.revision, read.action, read.key)) == expected
    assert read is None or isinstance(read, SubjectOrder)


@pytest.mark.parametrize(
    "more", [f" [IF2026-0002 r1] hold {KEY[::-1]}", f" {KEY[::-1]}", f" 转发: [IF2026-0001 r3] accept {KEY}"]
)
def test_a_subject_that_asks_twice_asks_for_nothing(more):
    asked = subject_order(f"[IF2026-0001 r2] accept {KEY}{more}")
    assert asked and asked.several


@pytest.mark.parametrize(
    "subject",
    [
        f"Re: [IF2026-0001 r2] accept {KEY}",
        f"[IF2026-0001 r2] accept {KEY[:14]} {KEY[14:]}",
        f"[IF2026-0001+r2]+hold+{KEY}",
        f"%5BIF2026-0001%20r2%5D%20hold%20{KEY[:9]} {KEY[9:]}",
        f"IF2026-0001 r2 放行 {KEY[:5]} {KEY[5:20]} {KEY[20:]}",
        f"registry photo-2026 {KEY}",
    ],
)
def test_no_part_of_a_key_is_shown_however_a_subject_was_broken(subject):
    shown = masked(subject)
    assert HIDDEN in shown and [KEY[at : at + 5] for at in range(22) if KEY[at : at + 5] in shown] == []


def order(*names, action="accept", note="", remark="", anyway=False):
    return names, action, ActionWords(note=note, remark=remark, anyway=anyway)


def read(text):
    found = written_lines(text)
    return [(item.names, item.action, item.words) for item in found.orders], list(found.unread)


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("0013 通过", [order("0013")]),
        ("0013通过", [order("0013")]),
        (
            "同意0013\n通过IF2026-0014。\n补0015 请补一张",
            [order("0013"), order("IF2026-0014"), order("0015", action="ask", note="请补一张")],
        ),
        ("0013 ok\n0014 √\n√0015\n0016 ✔\N{VARIATION SELECTOR-16}", [order("0013"), order("0014"), order("0015"), order("0016")]),
        (f"Sent from my iPhone\n0013 通过 {'好' * 290}", [order("0013", note="好" * 290)]),
        (
            "IF2026–0013 approved\nif2026—0014 rejected: late",
            [order("IF2026-0013"), order("IF2026-0014", action="reject", note="late")],
        ),
        ("０１３ 通过。谢谢参与", [order("013", note="谢谢参与")]),
        ("0029 补 请补一张作者照片 // 内部备注", [order("0029", action="ask", note="请补一张作者照片", remark="内部备注")]),
        (
            "IF2026-0029 ask The year? See http://a.example/b // call him",
            [order("IF2026-0029", action="ask", note="The year? See http://a.example/b", remark="call him")],
        ),
        ("[IF2026-0007] reject: out of the window", [order("IF2026-0007", action="reject", note="out of the window")]),
        ("0013、0015，0016 通过", [order("0013", "0015", "0016")]),
        ("0013 0015 and 0016 accept", [order("0013", "0015", "0016")]),
        ("接受 0013 照片很好", [order("0013", note="照片很好")]),
        ("- 0013 不通过 已过截止", [order("0013", action="reject", note="已过截止")]),
        ("1. 0013 放行\n2) 0014 待定", [order("0013", action="release"), order("0014", action="hold")]),
        ("0013 accept --anyway", [order("0013", anyway=True)]),
        ("0013 accept anyway", [order("0013", action="accept-anyway")]),
        ("13 ACCEPT", [order("13")]),
        (
            "0029 ask Please send a portrait of yourself that shows your face from\nthe front, not older than a year.\nBest, Li",
            [
                order(
                    "0029",
                    action="ask",
                    note="Please send a portrait of yourself that shows your face from the front, not older than a year.",
                )
            ],
        ),
        (
            "0013通过，0014补 请补照片：一张，谢谢！；0015 不通过 不在征集时间内",
            [
                order("0013"),
                order("0014", action="ask", note="请补照片：一张，谢谢！"),
                order("0015", action="reject", note="不在征集时间内"),
            ],
        ),
        (
            "0029 补 请补“作品３”，要原图（１份）／／已电话 联系",
            [order("0029", action="ask", note="请补“作品３”，要原图（１份）", remark="已电话 联系")],
        ),
        ("第13号 通过！\n编号 0014：通过。", [order("13"), order("0014")]),
        ("No. 13 accept\n0013->accept.", [order("13"), order("0013")]),
        ("0013、0014都通过", [order("0013", "0014")]),
        ("请把0013、0014都通过，谢谢！\n请撤销0015", [order("0013", "0014"), order("0015", action="undo")]),
        ("通过0013号\n同意第14号\nPlease accept 0015. Thanks", [order("0013"), order("14"), order("0015")]),
        ("0029 ask Three photos, please; 2 are here", [order("0029", action="ask", note="Three photos, please; 2 are here")]),
        (f"0013 通过\nabove this line {KEY}\n0014 通过", [order("0013")]),
    ],
)
def test_lines_are_read_as_they_are_typed(text, orders):
    assert read(text) == (orders, [])


@pytest.mark.parametrize(
    "text",
    [
        "2026-08-10 通过",
        "10:30 accept",
        "2026年通过",
        "同意2026年\n通过10:30\n通过12张\n同意2026-08-10",
        "OK, see you at 12:30\nAll the best, Li",
        "收到，谢谢",
        "Thank you",
        "",
        "12 photos are accepted",
        "> 0013 通过"[2:0],
    ],
)
def test_what_is_no_decision_is_none(text):
    assert read(text)[0] == []


@pytest.mark.parametrize(
    "line",
    [
        "0013 通过了",
        "0013 通过？",
        "0001 √ 0002 ×",
        "0013 通过 IF2026-0014 不通过",
        "同意0001的意见",
        "同意 0001 的意见",
        "accept 0001's photos",
        "不同意0001",
        "都通过",
        "0001-0003 ok",
        "0013 好",
        "0029 收到",
        "IF2026-0029 reconsider",
        "0013 补请补一张照片",
        "0013-0015 通过",
        "全部通过",
        "IF20260013 通过",
        "其余的 accept",
    ],
)
def test_a_line_that_begins_like_a_decision_and_is_none_is_told(line):
    assert read(f"您好\n{line}\n") == ([], [line])


@pytest.mark.parametrize("line", ["ok", "√", "同意！", "好的，谢谢\nOK，谢谢", "ok, see you at 12:30", "收到"])
def test_a_decision_on_nothing_is_known_as_one(line):
    assert (read(line), written_lines(line).bare) == (
        ([], []),
        line.split("\n")[-1] if "see" not in line and line != "收到" else "",
    )


def test_the_first_paragraph_is_the_note_and_a_page_of_ours_is_nobodys():
    assert first_paragraph("\n\n请补一张\n作者照片 // 打过电话\n\n李") == "请补一张\n作者照片 // 打过电话"
    assert first_paragraph(f"\nkey: {KEY}\n0013 通过") == ""
    assert ActionWords.of("请补一张\n作者照片 // 打过电话") == ActionWords(note="请补一张 作者照片", remark="打过电话")
    assert ActionWords.of("--anyway // ours") == ActionWords(remark="ours", anyway=True)


@pytest.mark.parametrize(
    ("subject", "wish"),
    [
        ("registry photo-2026", ("registry", "photo-2026")),
        (f"Re: 回复：registry my-call {KEY}", ("registry", "my-call")),
        ("登记表", ("registry", "")),
        ("HELP", ("help", "")),
        (f"答复: 帮助 {KEY}", ("help", "")),
        ("helpful hints", None),
        ("a registry of births", None),
    ],
)
def test_a_wish_stands_in_the_subject(subject, wish):
    assert wish_of(subject) == wish


def test_an_order_keeps_its_line_for_the_answer():
    assert written_lines("* 0013 通过").orders == (
        LineOrder(names=("0013",), action="accept", words=ActionWords(), line="0013 通过"),
    )
