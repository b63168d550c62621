"""Copies of the registry, and a registry made again from the spool alone."""

import re
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from registry.pipeline.from_files import import_paths
from registry.pipeline.requeue import UnshuntProblem, put_back
from registry.pipeline.run import process_pending
from registry.read import documents
from registry.recover.backup import back_up, back_up_daily
from registry.recover.rebuild import rebuild
from registry.store.schema import open_registry
from reports.demo.cases import CASES
from reports.letters.outbox_pass import send_due
from reports.screen.decisions import TypedDecision, decide_entry, send_again
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, parcel_mail
from tests.builders.folders import one_entry
from tests.corpus.cases import scene_in_demo

TOLD = (
    "reference",
    "call",
    "state",
    "revision",
    "submitter",
    "form",
    "materials",
    "texts",
    "findings",
    "messages",
    "received_at",
    "updated_at",
)


def take(desk, tmp_path, raw, arrives, name):
    path = tmp_path / f"{name}.eml"
    path.write_bytes(raw)
    import_paths(desk, [path], None, arrives.isoformat())
    process_pending(desk)


def told(db):
    return [
        {key: entry[key] for key in TOLD} | {"sent": [item for item in entry["notices"] if item["state"] == "sent"]}
        for entry in documents.entries(db)
    ]


def test_the_spool_alone_gives_the_same_entries_and_sends_nothing(smtp_server, tmp_path):
    with a_desk(tmp_path, None, smtp_server) as desk:
        for number, case in enumerate(CASES):
            scene = scene_in_demo(case)
            take(desk, tmp_path, case.build(scene), scene.arrives - timedelta(hours=number % 3), case.name)
        send_due(desk)
        decide_entry(desk, "IF2026-0001", TypedDecision(action="hold", by="Wen"))
        decide_entry(desk, "IF2026-0002", TypedDecision(action="accept", by="Wen", note="agreed by phone", anyway=True))
        letters = len(smtp_server.received)
        counted = rebuild(desk, tmp_path / "again.db")
        entries, messages = told(desk.db), documents.messages(desk.db)
        decisions = [documents.entry(desk.db, reference)["decisions"] for reference in ("IF2026-0001", "IF2026-0002")]
    again = open_registry(tmp_path / "again.db")
    try:
        assert told(again) == entries
        assert [documents.entry(again, reference)["decisions"] for reference in ("IF2026-0001", "IF2026-0002")] == decisions
        assert [(item["sha256"], item["outcome"]) for item in documents.messages(again)] == [
            (item["sha256"], item["outcome"]) for item in messages
        ]
        states = dict(again.conn.execute("SELECT state, count(*) FROM notices GROUP BY state").fetchall())
    finally:
        again.conn.close()
    assert (counted["messages"], counted["decisions"], len(smtp_server.received)) == (len(CASES), 2, letters)
    assert states == {"sent": letters, "unknown": 2}  # the two decisions' letters had not left


def test_a_journal_that_tells_no_times_gives_the_times_of_arrival_here(tmp_path):
    one_entry(tmp_path)
    with a_desk(tmp_path) as desk:
        desk.journal.path.write_text(re.sub(', "at": "[^"]*"', "", desk.journal.path.read_text()))
        rebuild(desk, tmp_path / "again.db")
        (mail,) = documents.messages(desk.db)
    again = open_registry(tmp_path / "again.db")
    assert [item["updated_at"] for item in documents.entries(again)] == [mail["fetched_at"]]
    again.conn.close()


def test_a_failed_rebuild_leaves_nothing(tmp_path):
    with a_desk(tmp_path) as desk:
        take(desk, tmp_path, parcel_mail(), INSIDE, "mail")
        with pytest.raises(OSError, match="no-such"):
            rebuild(desk, tmp_path / "no-such" / "again.db")
    assert not (tmp_path / "no-such").exists()


def test_a_copy_is_whole_while_the_desk_works(tmp_path):
    with a_desk(tmp_path) as desk:
        take(desk, tmp_path, parcel_mail(), INSIDE, "mail")
        desk.db.conn.execute("BEGIN IMMEDIATE")
        desk.db.conn.execute("DELETE FROM history")
        second = open_registry(tmp_path / "var" / "registry.db")
        back_up(second, tmp_path / "copy.db")
        second.conn.close()
        desk.db.conn.execute("ROLLBACK")
        entries = told(desk.db)
    copy = open_registry(tmp_path / "copy.db")
    assert (told(copy), copy.conn.execute("SELECT count(*) > 0 FROM history").fetchone()) == (entries, (1,))
    copy.conn.close()
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600


def test_the_newest_fourteen_copies_are_kept(tmp_path):
    with a_desk(tmp_path) as desk:
        start = datetime(2026, 7, 1, 3, 30, tzinfo=UTC)
        for day in range(16):
            back_up_daily(desk.db, tmp_path / "copies", start + timedelta(days=day))
    names = sorted(path.name for path in (tmp_path / "copies").iterdir())
    assert (len(names), names[0], names[-1]) == (14, "registry-20260703.db", "registry-20260716.db")


def test_a_copy_that_cannot_be_written_leaves_nothing(tmp_path):
    with a_desk(tmp_path) as desk, pytest.raises((OSError, sqlite3.Error)):
        back_up(desk.db, tmp_path / "nowhere" / "copy.db")


def test_a_shunted_mail_is_processed_again_after_a_fix(tmp_path):
    raw = parcel_mail()
    with a_desk(tmp_path, limits={"message_parts": 2}) as desk:
        take(desk, tmp_path, raw, INSIDE, "mail")
        (message,) = documents.messages(desk.db)
    with a_desk(tmp_path) as desk:
        with pytest.raises(UnshuntProblem, match="no shunted mail"):
            put_back(desk, "ffffff")
        count = put_back(desk, message["sha256"][:8])
        process_pending(desk)
        after = documents.messages(desk.db)
    assert (message["outcome"], count, after[0]["outcome"], after[0]["references"]) == ("shunted", 1, "entered", ["IF2026-0001"])


def test_a_letter_that_may_be_lost_is_sent_again_only_by_a_person(smtp_server, tmp_path):
    with a_desk(tmp_path, None, smtp_server) as desk:
        take(desk, tmp_path, parcel_mail(), INSIDE, "mail")
        send_due(desk)
        desk.db.conn.execute("UPDATE notices SET state = 'unknown'")
        send_due(desk)
        before = len(smtp_server.received)
        asked = (send_again(desk, "IF2026-0001"), send_again(desk, "IF2026-0009"))
        send_due(desk)
    first, second = (item.content for item in smtp_server.received)
    assert (before, asked, first == second) == (1, (1, None), True)
