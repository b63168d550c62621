"""Delivery reports: read whatever their shape, never raising, in one pass; counted only where they can be believed."""

import hashlib
import os
import random
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from intake.automatic.delivery_report import Bounce, read_bounce
from intake.model.our_mark import OurMark
from intake.model.submission import Address
from registry.letters.bounces import lift, note_bounce, open_bounces, refuses
from registry.store.mails import stamp
from tests.builders.bounce_samples import BARE, LOST_TO, OUR_ID, POSTFIX, SAMPLES, mixed, original, status
from tests.builders.registry_samples import MARK, MARTA, NOW, judged, rows, submission, take

OTTO = Address(name="Otto", email="otto@example.com")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_report_is_read_for_what_it_says(sample):
    found = read_bounce(sample.raw)
    if sample.expected is None or found is None:
        assert found == sample.expected
        return
    told = [name for name in found.mentioned if name not in {BARE, "photo@example.org"}]
    assert found.diagnostic.startswith(sample.expected.diagnostic)
    assert replace(found, message_ids=(), mentioned=tuple(told), diagnostic=sample.expected.diagnostic) == sample.expected
    assert (OUR_ID in found.message_ids) == sample.names_our_letter


def test_a_report_of_several_recipients_is_about_the_one_that_fared_worst():
    part = status("delayed", "4.4.1") + "\r\n" + status().partition("\r\n\r\n")[2].replace("marta", "otto")
    found = read_bounce((POSTFIX + mixed("report", part, original())).encode())
    assert (found.recipient, found.status, found.permanent) == ("otto@example.com", "5.1.1", True)


def test_a_diagnostic_is_one_clean_short_line():
    said = "550 \x1b[31mno\u202e such\u200b user " + "x" * 5000
    found = read_bounce((POSTFIX + mixed("report", status(said=said), original())).encode())
    assert found.diagnostic.startswith("550 [31mno such user xx")
    assert len(found.diagnostic) <= 300


HOSTILE = {
    "nothing": b"",
    "no-header": b"\n\n\n",
    "boundaries": POSTFIX.encode() + b"Content-Type: multipart/report; boundary=a\r\n\r\n" + b"--a\r\n" * 200_000,
    "nested": POSTFIX.encode() + b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(20_000)),
    "carriers": POSTFIX.encode() + b"Content-Type: message/rfc822\r\n\r\n" * 30_000,
    "at-signs": POSTFIX.encode() + b"\r\n" + b"a@" * 500_000,
    "tags": POSTFIX.encode() + b"Content-Type: text/html\r\n\r\n" + b"<" * 900_000,
    "entities": POSTFIX.encode() + b"Content-Type: text/html\r\n\r\n" + b"&a" * 400_000,
    "number": POSTFIX.encode() + b"Content-Type: text/html\r\n\r\nreturned &#" + b"1" * 9000 + b"; &#x" + b"f" * 9000 + b";",
    "punycode": POSTFIX.encode() + b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"z9" * 400_000,
    "odd-charset": POSTFIX.encode() + b"Content-Type: text/plain; charset=zip\r\n\r\nreturned",
    "bad-base64": POSTFIX.encode() + b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n=" + b"A" * 999_997,
    "long-line": POSTFIX.encode() + b"\r\nuser " + b"user " * 180_000,
    "subject": b"From: mailer-daemon@example.net\r\nSubject: =?" + b"*" * 60_000 + b"\r\n\r\nreturned",
    "header": b"From: mailer-daemon@example.net\r\n" + b"X: y\r\n" * 100_000,
    "folds": b"From: mailer-daemon@example.net\r\nX: y\r\n" + b" z\r\n" * 250_000,
    "nul": b"\x00" * 1_000_000,
    "status": POSTFIX.encode() + b"Content-Type: message/delivery-status\r\n\r\n" + b"Final-Recipient: rfc822; \r\n\r\n" * 30_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_are_read_in_time_and_never_raise(name):
    started = time.process_time()
    read_bounce(HOSTILE[name])
    assert time.process_time() - started < 5


@pytest.mark.long
def test_damaged_reports_never_raise():
    chance = random.Random(7)
    for sample in SAMPLES:
        for _ in range(60):
            raw = bytearray(sample.raw)
            for _ in range(chance.randint(1, 30)):
                place = chance.randrange(len(raw))
                raw[place : place + chance.randint(0, 4)] = chance.choice(
                    (b"", b"\n", b"\r\n\r\n", b"--b1\r\n", b"=?", b"\xff", os.urandom(3))
                )
            read_bounce(bytes(raw))


def sent_letter(db, message_id=OUR_ID, to=MARTA, sha256="m1", state="sent"):
    """Record an entry whose letter left an hour ago; return its number."""
    take(db, judged(submission(sha256, sender=to)), sha256=sha256, sender=to)
    (number,) = rows(db, "SELECT max(id) FROM notices")[0]
    db.table("notices").update(number, {"state": state, "message_id": message_id, "sent_at": stamp(NOW)})
    return number


def report(**changes):
    """Return a report that the letter to Marta failed for good."""
    return replace(
        Bounce(recipient=LOST_TO, mentioned=(LOST_TO,), permanent=True, status="5.1.1", diagnostic="550 no such user",
               message_ids=("<x@example.net>", OUR_ID), reporter="mailer-daemon@example.com", formal=True), **changes
    )  # fmt: skip


LATER = NOW + timedelta(hours=1)
SAID = "to marta@example.com: 5.1.1 550 no such user"


def told(db):
    return rows(db, "SELECT what, detail FROM history WHERE what LIKE 'letter%'")


def test_a_bounced_letter_is_noted_at_its_entry_and_its_address_refuses_mail(db):
    sent_letter(db)
    before = rows(db, "SELECT * FROM entries"), rows(db, "SELECT * FROM notices")
    assert note_bounce(db, report(), "r1", LATER, MARK) == "letter bounced"
    assert note_bounce(db, report(), "r1", LATER, MARK) == note_bounce(db, report(), "r2", LATER, MARK) == "letter bounced"
    assert told(db) == [("letter bounced", SAID)]
    assert rows(db, "SELECT sha256, notice, recipient, proved, permanent, delayed, status FROM bounces") == [
        ("r1", 1, LOST_TO, 1, 1, 0, "5.1.1")
    ]
    assert refuses(db, "Marta@Example.com") == "this address refuses mail since 2026-07-15: 5.1.1 550 no such user"
    assert (refuses(db, "otto@example.com"), refuses(db, "")) == ("", "")
    assert (rows(db, "SELECT * FROM entries"), rows(db, "SELECT * FROM notices")) == before


@pytest.mark.parametrize(
    ("changes", "noted", "refused"),
    [
        ({"permanent": False, "status": "4.4.7"}, "letter bounced", False),
        ({"permanent": False, "delayed": True, "status": "4.4.1"}, "letter delayed", False),
        ({"message_ids": ("<someone-elses@example.org>",)}, "letter perhaps bounced", False),
        ({"message_ids": ()}, "letter perhaps bounced", False),
        ({"mentioned": ("victim@example.com",), "recipient": "victim@example.com"}, "", False),
        ({"mentioned": ()}, "", False),
        ({"reporter": LOST_TO, "formal": False}, "", False),
        ({"mentioned": ("ml@example.net", LOST_TO)}, "letter bounced", True),
    ],
)
def test_only_what_can_be_believed_counts(db, changes, noted, refused):
    sent_letter(db)
    assert note_bounce(db, report(**changes), "r1", LATER, MARK) == noted
    assert bool(refuses(db, LOST_TO)) is refused
    assert len(told(db)) == bool(noted)


@pytest.mark.parametrize("state", ["queued", "deferred", "failed"])
def test_a_letter_that_never_left_cannot_bounce(db, state):
    sent_letter(db, state=state)
    assert (note_bounce(db, report(), "r1", LATER, MARK), told(db)) == ("", [])


def test_without_a_message_id_only_one_recent_letter_can_be_meant(db):
    sent_letter(db)
    unnamed = report(message_ids=())
    assert note_bounce(db, unnamed, "r1", NOW + timedelta(days=8), MARK) == ""
    sent_letter(db, "<2@example.org>", sha256="m2")
    assert note_bounce(db, unnamed, "r1", LATER, MARK) == ""


def test_a_stranger_cannot_silence_an_author_whose_letter_it_never_saw(db):
    sent_letter(db)
    sent_letter(db, "<ottos@example.org>", OTTO, "m2")
    forged = report(message_ids=("<ottos@example.org>",))  # Otto knows his own letter's id and wants Marta silenced
    assert (note_bounce(db, forged, "r1", LATER, MARK), refuses(db, LOST_TO), refuses(db, OTTO.email)) == ("", "", "")


def test_a_person_lifts_the_mark_and_open_bounces_end_with_it(db):
    sent_letter(db)
    note_bounce(db, report(), "r1", LATER, MARK)
    assert [row.recipient for row in open_bounces(db)] == [LOST_TO]
    assert (lift(db, LOST_TO, LATER), lift(db, LOST_TO, LATER)) == (True, False)
    assert (refuses(db, LOST_TO), open_bounces(db)) == ("", [])


def test_a_bounce_is_acted_on_when_its_entry_moved_since(db):
    sent_letter(db)
    note_bounce(db, report(), "r1", LATER, MARK)
    db.table("entries").update("IF2026-0001", {"updated_at": stamp(LATER + timedelta(days=1))})
    assert open_bounces(db) == []


def test_a_report_is_matched_in_the_punycode_that_hosts_write(db):
    sent_letter(db, to=Address(name="Jörg", email="joerg@bücher.example"))
    assert note_bounce(db, report(mentioned=("joerg@xn--bcher-kva.example",)), "r1", LATER, MARK) == "letter bounced"
    assert refuses(db, "joerg@bücher.example").startswith("this address refuses mail since")


def test_a_report_with_a_computed_message_id_marks_nothing(db):
    guessed = f"<{hashlib.sha256(b'acknowledgement|IF2026-0001/1|marta@example.com|all its words').hexdigest()[:32]}@example.org>"
    other = OurMark(b"another desk's secret").message_id("a letter to Marta", "example.org")
    for place, message_id in enumerate((guessed, other, OUR_ID.replace("@", "0@"), "<0@example.org>")):
        sent_letter(db, message_id, sha256=f"m{place}")  # even where a letter really bears it: one sent before there was a secret
        assert note_bounce(db, report(message_ids=(message_id,)), f"r{place}", LATER, MARK) == "letter perhaps bounced"
    assert refuses(db, LOST_TO) == ""
