"""The registry's ground: durable settings, migrations that may meet, transactions that end."""

import sqlite3
import stat
import subprocess
import sys
import threading

import pytest

from registry.store.schema import immediate, migrations, open_registry
from registry.store.trouble import RegistryError
from tests import ROOT


def test_every_connection_is_durable_and_the_file_private(tmp_path, db):
    told = [db.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")]
    assert told == ["wal", 2, 1]
    assert db.conn.execute("PRAGMA busy_timeout").fetchone()[0] == 30_000
    assert stat.S_IMODE((tmp_path / "registry.db").stat().st_mode) == 0o600


def test_opening_again_migrates_nothing_and_keeps_everything(tmp_path, db):
    db.table("numbers").insert({"prefix": "IF2026", "last": 3})
    again = open_registry(tmp_path / "registry.db")
    assert (migrations.pending(again), list(again.query("SELECT * FROM numbers"))) == ([], [{"prefix": "IF2026", "last": 3}])
    again.conn.close()


def test_a_registry_from_before_history_had_its_own_migration_opens(tmp_path, db):
    db.table("history").insert({"reference": "IF2026-0001", "at": "x", "what": "opened", "detail": ""})
    db.conn.execute("DELETE FROM _sqlite_migrations WHERE name = 'history'")
    again = open_registry(tmp_path / "registry.db")
    assert again.table("history").count == 1
    again.conn.close()


def test_a_registry_that_a_newer_program_wrote_is_left_alone(tmp_path, db):
    db.conn.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('registry', 'of-tomorrow', 'x')")
    with pytest.raises(RegistryError, match="newer version of this program"):
        open_registry(tmp_path / "registry.db")


def test_a_command_beside_the_service_leaves_the_service_its_locks_and_its_log(tmp_path, db):
    """The service opens the registry a second time in each pass; then a command of another process comes and goes."""
    path = tmp_path / "registry.db"
    log = (tmp_path / "registry.db-wal").stat().st_ino
    db.table("numbers").insert({"prefix": "A", "last": 1})
    open_registry(path).conn.close()
    comes_and_goes = (
        "import sys, pathlib; from registry.store.schema import open_registry as o; d = o(pathlib.Path(sys.argv[1])); "
    )
    told = comes_and_goes + "print(sorted(row[0] for row in d.conn.execute('SELECT prefix FROM numbers'))); d.conn.close()"

    def another():
        done = subprocess.run([sys.executable, "-c", told, str(path)], cwd=ROOT, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    assert another() == "['A']"
    assert (tmp_path / "registry.db-wal").stat().st_ino == log  # a last one to leave takes the log away; it is not the last one
    db.table("numbers").insert({"prefix": "B", "last": 1})
    assert another() == "['A', 'B']"
    assert db.conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_first_openers_may_meet(tmp_path):
    troubles, start = [], threading.Barrier(4)

    def opens():
        start.wait()
        try:
            open_registry(tmp_path / "new.db").conn.close()
        except sqlite3.Error as error:
            troubles.append(error)

    threads = [threading.Thread(target=opens) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []


def test_what_is_no_database_is_refused(tmp_path):
    (tmp_path / "registry.db").write_bytes(b"not a database, whatever it is " * 100)
    with pytest.raises(sqlite3.DatabaseError):
        open_registry(tmp_path / "registry.db")


def test_an_exception_takes_everything_back(db):
    with pytest.raises(KeyError), immediate(db):
        db.table("numbers").insert({"prefix": "IF2026", "last": 1})
        raise KeyError
    assert (db.table("numbers").count, db.conn.in_transaction) == (0, False)


def test_a_failed_commit_leaves_no_transaction_open(db):
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), immediate(db):
        db.conn.execute("PRAGMA defer_foreign_keys=ON")
        db.conn.execute("INSERT INTO entry_messages VALUES ('none', 'none', 1)")
    with immediate(db):
        db.table("numbers").insert({"prefix": "IF2026", "last": 1})
    assert (db.table("entry_messages").count, db.table("numbers").count) == (0, 1)


def test_an_error_that_ended_the_transaction_itself_is_told_as_it_is(db):
    with pytest.raises(sqlite3.IntegrityError, match="NOT NULL"), immediate(db):
        db.conn.execute("INSERT OR ROLLBACK INTO numbers VALUES ('IF2026', NULL)")


def test_a_second_writer_sees_all_of_a_transaction_or_nothing(tmp_path, db):
    other = open_registry(tmp_path / "registry.db")
    with immediate(db):
        db.table("numbers").insert({"prefix": "IF2026", "last": 1})
        assert other.table("numbers").count == 0
    assert other.table("numbers").count == 1
    other.conn.close()
