"""A mail that kills or stalls its reader stops nothing but itself, and is tried again when a person says so."""

import subprocess
import sys

import pytest

from intake.isolate.workers import WorkerError, Workers
from registry.desk.desk import RegistryError
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from tests import ROOT
from tests.builders.desks import a_desk, overlay
from tests.builders.factories import INSIDE, parcel_mail


def eat(size):
    return len(bytearray(size))


def doze(seconds):
    import time

    time.sleep(seconds)


def fall(_):
    import os
    import signal

    os.kill(os.getpid(), signal.SIGSEGV)


def sink(depth):
    return sink(depth + 1)


@pytest.mark.parametrize(
    ("function", "argument", "reason"),
    [(eat, 3_000_000_000, "memory"), (doze, 30, "time"), (fall, 0, "crashed"), (sink, 0, "depth")],
)
def test_a_worker_that_does_not_end_by_itself_is_an_answer(function, argument, reason):
    with Workers(1, 1_000_000_000, ["intake.assemble.message"]) as workers:
        with pytest.raises(WorkerError, match=reason):
            workers.run(1.5, function, argument)
        assert workers.run(20, eat, 1000) == 1000


def command(tmp_path, *words, crash=""):
    environment = {"PATH": "/usr/bin:/bin", "PHOTO_PASSWORD": "secret", "INTAKE_DESK_CRASH_AT": crash}
    done = subprocess.run(
        [sys.executable, str(ROOT / "run_intake.py"), "--config", str(ROOT / "config.yaml"), "--config", str(tmp_path / "overlay.yaml"), *words],
        capture_output=True, text=True, env=environment, check=False, timeout=110,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def test_a_mail_whose_reader_dies_three_times_is_set_aside_and_comes_back(tmp_path):
    mail = tmp_path / "mail.eml"
    mail.write_bytes(parcel_mail())
    overlay(tmp_path)
    code, _, errors = command(tmp_path, "import", "--no-send", str(mail), crash="worker.begun")
    with a_desk(tmp_path) as desk:
        (message,) = documents.messages(desk.db)
        attempts = desk.db.conn.execute("SELECT attempts FROM messages").fetchone()[0]
    assert (code, message["outcome"], attempts) == (1, "shunted", 4), errors
    assert "ended 3 times" in message["reason"]


ROOM = 12  # pages that are left: for some of the mails, not for all


def test_a_full_registry_is_no_fault_of_the_mail(tmp_path):
    with a_desk(tmp_path) as desk:
        for number in range(6):  # the first of them fit into what is left of the last pages
            path = tmp_path / f"{number}.eml"
            path.write_bytes(parcel_mail(number))
            import_paths(desk, [path], None, INSIDE.isoformat())
        pages = desk.db.conn.execute("PRAGMA page_count").fetchone()[0]
        desk.db.conn.execute(f"PRAGMA max_page_count = {pages + ROOM}")
        with pytest.raises(RegistryError, match="Nothing is lost"):
            process_pending(desk)
        outcomes = {item["outcome"] for item in documents.messages(desk.db)}
        desk.db.conn.execute("PRAGMA max_page_count = 1000000")
        process_pending(desk)
        states = [entry["state"] for entry in documents.entries(desk.db)]
    assert (outcomes, states) == ({"entered", "pending"}, ["accepted"] * 6)


class AwkwardError(Exception):
    def __init__(self, one, two):
        super().__init__(f"{one} {two}")


def awkward(_):
    raise AwkwardError("not", "picklable")


def test_an_exception_that_cannot_travel_is_told_in_words():
    with Workers(1, 1_000_000_000, ["intake.assemble.message"]) as workers:
        with pytest.raises(RuntimeError, match="AwkwardError: not picklable"):
            workers.run(10, awkward, 0)
        assert workers.run(20, eat, 1000) == 1000


def leave(_):
    sys.exit("a library that thinks it is a program")


def test_a_library_that_ends_the_program_ends_only_its_job():
    with Workers(1, 1_000_000_000, ["intake.assemble.message"]) as workers:
        with pytest.raises(RuntimeError, match="SystemExit"):
            workers.run(10, leave, 0)
        assert workers.run(20, eat, 1000) == 1000


def test_workers_that_cannot_start_blame_no_mail(tmp_path, monkeypatch):
    path = tmp_path / "mail.eml"
    path.write_bytes(parcel_mail())
    with a_desk(tmp_path, own_readers=True) as desk:
        import_paths(desk, [path], None, INSIDE.isoformat())
        monkeypatch.setattr("intake.isolate.workers._make_ready", "no function: every worker fails as it begins")
        with pytest.raises(RegistryError, match="Nothing is lost"):
            process_pending(desk)
        first = documents.messages(desk.db)[0]["outcome"]
        monkeypatch.undo()
        process_pending(desk)
        assert (first, documents.messages(desk.db)[0]["outcome"]) == ("pending", "entered")
