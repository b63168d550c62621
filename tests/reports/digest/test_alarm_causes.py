"""Every alarm fires from its real cause: a server that refuses, a disk that fails, a service that is killed; no row is put there."""

import os
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest

from intake.config.languages import languages, phrases
from registry.desk.pulse import beating
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read.alarms import alarms
from registry.staff.keys import Grant, key_for
from reports.demo.servers import EmbeddedImap, EmbeddedSmtp
from reports.letters.outbox_pass import send_due
from reports.run.passes import one_pass
from reports.staff.deliver import send_answers
from tests import ROOT
from tests.builders.bounce_samples import POSTFIX, mixed, original, status
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE
from tests.builders.registry_samples import MARTA, judged, submission, take
from tests.builders.staff_mails import LI, a_mail
from tests.reports.digest.test_quota_refusals import Refusing
from tests.torture.lying import LyingImap

HOURS, DAYS = timedelta(hours=1), timedelta(days=1)
QUESTION = b"From: a@example.com\r\nTo: photo@example.org\r\nSubject: a question\r\n\r\nWhen does it close?\r\n"
SERVICE = """\
import sys, time, pathlib
from registry.desk.pulse import beating
with beating(pathlib.Path(sys.argv[1])):
    print("up", flush=True)
    time.sleep(60)
"""


class Stage:
    """A desk on a folder of its own, with what it is given, and the alarms it then has."""

    def __init__(self, tmp, stack):
        self.tmp, self.stack = tmp, stack

    def desk(self, imap=None, smtp=None, **more):
        more.setdefault("limits", {"disk_reserve": "1MB"})
        return self.stack.enter_context(a_desk(self.tmp, imap, smtp, **more))

    def server(self, server):
        return self.stack.enter_context(server)

    def import_mail(self, desk, raw):
        (self.tmp / "a.eml").write_bytes(raw)
        import_paths(desk, [self.tmp / "a.eml"], None, INSIDE.isoformat())


def codes(desk, later=timedelta(0)):
    return {alarm.code for alarm in alarms(desk.config, desk.db, datetime.now(UTC) + later)}


def letters(desk, count=1):
    """Make entries whose letters are due, and send."""
    for number in range(count):
        share = submission(f"m{number}", call="photo-2026", names=(f"{number}.jpg",))
        take(desk.db, judged(share), sha256=f"m{number}", now=datetime.now(UTC))
    send_due(desk)


def after_sending(smtp, later=timedelta(0), count=1, **more):
    """Return a cause: letters meet this SMTP server."""

    def cause(stage):
        desk = stage.desk(smtp=stage.server(smtp()), **more)
        letters(desk, count)
        return codes(desk, later)

    return cause


def bounced(stage):
    desk = stage.desk(smtp=stage.server(EmbeddedSmtp()))
    letters(desk)
    ((ours,),) = desk.db.conn.execute("SELECT message_id FROM notices").fetchall()
    report = POSTFIX + mixed("report", status().replace("marta@example.com", MARTA.email), original(f"Message-ID: {ours}"))
    stage.import_mail(desk, report.encode())
    process_pending(desk)
    return codes(desk)


def after_a_pass(imap, later=timedelta(0), **more):
    """Return a cause: a pass meets this IMAP server."""

    def cause(stage):
        server = imap() if imap else None
        desk = stage.desk(stage.server(server) if server else None, **more)
        if server:
            server.deliver_all([(QUESTION, INSIDE)])
        one_pass(desk)
        return codes(desk, later)

    return cause


def a_folder_is_missing(stage):
    """The mail in the folder behind it is taken in all the same."""
    desk = stage.desk(server := stage.server(EmbeddedImap()), mailboxes={"photo": {"folders": ["垃圾", "INBOX"]}})
    server.deliver_all([(QUESTION, INSIDE)])
    one_pass(desk)
    assert desk.db.conn.execute("SELECT outcome FROM messages").fetchall() == [("set_aside",)]
    return codes(desk)


def spool_breaks(stage):
    desk = stage.desk(server := stage.server(LyingImap()))
    server.deliver_all([(QUESTION, INSIDE)])
    (desk.spool.root / "tmp").rmdir()
    (desk.spool.root / "tmp").write_bytes(b"what a disk's repair may leave")
    one_pass(desk)
    return codes(desk)


def imported(raw, later=timedelta(0), process=False):
    """Return a cause: a mail is taken in, and processed or not."""

    def cause(stage):
        desk = stage.desk()
        stage.import_mail(desk, raw)
        if process:
            process_pending(desk)
        return codes(desk, later)

    return cause


def of_staff(sender, headers=(), smtp=None, given_to="wen@office.example"):
    """Return a cause: a mail decides, with a key that one of staff was given, and is of this sender."""

    def cause(stage):
        box = {"photo": {"trusted_authserv": "mx.example.org"}}
        desk = stage.desk(smtp=stage.server(smtp()) if smtp else None, staff=[LI, "wen@office.example"], mailboxes=box)
        key = key_for(desk.mark, Grant(address=given_to, action="hold", reference="IF2026-0001", revision=1), INSIDE)
        stage.import_mail(desk, a_mail(sender, f"[IF2026-0001 r1] hold {key}", headers=headers))
        process_pending(desk)
        if smtp:
            send_answers(desk)
        return codes(desk)

    return cause


def killed(stage):
    desk = stage.desk()
    words = [sys.executable, "-c", SERVICE, str(desk.config.data_dir)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=ROOT) as service:
        assert service.stdout.readline() == b"up\n"
        healthy = codes(desk)
        service.kill()
    return codes(desk) - healthy


def stands_still(stage):
    desk = stage.desk()
    with beating(desk.config.data_dir):
        return codes(desk, later=HOURS)


def clock_of_the_disk(stage):
    desk = stage.desk()
    path = desk.config.data_dir / "registry.db"
    os.utime(path, (path.stat().st_mtime + 3600,) * 2)
    return codes(desk)


def code_ends(after):
    """Return a cause: the mailbox's code is good so long."""
    return lambda stage: codes(stage.desk(mailboxes={"photo": {"valid_until": (datetime.now(UTC) + after).isoformat()}}))


CAUSES = {
    "disk-low": after_a_pass(None, limits={"disk_reserve": "900000GB"}),
    "disk-failed": spool_breaks,
    "service-gone": killed,
    "service-hung": stands_still,
    "clock-back": after_a_pass(LyingImap, later=-HOURS),
    "clock-disk": clock_of_the_disk,
    "login-refused": after_a_pass(EmbeddedImap, mailboxes={"photo": {"password": "wrong"}}),
    "folder-missing": a_folder_is_missing,
    "no-poll": after_a_pass(None, later=6 * HOURS),
    "mail-unfetched": after_a_pass(lambda: LyingImap({1: "no"})),
    "code-expires": code_ends(3 * DAYS),
    "code-expired": code_ends(-HOURS),
    "delivery-quota": after_sending(lambda: Refusing("RCPT", b"550 Daily user sending limit exceeded")),
    "delivery-refused": after_sending(lambda: Refusing("MAIL", b"550 not this sender")),
    "breaker": after_sending(EmbeddedSmtp, count=2, delivery={"per_hour": 1}),
    "queue-stuck": after_sending(lambda: Refusing("RCPT", b"451 later"), later=6 * HOURS),
    "letter-waiting": after_sending(lambda: Refusing("RCPT", b"451 later"), later=3 * DAYS),
    "letter-failed": after_sending(lambda: Refusing("RCPT", b"550 5.1.1 no such user")),
    "letter-unknown": after_sending(lambda: Refusing("dot", b"what?")),
    "letter-bounced": bounced,
    "mail-stuck": imported(QUESTION, later=7 * HOURS),
    "shunted": imported(QUESTION + b"word " * 300_000, process=True),
    "staff-forged": of_staff(LI, [("Authentication-Results", "mx.example.org; dmarc=fail header.from=office.example")]),
    "staff-stranger": of_staff("eve@example.net"),
    "staff-others": of_staff(LI),
    "answer-failed": of_staff(LI, smtp=lambda: Refusing("RCPT", b"550 5.1.1 no such user")),
    "no-backup": imported(QUESTION, later=4 * DAYS),
}


@pytest.mark.parametrize("code", CAUSES)
def test_an_alarm_comes_from_its_real_cause(tmp_path, code):
    with ExitStack() as stack:
        assert code in CAUSES[code](Stage(tmp_path, stack))


def test_every_alarm_has_its_cause_here():
    assert [set(phrases("digest", language)["alarms"]) for language in languages()] == [set(CAUSES)] * len(languages())
