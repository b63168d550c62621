"""What staff decided in one mail is taken back by one link or one word, once; two entries that are one are joined by a line."""

from registry.staff.order_lines import written_lines
from tests.builders.desks import a_desk
from tests.builders.staff_mails import LI, by_link, orders_in, reply, text_of
from tests.registry.staff.test_by_mail import STAFF, Office
from tests.registry.test_staff_day import short


def test_a_batch_is_taken_back_at_once_but_for_what_changed_since_and_entries_are_joined(tmp_path, smtp_server):
    with a_desk(tmp_path, smtp=smtp_server, staff=STAFF, undo="10m") as desk:
        office = Office(desk, smtp_server, tmp_path)
        names = office.copied(office.submits(short(5)), 3)
        page = office.digest()[LI]

        office.arrives(reply(page, "1、2 待定\n3 补 请补一张作者照片"))
        (answer,) = office.answers()
        ((batch, _),) = [key for key in orders_in(answer) if key[0].startswith("B")]
        office.arrives(reply(answer, f"{names[1][-4:]} 撤销"))
        office.arrives(by_link(answer, batch, "undo"))
        office.arrives(by_link(answer, batch, "undo", "again"))
        assert [office.entry(name)["state"] for name in names] == ["incomplete"] * 4
        assert [item["Subject"].partition("：")[2] for item in office.answers()] == [
            "已办 1 件，未办 0 件",
            "已办 2 件，未办 1 件",
            "已办 0 件，未办 1 件",
        ]
        assert {len(office.entry(name)["decisions"]) for name in names[:3]} == {1}

        page = office.digest()[LI]
        office.arrives(reply(page, "1、2 待定"))
        (answer,) = office.answers()
        office.arrives(reply(answer, "请全部撤销，谢谢"))
        assert [office.entry(name)["state"] for name in names[:2]] == ["incomplete"] * 2
        office.arrives(reply(office.answers()[0], "undo all"))
        assert "没有可以撤销的决定" in text_of(office.answers()[0])

        office.arrives(reply(page, "4并入0003 两封信是同一件 // 电话确认\n3 并入"))
        (answer,) = office.answers()
        joined = office.entry(names[3])
        assert (joined["state"], "电话确认" in str(joined["history"])) == ("joined", True)
        told = [words in text_of(answer) for words in (f"已并入 {names[2]}", "请写上那一件的编号", "两封信是同一件", "电话确认")]
        assert told == [True, True, True, False]


def test_only_a_line_that_says_so_takes_everything_back():
    said = ("撤销", "全部撤销。", "请撤销，谢谢", "Undo all!", "please undo", "不要撤销", "undo 0013", "撤销了吗？")
    assert [bool(written_lines(line).undo) for line in said] == [True] * 5 + [False] * 3
