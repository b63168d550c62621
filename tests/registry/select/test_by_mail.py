"""Judges by mail: their sheets are taken in and answered by cell, a stranger's are set aside; a registry made again knows it all."""

import email
import email.policy
from email.message import EmailMessage

from registry.recover.rebuild import rebuild
from registry.select.award import give_awards
from registry.select.neutral_codes import entry_codes
from registry.select.take import take_votes
from registry.store.schema import open_registry
from registry.store.selection import scoreboard
from reports.announce.prepare import prepare_letters
from reports.announce.queue import in_state, queue_letters
from reports.letters.outbox_pass import send_due
from reports.ranking.workbook import write_ranking
from tests.builders.desks import a_desk
from tests.builders.factories import parcel_mail
from tests.builders.pack_samples import CALL
from tests.builders.selection_samples import sheet, votes
from tests.registry.test_staff_day import take
from tests.reports.ranking.test_ranking import choose

OVER = {
    "calls": {
        CALL: {
            "judges": [{"address": "wang@example.org", "name": "王评委"}, "judge2@example.org"],
            "announcements": {"note": {"subject": {"zh": "通知"}, "text": {"zh": "{{ reference }}"}}},
        }
    }
}


def mail(sender, *files, subject="评分", text="见附件。", **headers):
    """Return a mail with files (name, bytes)."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Message-ID"] = (
        sender,
        "photo@example.org",
        subject,
        f"<{hash((sender, files)) & 0xFFFFFF}@x.example>",
    )
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    for name, data in files:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def test_a_judges_mail_is_taken_answered_and_remembered(tmp_path, smtp_server):
    with a_desk(tmp_path, smtp=smtp_server, **OVER) as desk:
        for seed in (3, 4):
            assert take(desk, tmp_path, parcel_mail(seed))["outcome"] == "entered"
        assert send_due(desk).sent == 2
        codes = entry_codes(desk.db, CALL)
        one, two = codes.values()

        def sent(raw, outcome):
            """Let a mail arrive; return the text of the answer, '' for none, and check that no entry came of it."""
            before = len(smtp_server.received)
            row = take(desk, tmp_path, raw)
            assert (row["outcome"], row["references"]) == (outcome, [])
            send_due(desk)
            answers = smtp_server.received[before:]
            assert len(answers) <= 1
            if not answers:
                return ""
            letter = email.message_from_bytes(answers[0].content, policy=email.policy.default)
            assert letter["In-Reply-To"] == row["message_id"]
            return letter.get_body(("plain",)).get_content().replace("\r\n", "\n")

        book = sheet(tmp_path / "s.xlsx", "写错的名字", [(one, 80, "好"), (two, None)]).read_bytes()
        told = sent(mail("王 <wang@example.org>", ("随便.dat", book)), "staff")
        assert (
            f"“随便.dat”：已登记 王评委 的 1 个评分。编号：{one}。\n表上的姓名是 写错的名字，按来信邮箱登记为 王评委 的评分；"
            in told
        )
        assert (f"还没有评分的有 1 组：{two}。" in told, "1 scores of 王评委 are in" in told) == (True, True)
        book = sheet(tmp_path / "s.xlsx", "Second Judge", [(one, "good"), (two, 101), ("NOCODE", 5)]).read_bytes()
        told = sent(mail("judge2@example.org", ("a.xlsx", book), subject="scores"), "staff")
        assert [line for line in told.split("\n") if line.startswith("- ")][:3] == [
            "- Scores!D3: “good”不是数字，请填写 0 至 100 的分数。",
            "- Scores!D4: 101 超出了 0 至 100 的范围。",
            "- Scores!A5: 没有编号“NOCODE”。",
        ]
        assert list(scoreboard(desk.db, CALL).judges.values()) == ["王评委"]
        again = sheet(tmp_path / "t.xlsx", "Second Judge", [(one, 70), (two, 60)]).read_bytes()
        assert "2 个评分" in sent(mail("judge2@example.org", ("t.et", again)), "staff")
        assert "打不开" in sent(mail("wang@example.org", ("broken.xlsx", book[:2000]), subject="又一次"), "staff")
        assert sent(mail("stranger@example.net", ("s.xlsx", book), subject="scores"), "set_aside") == ""
        assert sent(mail("wang@example.org", subject="请问", text="什么时候截止？"), "set_aside") == ""
        took = take_votes(desk, CALL, votes(tmp_path / "v.csv", f"code,votes\n{one},9"), "Li")
        assert took.flaws == ()
        write_ranking(desk, CALL, tmp_path / "r.xlsx")
        assert len(give_awards(desk, CALL, choose(tmp_path / "r.xlsx", tmp_path / "c.xlsx", IF2026_0001="popular"), "Chen")) == 1
        assert queue_letters(desk, prepare_letters(desk, CALL, "note", in_state(desk, CALL, "accepted"), again=False)) == 2
        assert send_due(desk).sent == 2
        board = scoreboard(desk.db, CALL)
        rebuild(desk, tmp_path / "again.db")
        made = open_registry(tmp_path / "again.db")
        again = scoreboard(made, CALL)
        assert (again.judges, again.scores, again.votes, again.awards) == (board.judges, board.scores, board.votes, board.awards)
        states = "SELECT name, state, count(*) FROM notices WHERE name <> '' OR told <> '' GROUP BY name, state ORDER BY 1"
        assert made.conn.execute(states).fetchall() == desk.db.conn.execute(states).fetchall()
        made.conn.close()


def test_a_forged_judge_is_not_heard_and_an_author_with_a_table_is_an_author(tmp_path):
    trusted = {"mailboxes": {"photo": {"trusted_authserv": "mx.example.org"}}}
    with a_desk(tmp_path, **OVER, **trusted) as desk:
        assert take(desk, tmp_path, parcel_mail(3))["outcome"] == "entered"
        (code,) = entry_codes(desk.db, CALL).values()
        book = sheet(tmp_path / "s.xlsx", "王评委", [(code, 100)]).read_bytes()
        verdict = "mx.example.org; dmarc=fail header.from=example.org; spf=fail smtp.mailfrom=wang@example.org"
        row = take(desk, tmp_path, mail("wang@example.org", ("s.xlsx", book), Authentication_Results=verdict))
        assert (row["outcome"], scoreboard(desk.db, CALL).scores) == ("set_aside", {})
        table = sheet(tmp_path / "t.xlsx", "Anna", [("A1", 93), ("A2", 88)]).read_bytes()
        row = take(desk, tmp_path, mail("anna@example.net", ("grades.xlsx", table), text="国际友人看中国 My grades."))
        assert "score sheet" not in row["reason"]


def test_what_is_odd_about_a_judges_sheet_is_told_in_words(tmp_path, smtp_server):
    judges = [
        {"address": "wang@example.org", "name": "王评委"},
        {"address": "li@example.org", "name": "李评委"},
        "office@example.org",
    ]
    staff = [{"address": "wang@example.org", "name": "Wang"}]
    over = {"calls": {CALL: {"judges": judges}, "outcomes-2023": {"judges": judges}}, "staff": staff}
    with a_desk(tmp_path, smtp=smtp_server, **over) as desk:
        for seed in (3, 4, 5):
            take(desk, tmp_path, parcel_mail(seed))
        send_due(desk)
        one, two, three = entry_codes(desk.db, CALL).values()

        def told(sender, name, *rows, file="s.xlsx"):
            """Mail a sheet; return the answer's Chinese words."""
            before = len(smtp_server.received)
            book = sheet(tmp_path / "s.xlsx", name, rows).read_bytes()
            assert take(desk, tmp_path, mail(sender, (file, book)))["outcome"] == "staff"
            send_due(desk)
            (answer,) = smtp_server.received[before:]
            letter = email.message_from_bytes(answer.content, policy=email.policy.default)
            return letter.get_body(("plain",)).get_content().partition("———")[0]

        assert "王评委 的 3 个评分" in told("wang@example.org", "王评委", (one, 80), (two, 70), (three, 60, "", "/"))
        first = told("wang@example.org", "王 评委", (one, 80), (two, 70, "", "／"), (three, None, "", "无冲突"))
        assert ("王评委 的 2 个评分" in first, f"上一次有、这一次没有评分的有 1 组：{three}，不再计分" in first) == (True, True)
        assert "表上是 李评委 的姓名" in told("wang@example.org", " 李评委", (one, 1), (two, 1))
        assert "表上是 王评委 的姓名" in told("office@example.org", "王评委", (one, 1), (two, 1))
        assert "李评委 的 1 个评分" in told("li@example.org", "", (one, 90), file="李.et")
        strange = told("li@example.org", "李评委", ("AAAAA1", 1), ("AAAAA2", 2), ("AAAAA3", 3))
        assert "- Scores!A3: 没有编号“AAAAA1”，连它共 3 个编号都不是这次征集的。" in strange
        desk.db.conn.execute("UPDATE entries SET state = 'rejected' WHERE reference = 'IF2026-0001'")
        gone = told("office@example.org", "Zhao", (one, 50), (two, 60))
        assert (f"已不参评的有 1 组：{one}，不计分。" in gone, f"还没有评分的有 1 组：{three}。" in gone) == (True, True)
        found = scoreboard(desk.db, CALL)
        counted = {name: sum(key in given for given in found.scores.values()) for key, name in found.judges.items()}
        assert counted == {"王评委": 2, "李评委": 1, "Zhao": 2}
        take(desk, tmp_path, mail("wang@example.org", subject="help"))
        assert scoreboard(desk.db, CALL).scores == found.scores


def test_a_judge_may_save_as_csv_and_whatever_else_is_meant_as_a_sheet_is_answered(tmp_path, smtp_server):
    with a_desk(tmp_path, smtp=smtp_server, **OVER) as desk:
        take(desk, tmp_path, parcel_mail(3))
        send_due(desk)
        (code,) = entry_codes(desk.db, CALL).values()
        files = {
            "评分.csv": f"评委,王\n编号,评分\n{code},80\n".encode("gb18030"),
            "scores.pdf": b"%PDF-1.4\n%%EOF",
            "评分.jpg": b"\xff\xd8\xff\xe0",
        }
        for name, data in files.items():
            row = take(desk, tmp_path, mail("wang@example.org", (name, data), subject="您好"))
            assert (row["outcome"], row["references"]) == ("staff", [])
        assert send_due(desk).sent == 3
        texts = [
            email.message_from_bytes(item.content, policy=email.policy.default).get_body(("plain",)).get_content()
            for item in smtp_server.received[1:]
        ]
        assert ["1 个评分" in texts[0], *("另存为 .xlsx" in text for text in texts[1:])] == [True, True, True]
        assert (
            take(desk, tmp_path, mail("wang@example.org", ("简历.pdf", b"%PDF-1.4\n%%EOF"), subject="您好"))["outcome"]
            == "set_aside"
        )
