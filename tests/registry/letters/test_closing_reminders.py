"""Reminders: one to each incomplete entry, shortly before the close, saying what is missing."""

import email
import email.policy
from datetime import timedelta

import pytest

from registry.letters import outbox
from registry.letters.closing_reminders import queue_closing_reminders
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from reports.demo import kinds
from reports.letters.outbox_pass import send_due
from tests.builders.desks import a_desk
from tests.builders.factories import CLOSES, INSIDE, parcel_mail, tiny_scene

THREE_DAYS = CLOSES - timedelta(days=3)


@pytest.fixture
def desk(smtp_server, tmp_path):
    with a_desk(tmp_path, None, smtp_server) as opened:
        for number, raw in enumerate((parcel_mail(3), kinds.two_photos(tiny_scene(4)))):
            path = tmp_path / f"{number}.eml"
            path.write_bytes(raw)
            import_paths(opened, [path], None, INSIDE.isoformat())
        process_pending(opened)
        send_due(opened)
        opened.db.conn.execute("UPDATE notices SET sent_at = '2026-07-10T10:00:00+00:00'")
        yield opened


def remind(desk, now):
    call_id, call = next(iter(desk.config.calls.items()))
    return queue_closing_reminders(desk.db, call_id, call, now)


def test_nobody_is_reminded_early_or_after_the_close(desk):
    assert (remind(desk, THREE_DAYS - timedelta(seconds=1)), remind(desk, CLOSES)) == (0, 0)


def test_each_incomplete_entry_is_reminded_once_of_what_is_missing(desk, smtp_server):
    counts = (remind(desk, THREE_DAYS), remind(desk, THREE_DAYS + timedelta(hours=1)))
    (notice,) = list(outbox.each_due(desk.db, THREE_DAYS))
    desk.db.conn.execute("UPDATE notices SET due_at = '2026-07-11T00:00:00+00:00' WHERE state = 'queued'")
    before = len(smtp_server.received)
    send_due(desk)
    letter = email.message_from_bytes(smtp_server.received[-1].content, policy=email.policy.default)
    assert (counts, notice.kind, len(smtp_server.received) - before) == ((1, 0), "reminder", 1)
    assert "目前收到 2 幅作品" in letter.get_body(("plain",)).get_content()
    assert remind(desk, CLOSES - timedelta(hours=1)) == 0
    assert [item["what"] for item in documents.entry(desk.db, notice.parts[0].reference)["history"]][-2:] == [
        "reminder",
        "letter sent",
    ]


def test_who_was_written_to_in_the_last_day_is_left_in_peace(desk):
    desk.db.conn.execute("UPDATE notices SET sent_at = ?", [(THREE_DAYS - timedelta(hours=5)).isoformat()])
    assert (remind(desk, THREE_DAYS), remind(desk, THREE_DAYS + timedelta(hours=20))) == (0, 1)
