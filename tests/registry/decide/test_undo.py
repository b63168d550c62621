"""Second thoughts: state, own date and letters are as they were; nothing that has left is taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from registry.decide.review import Decision, review
from registry.decide.undo import NoUndo, UndoError, undo
from registry.read import documents
from registry.recover.rebuild import rebuild
from registry.store.schema import open_registry
from reports.letters.outbox_pass import send_due
from reports.screen.decisions import TypedDecision, decide_entry
from tests.builders.desks import a_desk
from tests.registry.test_staff_day import OPEN, short, take

WAIT = timedelta(minutes=10)


def stands(desk, reference):
    whole = documents.entry(desk.db, reference)
    letters = [(item["kind"], item["revision"], item["state"]) for item in whole["notices"]]
    return whole["state"], whole["until"], letters


def refused(desk, reference, **more):
    with pytest.raises(UndoError) as error:
        undo(desk.db, reference, "Li", datetime.now(UTC), **more)
    return error.value.why


def test_an_entry_is_as_it_was_before_the_decision_and_can_be_decided_anew(tmp_path, smtp_server):
    with a_desk(tmp_path, smtp=smtp_server, undo="10m", settle="20m") as desk:
        reference = take(desk, tmp_path, short())["references"][0]
        before = stands(desk, reference)
        assert before[2] == [("correction", 1, "queued")]
        now = datetime.now(UTC)
        review(desk.db, reference, Decision(action="accept", by="Li", until=OPEN + timedelta(days=90), undo=WAIT), now)
        assert stands(desk, reference)[2] == [("acknowledgement", 1, "queued")]
        undo(desk.db, reference, "Li", now)
        assert stands(desk, reference) == before
        assert refused(desk, reference) is NoUndo.NOTHING
        whole = documents.entry(desk.db, reference)
        assert [bool(item["undone"]) for item in whole["decisions"]] == [True]
        decide_entry(desk, reference, TypedDecision(action="accept", by="Li", anyway=True))
        assert stands(desk, reference)[0] == "accepted"
        desk.db.conn.execute("UPDATE notices SET due_at = '2026-01-01'")
        send_due(desk)
        assert refused(desk, reference) is NoUndo.LEFT
        assert stands(desk, reference)[0] == "accepted"


def test_what_came_after_a_decision_or_has_no_letter_to_wait_for_is_refused(tmp_path):
    with a_desk(tmp_path, undo="10m") as desk:
        reference = take(desk, tmp_path, short())["references"][0]
        assert refused(desk, reference) is NoUndo.NOTHING
        then = datetime.now(UTC) - timedelta(hours=1)
        review(desk.db, reference, Decision(action="hold", by="Li"), then)
        desk.db.conn.execute("DELETE FROM notice_entries")
        desk.db.conn.execute("DELETE FROM notices")
        assert refused(desk, reference, oldest=datetime.now(UTC) - WAIT) is NoUndo.LATE
        desk.db.conn.execute("UPDATE entries SET revision = 2")
        assert refused(desk, reference) is NoUndo.OVERTAKEN


def test_a_registry_made_again_takes_the_same_decision_back(tmp_path):
    with a_desk(tmp_path, undo="10m") as desk:
        reference = take(desk, tmp_path, short())["references"][0]
        decide_entry(desk, reference, TypedDecision(action="hold", by="Li"))
        undo(desk.db, reference, "Li", datetime.now(UTC))
        decide_entry(desk, reference, TypedDecision(action="ask", by="Li", note="Which year?"))
        rebuild(desk, tmp_path / "again.db")
        again = open_registry(tmp_path / "again.db")
        now, before = (documents.entry(db, reference) for db in (again, desk.db))
        assert [(item["action"], bool(item["undone"])) for item in now["decisions"]] == [("hold", True), ("ask", False)]
        assert now["state"] == before["state"] == "incomplete"
        again.conn.close()
