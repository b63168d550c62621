"""A day of staff: why a person is needed, what is missing, second thoughts, remarks, questions, an entry's own date."""

import email
import email.policy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from urllib.parse import unquote

import pytest
from typer.testing import CliRunner

from intake.config.working_days import working_day_after
from registry.decide.review import Decision, ReviewError, review
from registry.letters.closing_reminders import queue_closing_reminders
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from registry.read.day import gather_day
from registry.recover.rebuild import rebuild
from registry.store.later_date import own_date, until_of
from registry.store.schema import open_registry
from reports.demo import kinds, mails
from reports.digest.deliver import digest_of, send_daily
from reports.letters.outbox_pass import send_due
from reports.letters.preview import LetterWanted, preview_letter
from reports.screen.decisions import TypedDecision, decide_entry
from run_intake import app
from tests.builders.desks import ROOT, a_desk
from tests.builders.factories import parcel_mail, tiny_scene
from tests.builders.staff_mails import a_mail
from validators.disposition import Disposition

CALL = "photo-2026"
OPEN = datetime.fromisoformat("2026-07-15T09:00:00+08:00")
CLOSES = datetime.fromisoformat("2026-09-01T00:00:00+08:00")
DECIDED = datetime.fromisoformat("2026-09-02T10:00:00+08:00")  # a Wednesday
HELD = {"calls": {"photo-2026": {"slots": {"form": {"fields": {"nationality": {"held": ["SE", "BR", "KE", "IN"]}}}}}}}


def take(desk, tmp_path, raw, arrived=OPEN):
    """Let a mail arrive; return its row as `messages` shows it."""
    path = tmp_path / f"{len(list(tmp_path.glob('*.eml')))}.eml"
    path.write_bytes(raw)
    import_paths(desk, [path], None, arrived.isoformat())
    assert process_pending(desk) == 0
    return documents.messages(desk.db)[-1]


def short(seed=5, **changes):
    """Return a mail with a form, a biography and two photos: a photo and the portrait are missing."""
    scene = tiny_scene(seed)
    return mails.plain(replace(scene.draft(scene.form(), scene.biography(), *scene.works(2)), **changes))


def held(desk, tmp_path):
    """Let an incomplete entry arrive, and hold it as rules do that want a person to look."""
    reference = take(desk, tmp_path, short())["references"][0]
    finding = {
        "reference": reference,
        "revision": 1,
        "ordinal": 99,
        "rule": "sender-unverified",
        "severity": "hold",
        "subject": "",
        "values": '{"why": "no-sender"}',
    }
    desk.db.table("findings").insert(finding)
    desk.db.table("entries").update(reference, {"state": "held"})
    desk.db.conn.execute("DELETE FROM notice_entries")
    desk.db.conn.execute("DELETE FROM notices")
    return reference


def command(tmp_path, *words):
    configs = ["--config", str(ROOT / "config.yaml"), "--config", str(tmp_path / "overlay.yaml")]
    done = CliRunner(env={"PHOTO_PASSWORD": "x"}).invoke(app, [*configs, *words])
    return done.exit_code, done.stdout + done.stderr


def page_of(received):
    """Return a mail's HTML with its links as they are typed."""
    page = email.message_from_bytes(received.content, policy=email.policy.default).get_body(("html",)).get_content()
    return unquote(unescape(page))


def text_of(received):
    return email.message_from_bytes(received.content, policy=email.policy.default).get_body(("plain",)).get_content()


def test_the_digest_says_first_why_a_person_is_needed_then_what_is_missing_and_proposes_what_fits(tmp_path):
    with a_desk(tmp_path, staff_language="en") as desk:
        reference = held(desk, tmp_path)
        page = digest_of(desk).text
    told = [line.strip() for line in page[page.index(reference) :].partition("\n\n")[0].splitlines()]
    review = f"python run_intake.py review {reference}"
    assert told[1:] == [
        "The sender could not be verified (the mail has no usable sender).",
        "→ For staff to check with the contact details on record.",
        "Also missing:",
        "So far 2 photos have reached us; the call asks for 3 to 5.",
        "No photo of the author has reached us yet.",
        f"{review} release --by NAME",
        f"{review} accept --anyway --by NAME",
        f"{review} ask --by NAME --note …",
        f"{review} reject --by NAME --note …",
    ]


def test_accept_is_refused_while_something_is_missing_unless_staff_say_so_and_then_the_letter_does_not_lie(tmp_path, smtp_server):
    with a_desk(tmp_path, smtp=smtp_server) as desk:
        reference = held(desk, tmp_path)
    code, said = command(tmp_path, "review", reference, "accept", "--by", "Li")
    assert (code, "Still missing:" in said, "--anyway" in said, "release" in said) == (2, True, True, True)
    with a_desk(tmp_path, smtp=smtp_server) as desk:
        assert documents.entry(desk.db, reference)["state"] == "held"
        assert documents.entry(desk.db, reference)["decisions"] == []
    assert command(tmp_path, "review", reference, "accept", "--anyway", "--by", "Li")[0] == 0
    with a_desk(tmp_path, smtp=smtp_server) as desk:
        send_due(desk)
    text = text_of(smtp_server.received[-1])
    assert ("材料已经齐全" in text, "It is complete" in text, "accepted as it stands" in text) == (False, False, True)


def test_a_rejection_says_why_in_a_note_or_by_naming_a_finding(tmp_path):
    with a_desk(tmp_path) as desk:
        reference = held(desk, tmp_path)
        for note, said in (
            ("", "Say with --note why"),
            ("photo-damaged", "has no finding photo-damaged"),
            ("window-late", "It has: slot-count"),
        ):
            with pytest.raises(ReviewError, match=said):
                decide_entry(desk, reference, TypedDecision(action="reject", by="Li", note=note))
        assert documents.entry(desk.db, reference)["decisions"] == []
        decide_entry(desk, reference, TypedDecision(action="reject", by="Li", note="slot-count"))
        letter = preview_letter(desk, reference, LetterWanted())
    assert ("slot-count" in letter, "No photo of the author" in letter, "Please send" in letter) == (False, True, False)


@pytest.mark.parametrize(("action", "note"), [("reject", "Not eligible."), ("hold", "")])
def test_what_comes_for_an_entry_that_staff_rejected_or_hold_waits_for_them(tmp_path, action, note):
    scene = tiny_scene(5)
    with a_desk(tmp_path) as desk:
        reference = take(desk, tmp_path, parcel_mail())["references"][0]
        decide_entry(desk, reference, TypedDecision(action=action, by="Li", note=note))
        states = []
        for place in (4, 5):
            file = replace(scene.works(1)[0], name=f"work{place}.jpg", data=scene.works(place)[-1].data)
            added = take(desk, tmp_path, mails.plain(replace(tiny_scene().draft(file), subject=f"Re: [{reference}]")))
            entry = documents.entry(desk.db, reference)
            states.append((added["outcome"], entry["state"], entry["revision"], entry["notices"][-1]["kind"]))
        assert states == [("merged", "held", 2, "receipt"), ("merged", "held", 3, "receipt")]
        assert "Li已决定" in digest_of(desk).html
        decide_entry(desk, reference, TypedDecision(action="release", by="Li"))
        assert documents.entry(desk.db, reference)["state"] == "accepted"


def test_a_receipt_says_what_can_be_sent_meanwhile_and_never_why_it_is_held(tmp_path, smtp_server):
    with a_desk(tmp_path, smtp=smtp_server) as desk:
        reference = held(desk, tmp_path)
        for doubt in ("", "stranger"):
            desk.db.conn.execute("UPDATE revisions SET unverified = ?", [doubt])
            text = preview_letter(desk, reference, LetterWanted(kind="receipt"))
            offered = "What you can send meanwhile:" in text and "这段时间里，可以先补来：" in text
            idle = "nothing you need to do" in text
            assert (offered, idle, "sender" in text) == (not doubt, bool(doubt), False)


def test_held_entries_that_lack_something_are_reminded_too(tmp_path):
    with a_desk(tmp_path) as desk:
        reference = held(desk, tmp_path)
        call, soon = desk.config.calls[CALL], CLOSES - timedelta(days=2)
        desk.db.conn.execute("UPDATE revisions SET unverified = 'stranger'")
        assert queue_closing_reminders(desk.db, CALL, call, soon) == 0
        desk.db.conn.execute("UPDATE revisions SET unverified = ''")
        assert (queue_closing_reminders(desk.db, CALL, call, soon), queue_closing_reminders(desk.db, CALL, call, soon)) == (1, 0)
        assert [item["kind"] for item in documents.entry(desk.db, reference)["notices"]] == ["reminder"]


def test_a_remark_stays_ours_and_a_letter_waits_for_second_thoughts(tmp_path, smtp_server):
    with a_desk(tmp_path, smtp=smtp_server, undo="10m") as desk:
        reference = take(desk, tmp_path, parcel_mail(3))["references"][0]
        send_due(desk)
        decide_entry(desk, reference, TypedDecision(action="ask", by="Li", note="Which year?", remark="内部：勿外传"))
        assert send_due(desk).sent == 0
        shown = preview_letter(desk, reference, LetterWanted())
        assert ("Which year?" in shown, "勿外传" in shown, shown.startswith("Waits until")) == (True, False, True)
        assert "For 2027" in preview_letter(desk, reference, LetterWanted(kind="rejection", note="For 2027"))
        decide_entry(desk, reference, TypedDecision(action="hold", by="Li"))
        waiting = [(item["kind"], item["state"]) for item in documents.entry(desk.db, reference)["notices"]]
        assert waiting == [("acknowledgement", "sent"), ("receipt", "queued")]
        desk.db.conn.execute("UPDATE notices SET due_at = '2026-01-01T00:00:00+00:00'")
        assert send_due(desk).sent == 1
        whole = documents.entry(desk.db, reference)
        first = whole["decisions"][0]
        assert (first["action"], first["note"], first["remark"]) == ("ask", "Which year?", "内部：勿外传")
        assert "内部：勿外传" in str(whole["history"])
        assert "勿外传" not in "".join(text_of(item) for item in smtp_server.received)


def test_a_decision_that_asks_gives_the_entry_a_date_of_its_own_that_the_letter_names_and_that_is_honoured(tmp_path):
    scene = tiny_scene(5)
    rest = mails.plain(scene.draft(*scene.works(3)[2:], scene.portrait()))
    with a_desk(tmp_path) as desk:
        reference = held(desk, tmp_path)
        late = take(desk, tmp_path, rest, DECIDED)
        assert late["references"] != [reference]  # nobody gave it a date yet: too late for the call
        call = desk.config.calls[CALL]
        ends = datetime.fromisoformat(
            "2026-09-10T00:00:00+08:00"
        )  # five working days after Wednesday the 2nd: to the end of the 9th
        assert working_day_after(DECIDED.date(), 5) == date(2026, 9, 9)
        until = own_date(desk.config, call, Disposition.INCOMPLETE, "", DECIDED)  # staff name none
        assert until == until_of("2026-09-09", call, DECIDED) == ends
        review(desk.db, reference, Decision(action="release", by="Li", until=until), DECIDED)
        letter = preview_letter(desk, reference, LetterWanted())
        assert ("24:00 on 9 September 2026" in letter, "2026年9月9日24:00" in letter, "31 August" in letter) == (
            True,
            True,
            False,
        )
        again = rest.replace(b"Message-ID: <", b"Message-ID: <again")
        added = take(desk, tmp_path, again, ends - timedelta(seconds=1))
        found = [item["rule"] for item in documents.entry(desk.db, reference)["findings"]]
        assert (added["outcome"], added["references"], "window-late" in found) == ("merged", [reference], False)
        over = take(desk, tmp_path, rest.replace(b"Message-ID: <", b"Message-ID: <over"), ends)
        assert over["references"] != [reference]


def test_one_line_answers_what_staff_asked_about_a_field_that_held_the_entry(tmp_path):
    with a_desk(tmp_path, **HELD) as desk:
        row = take(desk, tmp_path, parcel_mail(7))
        (reference,) = row["references"]
        before = documents.entry(desk.db, reference)
        review(desk.db, reference, Decision(action="ask", by="Li", note="请告知国籍"), OPEN)
        answer = take(desk, tmp_path, a_mail(row["sender"], f"Re: [{reference}] 投稿已收到", "国籍：法国\n"))
        after = documents.entry(desk.db, reference)
    assert (before["state"], [item["rule"] for item in before["findings"] if item["severity"] == "hold"]) == (
        "held",
        ["field-held"],
    )
    assert (answer["outcome"], answer["references"], after["state"], after["revision"]) == ("merged", [reference], "accepted", 2)
    assert after["form"] == {**before["form"], "nationality": "法国"}


@pytest.mark.parametrize(
    ("until", "said"),
    [("soon", "is not a day"), ("2026-08-20", "is open until"), ("2020-01-01", "is past"), ("2026-09-20T10:00", "no offset")],
)
def test_a_date_that_gives_nothing_is_refused(tmp_path, until, said):
    with a_desk(tmp_path) as desk, pytest.raises(ValueError, match=said):
        until_of(until, desk.config.calls[CALL], OPEN)


def test_a_registry_made_again_knows_remarks_dates_and_answers(tmp_path):
    with a_desk(tmp_path) as desk:
        reference = take(desk, tmp_path, short())["references"][0]
        question = take(desk, tmp_path, kinds.question(tiny_scene(4)))["sha256"]
        decide_entry(desk, reference, TypedDecision(action="ask", by="Li", note="Which year?", remark="ours", until="2027-01-31"))
    assert command(tmp_path, "answered", question[:12], "--by", "Wen")[0] == 0
    with a_desk(tmp_path) as desk:
        before = documents.entry(desk.db, reference)
        rebuild(desk, tmp_path / "again.db")
    again = open_registry(tmp_path / "again.db")
    after = documents.entry(again, reference)
    assert (after["until"], after["decisions"]) == (before["until"], before["decisions"])
    assert after["until"] == "2027-01-31T16:00:00+00:00"
    assert [row[:2] for row in again.conn.execute("SELECT sha256, by FROM answered")] == [(question, "Wen")]
    again.conn.close()


def open_questions(desk):
    now = datetime.now(UTC)
    return [item.sha256 for item in gather_day(desk.db, now.date(), "UTC", now).questions]


def test_a_question_stays_on_the_list_until_it_is_answered(tmp_path, smtp_server):
    with a_desk(tmp_path, smtp=smtp_server, staff=["staff@example.net"]) as desk:
        asked = take(desk, tmp_path, kinds.question(tiny_scene(4)))
        other = take(desk, tmp_path, kinds.question(tiny_scene(6)))
        send_daily(desk)
        assert f"[{asked['sha256'][:12]}".upper() in page_of(smtp_server.received[-1])  # a link that says it was answered
        assert open_questions(desk) == [asked["sha256"], other["sha256"]]
        scene = tiny_scene(4)
        stranger = mails.plain(
            replace(scene.draft(subject="Re: a question", text="And?"), headers=(("In-Reply-To", asked["message_id"]),))
        )
        take(desk, tmp_path, stranger)
        assert asked["sha256"] in open_questions(desk)
        person = replace(scene.person, email="staff@example.net")
        answer = replace(scene, person=person).draft(subject="Re: a question", text="Yes, please do.")
        take(desk, tmp_path, mails.plain(replace(answer, headers=(("In-Reply-To", asked["message_id"]),))))
        assert asked["sha256"] not in open_questions(desk) and other["sha256"] in open_questions(desk)
    assert command(tmp_path, "answered", other["sha256"][:10], "--by", "Wen")[0] == 0
    assert command(tmp_path, "answered", "abcdef", "--by", "Wen")[0] == 2
    with a_desk(tmp_path) as desk:
        assert other["sha256"] not in open_questions(desk)


def test_a_digest_goes_on_where_the_last_one_that_left_ended(tmp_path, smtp_server):
    with a_desk(tmp_path, smtp=smtp_server, staff=["staff@example.net"], timezone="UTC") as desk:
        first = take(desk, tmp_path, parcel_mail(3))["references"][0]
        now = datetime.now(UTC)
        assert [item.reference for item in gather_day(desk.db, now.date(), "UTC", now).fresh.whole] == [first]
        send_daily(desk)
        desk.db.conn.execute("UPDATE digests SET until = ?, day = '2026-01-01'", [(now - timedelta(hours=20)).isoformat()])
        desk.db.conn.execute("UPDATE history SET at = ?", [(now - timedelta(hours=30)).isoformat()])
        desk.db.conn.execute("UPDATE entries SET updated_at = ?", [(now - timedelta(hours=30)).isoformat()])
        second = take(desk, tmp_path, parcel_mail(4))["references"][0]
        desk.db.conn.execute("UPDATE history SET at = ? WHERE reference = ?", [(now - timedelta(hours=19)).isoformat(), second])
        gathered = gather_day(desk.db, now.date(), "UTC", now)
        assert ([item.reference for item in gathered.fresh.whole], gathered.opened) == ([second], 1)
