"""Corpus: when mails arrive and who sends them."""

from __future__ import annotations

from datetime import timedelta

from reports.demo import kinds, mails
from reports.demo.cases import Expected
from reports.demo.scene import jpeg
from tests.builders.factories import CLOSES, INSIDE, OPENS, REFERENCE, CorpusCase, expect, no_entry, parcel_mail, tiny_scene


def without_phrase() -> bytes:
    """Send a complete entry that names the call nowhere."""
    scene = tiny_scene()
    return mails.plain(scene.draft(*scene.parcel(), subject="My entry"))


def replacement() -> bytes:
    """Send the third work again, large enough this time."""
    scene = tiny_scene().later(hours=2)
    good = jpeg("Work 3 mmexport1752300000000.jpg", scene.work_bytes(3))
    return mails.plain(scene.draft(good, text="Dear organisers,\n\nhere is the original."))


def stranger() -> bytes:
    """Name somebody else's reference in the subject of an own complete entry."""
    scene = tiny_scene(5).later(hours=1)
    return mails.plain(scene.draft(*scene.parcel(), subject=f"Re: {REFERENCE}-0001"))


def forged() -> bytes:
    """Carry the receiving server's verdict that the sender is forged."""
    return b"Authentication-Results: mx.example.net; dmarc=fail header.from=example.org\r\n" + parcel_mail()


LISTED = b"Precedence: list\r\nList-Id: <photo.example.org>\r\n"


def through_a_list() -> bytes:
    """Send a complete entry through a mailing list."""
    return LISTED + parcel_mail()


ARRIVALS = (
    CorpusCase(name="first-instant", raw=lambda: parcel_mail(arrives=OPENS), received_at=OPENS),
    CorpusCase(
        name="last-second",
        raw=lambda: parcel_mail(arrives=CLOSES - timedelta(seconds=1)),
        received_at=CLOSES - timedelta(seconds=1),
    ),
    CorpusCase(
        name="closing-instant",
        raw=lambda: parcel_mail(arrives=CLOSES),
        received_at=CLOSES,
        expected=expect("rejected", "window-late"),
    ),
    CorpusCase(name="phrase-nowhere", raw=without_phrase, warnings=frozenset({"subject-phrase"})),
    CorpusCase(
        name="sender-missing",
        raw=lambda: mails.without_header(parcel_mail(), "From"),
        expected=expect("held", "sender-unverified"),
    ),
    CorpusCase(
        name="sender-missing-question",
        raw=lambda: mails.without_header(kinds.question(tiny_scene()), "From"),
        expected=no_entry("set_aside"),
    ),
    CorpusCase(name="sender-forged", raw=forged, expected=expect("held", "sender-unverified"), trusted_authserv="mx.example.net"),
    CorpusCase(
        name="stranger-names-reference",
        raw=stranger,
        received_at=INSIDE + timedelta(hours=1),
        expected=expect("held", "sender-unverified"),
        warnings=frozenset({"subject-phrase"}),
        before=((parcel_mail, INSIDE),),
    ),
    CorpusCase(name="through-a-list", raw=through_a_list, expected=expect("held", "sender-automatic")),
    CorpusCase(name="list-with-nothing", raw=lambda: LISTED + kinds.question(tiny_scene()), expected=no_entry("ignored")),
    CorpusCase(
        name="replacement-follows",
        raw=replacement,
        received_at=INSIDE + timedelta(hours=2),
        expected=Expected(outcome="merged"),
        before=((lambda: kinds.chat_photo(tiny_scene()), INSIDE),),
    ),
)
