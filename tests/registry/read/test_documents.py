"""The read side says exactly what contract.md promises, and finds photos seen before."""

from datetime import timedelta

import numpy as np
import pytest

from intake.model.submission import Address
from registry.read import documents, health
from registry.store import mails, polls
from registry.store.photo_index import PhotoIndex, resemblances
from registry.store.transactions import immediate
from tests.builders.factories import shipped_call
from tests.builders.registry_samples import ERROR, MARTA, NOW, judged, spooled, submission, take
from tests.builders.rule_facts import photo
from validators.facts import PhotoFacts, Resemblance

STAMP = "2026-07-15T01:00:00+00:00"
HASH = "00ff00ff00ff00ff"
OTHER = Address(name="Otto", email="otto@example.com")


def hashed(share, hashes):
    """Return a judged submission whose every work has these hashes."""
    facts = {item.sha256: PhotoFacts(sha256=item.sha256, file_bytes=1, hashes=hashes) for item in share.materials}
    return judged(share).__class__(**{**vars(judged(share)), "photos": facts})


def test_messages_are_oldest_first_with_the_contracts_keys(db):
    take(db, judged(submission("m2")), sha256="m2")
    mails.log_fetched(db, spooled("m1", NOW - timedelta(hours=1), uid=4))
    first, second = documents.messages(db)
    assert first == {
        "sha256": "m1", "mailbox": "photo", "folder": "INBOX", "uidvalidity": 7, "uid": 4, "message_id": "", "sender": "",
        "subject": "", "size": 100, "received_at": "2026-07-15T00:00:00+00:00", "fetched_at": "2026-07-15T00:00:00+00:00",
        "outcome": "pending", "references": [], "reason": "",
    }  # fmt: skip
    assert (second["sha256"], second["outcome"], second["references"]) == ("m2", "entered", ["IF2026-0001"])


def test_an_entry_says_what_the_contract_promises(db):
    take(db, judged(submission(names=("a.jpg",)), ERROR))
    document = documents.entries(db)[0]
    work = document["materials"][0]
    text = document["texts"]["biography"]
    assert {name: document[name] for name in ("reference", "call", "state", "revision", "submitter", "messages")} == {
        "reference": "IF2026-0001", "call": "photo", "state": "incomplete", "revision": 1,
        "submitter": {"name": "Marta", "email": MARTA.email}, "messages": ["m1"],
    }  # fmt: skip
    assert document["form"]["name_en"] == "Marta Lindqvist"
    assert {name: work[name] for name in ("role", "filename", "size", "sha256", "format", "width", "height", "problem")} == {
        "role": "work", "filename": "a.jpg", "size": 5_000_000, "sha256": "a.jpg", "format": "JPEG", "width": 4000,
        "height": 3000, "problem": None,
    }  # fmt: skip
    assert (text["text"], text["words"]) == ("摄影师 from Lund", 5)
    assert document["findings"] == [
        {"rule": "slot-count", "slot": "work", "severity": "error", "subject": "work", "values": {"count": 2}}
    ]
    assert [{name: item[name] for name in ("kind", "revision", "language", "to", "state", "message_id", "sent_at")}
            for item in document["notices"]] == [
        {"kind": "correction", "revision": 1, "language": "zh,en", "to": MARTA.email, "state": "queued", "message_id": "",
         "sent_at": None},
    ]  # fmt: skip
    assert (document["received_at"], document["updated_at"]) == (STAMP, STAMP)


def test_entries_are_chosen_by_call_and_state(db):
    take(db, judged(submission("m1")), sha256="m1")
    take(db, judged(submission("m2", call="other"), ERROR), sha256="m2")

    def chosen(**wanted):
        return [item["reference"] for item in documents.entries(db, **wanted)]

    assert chosen() == ["IF2026-0001", "IF2026-0002"]
    assert (chosen(call="photo"), chosen(state="incomplete")) == (["IF2026-0001"], ["IF2026-0002"])
    assert chosen(call="photo", state="incomplete") == []


def test_materials_are_the_newest_revisions(db):
    take(db, judged(submission("m1", names=("a.jpg", "b.jpg"))), sha256="m1")
    take(db, judged(submission("m2", names=("b.jpg", "c.jpg"), adds_to="IF2026-0001")), sha256="m2", outcome="merged")
    assert [item["filename"] for item in documents.entry(db, "IF2026-0001")["materials"]] == ["b.jpg", "c.jpg"]


def test_one_entry_whole_has_history_decisions_and_revisions(db):
    take(db, judged(submission()))
    document = documents.entry(db, "IF2026-0001")
    assert [line["what"] for line in document["history"]] == ["opened"]
    assert (document["decisions"], [item["revision"] for item in document["revisions"]]) == ([], [1])
    assert documents.entry(db, "IF2026-0009") is None


def test_the_photo_index_grows_with_the_registry_and_takes_any_variant(db):
    index = PhotoIndex(db)
    assert index.search([HASH]) == {}
    take(db, hashed(submission("m1", names=("a.jpg",)), (HASH, "ff00ff00ff00ff00")), sha256="m1")
    assert index.search(["0000000000000000", "00ff00ff00ff00fc"]) == {"a.jpg": 2}
    take(db, hashed(submission("m2", names=("b.jpg",)), ("00ff00ff00ff0f0f",)), sha256="m2")
    assert index.search([HASH]) == {"a.jpg": 0}
    assert index.search(["00ff00ff00ff00cf", "00ff00ff00ff0f0f"]) == {"a.jpg": 2, "b.jpg": 0}


@pytest.mark.parametrize(("bits", "found"), [(6, {"a.jpg": 6}), (7, {})])
def test_six_bits_apart_are_alike_and_seven_are_not(db, bits, found):
    take(db, hashed(submission(names=("a.jpg",)), (HASH,)))
    assert PhotoIndex(db).search([f"{int(HASH, 16) ^ ((1 << bits) - 1):016x}"]) == found


def test_the_index_agrees_with_counting_bits_one_by_one(db):
    hashes = [int(value) for value in np.random.default_rng(7).integers(0, 1 << 63, 3000)]
    with immediate(db):
        db.conn.executemany(
            "INSERT INTO photos VALUES (?, '{}', ?)", [(str(n), f"{value:016x}") for n, value in enumerate(hashes)]
        )
    wanted = hashes[1234] ^ 0b10110
    expected = {str(n): (value ^ wanted).bit_count() for n, value in enumerate(hashes) if (value ^ wanted).bit_count() <= 6}
    assert PhotoIndex(db).search([f"{wanted:016x}"]) == expected
    assert expected["1234"] == 3


def test_a_photo_seen_elsewhere_is_told_of_other_authors_entries_only(db):
    take(db, hashed(submission("m1", names=("a.jpg",)), (HASH,)), sha256="m1")
    index = PhotoIndex(db)
    copy, near, far = (photo(name, sha256=sha, hashes=(text,)) for name, sha, text in (
        ("copy.jpg", "a.jpg", HASH), ("near.jpg", "n", "00ff00ff00ff00fe"), ("far.jpg", "f", "ffff0000ffff0000")))  # fmt: skip
    stranger = submission("m2", sender=OTHER, form=None)
    assert resemblances(db, index, shipped_call(), [copy, near, far], stranger) == (
        Resemblance(name="copy.jpg", reference="IF2026-0001", other_name="a.jpg", distance=0, exact=True),
        Resemblance(name="near.jpg", reference="IF2026-0001", other_name="a.jpg", distance=1, exact=False),
    )
    assert resemblances(db, index, shipped_call(), [copy, near], submission("m3")) == ()


def test_the_health_is_told_in_numbers_and_a_held_entry_is_one_of_them(db, tmp_path):
    polls.note_poll(db, "photo", "", NOW)
    take(db, judged(submission()))
    db.conn.execute("UPDATE entries SET state = 'held'")
    document = health.status(db, tmp_path, ["photo"])
    assert document.pop("disk_free") > 0
    assert document == {
        "mailboxes": [{"name": "photo", "last_good_poll": STAMP, "last_error": None}],
        "notices": {"queued": 1, "sending": 0, "sent": 0, "deferred": 0, "failed": 0, "unknown": 0},
        "shunted": 0,
        "held": 1,
    }
