"""One form of an address wherever it is compared, stored or written to; a look-alike is another address."""

import re

import pytest

from intake.mime.from_header import sender
from intake.model.addresses import canonical, one_spelling, readable, same, writable
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from reports.demo import mails
from reports.letters.outbox_pass import send_due
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, tiny_scene

SAME = [
    ("Marta@Example.COM", "marta@example.com"),
    (" marta@example.com ", "marta@example.com"),
    ("marie@bücher.example", "marie@xn--bcher-kva.example"),
    ("marie@BÜCHER.example", "marie@XN--BCHER-KVA.example"),
    ("marie@bu\u0308cher.example", "marie@bücher.example"),
    ("jose\u0301@example.com", "josé@example.com"),
    ("wang@北京.example", "wang@xn--1lq90i.example"),
]
GOOGLES = [
    ("marie.blanc@gmail.com", "marieblanc@gmail.com"),
    ("M.A.R.I.E@Gmail.com", "marie@googlemail.com"),
    ("marie+photos@gmail.com", "marie@gmail.com"),
    ("marie+a.b+c@googlemail.com", "marie@gmail.com"),
]
OTHERS = [
    ("marie.blanc@example.com", "marieblanc@example.com"),  # only who gives out the address can say that it is the same one
    ("marie+photos@example.com", "marie@example.com"),
    ("12345678@qq.com", "12345678@foxmail.com"),
    ("marie@gmail.com.example", "marie@gmail.com"),
    ("marie@mail.gmail.com", "marie@gmail.com"),
    ("marie@gmail.co", "marie@gmail.com"),
    ("marie@googlemail.co.uk", "marie@gmail.com"),
    ("marie@ｇmail.com", "marie@gmail.com"),
    ("marie@\u0261mail.com", "marie@gmail.com"),  # Latin script g
    ("marie@gmail。com", "marie@gmail.com"),
    ("marie@gmail.com.", "marie@gmail.com"),
    ("m\u0430rie+x@gmail.com", "marie@gmail.com"),  # Cyrillic a
    ("mar\u0131e.blanc@gmail.com", "marieblanc@gmail.com"),
    ("marie．blanc@gmail.com", "marieblanc@gmail.com"),  # full-width dot
    ("marie＋x@gmail.com", "marie@gmail.com"),
    ("marie_blanc@gmail.com", "marieblanc@gmail.com"),
    ("marie-blanc@gmail.com", "marieblanc@gmail.com"),
    ("marie..blanc@gmail.com", "marieblanc@gmail.com"),  # no address that Gmail gives out
    (".marie@gmail.com", "marie@gmail.com"),
    ("+marie@gmail.com", "marie@gmail.com"),
    ('"marie.blanc"@gmail.com', "marieblanc@gmail.com"),
    ('"marie+x"@gmail.com', "marie@gmail.com"),
    ("marie+x y@gmail.com", "marie@gmail.com"),
    ("marie@x@gmail.com", "marie@gmail.com"),
    ("marie+@example.com@gmail.com", "marie@gmail.com"),
    ("marie%gmail.com@example.com", "marie@gmail.com"),
    ("mar\u212a@example.com", "mark@example.com"),  # Kelvin sign
    ("m\u0131ra@example.com", "mira@example.com"),  # dotless i
    ("M\u0130RA@example.com", "mira@example.com"),  # dotted I
    ("ma\u017fa@example.com", "masa@example.com"),  # long s
    ("ｍira@example.com", "mira@example.com"),  # full-width
    ("mira@ｅxample.com", "mira@example.com"),
    ("mira@exam\u212ap.example", "mira@examkp.example"),
    ("mira@example。com", "mira@example.com"),
    ("mira@exa\u00admple.com", "mira@example.com"),  # soft hyphen
    ("mira@exa\u200bmple.com", "mira@example.com"),
    ("mira@𝐞xample.com", "mira@example.com"),
    ("strauß@example.com", "strauss@example.com"),
    ("mira@straße.example", "mira@strasse.example"),
    ("mira@exаmple.com", "mira@example.com"),  # Cyrillic a
    ("ß@x.example", "ẞ@x.example"),
    ("", ""),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_address_are_equal(one, other):
    assert (same(one, other), canonical(canonical(one))) == (True, canonical(other))


@pytest.mark.parametrize(("one", "other"), GOOGLES)
def test_what_gmail_takes_for_one_mailbox_is_compared_as_one_and_written_to_as_written(one, other):
    assert (same(one, other), one_spelling(one_spelling(one)), canonical(one)) == (True, one_spelling(other), one.lower())


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_a_look_alike_is_another_address(one, other):
    assert (same(one, other), same(other, one)) == (False, False)


def test_what_people_read_and_what_can_be_written_to():
    assert readable("marie@xn--bcher-kva.example") == "marie@bücher.example"
    assert [readable(text) for text in ("a@b.example", "a@xn--.example", "nobody")] == ["a@b.example", "a@xn--.example", "nobody"]
    good = ["a@b.example", "marie@bücher.example", "josé@example.com", "a+b@x-y.example"]
    bad = [
        "nobody",
        "a@",
        "@b",
        "a b@c.d",
        "a@b>c",
        "a@b c",
        "a@ｅxample.com",
        "a\u202eb@c.d",
        "a@-b.d",
        "a\x85@b.c",
        f"a@{'ü' * 70}.d",
    ]
    assert ([writable(text) for text in good], [writable(text) for text in bad]) == ([True] * len(good), [False] * len(bad))


def test_a_header_gives_the_canonical_form():
    assert sender(["Marie <Marie@bücher.example>"]).email == "marie@xn--bcher-kva.example"
    assert sender(["mar\u212a@example.com"]).email == "mar\u212a@example.com"


def mail_from(address: str, number: int = 3) -> bytes:
    """Return a complete parcel whose From is that address in UTF-8, as some programs write it."""
    scene = tiny_scene(number)
    raw = mails.plain(scene.draft(*scene.parcel()))
    return re.sub(rb"(?m)^From:.*$", b"From: Marie <" + address.encode() + b">", raw, count=1)


def arrive(desk, tmp_path, *raws):
    for number, raw in enumerate(raws):
        path = tmp_path / f"{number}.eml"
        path.write_bytes(raw)
        import_paths(desk, [path], None, INSIDE.isoformat())
        process_pending(desk)


def test_a_domain_of_other_letters_is_written_to_in_ascii(smtp_server, tmp_path):
    with a_desk(tmp_path, None, smtp_server) as desk:
        arrive(desk, tmp_path, mail_from("marie@bücher.example"))
        send_due(desk)
        (notice,) = documents.entry(desk.db, "IF2026-0001")["notices"]
    assert (notice["to"], notice["state"]) == ("marie@xn--bcher-kva.example", "sent")
    assert smtp_server.received[0].rcpt_tos == ("marie@xn--bcher-kva.example",)


def test_the_same_author_in_both_spellings_has_one_entry(tmp_path):
    with a_desk(tmp_path) as desk:
        first = mail_from("marie@bücher.example")
        second = mail_from("Marie@xn--bcher-kva.example").replace(b"Message-ID: <", b"Message-ID: <2")
        arrive(desk, tmp_path, first, second)
        assert [entry["reference"] for entry in documents.entries(desk.db)] == ["IF2026-0001"]


def test_other_letters_before_the_at_travel_where_the_server_takes_them(smtp_server, tmp_path):
    with a_desk(tmp_path, None, smtp_server) as desk:
        arrive(desk, tmp_path, mail_from("josé@example.com"))
        send_due(desk)
        (notice,) = documents.entry(desk.db, "IF2026-0001")["notices"]
    (letter,) = smtp_server.received
    assert (notice["state"], letter.rcpt_tos) == ("sent", ("josé@example.com",))
    assert "<josé@example.com>\r\n".encode() in letter.content


def test_where_the_server_does_not_take_them_staff_are_told(plain_smtp_server, tmp_path):
    with a_desk(tmp_path, None, plain_smtp_server) as desk:
        arrive(desk, tmp_path, mail_from("josé@example.com"), mail_from("otto@example.com", 5))
        sent = send_due(desk)
        first, second = (documents.entry(desk.db, f"IF2026-000{n}")["notices"][0] for n in (1, 2))
    assert (sent.failed, sent.sent, first["state"], second["state"]) == (1, 1, "failed", "sent")
    assert "SMTPUTF8" in first["error"]
