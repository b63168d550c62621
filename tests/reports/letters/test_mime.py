"""Letters as bytes: headers exactly ours, threads unbroken, nothing injected."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest

from intake.model.submission import Address
from reports.letters.compose import compose_letter
from reports.letters.mime import LetterError, Thread, ascii_address, build_letter, message_id
from tests.builders.letters import NOW, entry, request
from tests.builders.registry_samples import MARK

SENDER = "友人摄影征集 <photo@example.org>"
LONG = "<" + "PN2PR01MB" + "a" * 90 + "@prod.example.com>"
NAMES = [
    "From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
    "X-Auto-Response-Suppress", "X-Intake-Desk", "MIME-Version", "Content-Type",
]  # fmt: skip


def letter(name="Marta Lindqvist", email="marta@example.com", **changes):
    """Compose an acknowledgement."""
    return compose_letter(request("acknowledgement", entry(), recipient=Address(name=name, email=email), **changes))


def test_headers_are_exactly_ours():
    content = build_letter(letter(), sender=SENDER, date=NOW, mark=MARK, thread=Thread(LONG, ["<first@example.com>"]))
    message = message_from_bytes(content, policy=policy.default)
    assert message.keys() == NAMES
    assert message["From"].addresses[0].display_name == "友人摄影征集"
    assert b"From: =?utf-8?b?" in content
    assert b"<photo@example.org>\r\n" in content
    assert (message["Auto-Submitted"], message["X-Auto-Response-Suppress"], message["X-Intake-Desk"]) == (
        "auto-replied",
        "All",
        "IF2026-0001",
    )
    assert message["Date"] == "Fri, 10 Jul 2026 10:00:00 +0800"


def test_long_ids_stay_whole():
    content = build_letter(letter(), sender=SENDER, date=NOW, mark=MARK, thread=Thread(LONG, ["<first@example.com>"]))
    assert b"\r\nIn-Reply-To: " + LONG.encode() + b"\r\n" in content
    assert b"\r\nReferences: <first@example.com>\r\n " + LONG.encode() + b"\r\n" in content


def test_a_long_thread_keeps_its_first_and_its_last_ids():
    ids = [f"<{number}@example.com>" for number in range(20)]
    message = message_from_bytes(build_letter(letter(), sender=SENDER, date=NOW, mark=MARK, thread=Thread(ids[-1], ids)))
    assert message["References"].split() == [ids[0], *ids[11:]]


def test_unusable_ids_are_left_out():
    content = build_letter(
        letter(),
        sender=SENDER,
        date=NOW,
        mark=MARK,
        thread=Thread("<a b@c>", ["nonsense", "<a@b>\r\nBcc: <x@y>", "<ü@x>"]),
    )
    message = message_from_bytes(content)
    assert (message["In-Reply-To"], message["References"], message["Bcc"]) == (None, None, None)


@pytest.mark.parametrize(
    "name", ["a\r\nBcc: x@example.com", "=?utf-8?q?a=0aBcc:_x@example.com?=", 'Eve", "x', "e\x85Bcc: x", "e\u2028To: x"]
)
def test_a_name_injects_no_header(name):
    message = message_from_bytes(build_letter(letter(name), sender=SENDER, date=NOW, mark=MARK), policy=policy.default)
    assert message.keys() == [item for item in NAMES if item not in {"In-Reply-To", "References"}]
    assert [item.addr_spec for item in message["To"].addresses] == ["marta@example.com"]


def test_both_alternatives_survive_and_only_seven_bits_travel():
    composed = letter("玛塔 😀")
    content = build_letter(composed, sender=SENDER, date=NOW, mark=MARK)
    message = message_from_bytes(content, policy=policy.default)
    text, html = message.iter_parts()
    shown = [part.get_content().replace("\r\n", "\n").rstrip() for part in (text, html)]
    assert shown == [composed.text.rstrip(), composed.html.rstrip()]
    assert (text["Content-Transfer-Encoding"], content.isascii(), b"\n" in content.replace(b"\r\n", b"")) == (
        "base64",
        True,
        False,
    )


def test_the_same_letter_gives_the_same_bytes_and_id():
    assert build_letter(letter(), sender=SENDER, date=NOW, mark=MARK) == build_letter(
        letter(), sender=SENDER, date=NOW, mark=MARK
    )
    assert message_id(letter(), SENDER, MARK).endswith("@example.org>")
    assert message_id(letter(), SENDER, MARK) != message_id(letter(email="other@example.com"), SENDER, MARK)


def test_addresses():
    assert ascii_address("author@bücher.example") == "author@xn--bcher-kva.example"
    assert b"To: Marta Lindqvist <author@xn--bcher-kva.example>" in build_letter(
        letter(email="author@bücher.example"), sender=SENDER, date=NOW, mark=MARK
    )
    for email in ("作\u202e者@example.com", "a b@example.com", "a@", "nobody", "a@b>c", "<x@example.com"):
        with pytest.raises(LetterError):
            ascii_address(email)


def test_reply_to_stands_only_where_the_call_names_one():
    call = request("receipt", entry()).call.model_copy(update={"reply_to": "desk@example.org"})
    assert (
        message_from_bytes(build_letter(letter(call=call), sender=SENDER, date=NOW, mark=MARK))["Reply-To"] == "desk@example.org"
    )
