"""record(): one mail, one transaction; an entry is a dossier that only grows."""

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from intake.model.submission import Address
from registry.letters import outbox
from registry.pipeline.record import MailRecord, record
from registry.pipeline.rights import sender_standing
from registry.read import documents
from registry.read.dossier import dossier
from registry.store import dossiers, mails
from tests.builders.registry_samples import (
    ERROR,
    HOLD,
    MARTA,
    NOW,
    SETTLE,
    judged,
    message,
    rows,
    spooled,
    submission,
    take,
    work,
)
from tests.builders.rule_facts import filled

UNIT = Address(name="Unit", email="unit@example.com")


@pytest.mark.parametrize(
    ("findings", "state", "kind", "wait"),
    [
        ((), "accepted", "acknowledgement", timedelta(0)),
        ((ERROR,), "incomplete", "correction", SETTLE),
        ((ERROR, HOLD), "held", "receipt", timedelta(0)),
    ],
)
def test_the_disposition_decides_state_letter_and_when(db, findings, state, kind, wait):
    assert take(db, judged(submission(), *findings)) == ["IF2026-0001"]
    assert rows(db, "SELECT reference, state, revision FROM entries") == [("IF2026-0001", state, 1)]
    assert rows(db, "SELECT kind, recipient, state, due_at FROM notices") == [
        (kind, MARTA.email, "queued", mails.stamp(NOW + wait))
    ]
    assert rows(db, "SELECT outcome, sender, subject FROM messages") == [("entered", MARTA.email, "About m1")]


def test_recording_a_mail_again_changes_nothing(db):
    take(db, judged(submission()))
    before = list(db.conn.iterdump())
    assert take(db, judged(submission())) == []
    assert list(db.conn.iterdump()) == before


def test_references_count_by_prefix_and_none_is_lost_by_a_failure(db):
    take(db, judged(submission("m1")), sha256="m1")
    broken = replace(judged(submission("m2")), findings=(ERROR, replace(ERROR, values={"count": object()})))
    with pytest.raises(TypeError):
        take(db, broken, sha256="m2")
    assert rows(db, "SELECT outcome FROM messages WHERE sha256 = 'm2'") == [("pending",)]
    assert take(db, judged(submission("m2")), sha256="m2") == ["IF2026-0002"]
    assert take(db, judged(submission("m3"), prefix="SD2022"), sha256="m3") == ["SD2022-0001"]


def test_a_failure_anywhere_leaves_the_mail_pending_and_nothing_else(db):
    twice = judged(submission("m1", adds_to="IF2026-0001"))
    take(db, judged(submission("m0")), sha256="m0")
    before = rows(db, "SELECT revision FROM revisions")
    with pytest.raises(sqlite3.IntegrityError):
        take(db, twice, twice, sha256="m1")
    assert rows(db, "SELECT revision FROM revisions") == before
    assert mails.pending(db) == ["m1"]


def test_several_entries_of_one_mail_share_one_letter(db):
    first, second = judged(submission(sender=UNIT)), judged(submission(sender=UNIT), ERROR)
    assert take(db, first, second, sender=UNIT) == ["IF2026-0001", "IF2026-0002"]
    assert rows(db, "SELECT kind, recipient, due_at FROM notices") == [("correction", UNIT.email, mails.stamp(NOW + SETTLE))]
    assert rows(db, "SELECT reference, kind FROM notice_entries ORDER BY reference") == [
        ("IF2026-0001", "acknowledgement"),
        ("IF2026-0002", "correction"),
    ]


def test_no_answer_means_recorded_but_no_letter(db):
    assert take(db, judged(submission()), answer=False) == ["IF2026-0001"]
    assert rows(db, "SELECT count(*) FROM notices") == [(0,)]


def test_a_mail_without_entries_gets_its_outcome_and_reason(db):
    assert take(db, outcome="ignored", reason="auto-reply") == []
    assert rows(db, "SELECT outcome, reason, message_id FROM messages") == [("ignored", "auto-reply", "<m1@example.com>")]


def test_a_mail_nobody_logged_is_not_recorded(db):
    assert record(db, MailRecord(message=message("m9"), outcome="entered", entries=(judged(submission("m9")),), now=NOW)) == []
    assert rows(db, "SELECT count(*) FROM entries") == [(0,)]


def test_a_new_revision_adds_replaces_and_deletes_nothing(db):
    take(db, judged(submission("m1", names=("a.jpg", "b.jpg")), ERROR), sha256="m1")
    second = submission("m2", adds_to="IF2026-0001", materials=(work("a.jpg"), work("b.jpg", "better", "m2"), work("c.jpg")))
    take(db, judged(second), sha256="m2", outcome="merged")
    assert rows(db, "SELECT name, sha256, added, replaced FROM materials ORDER BY id") == [
        ("a.jpg", "a.jpg", 1, None),
        ("b.jpg", "b.jpg", 1, 2),
        ("b.jpg", "better", 2, None),
        ("c.jpg", "c.jpg", 2, None),
    ]
    assert rows(db, "SELECT revision, state FROM revisions") == [(1, "incomplete"), (2, "accepted")]
    assert rows(db, "SELECT state, revision FROM entries") == [("accepted", 2)]
    assert rows(db, "SELECT sha256, revision FROM entry_messages") == [("m1", 1), ("m2", 2)]
    assert rows(db, "SELECT revision, rule FROM findings") == [(1, "slot-count")]


def test_a_letter_overtaken_before_it_left_is_taken_back_a_sent_one_is_not(db):
    take(db, judged(submission("m1"), ERROR), sha256="m1")
    take(db, judged(submission("m2", adds_to="IF2026-0001"), ERROR), sha256="m2", outcome="merged")
    assert rows(db, "SELECT revision, kind FROM notice_entries") == [(2, "correction")]
    db.conn.execute("UPDATE notices SET state = 'sent'")
    take(db, judged(submission("m3", adds_to="IF2026-0001")), sha256="m3", outcome="merged")
    assert rows(db, "SELECT revision, kind FROM notice_entries") == [(2, "correction"), (3, "acknowledgement")]
    assert rows(db, "SELECT what, detail FROM history WHERE what = 'letter superseded'") == [("letter superseded", "correction")]


def test_a_strangers_claim_is_a_line_in_the_old_entrys_history_and_nothing_more(db):
    take(db, judged(submission("m1")), sha256="m1")
    old = documents.entries(db)
    claim = submission("m2", sender=UNIT, unverified="stranger", claims="IF2026-0001")
    assert take(db, judged(claim, HOLD), sha256="m2", sender=UNIT) == ["IF2026-0002"]
    assert documents.entries(db)[:1] == old
    history = documents.entry(db, "IF2026-0001")["history"]
    assert [line["what"] for line in history] == ["opened", "claimed"]


def test_an_address_is_the_strongest_it_can_be_to_an_entry_in_any_case(db):
    form = filled(email="Marta@Example.com", contact_email="contact@example.com")
    take(db, judged(submission(sender=UNIT, form=form)), sender=UNIT)
    asked = ("UNIT@example.com", "marta@example.com", "contact@example.com", "other@example.com", "")
    assert [sender_standing(db, "IF2026-0001", email) for email in asked] == [
        "opener",
        "author",
        "contact",
        "stranger",
        "stranger",
    ]
    assert sender_standing(db, "IF2026-0009", MARTA.email) == "stranger"


@pytest.mark.parametrize("unverified", ["forged", "no-sender"])
def test_an_entry_of_an_unproven_sender_takes_nobodys_mail(db, unverified):
    """Else the real owner of a forged address adds to it unaware, and the hold goes with the next revision."""
    sender = MARTA if unverified == "forged" else None
    take(db, judged(submission(sender=sender, unverified=unverified), HOLD), sender=sender, answer=False)
    assert dossiers.by_opener(db, "photo", MARTA.email) == dossiers.by_form(db, "photo", MARTA.email) == []
    assert sender_standing(db, "IF2026-0001", MARTA.email) == "stranger"
    assert documents.entries(db)[0]["form"]["email"] == MARTA.email


def test_a_dossier_is_found_by_thread_by_mail_and_by_letter(db):
    take(db, judged(submission("m1")), sha256="m1")
    outbox.fix(db, next(outbox.each_due(db, NOW)).id, b"letter", "<letter@example.org>")
    found = [dossiers.by_thread(db, "photo", ids) for ids in (["<m1@example.com>"], ["<letter@example.org>"], ["<x@y>"], [])]
    assert found == [["IF2026-0001"], ["IF2026-0001"], [], []]
    assert dossiers.by_thread(db, "another", ["<m1@example.com>"]) == []


def test_a_dossier_holds_what_the_last_revision_left(db):
    share = submission("m1")
    take(db, judged(share, replace(ERROR, rule="photo-size", subject="b.jpg")), sha256="m1")
    held = dossier(db, "IF2026-0001")
    assert (held.materials, held.form, held.texts) == (share.materials, share.form, share.texts)
    assert (held.opened_by, held.messages, held.faulty) == (MARTA.email, ("m1",), frozenset({"b.jpg"}))
    assert dossier(db, "IF2026-0009") is None


def test_a_fetched_mail_is_logged_before_it_can_be_recorded(db):
    mails.log_fetched(db, spooled("m1"))
    assert take(db, judged(submission())) == ["IF2026-0001"]
    assert documents.messages(db)[0]["uid"] == 1
