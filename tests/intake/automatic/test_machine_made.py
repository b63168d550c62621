"""Every sign of machine mail, each alone; and the mails of people that look a little like it."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake.automatic.machine_made import machine_made
from intake.model.our_mark import OurMark
from intake.model.submission import Address, InboundMessage, SpooledMessage
from tests.builders.registry_samples import MARK

NOW = datetime(2026, 7, 15, tzinfo=UTC)
SPOOLED = SpooledMessage(path=Path("x"), sha256="x", size=1, mailbox="photo", received_at=NOW, fetched_at=NOW)
OWN = frozenset({"photo@example.org"})
OUR_ID = MARK.message_id("a letter", "desk.example.com")


def mail(subject="My photos", sender="marta@example.com", **changes):
    """Return a person's mail, changed; headers are given as a dictionary."""
    headers = tuple((name.lower(), value) for name, value in changes.pop("headers", {}).items())
    address = Address(email=sender) if sender else None
    plain = InboundMessage(spooled=SPOOLED, message_id="<a@example.com>", sender=address, subject=subject, headers=headers)
    return replace(plain, **{"return_path": sender, **changes})


SIGNS = {
    "our own address": mail(sender="photo@example.org"),
    "our own letter": mail(headers={"X-Intake-Desk": "IF2026-0001"}),
    "bounce: empty Return-Path": mail(return_path=""),
    "machine mail: multipart/report": mail(content_type="multipart/report"),
    "machine mail: text/calendar": mail(content_type="text/calendar"),
    "mailing list: List-Id": mail(headers={"List-Id": "News <news.example.com>"}),
    "mailing list: List-Unsubscribe": mail(headers={"List-Unsubscribe": "<mailto:leave@example.com>"}),
    "mailing list: List-Post": mail(headers={"List-Post": "NO"}),
    "bounce: X-Failed-Recipients": mail(headers={"X-Failed-Recipients": "otto@example.com"}),
    "auto-reply: X-Autoreply": mail(headers={"X-Autoreply": "yes"}),
    "auto-reply: X-Autorespond": mail(headers={"X-Autorespond": "holiday"}),
}
FAMILIES = {
    "auto-reply: Auto-Submitted": [
        mail(headers={"Auto-Submitted": value})
        for value in ("auto-replied", "auto-generated", "AUTO-REPLIED; owner-email=x", "auto-replied (vacation)", "auto-notified")
    ],
    "bulk mail: Precedence": [mail(headers={"Precedence": value}) for value in ("bulk", "list", "junk", "auto_reply", " Bulk ")],
    "auto-reply: X-Auto-Response-Suppress": [
        mail(headers={"X-Auto-Response-Suppress": value}) for value in ("OOF", "AutoReply", "All", "DR, OOF, AutoReply", "all")
    ],
    "machine mail: sender's address": [
        mail(sender=f"{local}@example.com")
        for local in (
            "mailer-daemon", "MAILER-DAEMON", "postmaster", "noreply", "no-reply", "no_reply", "no.reply", "noreply+ab12", "donotreply",
            "do-not-reply", "bounce", "bounces", "bounce-md_123", "bounces+4711", "news-bounces", "auto-reply", "account-noreply", "robot",
        )
    ]
    + [mail(sender="", return_path=None, headers={"From": value}) for value in ("MAILER-DAEMON", "Mail Delivery Subsystem <>")],
    "auto-reply: subject": [
        mail(subject)
        for subject in (
            "自动回复: Re: 国际友人看中国", "自動回覆：您好", "自动答复", "Automatic reply: photos", "AUTOMATIC REPLY", "Auto-Reply: hi", "autoreply",
            "Out of Office: back on Monday", "Out of the office", " [Auto-Reply] thanks", "Abwesenheitsnotiz: Fotos", "Réponse automatique : photos",
        )
    ],
    "bounce: subject": [
        mail(subject)
        for subject in (
            "退信", "退信通知：国际友人看中国", "系统退信", "系统邮件：退信", "[系统退信] 收件人不存在", "邮件投递失败", "Undelivered Mail Returned to Sender",
            "Undeliverable: photos", "Delivery Status Notification (Failure)", "Mail delivery failed: returning message to sender",
            "Returned mail: see transcript for details", "failure notice",
        )
    ],
}  # fmt: skip
PEOPLE = [
    mail(),
    mail(headers={"Auto-Submitted": "no"}),
    mail(headers={"Auto-Submitted": "No (sent by a person)"}),
    mail(headers={"X-Auto-Response-Suppress": "None"}),
    mail(headers={"Precedence": "first-class"}),
    mail(return_path=None),
    mail(content_type="multipart/mixed"),
    mail("Re: 自动回复 did not reach me: my photos"),
    mail("Photos from the Office of the Dean"),
    mail("重发：上次被退信，国际友人看中国"),
    mail("Automata at night (photo)"),
    mail(sender="bouncer@example.com"),
    mail(sender="norel@example.com"),
    mail(sender="robotics.lab@example.com"),
    mail(sender="", return_path=None, headers={"From": "Marta"}),
]


@pytest.mark.parametrize("sign", SIGNS)
def test_each_sign_alone_marks_machine_mail(sign):
    assert machine_made(SIGNS[sign], OWN) == sign


@pytest.mark.parametrize("sign", FAMILIES)
def test_each_way_of_giving_a_sign_marks_machine_mail(sign):
    assert {machine_made(message, OWN) for message in FAMILIES[sign]} == {sign}


@pytest.mark.parametrize("message", PEOPLE, ids=lambda message: message.subject)
def test_a_person_is_never_taken_for_a_machine(message):
    assert machine_made(message, OWN) == ""


def test_our_letter_is_known_by_its_boundary_though_its_headers_are_gone():
    kind = f'multipart/alternative; boundary="{MARK.boundary(OUR_ID)}"'
    stripped = mail("Re: photos [IF2026-0001]", headers={"Content-Type": kind}, message_id=OUR_ID)
    assert machine_made(stripped, OWN, MARK) == "our own letter"
    assert machine_made(replace(stripped, message_id="<other@desk.example.com>"), OWN, MARK) == ""


def test_a_boundary_that_anybody_can_compute_silences_no_mail():
    guessed = hashlib.sha256(OUR_ID.encode()).hexdigest()[:40]
    other = OurMark(b"somebody else's")
    for boundary in (f"=_{guessed}", other.boundary(OUR_ID), ""):
        kind = f'multipart/alternative; boundary="{boundary}"'
        assert machine_made(mail(headers={"Content-Type": kind}, message_id=OUR_ID), OWN, MARK) == ""
    own = other.message_id("a letter", "desk.example.com")
    kind = f'multipart/alternative; boundary="{other.boundary(own)}"'
    assert machine_made(mail(headers={"Content-Type": kind}, message_id=own), OWN, MARK) == ""
