"""The log of mails: each sha256 once, cursors that never go back, attempts before parsing."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from registry.store import mails
from registry.store.schema import open_registry
from tests.builders.registry_samples import MARTA, NOW, message, rows, spooled


def test_times_are_stored_as_utc():
    assert mails.stamp(datetime(2026, 9, 1, 0, 0, tzinfo=timezone(timedelta(hours=8)))) == "2026-08-31T16:00:00+00:00"


def test_the_same_bytes_are_one_message_seen_in_two_places(db):
    assert [mails.log_fetched(db, spooled("m1", uid=uid)) for uid in (1, 2, 2)] == [True, False, False]
    assert rows(db, "SELECT sha256, uid FROM messages") == [("m1", 1)]
    assert rows(db, "SELECT uid, sha256 FROM sightings ORDER BY uid") == [(1, "m1"), (2, "m1")]
    assert [mails.sighted(db, "photo", "INBOX", 7, uid) for uid in (2, 3)] == [True, False]


def test_an_imported_mail_has_no_sighting(db):
    assert mails.log_fetched(db, spooled("m1", uid=None, uidvalidity=None, folder=""))
    assert rows(db, "SELECT count(*) FROM sightings") == [(0,)]


def test_a_cursor_never_goes_back_and_a_new_uidvalidity_starts_anew(db):
    for uid in (5, 3):
        mails.advance_cursor(db, "photo", "INBOX", 7, uid)
    assert (mails.cursor(db, "photo", "INBOX", 7), mails.cursor(db, "photo", "INBOX", 8)) == (5, 0)


def test_pending_is_oldest_arrival_first_whatever_was_logged_first(db):
    for sha256, minutes in (("late", 9), ("early", 1), ("middle", 5)):
        mails.log_fetched(db, spooled(sha256, NOW + timedelta(minutes=minutes), uid=minutes))
    assert mails.pending(db) == ["early", "middle", "late"]


def test_an_attempt_is_counted_for_every_connection_at_once(db, tmp_path):
    mails.log_fetched(db, spooled("m1"))
    assert [mails.count_attempt(db, "m1"), mails.count_attempt(db, "m1")] == [1, 2]
    other = open_registry(tmp_path / "registry.db")
    assert rows(other, "SELECT attempts FROM messages") == [(2,)]
    other.conn.close()


def test_a_spooled_mail_comes_back_as_it_was_fetched(db):
    mail = spooled("m1", datetime(2026, 7, 15, 1, 0, 5, tzinfo=UTC))
    mails.log_fetched(db, mail)
    assert mails.spooled(db, "m1", Path("m1")) == mail


def test_a_shunted_mail_keeps_its_headers_and_is_tried_again_afresh(db):
    mails.log_fetched(db, spooled("m1"))
    mails.count_attempt(db, "m1")
    mails.note_headers(db, message("m1"))
    mails.shunt(db, "m1", "it broke", "Traceback")
    query = "SELECT outcome, reason, traceback, attempts, sender, subject FROM messages"
    assert (mails.pending(db), rows(db, query)) == (
        [],
        [("shunted", "it broke", "Traceback", 1, MARTA.email, "About m1")],
    )
    assert [mails.requeue(db, sha256) for sha256 in ("m1", "m1", "none")] == [True, False, False]
    assert (mails.pending(db), rows(db, query)) == (["m1"], [("pending", "", None, 0, MARTA.email, "About m1")])
