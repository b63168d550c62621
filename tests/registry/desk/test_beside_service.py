"""While the service is in the middle of fetching a very large mail, staff decide, look and send; its end is seen at once."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from registry.desk.pulse import beating, listen
from registry.store.locks import DeskBusy, Lock
from reports.demo import mails
from run_intake import app
from tests.builders.desks import ENVIRON, ROOT, overlay
from tests.builders.factories import INSIDE, parcel_mail, tiny_scene
from tests.torture.plain_imap import PlainImap

LARGE = b"From: a@example.com\r\nSubject: large\r\n\r\n" + (b"B" * 76 + b"\r\n") * 2_000_000  # 156 MB
A_SECOND = 1.0  # of waiting: for locks, the disk, a server; the mail takes minutes


class SlowImap(PlainImap):
    """A server that needs a second for each piece of a mail."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Event()

    def _fetched(self, uid: int, command: bytes) -> bytes:
        if b"BODY" in command.upper():
            self.asked.set()
            time.sleep(1)
        return super()._fetched(uid, command)


def configs(tmp_path):
    return ["--config", str(ROOT / "config.yaml"), "--config", str(tmp_path / "overlay.yaml")]


def waited():
    """Return the seconds this thread has waited since some moment: not those at work, nor those in the queue for a processor.

    What other programs take of the machine is no fault of the desk (proc(5), schedstat: nanoseconds at work, and in the queue).
    """
    working, queued, _ = map(int, Path("/proc/thread-self/schedstat").read_text(encoding="ascii").split())
    return time.monotonic() - (working + queued) / 1e9


def command(tmp_path, *words, environ=ENVIRON):
    """Run a command in this process, its imports done; return (exit code, stdout, stderr, seconds waited)."""
    begun = waited()
    done = CliRunner(env=environ).invoke(app, [*configs(tmp_path), *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr, waited() - begun


@contextmanager
def serving(tmp_path):
    """Run `serve` in a process of its own."""
    words = [sys.executable, str(ROOT / "run_intake.py"), *configs(tmp_path), "serve"]
    with (tmp_path / "serve.log").open("wb") as said:
        process = subprocess.Popen(words, env={"PATH": os.environ["PATH"], **ENVIRON}, stderr=said)
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            process.wait(30)


@pytest.fixture
def desk(tmp_path, smtp_server):
    """Two accepted entries and a held one, and a mail that was shunted; the mailbox holds one more mail, 156 MB of it."""
    with SlowImap() as imap:
        imap.deliver_all([(LARGE, INSIDE)])
        overlay(tmp_path, imap, smtp_server, staff=["staff@example.net"], schedule={"poll": "1s", "send": "300s"})
        scene = tiny_scene(5)
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "1.eml").write_bytes(parcel_mail(3))
        (tmp_path / "in" / "2.eml").write_bytes(parcel_mail(4))
        (tmp_path / "in" / "3.eml").write_bytes(mails.plain(scene.draft(scene.form(), *scene.works(2))))
        (tmp_path / "in" / "4.eml").write_bytes(b"X: y\r\n" * 60_000)
        assert command(tmp_path, "import", str(tmp_path / "in"), "--received-at", INSIDE.isoformat(), "--no-send")[0] == 1
        with (
            closing(sqlite3.connect(tmp_path / "var" / "registry.db")) as db,
            db,
        ):  # one letter of which nobody knows whether it left
            db.execute(
                "UPDATE notices SET state = 'unknown' WHERE id IN (SELECT notice FROM notice_entries WHERE reference = 'IF2026-0002')"
            )
        yield imap


@pytest.mark.thorough
def test_whatever_staff_do_is_done_within_a_second_while_a_large_mail_is_fetched(desk, tmp_path, smtp_server):
    decided = tmp_path / "decided.xlsx"
    workbook(tmp_path, decided, "IF2026-0002", "hold")
    command(tmp_path, "digest")  # what draws the charts is loaded
    with serving(tmp_path) as process:
        assert desk.asked.wait(60)
        did = {
            words[0]: command(tmp_path, *words)
            for words in (
                ("resend", "IF2026-0002"),
                ("review", "IF2026-0001", "hold", "--by", "Li", "--note", "twice?"),
                ("import-decisions", str(decided), "--by", "Wen"),
                ("digest", "--send"),
                ("unshunt", "--all"),
                ("status", "--json"),
                ("entries", "--json"),
                ("forget", "IF2026-0003", "--by", "Wen", "--yes"),
                ("send",),
            )
        }
        assert {name: (code, errors) for name, (code, _, errors, _) in did.items() if code} == {}
        slow = {name: took for name, (*_, took) in did.items() if took > A_SECOND}
        assert slow == {}
        assert did["resend"][2].splitlines()[0] == "1 letters queued again"
        assert did["unshunt"][2].splitlines()[0] == "1 mails put back"
        assert process.poll() is None
        states = {item["reference"]: item["state"] for item in json.loads(command(tmp_path, "entries", "--json")[1])}
        assert states == {"IF2026-0001": "held", "IF2026-0002": "held"}
        assert json.loads(did["status"][1])["alarms"] == []
        deeds = [json.loads(line)["what"] for line in (tmp_path / "var" / "spool" / "journal.jsonl").read_text().splitlines()]
        assert deeds[:5] == ["processed"] * 3 + ["review"] * 2
        code, _, errors, _ = command(tmp_path, "poll")
        assert (code, "it fetches, processes and sends by itself" in errors) == (0, True)
        assert command(tmp_path, "import", str(tmp_path / "in"))[0] == 3
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    code, out, *_ = command(tmp_path, "status", "--json")
    assert (code, [item["code"] for item in json.loads(out)["alarms"]]) == (1, ["service-gone"])
    assert list((tmp_path / "var" / "media").rglob("*.thumb.jpg"))  # the next pass removes what is left of the forgotten entry


def test_what_is_measured_is_waiting_not_working():
    begun, until = waited(), time.thread_time() + 0.5
    while time.thread_time() < until:
        sum(range(10_000))
    worked = waited() - begun
    begun = waited()
    time.sleep(0.3)
    slept = waited() - begun
    assert (worked < 0.2, 0.25 < slept < 1.0) == (True, True)


def workbook(tmp_path, path, reference, action):
    """Export the registry and write a decision into it."""
    assert command(tmp_path, "export", "photo-2026", "--out", str(path), "--no-thumbnails")[0] == 0
    book = load_workbook(path)
    sheet = book["Entries"]
    columns = {str(cell.value).partition("\n")[2]: cell.column for cell in sheet[1]}
    row = next(row[0].row for row in sheet.iter_rows(min_row=2) if reference in {cell.value for cell in row})
    sheet.cell(row, columns["Decision"]).value = action
    book.save(path)


def test_a_service_that_ends_on_purpose_raises_no_alarm_and_is_the_only_one(tmp_path):
    with beating(tmp_path) as pulse:
        pulse.step()
        heard = listen(tmp_path)
        assert (heard.pid, heard.alive) == (os.getpid(), True)
        with pytest.raises(DeskBusy, match="two are one too many"), beating(tmp_path):
            pass
    assert listen(tmp_path) is None


def test_a_lock_is_one_thread_s_and_may_be_held_twice_by_it(tmp_path):
    lock = Lock(tmp_path / "lock")
    said = []

    def other():
        try:
            with lock.hold(0.2):
                said.append("in")
        except DeskBusy:
            said.append("busy")

    with lock.hold() as first, lock.hold() as again:
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    other()
    assert (first, again, said, lock.held()) == (True, False, ["busy", "in"], False)


READING = (
    ("status",), ("entries",), ("messages", "--json"), ("show", "IF2026-0001"), ("preview", "IF2026-0001"), ("digest",),
    ("export", "photo-2026", "--out", "x.xlsx"), ("review", "IF2026-0001", "hold", "--by", "Li"), ("forget", "--list"),
    ("unshunt", "--all"), ("resend", "IF2026-0001"), ("what-if", "overlay.yaml"), ("backup", "--out", "copy.db"),
)  # fmt: skip


@pytest.mark.parametrize("words", READING, ids=lambda words: words[0])
def test_what_reads_or_decides_makes_no_registry_and_needs_no_password(tmp_path, words, monkeypatch):
    monkeypatch.chdir(tmp_path)
    overlay(tmp_path)
    code, out, errors, _ = command(tmp_path, *words, environ={})
    assert (code, out, (tmp_path / "var").exists()) == (2, "", False)
    assert "There is no registry in" in errors and "overlay.yaml" in errors


def test_only_what_logs_in_needs_the_password(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PHOTO_PASSWORD", raising=False)
    overlay(tmp_path)
    (tmp_path / "a.eml").write_bytes(parcel_mail(3))
    arrived = ("--received-at", INSIDE.isoformat())
    assert command(tmp_path, "import", "a.eml", *arrived, "--no-send", environ={})[0] == 0
    asked = {
        words: command(tmp_path, *words, environ={})[0]
        for words in (("rules",), ("form", "photo-2026", "--out", "f.docx"), *READING)
        if words[0] not in {"unshunt", "resend"}
    }
    assert {words: code for words, code in asked.items() if code} == {}
    for words in (("poll",), ("serve",), ("check",)):
        code, out, errors, _ = command(tmp_path, *words, environ={})
        assert (code, "mailboxes.photo.password" in out + errors) == (2, True), words
