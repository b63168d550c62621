"""Letters of correction bring back the sender's own sheet with the cells marked; to nobody else, for it may hold what is confidential."""

import email
import email.policy

from reports.letters.outbox_pass import send_due
from tests.builders.needs import FIRST, mail, needs_desk
from tests.builders.sheet_samples import grid_of, need, needs_book
from tests.intake.sheets.test_marking import cells


def letters(server) -> list[tuple[str, dict[str, bytes], str]]:
    """Return recipient, files and words of each letter."""
    found = [email.message_from_bytes(item.content, policy=email.policy.default) for item in server.received]
    return [
        (
            item["to"],
            {part.get_filename(): part.get_payload(decode=True) for part in item.iter_attachments()},
            item.get_body(("plain",)).get_content(),
        )
        for item in found
    ]


def test_the_marked_sheet_goes_back_to_who_sent_it(tmp_path, smtp_server):
    secret = need(3, 项目名称="绝密项目", 是否不便公开="是", 联系人="")
    book = needs_book(need(1), need(2, 联系电话="", 电子邮箱=""), secret)
    csv = "\n".join(",".join(str(cell) for cell in row) for row in grid_of([need(7, 类别="别的")])).encode("gb18030")
    with needs_desk(tmp_path, smtp=smtp_server) as here:
        here.arrives("2022-03-01T10:00:00", mail(**{"征集表.xlsx": book, "另一张.csv": csv}))
        send_due(here.desk)
        named = mail("补充说明。", sender="zhao@example.org").replace(b"Subject: ", f"Subject: [{FIRST}] ".encode(), 1)
        here.arrives("2022-03-02T10:00:00", named)
        send_due(here.desk)
    (to, files, words), *others = letters(smtp_server)
    assert "wang@example.org" in to
    assert sorted(files) == ["另一张-marked.xlsx", "征集表-marked.xlsx"]
    assert sorted(cells(files["征集表-marked.xlsx"])) == ["H4", "I3"]
    assert "“联系人”: 还没有填。请填上。" in cells(files["征集表-marked.xlsx"])["H4"][1]
    assert list(cells(files["另一张-marked.xlsx"], "Sheet")) == ["B2"]
    assert "随信附上您发来的表格：征集表-marked.xlsx、另一张-marked.xlsx" in words
    assert "第 3 行" in words
    assert ("补充或调整的如下：" in words, "只有一处" in words, "One thing" in words) == (True, False, False)
    assert "绝密项目" not in words
    assert [item for _, attached, _ in others for item in attached] == []
