"""A pass over the outbox: the next letter is composed while the server of the one before is watched, and never leaves stale."""

import email
import email.policy

import pytest

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from reports.demo import kinds
from reports.letters.outbox_pass import send_due
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, parcel_mail, tiny_scene


@pytest.fixture
def desk(smtp_server, tmp_path):
    """Open a desk with three letters due."""
    with a_desk(tmp_path, None, smtp_server) as opened:
        take(opened, *(parcel_mail(number) for number in (3, 4, 5)))
        yield opened


def take(desk, *raws: bytes) -> None:
    """Take mails in and process them."""
    for raw in raws:
        path = desk.config.data_dir / f"{hash(raw)}.eml"
        path.write_bytes(raw)
        import_paths(desk, [path], None, INSIDE.isoformat())
    process_pending(desk)


def letters(desk) -> list[tuple[str, bool]]:
    """Return the state of each letter, and whether it is composed."""
    return desk.db.conn.execute("SELECT state, bytes IS NOT NULL FROM notices ORDER BY due_at, id").fetchall()


def once(desk) -> None:
    """Send one letter."""
    stops = iter((False, True))
    assert send_due(desk, lambda: next(stops)).sent == 1


def test_the_letter_whose_turn_is_next_is_composed_meanwhile_and_leaves_as_it_was_fixed(desk, smtp_server):
    once(desk)
    assert letters(desk) == [("sent", 1), ("queued", 1), ("queued", 0)]
    fixed = desk.db.conn.execute("SELECT message_id FROM notices WHERE state = 'queued' AND bytes IS NOT NULL").fetchone()[0]
    assert send_due(desk).sent == 2
    assert fixed.encode() in smtp_server.received[1].content


def test_what_changes_after_a_letter_was_composed_ahead_is_in_the_letter_that_leaves(desk, smtp_server):
    take(desk, kinds.two_photos(tiny_scene(6)))
    desk.db.conn.execute("UPDATE notices SET due_at = '2026-07-01T00:00:00+00:00' WHERE kind = 'correction'")
    desk.db.conn.execute("UPDATE notices SET due_at = '2026-06-30T00:00:00+00:00' WHERE id = 1")
    once(desk)
    assert letters(desk)[1] == ("queued", 1)  # the one that asks for what is missing
    take(desk, parcel_mail(6))
    assert send_due(desk).sent == 3
    (letter,) = (item.content for item in smtp_server.received if item.rcpt_tos == (tiny_scene(6).person.email,))
    text = email.message_from_bytes(letter, policy=email.policy.default).get_body(("plain",)).get_content()
    assert tiny_scene(6).person.name_en in text
    assert "目前收到 2 幅作品" not in text


def test_a_letter_that_cannot_be_composed_is_told_at_its_own_turn(desk):
    desk.db.conn.execute(
        "UPDATE entries SET call = 'no-such-call' WHERE reference = (SELECT reference FROM notice_entries e "
        "JOIN notices n ON n.id = e.notice ORDER BY n.due_at, n.id LIMIT 1 OFFSET 1)"
    )
    once(desk)
    assert [state for state, _ in letters(desk)] == ["sent", "queued", "queued"]
    assert send_due(desk).failed == 1
    assert sorted(state for state, _ in letters(desk)) == ["failed", "sent", "sent"]
