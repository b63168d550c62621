"""Staff decisions: state, who, why and letter in one transaction, or nothing."""

import pytest

from registry.decide.review import Decision, ReviewError, review
from registry.read import documents
from tests.builders.registry_samples import ERROR, HOLD, MARTA, NOW, judged, rows, submission, take

REFERENCE = "IF2026-0001"


def letters(db):
    """Return kind, state and note of every letter."""
    return rows(db, "SELECT kind, state, note FROM notices ORDER BY id")


@pytest.mark.parametrize(
    ("action", "state", "kind", "told"),
    [
        ("accept", "accepted", "acknowledgement", "why"),
        ("reject", "rejected", "rejection", "why"),
        ("ask", "incomplete", "correction", "why"),
        ("release", "incomplete", "correction", ""),
    ],
)
def test_a_held_entry_is_decided_recorded_and_written_about(db, action, state, kind, told):
    take(db, judged(submission(), ERROR, HOLD))
    assert review(db, REFERENCE, Decision(action=action, by="Li", note="why"), NOW) == state
    entry = documents.entry(db, REFERENCE)
    assert (entry["state"], entry["revision"]) == (state, 1)
    assert entry["decisions"] == [
        {
            "revision": 1,
            "action": action,
            "by": "Li",
            "note": "why",
            "remark": "",
            "until": "",
            "undone": None,
            "at": "2026-07-15T01:00:00+00:00",
        }
    ]
    assert [line["what"] for line in entry["history"]] == ["opened", f"review: {action}", "letter superseded"]
    assert letters(db) == [(kind, "queued", told)]
    assert rows(db, "SELECT recipient FROM notices") == [(MARTA.email,)]


def test_release_of_an_entry_with_no_other_fault_accepts_it(db):
    take(db, judged(submission(), HOLD))
    assert review(db, REFERENCE, Decision(action="release", by="Li"), NOW) == "accepted"


def test_hold_takes_back_the_letter_that_has_not_left(db):
    take(db, judged(submission()))
    assert review(db, REFERENCE, Decision(action="hold", by="Li", note="twice?"), NOW) == "held"
    assert letters(db) == [("receipt", "queued", "")]


def test_a_staff_note_on_hold_or_release_stays_inside(db):
    take(db, judged(submission(), HOLD))
    review(db, REFERENCE, Decision(action="release", by="Li", note="the husband wrote"), NOW)
    assert letters(db) == [("acknowledgement", "queued", "")]


def test_an_entry_without_a_sender_is_decided_without_a_letter(db):
    take(db, judged(submission(sender=None, unverified="no-sender"), HOLD), sender=None)
    assert review(db, REFERENCE, Decision(action="accept", by="Li"), NOW) == "accepted"
    assert letters(db) == []


def test_a_later_mail_still_makes_a_revision_of_a_rejected_entry(db):
    take(db, judged(submission("m1")), sha256="m1")
    review(db, REFERENCE, Decision(action="reject", by="Li", note="late"), NOW)
    take(db, judged(submission("m2", adds_to=REFERENCE), ERROR), sha256="m2", outcome="merged")
    assert (documents.entry(db, REFERENCE)["state"], letters(db)) == ("incomplete", [("correction", "queued", "")])


@pytest.mark.parametrize(
    ("reference", "action", "note", "revision", "why"),
    [
        (REFERENCE, "burn", "", None, "no decision"),
        ("IF2026-0009", "accept", "", None, "no entry"),
        (REFERENCE, "ask", " ", None, "--note"),
        (REFERENCE, "hold", "", None, "already"),
        (REFERENCE, "accept", "", 2, "changed since"),
    ],
)
def test_a_refused_decision_changes_nothing(db, reference, action, note, revision, why):
    take(db, judged(submission(), HOLD))
    before = list(db.conn.iterdump())
    with pytest.raises(ReviewError, match=why):
        review(db, reference, Decision(action=action, by="Li", note=note, revision=revision), NOW)
    assert list(db.conn.iterdump()) == before


def test_only_what_is_held_can_be_released(db):
    take(db, judged(submission()))
    with pytest.raises(ReviewError, match="not held"):
        review(db, REFERENCE, Decision(action="release", by="Li"), NOW)
