"""The service hears every signal, and a reload goes on at once with what was mended."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests import ROOT
from tests.builders.desks import ENVIRON, overlay
from tests.builders.factories import INSIDE, parcel_mail

SIGNALS_AT_EVERY_LINE = """
import os, signal, sys
from reports.run.service import Wishes
wishes, lines = Wishes(), 0
wishes.heed()
def trace(frame, event, _):
    global lines
    if os.path.basename(frame.f_code.co_filename) in {"service.py", "threading.py"}:
        lines += 1
        if lines <= 40:
            os.kill(os.getpid(), signal.SIGHUP if lines < 40 else signal.SIGTERM)
    return trace
os.kill(os.getpid(), signal.SIGHUP)
sys.settrace(trace)
while not wishes.end:
    wishes.wait()
"""

SIGNAL_TO_ANOTHER_THREAD = """
import signal, threading, time
from reports.run.service import Wishes
wishes = Wishes()
wishes.heed()
def late():
    time.sleep(0.5)
    signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
threading.Thread(target=late, daemon=True).start()
while not wishes.end:
    wishes.wait()
"""


@pytest.mark.parametrize("script", [SIGNALS_AT_EVERY_LINE, SIGNAL_TO_ANOTHER_THREAD], ids=["at every line", "not to who waits"])
def test_no_signal_is_missed(script):
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, timeout=60, env={"PATH": os.environ["PATH"]})
    assert ended.returncode == 0


def test_after_a_reload_with_the_right_password_mail_comes_in_at_once_and_the_log_says_once_that_it_is_over(
    tmp_path, one_imap_server, smtp_server
):
    one_imap_server.deliver(parcel_mail(21), INSIDE)
    (tmp_path / "code").write_text("wrong", encoding="utf-8")
    (tmp_path / "code").chmod(0o600)
    box = {"photo": {"password_file": str(tmp_path / "code")}}
    config = overlay(tmp_path, one_imap_server, smtp_server, schedule={"poll": "1s", "send": "1s"}, mailboxes=box)
    words = ["--config", str(ROOT / "config.yaml"), "--config", str(config), "serve"]
    log = tmp_path / "log"
    with log.open("w") as stderr:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "run_intake.py"), *words], env={"PATH": os.environ["PATH"], **ENVIRON}, stderr=stderr
        )
        try:
            _until(lambda: "login was refused" in log.read_text())
            process.send_signal(signal.SIGHUP)  # not mended yet: told again to who wants to know
            _until(lambda: log.read_text().count("login was refused") == 2)
            (tmp_path / "code").write_text("secret", encoding="utf-8")
            process.send_signal(signal.SIGHUP)
            _until(lambda: smtp_server.received and "well again" in log.read_text())
            process.send_signal(signal.SIGHUP)
            _until(lambda: log.read_text().count("serving: ") == 4)
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(40) == 0
    told = log.read_text()
    assert [told.count(words) for words in ("login was refused", "mailbox photo: well again", "letters: 1 sent")] == [2, 1, 1]


def _until(true, seconds=60.0):
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.1)
