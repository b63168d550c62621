"""Every alarm: raised by its trouble alone, told in both languages, mailed to staff once a day at most."""

import email
import email.policy
import json
import os
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake.automatic.delivery_report import Bounce
from intake.config.languages import languages, phrases
from intake.fetch.faults import FetchFault, MessageFault
from registry.letters import outbox
from registry.letters.bounces import note_bounce
from registry.read.alarms import alarms
from registry.store import mails, polls, unfetched
from registry.store.locks import Lock
from registry.store.mails import stamp
from registry.store.polls import Ailment
from registry.store.unfetched import Folder
from reports.demo.servers import EmbeddedSmtp
from reports.digest.alarm_mails import send_alarms, status_of
from reports.run.passes import one_pass
from tests.builders.desks import ROOT, a_desk
from tests.builders.registry_samples import MARK, judged, rows, spooled, submission, take

STAFF = ["desk@example.net", "chief@example.net"]
NOW = datetime.now(UTC).replace(microsecond=0)
LETTER = MARK.message_id("the letter", "example.org")
HOURS, DAYS = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def desk(tmp_path, smtp_server):
    """A desk in good health: polled a moment ago, one letter sent, a copy of the registry."""
    with a_desk(tmp_path, smtp=smtp_server, staff=STAFF) as opened:
        polls.note_poll(opened.db, "photo", "", NOW)
        take(opened.db, judged(submission()), now=NOW)
        opened.db.conn.execute("UPDATE messages SET fetched_at = ?", [stamp(NOW)])
        opened.db.conn.execute("UPDATE notices SET state = 'sent', message_id = ?, sent_at = ?", [LETTER, stamp(NOW)])
        (tmp_path / "var" / "backups").mkdir()
        (tmp_path / "var" / "backups" / "registry-20260101.db").touch()
        yield opened


def codes(desk, now=NOW):
    return [alarm.code for alarm in alarms(desk.config, desk.db, now)]


def letter(desk, **values):
    desk.db.table("notices").update(1, {"sent_at": None, **values})


def changed(desk, **update):
    """Change the desk's configuration in place: a frozen model is told so on purpose."""
    for path, value in update.items():
        *way, last = path.split("__")
        place = desk.config
        for name in way:
            place = place[name] if isinstance(place, dict) else getattr(place, name)
        object.__setattr__(place, last, value)


def bounced(desk):
    note_bounce(desk.db, Bounce(recipient="marta@example.com", mentioned=("marta@example.com",), permanent=True, status="5.1.1",
                                message_ids=(LETTER,), reporter="postmaster@example.com", formal=True), "r1", NOW, MARK)  # fmt: skip


def no_copies(desk):
    shutil.rmtree(desk.config.data_dir / "backups")
    desk.db.conn.execute("UPDATE messages SET fetched_at = ?", [stamp(NOW - 4 * DAYS)])


def old_copy(desk):
    path = desk.config.data_dir / "backups" / "registry-20260101.db"
    os.utime(path, (path.stat().st_mtime - 4 * 86400,) * 2)


def disk_ahead(desk):
    path = desk.config.data_dir / "registry.db"
    os.utime(path, (path.stat().st_mtime + 3600,) * 2)


def stopped(desk):
    desk.db.conn.execute("UPDATE polls SET last_good_poll = ?", [stamp(NOW - 7 * HOURS)])


def beat(desk, alive: bool, at=NOW, step_at=NOW):
    """Write a service's pulse as of a moment; alive: somebody holds its lock."""
    path = desk.config.data_dir / "service.lock"
    path.write_text(json.dumps({"pid": 7, "at": stamp(at), "step_at": stamp(step_at)}))
    if alive:
        holding = Lock(path).hold()
        holding.__enter__()
        HELD.append(holding)


HELD = []  # locks; a generator that nobody holds any more would let go


@pytest.fixture(autouse=True)
def let_go():
    yield
    while HELD:
        HELD.pop().__exit__(None, None, None)


INBOX = Folder(mailbox="photo", name="INBOX", uidvalidity=7)
TROUBLES = {
    "disk-low": lambda desk: changed(desk, limits__disk_reserve=1 << 60),
    "service-gone": lambda desk: beat(desk, alive=False),
    "service-hung": lambda desk: beat(desk, alive=True, at=NOW - timedelta(minutes=4)),
    "disk-failed": lambda desk: polls.note_poll(desk.db, "photo", "Input/output error", NOW, Ailment.DISK),
    "clock-back": lambda desk: polls.note_poll(desk.db, "photo", "", NOW + 1 * HOURS),
    "clock-disk": disk_ahead,
    "login-refused": lambda desk: polls.note_poll(desk.db, "photo", "photo: it said no", NOW, Ailment.REFUSED),
    "folder-missing": lambda desk: polls.note_poll(desk.db, "photo", "there is no Junk", NOW, Ailment.FOLDER),
    "mail-unfetched": lambda desk: unfetched.note(desk.db, INBOX, 2, MessageFault(FetchFault.REFUSED, "photo: NO [SERVERBUG]"), NOW),
    "no-poll": stopped,
    "code-expires": lambda desk: changed(desk, mailboxes__photo__valid_until=NOW + 13 * DAYS),
    "code-expired": lambda desk: changed(desk, mailboxes__photo__valid_until=NOW),
    "delivery-refused": lambda desk: letter(desk, state="deferred", code=535, error="AUTH: no", due_at=stamp(NOW + 1 * HOURS)),
    "delivery-quota": lambda desk: letter(desk, state="deferred", code=550, ours="quota", error="RCPT: frequency limited", due_at=stamp(NOW + 1 * HOURS)),
    "breaker": lambda desk: outbox.postpone(desk.db, 1, NOW + 1 * HOURS, "more than 300 letters in an hour", outbox.Ours.HOUR),
    "queue-stuck": lambda desk: letter(desk, state="queued", due_at=stamp(NOW - 7 * HOURS)),
    "mail-stuck": lambda desk: mails.log_fetched(desk.db, spooled("m9", NOW - 7 * HOURS)),
    "shunted": lambda desk: desk.db.table("messages").update("m1", {"outcome": "shunted"}),
    "letter-failed": lambda desk: letter(desk, state="failed"),
    "letter-unknown": lambda desk: letter(desk, state="unknown"),
    "letter-waiting": lambda desk: letter(desk, state="deferred", attempts=0, created_at=stamp(NOW - 3 * DAYS), due_at=stamp(NOW + 1 * HOURS)),
    "letter-bounced": bounced,
    **{
        code: lambda desk, code=code: desk.db.table("staff_alarms").insert({"sha256": code, "code": code, "address": "a@b.example", "at": stamp(NOW)})
        for code in ("staff-forged", "staff-stranger", "staff-others")
    },
    "answer-failed": lambda desk: desk.db.table("staff_answers").insert(
        {"mail": "m1", "mailbox": "photo", "address": "a@b.example", "told": "", "message_id": "<a@b>", "state": "failed",
         "created_at": stamp(NOW), "due_at": stamp(NOW)}
    ),
    "no-backup": old_copy,
}  # fmt: skip


def test_a_desk_in_good_health_raises_no_alarm_and_a_held_entry_is_a_number(desk, smtp_server):
    desk.db.conn.execute("UPDATE entries SET state = 'held'")
    document = status_of(desk, NOW)
    assert document["held"] == 1
    assert (document["alarms"], document["healthy"], send_alarms(desk, NOW), smtp_server.received) == ([], True, (), [])
    assert list(document) == ["healthy", "mailboxes", "notices", "shunted", "held", "disk_free", "service", "alarms"]


@pytest.mark.parametrize("code", TROUBLES)
def test_each_trouble_raises_its_own_alarm_alone_and_in_both_languages(desk, code):
    TROUBLES[code](desk)
    document = status_of(desk, NOW)
    (told,) = document["alarms"]
    assert (told["code"], document["healthy"]) == (code, False)
    assert [sorted(told["text"]), sorted(told["todo"])] == [["en", "zh"]] * 2
    assert not re.search(r"[{}]", str([*told["text"].values(), *told["todo"].values()]))


def test_every_alarm_has_its_words_its_trouble_here_and_its_place_in_the_manual():
    page = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    assert [set(phrases("digest", language)["alarms"]) for language in languages()] == [set(TROUBLES)] * len(languages())
    assert [code for code in TROUBLES if f"`{code}`" not in page] == []
    assert "## What each alarm means" in page


@pytest.mark.parametrize(
    ("make", "later", "expected"),
    [
        (lambda desk: None, 5.9 * HOURS, []),
        (lambda desk: letter(desk, state="queued", due_at=stamp(NOW)), 5.9 * HOURS, []),
        (lambda desk: letter(desk, state="queued", due_at=stamp(NOW)), 6 * HOURS, ["no-poll", "queue-stuck"]),
        (lambda desk: letter(desk, state="deferred", attempts=2, error="connect: timed out", created_at=stamp(NOW), due_at=stamp(NOW + 9 * HOURS)),
         5.9 * HOURS, []),
        (lambda desk: changed(desk, mailboxes__photo__valid_until=NOW + 15 * DAYS), 0 * HOURS, []),
        (lambda desk: polls.note_poll(desk.db, "photo", "not reachable while connecting", NOW), 0 * HOURS, []),
        (lambda desk: polls.note_poll(desk.db, "photo", "not reachable while connecting", NOW), 6 * HOURS, ["no-poll"]),
        (lambda desk: polls.note_poll(desk.db, "photo", "", NOW + timedelta(minutes=9)), 0 * HOURS, []),
        (no_copies, 0 * HOURS, ["no-backup"]),
        (lambda desk: beat(desk, alive=True), timedelta(minutes=2), []),
        (lambda desk: beat(desk, alive=True), timedelta(minutes=4), ["service-hung"]),
        (lambda desk: beat(desk, alive=True, at=NOW + timedelta(minutes=40)), timedelta(minutes=29), []),
        (lambda desk: beat(desk, alive=True, at=NOW + timedelta(minutes=40)), timedelta(minutes=31), ["service-hung"]),
    ],
)  # fmt: skip
def test_an_alarm_waits_for_its_time(desk, make, later, expected):
    make(desk)
    assert codes(desk, NOW + later) == expected


def test_a_new_desk_and_one_that_only_imports_raise_none(tmp_path):
    with a_desk(tmp_path) as desk:
        assert codes(desk) == []
        take(desk.db, judged(submission()), now=NOW)
        desk.db.conn.execute("UPDATE messages SET fetched_at = ?", [stamp(NOW)])
        assert codes(desk) == []


def test_a_letter_put_off_while_others_leave_is_no_stuck_queue(desk):
    take(desk.db, judged(submission("m2")), sha256="m2", now=NOW)
    put_off = {"state": "deferred", "attempts": 3, "created_at": stamp(NOW - 7 * HOURS), "due_at": stamp(NOW + 2 * HOURS)}
    desk.db.table("notices").update(2, put_off)
    assert codes(desk) == []
    letter(desk, state="failed")
    assert codes(desk) == ["queue-stuck", "letter-failed"]


def test_status_writes_nothing(desk):
    TROUBLES["shunted"](desk)
    files = {path: path.stat().st_mtime_ns for path in Path(desk.config.data_dir).rglob("*")}
    desk.db.conn.execute("PRAGMA query_only = ON")
    assert [alarm["code"] for alarm in status_of(desk, NOW)["alarms"]] == ["shunted"]
    assert {path: path.stat().st_mtime_ns for path in Path(desk.config.data_dir).rglob("*")} == files


def mail(received):
    return email.message_from_bytes(received.content, policy=email.policy.default)


def test_staff_get_one_mail_with_what_happened_since_when_and_what_to_do(desk, smtp_server):
    stopped(desk)
    TROUBLES["delivery-refused"](desk)
    assert send_alarms(desk, NOW) == ("no-poll", "delivery-refused")
    assert [item.rcpt_tos for item in smtp_server.received] == [(address,) for address in STAFF]
    letter = mail(smtp_server.received[0])
    text = letter.get_content()
    assert (letter["Auto-Submitted"], letter["X-Intake-Desk"], letter["To"]) == ("auto-generated", "alarm", STAFF[0])
    assert letter["Subject"] == "投稿系统需要人工处理 / The intake desk needs a person (no-poll, delivery-refused)"
    assert (
        text.index("邮箱 photo 久未成功收信") < text.index("2. 发信服务器拒绝我们") < text.index("1. The mailbox photo has not")
    )
    assert "→ Check network and host with `check --connect`" in text
    assert re.search(r"since \d\d:\d\d on \d+ \w+ \d{4} \(Beijing time\)", text)


def test_an_alarm_is_told_once_a_day_and_what_the_digest_lists_only_when_there_is_more(desk):
    stopped(desk)
    TROUBLES["shunted"](desk)
    told = [send_alarms(desk, NOW + hours * HOURS) for hours in (0, 1, 23, 24)]
    assert told == [("no-poll", "shunted"), (), (), ("no-poll",)]
    take(desk.db, judged(submission("m2")), sha256="m2", now=NOW)
    desk.db.conn.execute("UPDATE messages SET outcome = 'shunted', fetched_at = ?", [stamp(NOW)])
    desk.db.conn.execute("UPDATE notices SET state = 'sent'")
    assert send_alarms(desk, NOW + 25 * HOURS) == ("shunted",)


def test_a_new_alarm_is_told_though_another_was_told_today(desk):
    stopped(desk)
    first = send_alarms(desk, NOW)
    TROUBLES["letter-failed"](desk)
    assert (first, send_alarms(desk, NOW + HOURS / 60)) == (("no-poll",), ("letter-failed",))


def test_alarms_go_past_the_cap_and_the_outbox(desk, smtp_server):
    changed(desk, delivery__per_hour=1)
    TROUBLES["breaker"](desk)
    before = rows(desk.db, "SELECT * FROM notices")
    assert send_alarms(desk, NOW) == ("breaker",)
    assert (len(smtp_server.received), rows(desk.db, "SELECT * FROM notices")) == (2, before)


def test_where_smtp_is_the_trouble_it_is_tried_again_each_hour_and_the_log_tells(tmp_path, caplog):
    with EmbeddedSmtp() as gone:
        pass
    with a_desk(tmp_path, smtp=gone, staff=STAFF) as desk:
        polls.note_poll(desk.db, "photo", "it said no", NOW, Ailment.REFUSED)
        assert (send_alarms(desk, NOW), send_alarms(desk, NOW + HOURS / 2)) == ((), ())
        assert len([line for line in caplog.messages if "alarm login-refused did not reach" in line]) == 2
        with EmbeddedSmtp() as back:
            changed(desk, delivery__port=back.port)
            assert send_alarms(desk, NOW + HOURS) == ("login-refused",)
            assert len(back.received) == 2


def test_a_registry_that_cannot_be_written_sends_no_mail_at_every_pass(desk, smtp_server, caplog):
    stopped(desk)
    desk.db.conn.execute("PRAGMA query_only = ON")
    assert (send_alarms(desk, NOW), smtp_server.received) == ((), [])
    assert "could not be told to staff" in caplog.text


def test_a_servers_words_cannot_shape_the_mail(desk, smtp_server):
    letter(
        desk,
        state="deferred",
        code=550,
        error="MAIL: no\r\nBcc: x@example.org\n\n{names} \u202e" + "y" * 900,
        due_at=stamp(NOW + HOURS),
    )
    send_alarms(desk, NOW)
    sent = mail(smtp_server.received[0])
    assert sent["Bcc"] is None
    line = next(item for item in sent.get_content().split("\n") if item.startswith("1. The SMTP server refuses us"))
    assert (line.count("{names}"), len(line) < 400) == (1, True)


def test_an_alarm_comes_from_its_real_cause_whatever_it_is_worded(tmp_path, imap_server, smtp_server):
    refused = {"mailboxes": {"photo": {"password": "wrong"}}}
    with a_desk(tmp_path, imap_server, smtp_server, delivery={"per_hour": 1}, **refused) as desk:
        for number in range(2):
            share = submission(f"m{number}", call="photo-2026", names=(f"{number}.jpg",))
            take(desk.db, judged(share), sha256=f"m{number}", now=NOW)
        one_pass(desk)
        desk.db.conn.execute("UPDATE notices SET error = 'reworded' WHERE state = 'deferred'")
        desk.db.conn.execute("UPDATE polls SET last_error = 'reworded'")
        assert [code for code in codes(desk) if code in {"login-refused", "breaker"}] == ["login-refused", "breaker"]
