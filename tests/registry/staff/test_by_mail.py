"""Staff decide by mail alone: the digest's links and replies to it, one answer each, and nothing for anybody else."""

import json
import logging
from datetime import UTC, datetime, timedelta

import pytest

from intake.assemble.message import read
from intake.config.models import Limits
from registry.forget.erase import forget
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from registry.recover.rebuild import rebuild
from registry.staff.take_staff_mail import take_staff_mail
from registry.store.mails import spooled
from registry.store.schema import open_registry
from reports.demo import kinds
from reports.demo.servers import EmbeddedImap
from reports.digest.alarm_mails import status_of
from reports.digest.deliver import digest_of, send_digest
from reports.run.passes import one_pass
from reports.staff.deliver import send_all, send_answers
from tests.builders.desks import a_desk
from tests.builders.factories import parcel_mail, tiny_scene
from tests.builders.staff_mails import DESK, LI, WEN, a_mail, by_link, html_of, orders_in, page_of, reply, text_of
from tests.registry.test_staff_day import OPEN, short

STAFF = [{"address": LI, "name": "Li"}, {"address": WEN, "name": "Wen", "may": ["export"]}]


class Office:
    """A desk with staff, an SMTP server and mails that arrive."""

    def __init__(self, desk, smtp, folder):
        self.desk, self.smtp, self.folder, self.count = desk, smtp, folder, 0

    def arrives(self, raw, at=None):
        """Let a mail arrive and be processed; return its row as `messages` shows it."""
        self.count += 1
        path = self.folder / f"in-{self.count}.eml"
        path.write_bytes(raw)
        import_paths(self.desk, [path], None, (at or datetime.now(UTC)).isoformat())
        assert process_pending(self.desk) == 0
        query = "SELECT sha256 FROM messages ORDER BY rowid DESC LIMIT 1"
        newest = self.desk.db.conn.execute(query).fetchone()[0]
        return next(item for item in documents.messages(self.desk.db) if item["sha256"] == newest)

    def submits(self, raw):
        """Let a submission arrive while the call is open; return its reference."""
        return self.arrives(raw, OPEN)["references"][0]

    def copied(self, reference, count):
        """Make so many more entries like one, numbered from 2 on; return all references."""
        names = [reference, *(f"{reference[:-4]}{number:04}" for number in range(2, count + 2))]
        for table in ("entries", "revisions", "findings", "entry_messages"):
            columns = [column.name for column in self.desk.db.table(table).columns if column.name != "reference"]
            listed = ", ".join(f'"{column}"' for column in columns)
            query = f"INSERT INTO {table} (reference, {listed}) SELECT ?, {listed} FROM {table} WHERE reference = ?"
            for copy in names[1:]:
                self.desk.db.conn.execute(query, [copy, reference])
        return names

    def digest(self):
        """Send the digest; return each one's page by address."""
        before = len(self.smtp.received)
        send_digest(self.desk, digest_of(self.desk), datetime.now(UTC).date())
        return {item.rcpt_tos[0]: page_of(item) for item in self.smtp.received[before:]}

    def answers(self):
        """Send what waits for staff; return it."""
        before = len(self.smtp.received)
        send_answers(self.desk)
        return [page_of(item) for item in self.smtp.received[before:]]

    def entry(self, reference):
        """Return an entry as `show` tells it."""
        return documents.entry(self.desk.db, reference)


@pytest.fixture
def office(tmp_path, smtp_server):
    with a_desk(tmp_path, smtp=smtp_server, staff=STAFF, undo="10m") as desk:
        yield Office(desk, smtp_server, tmp_path)


def test_a_link_decides_once_is_answered_and_can_be_taken_back(office):
    reference = office.submits(short())
    page = office.digest()[LI]
    assert {action for name, action in orders_in(page) if name == reference} == {"accept", "reject", "ask", "hold"}
    mail = by_link(page, reference, "ask", "请补一张作者照片 // 打过电话\n")
    row = office.arrives(mail)
    assert (row["outcome"], row["subject"]) == ("staff", f"[{reference} r1] ask ••••")
    whole = office.entry(reference)
    decision = {name: whole["decisions"][0][name] for name in ("action", "by", "note", "remark")}
    assert decision == {"action": "ask", "by": "Li", "note": "请补一张作者照片", "remark": "打过电话"}
    assert [(item["kind"], item["state"]) for item in whole["notices"]] == [("correction", "queued")]
    (answer,) = office.answers()
    assert (answer["To"], answer["In-Reply-To"], answer["Auto-Submitted"]) == (LI, row["message_id"], "auto-replied")
    assert ("请补一张作者照片" in text_of(answer), "打过电话" in text_of(answer)) == (True, False)  # the letter, word for word
    assert office.answers() == []
    again = office.arrives(by_link(page, reference, "accept"))
    assert (again["outcome"], len(office.entry(reference)["decisions"])) == ("staff", 1)
    (told,) = office.answers()
    assert "Li决定补正" in text_of(told)
    assert {action for _, action in orders_in(told)} == {"accept", "reject", "ask", "hold"}
    undone = office.arrives(by_link(answer, reference, "undo"))
    whole = office.entry(reference)
    assert (undone["outcome"], whole["state"], [item["kind"] for item in whole["notices"]]) == (
        "staff",
        "incomplete",
        ["correction"],
    )
    assert whole["notices"][0]["state"] == "queued" and "已撤销" in text_of(office.answers()[0])
    assert send_all(office.desk).sent == 1
    assert "请补一张作者照片" not in text_of(page_of(office.smtp.received[-1]))


def test_lines_above_a_reply_decide_on_what_the_digest_showed(office):
    first, second, third = (office.submits(short(seed)) for seed in (5, 6, 7))
    page = office.digest()[LI]
    office.submits(parcel_mail(9))
    typed = f"{first[-4:]} 补 请补一张作者照片 // 内部\n{int(second[-4:])} accept\n{third} 不予受理 不在征集范围\n0099 通过\n{third[-4:]} 好的"
    row = office.arrives(reply(page, typed))
    states = [office.entry(name)["state"] for name in (first, second, third)]
    assert (row["outcome"], states) == ("staff", ["incomplete", "incomplete", "rejected"])
    (answer,) = office.answers()
    text = f"{answer['Subject']}\n{text_of(answer)}"
    assert [
        words in text for words in ("已办 2 件，未办 3 件", "还没有收到作者本人的照片", "没有这个编号的投稿", "没有读懂这一行")
    ] == [True] * 4
    anyway = office.arrives(by_link(answer, second, "accept-anyway"))
    assert (anyway["outcome"], office.entry(second)["state"]) == ("staff", "accepted")
    office.answers()
    quoted_only = office.arrives(reply(page, "谢谢"))
    assert (quoted_only["outcome"], office.entry(first)["revision"]) == ("staff", 1)


def test_nothing_is_done_without_a_key_of_their_own_for_just_that(office):
    reference, other = (office.submits(short(seed)) for seed in (5, 6))
    pages = office.digest()
    li, wen = pages[LI], pages[WEN]
    assert orders_in(wen) == {} and orders_in(li)[reference, "hold"][0] == DESK
    before = [office.entry(name)["decisions"] for name in (reference, other)]
    hold = orders_in(li)[reference, "hold"][1]
    key = hold.rpartition(" ")[2]
    attacks = {
        "another entry": a_mail(LI, f"[{other} r1] hold {key}"),
        "another action": a_mail(LI, f"[{reference} r1] accept {key}"),
        "another revision": a_mail(LI, f"[{reference} r2] hold {key}"),
        "a made-up key": a_mail(LI, f"[{reference} r1] hold {'a' * 26}"),
        "no key": a_mail(LI, f"[{reference} r1] hold"),
        "lines in no thread": a_mail(LI, "Re: digest", f"{reference} hold"),
        "another's page": reply(li, f"{reference} hold", sender=WEN),
        "another's key": a_mail(WEN, hold),
        "in the quotation": reply(li, f"> {reference} hold\nthanks"),
    }
    for name, raw in attacks.items():
        assert (name, office.arrives(raw)["outcome"]) == (name, "staff")
    old = office.arrives(a_mail(LI, hold), datetime.now(UTC) + timedelta(days=14, minutes=1))
    assert old["outcome"] == "staff"
    silent = {
        "a stranger": (a_mail("eve@example.net", hold), "set_aside"),
        "a stranger's reply": (reply(li, f"{reference} hold", sender="eve@example.net"), "set_aside"),
        "out of office": (a_mail(LI, f"自动回复: {hold}"), "ignored"),
        "an answering machine": (a_mail(LI, hold, headers=[("Auto-Submitted", "auto-replied")]), "ignored"),
        "a bounce": (a_mail("MAILER-DAEMON@example.org", f"Undelivered: {hold}"), "ignored"),
    }
    for name, (raw, outcome) in silent.items():
        assert (name, office.arrives(raw)["outcome"]) == (name, outcome)
    assert [office.entry(name)["decisions"] for name in (reference, other)] == before
    answers = office.answers()
    assert sorted(item["To"] for item in answers) == [LI] * 8 + [WEN] * 2
    alarms = {item["code"] for item in status_of(office.desk)["alarms"]}
    assert {"staff-stranger", "staff-others"} <= alarms
    assert key not in json.dumps(documents.messages(office.desk.db)) and key not in office.desk.journal.path.read_text()
    done = office.arrives(a_mail(LI, f"Re: {hold}"), datetime.now(UTC) + timedelta(days=13))
    assert (done["outcome"], office.entry(reference)["state"]) == ("staff", "held")


def test_a_forged_sender_is_answered_by_nobody_and_alarms(tmp_path, smtp_server):
    box = {"photo": {"trusted_authserv": "mx.example.org"}}
    with a_desk(tmp_path, smtp=smtp_server, staff=STAFF, mailboxes=box) as desk:
        office = Office(desk, smtp_server, tmp_path)
        reference = office.submits(short())
        page = office.digest()[LI]
        verdict = [("Authentication-Results", "mx.example.org; dmarc=fail header.from=office.example")]
        row = office.arrives(by_link(page, reference, "hold", headers=verdict))
        assert (row["outcome"], office.entry(reference)["state"], office.answers()) == ("staff", "incomplete", [])
        assert "staff-forged" in {item["code"] for item in status_of(desk)["alarms"]}
        verdict = [("Authentication-Results", "mx.example.org; dmarc=pass header.from=office.example")]
        office.arrives(by_link(page, reference, "hold", headers=verdict))
        assert office.entry(reference)["state"] == "held"


def test_nobody_decides_on_an_entry_of_their_own_nor_beyond_their_rights(tmp_path, smtp_server):
    own = {"address": tiny_scene(5).person.email, "name": "Author"}
    with a_desk(tmp_path, smtp=smtp_server, staff=[{"address": WEN, "may": ["export"]}], undo="10m") as desk:
        office = Office(desk, smtp_server, tmp_path)
        reference = office.submits(short(5))
    with a_desk(tmp_path, smtp=smtp_server, staff=[own, {"address": WEN, "may": ["export"]}], undo="10m") as desk:
        office = Office(desk, smtp_server, tmp_path)
        pages = office.digest()
        assert orders_in(pages[own["address"]]) == {}
        for page, sender in ((pages[own["address"]], own["address"]), (pages[WEN], WEN)):
            office.arrives(reply(page, f"{reference} hold", sender=sender))
        assert office.entry(reference)["decisions"] == []
        told = [text_of(item) for item in office.answers()]
        assert ("由同事办理" in told[0], "权限不含" in told[1]) == (True, True)


def test_more_than_twenty_rejections_at_once_wait_for_a_second_word(office):
    names = office.copied(office.submits(short(1)), 21)
    page = office.digest()[LI]
    office.arrives(reply(page, "\n".join(f"{name} reject no photos of China" for name in names)))
    assert {office.entry(name)["state"] for name in names} == {"incomplete"}
    (answer,) = office.answers()
    ((batch, _),) = [key for key in orders_in(answer) if key[1] == "confirm"]
    office.arrives(by_link(answer, batch, "confirm"))
    assert {office.entry(name)["state"] for name in names} == {"rejected"}
    office.arrives(by_link(answer, batch, "confirm", "again"))
    assert {len(office.entry(name)["decisions"]) for name in names} == {1}


def test_staffs_mail_is_no_submission_and_chatter_is_not_answered_for_ever(office):
    row = office.arrives(parcel_mail(3).replace(b"From: ", f"From: {LI}\r\nX-Was: ".encode(), 1))
    assert (row["outcome"], documents.entries(office.desk.db)) == ("staff", [])
    assert "代收" in text_of(office.answers()[0])
    for number in range(8):
        office.arrives(a_mail(LI, "hello", f"hello {number}"))
    assert len(office.answers()) == 4
    office.arrives(a_mail(LI, "Re: your photos", "Dear author, yes.", to=f"author@example.com, {DESK}"))
    assert office.answers() == []


def test_a_question_is_struck_from_the_list_and_help_and_registry_are_given(office):
    office.submits(short())
    question = office.arrives(kinds.question(tiny_scene(4)), OPEN)
    page = office.digest()[LI]
    name = question["sha256"][:12].upper()
    office.arrives(by_link(page, name, "answered"))
    assert "已从待答复的清单里划去" in text_of(office.answers()[0])
    assert question["sha256"][:12] not in html_of(office.digest()[LI])
    newest = office.digest()[LI]
    office.arrives(reply(newest, "", subject="registry photo-2026"))
    office.arrives(reply(newest, "", subject="帮助"))
    office.arrives(reply(page, "", subject="registry photo-2026"))
    registry, help_, stale = office.answers()
    assert [part.get_filename() for part in registry.iter_attachments()] == ["photo-2026.xlsx"]
    assert ("0013 通过" in text_of(help_), list(stale.iter_attachments())) == (True, [])


def test_a_registry_made_again_decides_the_same_and_answers_nobody(office, tmp_path):
    reference = office.submits(short())
    page = office.digest()[LI]
    office.arrives(by_link(page, reference, "ask", "Which year?"))
    answer = office.answers()[0]
    office.arrives(by_link(answer, reference, "undo"))
    office.arrives(reply(office.answers()[0], f"{reference} hold"))
    rebuild(office.desk, tmp_path / "again.db")
    again = open_registry(tmp_path / "again.db")
    wanted = ("state", "revision", "decisions")
    assert [documents.entry(again, reference)[name] for name in wanted] == [office.entry(reference)[name] for name in wanted]
    rows = [
        [(item["outcome"], item["reason"], item["subject"]) for item in documents.messages(db)] for db in (again, office.desk.db)
    ]
    assert rows[0] == rows[1]
    assert again.table("staff_answers").count_where("state IN ('queued', 'deferred')") == 0
    again.conn.close()


def test_a_mail_is_done_and_answered_in_the_pass_that_fetched_it_and_no_log_bears_a_key(tmp_path, smtp_server, caplog):
    with EmbeddedImap() as imap, a_desk(tmp_path, imap, smtp_server, staff=STAFF, undo="10m") as desk:
        office = Office(desk, smtp_server, tmp_path)
        reference = office.submits(short())
        page = office.digest()[LI]
        caplog.set_level(logging.DEBUG)
        now = datetime.now(UTC)
        imap.deliver_all([(by_link(page, reference, "hold"), now), (by_link(page, reference, "ask", "Which year?"), now)])
        before = len(smtp_server.received)
        assert one_pass(desk).errors == {}
        assert [item.rcpt_tos[0] for item in smtp_server.received[before:]] == [LI, LI]
        assert [item["action"] for item in office.entry(reference)["decisions"]] == ["hold"]
        ours = "\n".join(
            item.getMessage() for item in caplog.records if item.name.split(".")[0] in {"intake", "registry", "reports"}
        )
        keys = {subject.rpartition(" ")[2] for _, subject, _ in orders_in(page).values()}
        kept = "\n".join(
            (
                ours,
                desk.journal.path.read_text(),
                json.dumps(documents.messages(desk.db)),
                json.dumps(office.entry(reference)),
            )
        )
        assert [key for key in keys if key in kept] == []
        desk.db.conn.execute("UPDATE notices SET due_at = '2026-01-01'")
        assert send_all(desk).sent == 1
        letter = page_of(smtp_server.received[-1])
        assert [key for key in keys if key in f"{letter['Subject']} {text_of(letter)} {html_of(letter)}"] == []


def test_a_long_list_is_summarised_and_every_entry_can_still_be_decided_by_a_line(office):
    office.copied(office.submits(short()), 150)
    office.desk.db.conn.execute("UPDATE entries SET state = 'held' WHERE reference > 'IF2026-0050'")
    page = office.digest()[LI]
    html = html_of(page)
    assert len(html.encode()) <= 90_500  # as it is folded for the mail
    assert [number for number in range(1, 152) if f"IF2026-{number:04}" not in html] == []
    named = {reference for reference, _ in orders_in(page)}
    assert len(named) < 100 and "IF2026-0150" not in named
    office.arrives(reply(page, "150 ask Which year?"))
    assert [item["action"] for item in office.entry("IF2026-0150")["decisions"]] == ["ask"]


def test_what_waits_for_staff_goes_with_an_entry_that_is_forgotten(office):
    reference = office.submits(short())
    page = office.digest()[LI]
    row = office.arrives(by_link(page, reference, "ask", "Dear Callum, which year?"))
    assert forget(office.desk.db, reference, by="Li", why="asked for", now=datetime.now(UTC)).reference == reference
    everything = "\n".join(office.desk.db.conn.iterdump())
    assert ("Dear Callum" in everything, row["outcome"], len(office.answers())) == (False, "staff", 1)


def test_a_mail_of_staff_that_was_taken_already_decides_nothing_more(office):
    reference = office.submits(parcel_mail())
    page = office.digest()[LI]
    raw = reply(page, f"{reference} 入围")
    row = office.arrives(raw)
    assert (row["outcome"], office.entry(reference)["shortlisted"]) == ("staff", True)
    office.arrives(reply(page, f"{reference} 不入围"))
    assert office.entry(reference)["shortlisted"] is False
    (office.folder / "work").mkdir()
    mail = spooled(office.desk.db, row["sha256"], office.folder / "in-2.eml")
    assert take_staff_mail(office.desk, read(mail, office.folder / "work", Limits()), "", datetime.now(UTC))
    assert office.entry(reference)["shortlisted"] is False
