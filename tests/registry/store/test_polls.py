"""How mailboxes fare: what the last good poll was, whatever failed since."""

from datetime import timedelta

from registry.store import polls
from registry.store.mails import stamp
from tests.builders.registry_samples import NOW, rows


def test_a_failed_poll_keeps_the_last_good_one_until_the_next(db):
    polls.note_poll(db, "photo", "", NOW)
    polls.note_poll(db, "photo", "no answer", NOW + timedelta(minutes=2))
    assert rows(db, "SELECT * FROM polls") == [("photo", stamp(NOW), "no answer")]
    polls.note_poll(db, "photo", "", NOW + timedelta(minutes=4))
    assert rows(db, "SELECT * FROM polls") == [("photo", stamp(NOW + timedelta(minutes=4)), None)]
