"""The outbox in long trouble: waits that stay bounded, letters a person sends again, caps that count."""

from datetime import datetime, timedelta

import pytest

from registry.letters import outbox
from registry.store.schema import open_registry
from tests.builders.registry_samples import ERROR, MARTA, NOW, judged, rows, submission, take


@pytest.fixture
def db(tmp_path):
    database = open_registry(tmp_path / "registry.db")
    take(database, judged(submission()))
    yield database
    database.conn.close()


def settle(db, state, code=None, text="", now=NOW):
    """Take the one letter through an attempt."""
    notice = next(outbox.each_due(db, now))
    assert outbox.claim(db, notice.id)
    outbox.close_letter(db, notice, outbox.DeliveryReply(state, code, text), now)
    return notice.id


@pytest.mark.parametrize("attempts", [10, 39, 500, 10**6])
def test_however_long_the_server_is_away_the_wait_is_four_hours(db, attempts):
    db.conn.execute("UPDATE notices SET attempts = ?", [attempts])
    settle(db, "deferred", 451, "later")
    due_at = datetime.fromisoformat(rows(db, "SELECT due_at FROM notices")[0][0])
    assert due_at - NOW == timedelta(hours=4)


@pytest.mark.parametrize(("state", "again"), [("failed", True), ("unknown", True), ("sent", False), ("deferred", False)])
def test_a_person_may_send_again_what_failed_or_may_be_lost(db, state, again):
    number = settle(db, state, 550, "no")
    outbox.fix(db, number, b"bytes", "<1@example.org>")
    assert outbox.resend_within(db, number, NOW) is again
    due = list(outbox.each_due(db, NOW))
    assert [(item.content, item.message_id, item.attempts) for item in due] == (
        [(b"bytes", "<1@example.org>", 0)] if again else []
    )
    assert [row for row in rows(db, "SELECT what FROM history") if row == ("letter resent",)] == [("letter resent",)] * again


def test_what_never_was_cannot_be_sent_again(db):
    assert outbox.resend_within(db, 99, NOW) is False


def test_caps_count_what_was_or_may_have_been_sent(db):
    settle(db, "sent")
    hour = NOW - timedelta(hours=1)
    assert (outbox.sent_since(db, hour), outbox.sent_since(db, hour, MARTA.email)) == (1, 1)
    assert (outbox.sent_since(db, hour, "other@example.com"), outbox.sent_since(db, NOW)) == (0, 0)
    db.conn.execute("UPDATE notices SET state = 'unknown', sent_at = NULL")
    assert outbox.sent_since(db, hour) == 1


@pytest.mark.parametrize("address", [None, MARTA.email])
def test_no_count_before_a_letter_reads_all_that_ever_left(db, address):
    asked: list[str] = []
    db.conn.set_trace_callback(asked.append)
    outbox.sent_since(db, NOW, address)
    db.conn.set_trace_callback(None)
    (query,) = [line for line in asked if "count(" in line]
    (plan,) = [row[3] for row in db.conn.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()]
    assert plan.startswith("SEARCH notices USING INDEX notices_")


def test_a_postponed_letter_is_no_attempt(db):
    number = next(outbox.each_due(db, NOW)).id
    outbox.postpone(db, number, NOW + timedelta(hours=1), "enough for today", outbox.Ours.DAY)
    assert rows(db, "SELECT state, attempts, error FROM notices") == [("deferred", 0, "enough for today")]
    assert (list(outbox.each_due(db, NOW)), len(list(outbox.each_due(db, NOW + timedelta(hours=1))))) == ([], 1)


def test_the_fate_of_a_letter_stands_in_the_history_of_every_entry_it_speaks_of(db):
    take(db, judged(submission("m2")), judged(submission("m2"), ERROR), sha256="m2")
    db.conn.execute("DELETE FROM notice_entries WHERE notice = 1")
    db.conn.execute("DELETE FROM notices WHERE id = 1")
    settle(db, "failed", 550, "no such user", now=NOW + timedelta(days=1))
    assert rows(db, "SELECT reference, what, detail FROM history WHERE what LIKE 'letter %' ORDER BY reference") == [
        ("IF2026-0002", "letter failed", "acknowledgement to marta@example.com: 550 no such user"),
        ("IF2026-0003", "letter failed", "correction to marta@example.com: 550 no such user"),
    ]
