"""Scores, admissions and awards are looked at again when they are used: judges, names, decisions and awards change in between."""

from dataclasses import replace
from datetime import UTC, datetime

from registry.amend.amend import amend
from registry.amend.changes import Changes
from registry.amend.join import join
from registry.amend.revise import Hand
from registry.decide.review import Decision, review
from registry.decide.undo import undo
from registry.forget.erase import forget
from registry.select.neutral_codes import entry_codes
from registry.store import dossiers
from registry.store.selection import put_award, scoreboard
from reports.demo import mails
from reports.letters.outbox_pass import send_due
from tests.builders.desks import a_desk
from tests.builders.factories import parcel_mail, tiny_scene
from tests.builders.pack_samples import CALL
from tests.builders.selection_samples import accepted, sheet
from tests.builders.unit_mails import ARRIVED, LI, STRANGER, WU, article, liaison, unit_desk
from tests.registry.select.test_by_mail import mail
from tests.registry.test_staff_day import take
from tests.reports.announce.test_announce import run

ONE, TWO, THREE = "judge1@example.org", "judge2@example.org", "judge3@example.org"
RESULT = {
    "result": {"subject": {"zh": "评选结果"}, "text": {"zh": "获{{ award }}。"}},
    "note": {"subject": {"zh": "通知"}, "text": {"zh": "编号 {{ reference }}。"}},
}


def judged_by(*judges, **more):
    return {"calls": {CALL: {"judges": list(judges), **more}}}


def scored(desk):
    """Return the judges whose sheets stand, and all their scores."""
    board = scoreboard(desk.db, CALL)
    return sorted(board.judges.values()), sorted(item.score for each in board.scores.values() for item in each.values())


def by(tmp_path, sender, name, code, score):
    path = sheet(tmp_path / "s.xlsx", name, [(code, score)])
    return mail(f"J <{sender}>", (f"{sender}-{score}.xlsx", path.read_bytes()))


def test_taking_a_rejection_back_lets_the_sender_add_again(tmp_path):
    with unit_desk(tmp_path) as desk:
        db = desk.desk.db
        desk.mail(LI, **{"联络员信息表.docx": liaison()})
        desk.mail(WU, **{"新闻稿3.docx": article(3)})
        for action, undone, may in (
            ("release", False, True),
            ("hold", False, False),
            ("hold", True, True),
            ("reject", False, False),
            ("reject", True, True),
        ):
            if undone:
                undo(db, "PR2026-0002", "Chen", ARRIVED)
            else:
                review(db, "PR2026-0002", Decision(action=action, by="Chen", note="no"), ARRIVED)
            assert (action, undone, dossiers.admitted(db, "PR2026-0001", WU)) == (action, undone, may)


def test_who_was_let_in_is_let_out_with_the_entry_as_it_is_now(tmp_path):
    with unit_desk(tmp_path) as desk:
        db = desk.desk.db
        desk.mail(LI, **{"联络员信息表.docx": liaison()})
        desk.mail(WU, **{"新闻稿3.docx": article(3)})
        review(db, "PR2026-0002", Decision(action="release", by="Chen"), ARRIVED)
        assert desk.mail(WU, "[PR2026-0002] 宣传+主论坛+河谷学院", **{"新闻稿4.docx": article(4)})
        review(db, "PR2026-0002", Decision(action="reject", by="Chen", note="no"), ARRIVED)
        assert not dossiers.admitted(db, "PR2026-0001", WU)
        assert desk.mail(WU, **{"新闻稿5.docx": article(5)}) != ["PR2026-0001"]


def test_who_was_let_in_is_let_out_of_the_entry_that_the_other_was_joined_to(tmp_path):
    with unit_desk(tmp_path) as desk:
        db = desk.desk.db
        desk.mail(LI, **{"联络员信息表.docx": liaison()})
        desk.mail(WU, **{"新闻稿3.docx": article(3)})
        review(db, "PR2026-0002", Decision(action="release", by="Chen"), ARRIVED)
        assert desk.mail(LI, "宣传+分论坛+海岸大学", **{"新闻稿.docx": article(1)}) == ["PR2026-0003"]
        join(desk.desk, "PR2026-0001", "PR2026-0003", Hand(by="Chen", at=ARRIVED))
        assert dossiers.admitted(db, "PR2026-0003", WU)
        review(db, "PR2026-0002", Decision(action="reject", by="Chen", note="no"), ARRIVED)
        assert not dossiers.admitted(db, "PR2026-0003", WU)


def test_the_reference_and_the_thread_serve_contacts_and_who_was_let_in_as_long_as_they_are(tmp_path):
    with unit_desk(tmp_path) as desk:
        desk.mail(LI, **{"联络员信息表.docx": liaison(邮箱=WU)})
        ways = ({"subject": "[PR2026-0001] 新闻稿"}, {"subject": "新闻稿", "reply": "<1@example.org>"})
        numbers = iter(range(1, 20))

        def led(sender):
            """Return whether a mail of theirs goes to the entry, by its reference and by its thread."""
            return [desk.mail(sender, **way, **{"新闻稿.docx": article(next(numbers))}) == ["PR2026-0001"] for way in ways]

        assert (led(WU), led(STRANGER)) == ([True, True], [False, False])
        claim = desk.mail(STRANGER, **{"新闻稿.docx": article(next(numbers))})[0]
        review(desk.desk.db, claim, Decision(action="release", by="Chen"), ARRIVED)
        assert led(STRANGER) == [True, True]
        review(desk.desk.db, claim, Decision(action="reject", by="Chen", note="no"), ARRIVED)
        assert led(STRANGER) == [False, False]
        amend(desk.desk, "PR2026-0001", Changes(values={"liaison.contact_email": LI}), Hand(by="Chen", at=ARRIVED))
        assert led(WU) == [False, False]


def test_the_contact_in_an_authors_form_adds_by_the_reference_or_the_thread_alone(tmp_path):
    scene = tiny_scene(5)
    with a_desk(tmp_path) as desk:
        row = take(desk, tmp_path, mails.plain(scene.draft(scene.form(contact_email=WU), scene.biography(), *scene.works(2))))
        ((one,), thread) = row["references"], f"In-Reply-To: {row['message_id']}\r\n".encode()
        by_name = mails.plain(replace(scene.draft(scene.works(3)[2], subject=f"[{one}]", text="As asked."), email=WU))
        answer = mails.plain(replace(scene.draft(scene.portrait(), subject="A portrait", text="As asked."), email=WU))
        assert take(desk, tmp_path, by_name)["references"] == [one]
        assert take(desk, tmp_path, thread + answer)["references"] == [one]


def test_who_was_let_out_is_written_to_no_more(tmp_path):
    with unit_desk(tmp_path) as desk:
        db = desk.desk.db
        desk.mail(LI, **{"联络员信息表.docx": liaison(), "新闻稿1.docx": article(1)})
        desk.mail(WU, **{"新闻稿3.docx": article(3)})
        review(db, "PR2026-0002", Decision(action="release", by="Chen"), ARRIVED)
        assert desk.mail(WU, **{"新闻稿5.docx": article(5)}) == ["PR2026-0001"]
        assert desk.entry("PR2026-0001").reply_to.email == WU
        review(db, "PR2026-0002", Decision(action="reject", by="Chen", note="no"), ARRIVED)
        review(db, "PR2026-0001", Decision(action="ask", by="Chen", note="one more, please"), ARRIVED)
        asked = next(db.query("SELECT recipient FROM notices WHERE note = 'one more, please'"))
        assert (asked["recipient"], desk.entry("PR2026-0001").reply_to.email) == (LI, LI)


def test_a_judge_without_a_name_replaces_nobody_elses_sheet(tmp_path):
    with a_desk(tmp_path, **judged_by(ONE, TWO)) as desk:
        take(desk, tmp_path, parcel_mail(3))
        (code,) = entry_codes(desk.db, CALL).values()
        take(desk, tmp_path, by(tmp_path, ONE, "王评委", code, 80))
        take(desk, tmp_path, by(tmp_path, TWO, "王 评委", code, 10))
        assert scored(desk) == (["王评委"], [80])
        take(desk, tmp_path, by(tmp_path, ONE, "王 评委", code, 81))
        assert scored(desk) == (["王 评委"], [81])


def test_judges_come_and_go(tmp_path):
    with a_desk(tmp_path, **judged_by({"address": ONE, "name": "王评委"}, TWO)) as desk:
        take(desk, tmp_path, parcel_mail(3))
        take(desk, tmp_path, parcel_mail(4))
        code, _ = entry_codes(desk.db, CALL).values()
        take(desk, tmp_path, by(tmp_path, ONE, "", code, 80))
    with a_desk(tmp_path, **judged_by(TWO)) as desk:  # removed
        assert take(desk, tmp_path, by(tmp_path, ONE, "王评委", code, 90))["outcome"] == "set_aside"
        assert scored(desk) == (["王评委"], [80])
    with a_desk(
        tmp_path, calls={CALL: {"judges": [TWO]}, "publicity-2023": {"judges": [{"address": ONE, "name": "王评委"}]}}
    ) as desk:  # of another call now
        assert take(desk, tmp_path, by(tmp_path, ONE, "王评委", code, 91))["outcome"] == "staff"
        assert scored(desk) == (["王评委"], [80])
    with a_desk(tmp_path, **judged_by({"address": THREE, "name": "王评委"})) as desk:  # from a new address
        assert take(desk, tmp_path, by(tmp_path, THREE, "王评委", code, 92))["outcome"] == "staff"
        assert scored(desk) == (["王评委"], [92])
        forget(desk.db, "IF2026-0001", by="Li", why="asked", now=datetime.now(UTC))
        assert scored(desk)[1] == []
        assert take(desk, tmp_path, by(tmp_path, THREE, "王评委", code, 93))["outcome"] == "staff"
        assert scored(desk)[1] == []


def test_an_award_taken_away_is_told_to_nobody(tmp_path, smtp_server):
    with a_desk(tmp_path, smtp=smtp_server, **judged_by(ONE, announcements=RESULT)) as desk:
        accepted(desk, 4)
        for number in (1, 2, 3, 4):
            put_award(desk.db, f"IF2026-{number:04}", "excellent", "Li", datetime.now(UTC))
    assert run(tmp_path, "result", "--award", "excellent").exit_code == 0
    assert run(tmp_path, "note", "--state", "accepted").exit_code == 0
    with a_desk(tmp_path, smtp=smtp_server, **judged_by(ONE, announcements=RESULT)) as desk:
        put_award(desk.db, "IF2026-0001", "", "Li", datetime.now(UTC))
        put_award(desk.db, "IF2026-0002", "popular", "Li", datetime.now(UTC))
        review(desk.db, "IF2026-0003", Decision(action="reject", by="Li", note="copied"), datetime.now(UTC))
        sent = send_due(desk)
        told = sorted(
            str(row["name"]) + row["reference"][-1]
            for row in desk.db.query(
                "SELECT n.name, e.reference FROM notices n JOIN notice_entries e ON e.notice = n.id WHERE n.state = 'sent' AND n.kind = 'announcement'"
            )
        )
        assert told == ["note1", "note2", "note3", "note4", "result4"]
        assert sent.failed == 3


def test_a_certificate_does_not_leave_for_an_entry_that_was_rejected_since(tmp_path, smtp_server):
    thanks = {"thanks": {"subject": {"zh": "证书"}, "text": {"zh": "附上证书。"}, "certificate": True}}
    over = {**judged_by(ONE, announcements=thanks, awards={"excellent": None, "popular": None}), "smtp": smtp_server}
    with a_desk(tmp_path, **over) as desk:
        accepted(desk, 2)
    assert run(tmp_path, "thanks", "--state", "accepted").exit_code == 0
    with a_desk(tmp_path, **over) as desk:
        review(desk.db, "IF2026-0001", Decision(action="reject", by="Li", note="copied"), datetime.now(UTC))
        send_due(desk)
        query = "SELECT state FROM notices WHERE kind = 'announcement' ORDER BY id"
        assert [row["state"] for row in desk.db.query(query)] == ["failed", "sent"]
