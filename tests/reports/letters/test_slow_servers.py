"""`serve` with a server that drips, stalls or drops in any phase: nobody waits for it, and SIGTERM ends the program in time."""

import os
import shutil
import signal
import time
from datetime import timedelta

import pytest

from intake.config.models import DeliverySettings
from intake.config.yaml_reader import load_yaml
from reports.letters.smtp import Envelope, deliver
from tests.builders.breadth import rarely
from tests.torture import program
from tests.torture.lying import LyingImap
from tests.torture.slow_smtp import SlowSmtp
from tests.torture.stand import Stand, innocent

LETTER = b"Subject: x\r\n\r\nHello\r\n"
LARGE = (
    b"Subject: large\r\nContent-Type: application/x-tar\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + (b"QUJD" * 19 + b"\r\n") * 100_000
)
QUICK = {"schedule": {"poll": "1s", "send": "1s", "patience": "2s", "digest": None, "backup": None}}
LONG = {"read_timeout": "5m", "answer_timeout": "10m", "mail_timeout": "10m"}  # nothing but the service's own sense helps here


@pytest.fixture(scope="module", autouse=True)
def _one_program():
    yield
    program.forget()


def wait_for(true, seconds: float) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if true():
            return True
        time.sleep(0.1)
    return False


def letters(stand) -> int:
    """Return how many letters have left, 0 while there is no registry."""
    return len(stand.smtp.received)


def ended(running) -> tuple[int, bool, str]:
    """End the service by SIGTERM; return its exit code, whether that took less than 30 s, and what it said."""
    began = time.monotonic()
    os.kill(running.pid, signal.SIGTERM)
    run = running.end(60)
    return run.code, time.monotonic() - began < 30, run.err


@pytest.mark.parametrize(("phase", "mute"), [("fetch", False)])  # `make torture` tries every phase
def test_a_mailbox_that_drips_delays_no_other_and_no_letter_and_no_end(phase, mute):
    with LyingImap(slow=phase, mute=mute) as slow:
        slow.deliver_all([(innocent(5).raw, innocent(5).arrives)])
        other = {"host": "127.0.0.1", "port": slow.port, "security": "none", "username": "b@example.org", "password": "x", **LONG}
        with Stand(mailboxes={"slow": other}, staff=[], **QUICK) as stand:
            stand.deliver([innocent(3)])
            serving = stand.start("serve")
            assert wait_for(lambda: letters(stand), 40), "the good mailbox's letter waits for the bad mailbox"
            stand.deliver([innocent(4)])
            assert wait_for(lambda: letters(stand) == 2, 40), "a second pass waits for the bad mailbox"
            assert ended(serving)[:2] == (0, True)
            assert stand.verdict().clean, stand.verdict()


@pytest.mark.parametrize("stage", ["RCPT"])  # `make torture` tries every stage
def test_an_smtp_server_that_drips_delays_no_mail_and_no_end(stage):
    slow = {"timeout": "5m", "letter_timeout": "10m"}
    with SlowSmtp(stage) as smtp, Stand(smtp=smtp, delivery=slow, staff=[], **QUICK) as stand:
        stand.configure(stand.imap, smtp, delivery=slow)
        stand.deliver([innocent(3)])
        serving = stand.start("serve")
        assert wait_for(lambda: smtp.conversations, 40)
        stand.deliver([innocent(4)])
        assert wait_for(lambda: stand.peek("SELECT 1 FROM entries") == [(1,), (1,)], 40), "taking in waits for SMTP"
        code, in_time, _ = ended(serving)
        state = {"dot": "unknown"}.get(stage, "deferred")
        assert (code, in_time) == (0, True)
        assert stand.ask("SELECT state FROM notices ORDER BY id LIMIT 1") == [(state,)]


@pytest.mark.parametrize("stage", ["RCPT", "dot", *rarely(["connect", "EHLO", "MAIL", "DATA", "body", "QUIT"])])
def test_a_letter_has_its_time_however_the_server_drips(stage):
    given = {"host": "127.0.0.1", "security": "none", "sender": "a@example.org", "timeout": "30s", "letter_timeout": "1s"}
    with SlowSmtp(stage) as smtp:
        settings = DeliverySettings.model_validate({**given, "port": smtp.port})
        began = time.monotonic()
        outcome = deliver(settings, Envelope(LETTER, "a@example.org", "b@example.com"))
        took = time.monotonic() - began
    state = {"body": "unknown", "dot": "unknown", "QUIT": "sent"}.get(stage, "deferred")
    assert (outcome.state, took < 5) == (state, True)
    assert ("took more than 1 s" in outcome.text, outcome.unreachable) == (stage != "QUIT", state == "deferred")


def test_a_reply_without_end_is_none():
    given = {"host": "127.0.0.1", "security": "none", "sender": "a@example.org"}
    with SlowSmtp("EHLO", endless=True) as smtp:
        settings = DeliverySettings.model_validate({**given, "port": smtp.port, "timeout": timedelta(seconds=20)})
        outcome = deliver(settings, Envelope(LETTER, "a@example.org", "b@example.com"))
    assert (outcome.state, "no end" in outcome.text) == ("deferred", True)
    assert smtp.sent < 8 << 20


def test_a_disk_with_no_room_for_the_next_mail_pauses_and_letters_still_leave():
    class Large(LyingImap):
        def _facts(self, command, uid, fault):
            return super()._facts(command, uid, fault).replace(b"RFC822.SIZE 14000000", b"RFC822.SIZE 450000000")

    with Large({2: "stand-in"}) as imap, Stand(imap=imap) as stand:
        stand.deliver([innocent(3)])
        imap.deliver_all([(b"Subject: large\r\n\r\nx", innocent(3).arrives)])
        reserve = shutil.disk_usage(stand.root).free - 300_000_000  # the second mail is said to have 450 MB
        stand.configure(imap, stand.smtp, limits={"disk_reserve": reserve})
        done = stand.run("poll")
        assert (done.code, letters(stand)) == (1, 1), done.err
        assert "Intake is paused" in done.err and "Free some space" in done.err and "network" not in done.err
        assert not any(b"UID FETCH 2 (BODY" in command for command in imap.asked)


@pytest.mark.thorough
def test_a_disk_that_cannot_be_written_is_told_as_the_disks_trouble():
    with LyingImap() as imap, Stand(imap=imap) as stand:
        stand.deliver([innocent(3)])
        imap.deliver_all([(LARGE, innocent(3).arrives)])
        done = stand.run("poll", prefix=["prlimit", "--fsize=4000000"])
        assert (done.code, letters(stand)) == (1, 1), done.err
        assert "cannot be written (File too large)" in done.err and "not reachable" not in done.err
        told = load_yaml(stand.run("status", "--json").out)
        assert [alarm["code"] for alarm in told["alarms"]] == ["disk-failed"]
        assert stand.run("poll").code == 0
        assert load_yaml(stand.run("status", "--json").out)["alarms"] == []
