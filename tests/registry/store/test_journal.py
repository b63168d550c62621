"""The journal: told in the transaction, handed over to the file; killed or without power between, each deed stands there once, in order."""

import os
import signal
import subprocess
import sys

import pytest

from registry.read import documents
from registry.recover.rebuild import rebuild
from registry.store.journal import Journal, tell
from registry.store.schema import immediate, open_registry
from tests import ROOT
from tests.builders.desks import ENVIRON, a_desk, made_already, overlay
from tests.builders.factories import INSIDE, parcel_mail

REFERENCE = "IF2026-0001"
SHOWN = ("reference", "state", "revision", "updated_at")


@pytest.fixture
def books(tmp_path):
    """A journal and a registry beside it."""
    made_already(tmp_path / "var")
    (tmp_path / "var" / "spool").mkdir()
    db = open_registry(tmp_path / "var" / "registry.db")
    yield Journal(tmp_path / "var" / "spool" / "journal.jsonl"), db
    db.conn.close()


def told(journal):
    return [deed["n"] for deed in journal.lines()]


def waiting(db):
    return db.conn.execute("SELECT id, appended FROM untold ORDER BY id").fetchall()


def do(books, *numbers, wait=True):
    journal, db = books
    with immediate(db):
        for number in numbers:
            tell(db, "deed", n=number)
    journal.hand_over(db, wait=wait)


def killed(folder, crash, *words):
    """Run a command that is ended at a step as by kill -9."""
    configs = ["--config", str(ROOT / "config.yaml"), "--config", str(folder / "overlay.yaml")]
    environ = {"PATH": os.environ["PATH"], **ENVIRON, "INTAKE_DESK_CRASH_AT": crash}
    ended = subprocess.run([sys.executable, str(ROOT / "run_intake.py"), *configs, *words], env=environ, capture_output=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr


@pytest.mark.long
def test_whoever_is_killed_between_a_deed_and_its_line_leaves_it_to_the_next_in_order_and_once(tmp_path):
    overlay(tmp_path)
    (tmp_path / "a.eml").write_bytes(parcel_mail(3))
    killed(tmp_path, "process.recorded", "import", str(tmp_path / "a.eml"), "--received-at", INSIDE.isoformat(), "--no-send")
    killed(tmp_path, "journal.told", "review", REFERENCE, "hold", "--by", "Li", "--note", "twice?")
    killed(tmp_path, "journal.appended:2", "review", REFERENCE, "release", "--by", "Chen")
    with a_desk(tmp_path) as desk:
        deeds = [(deed["what"], deed.get("action")) for deed in desk.journal.lines()]
        assert (deeds, waiting(desk.db)) == ([("processed", None), ("review", "hold"), ("review", "release")], [])
        rebuild(desk, tmp_path / "again.db")
        entries, decided = documents.entries(desk.db), documents.entry(desk.db, REFERENCE)["decisions"]
    again = open_registry(tmp_path / "again.db")
    made = documents.entries(again)
    assert [[item[name] for name in SHOWN] for item in made] == [[item[name] for name in SHOWN] for item in entries]
    assert (documents.entry(again, REFERENCE)["decisions"], waiting(again)) == (decided, [])
    again.conn.close()


def test_what_the_power_took_is_told_again_and_nothing_twice(books):
    journal, db = books
    do(books, 1, 2)
    with immediate(db):
        tell(db, "deed", n=3)
        tell(db, "deed", n=4)
    rows = db.conn.execute("SELECT id, line, 'an earlier start', 0 FROM untold").fetchall()
    journal.hand_over(db)
    do(books, 5, 6, wait=False)  # appended, but perhaps not on the disk
    db.conn.executemany("INSERT INTO untold VALUES (?, ?, ?, ?)", rows)  # the power took back that they went
    db.conn.execute("UPDATE untold SET boot = 'an earlier start'")
    lines = journal.path.read_bytes().splitlines(keepends=True)
    journal.path.write_bytes(b"".join(lines[:-1]) + lines[-1][:20])
    journal.recover(db)
    assert (told(journal), waiting(db)) == ([1, 2, 3, 4, 5, 6], [])


def test_a_line_stays_in_the_registry_until_it_is_on_the_disk(books):
    do(books, 1, wait=False)
    do(books, 2, wait=False)
    assert (told(books[0]), waiting(books[1])) == ([1, 2], [(1, 1), (2, 1)])
    do(books, 3)
    assert (told(books[0]), waiting(books[1])) == ([1, 2, 3], [])


def test_a_torn_last_line_is_no_line_and_lines_of_old_have_no_name(books):
    journal, _ = books
    journal.path.write_bytes(b'{"what": "deed", "n": 1}\n{"what": "de')
    do(books, 2)
    assert (told(journal), journal.path.read_bytes().count(b"\n")) == ([1, 2], 3)


def test_a_deed_whose_line_cannot_be_written_is_done_and_told_later(books):
    journal, db = books
    journal.path.parent.rmdir()
    with journal.transaction(db):
        tell(db, "deed", n=1)
    journal.path.parent.mkdir()
    do(books, 2)
    assert told(journal) == [1, 2]
