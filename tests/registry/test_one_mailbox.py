"""A mailbox that its provider lets be spelt in several ways is one person's; a look-alike gains nothing by it."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from registry.forget.erase import forget
from registry.pipeline.rights import SenderStanding, sender_standing
from registry.read import documents
from registry.read.entries import read_entry
from registry.recover.rebuild import rebuild
from registry.staff.may_order import is_own_entry
from registry.store.schema import open_registry
from reports.demo import mails
from tests.builders.commands import command
from tests.builders.desks import a_desk, overlay
from tests.builders.factories import INSIDE, tiny_scene
from tests.registry.amend.test_join import shown
from tests.registry.test_whose_entry import Post, other_works

HENRIK, NOOR = tiny_scene(3), tiny_scene(8)
DOTTED, PLAIN, TAGGED, GERMAN = (
    "Henrik.Vossberg@gmail.com", "henrikvossberg@gmail.com", "henrikvossberg+contest@gmail.com", "henrik.vossberg@googlemail.com",
)  # fmt: skip


@pytest.fixture
def post(tmp_path, smtp_server):
    with a_desk(tmp_path, None, smtp_server) as desk:
        yield Post(desk, tmp_path, smtp_server)


def test_one_mailbox_in_four_spellings_fills_one_entry_and_is_answered_as_written(tmp_path, one_imap_server, smtp_server):
    rest = HENRIK.parcel()[1:]
    parts = [(DOTTED, (HENRIK.form(email=PLAIN),)), (PLAIN, rest[:2]), (TAGGED, rest[2:4]), (GERMAN, rest[4:])]
    for minute, (sender, files) in enumerate(parts):
        draft = replace(
            HENRIK.later(minutes=minute).draft(*files, subject="photos", text="Please see the attachment."), email=sender
        )
        one_imap_server.deliver(mails.plain(draft), INSIDE + timedelta(minutes=minute))
        overlay(tmp_path, one_imap_server, smtp_server)
        assert command(tmp_path, "poll")[0] == 0
    entries = json.loads(command(tmp_path, "entries", "--json")[1])
    assert [(item["reference"], item["state"], item["revision"]) for item in entries] == [("IF2026-0001", "accepted", 4)]
    to = [sender.lower() for sender, _ in parts]
    assert [item["to"] for item in entries[0]["notices"] if item["state"] == "sent"] == to
    assert entries[0]["submitter"]["email"] == GERMAN


def test_a_form_names_its_author_in_another_spelling(post):
    """The office opened it; whom the form names may add with the reference, and is held without."""
    post.bring(HENRIK, "office@example.com", HENRIK.form(email=DOTTED), *HENRIK.parcel()[1:])
    assert post.bring(HENRIK, TAGGED, HENRIK.portrait("Author portrait 2.jpg", 51), subject="[IF2026-0001] portrait") == [
        "IF2026-0001"
    ]
    assert post.bring(HENRIK, GERMAN, *other_works(HENRIK)) == ["IF2026-0002"]
    assert (post.told(1)[2:], post.told(2)[2:]) == (("both-wrote", "IF2026-0002"), ("both-wrote", "IF2026-0001"))


@pytest.mark.parametrize(
    "sender",
    [
        "henrik.vossberg@gmail.co", "henrikvossberg@gmail.com.example.net", "henrik_vossberg@gmail.com", "henrik-vossberg@gmail.com",
        "henrikvossber@gmail.com", "henrikvossberg+x@mail.gmail.com", "henrikvossberg+@example.net", "henrik.vossberg@example.org",
        "henrikvossberg@g\u043cail.com", "h\u0435nrik.vossberg@gmail.com", "henrikv0ssberg@gmail.com",
    ],
)  # fmt: skip
def test_a_look_alike_is_a_stranger(post, sender):
    assert post.bring(HENRIK, PLAIN, *HENRIK.parcel()) == ["IF2026-0001"]
    before = post.works(1)
    post.bring(HENRIK, sender, *other_works(HENRIK), subject="Re: [IF2026-0001] photos")
    assert (post.works(1) == before, post.told(1)[:2]) == (True, ("accepted", 1))
    assert sender_standing(post.desk.db, "IF2026-0001", sender) is SenderStanding.STRANGER
    assert post.told(2)[2:] == ("stranger", "IF2026-0001")


def test_who_replaces_something_under_another_spelling_is_not_told_twice(post):
    post.bring(HENRIK, DOTTED, *HENRIK.parcel())
    before = post.works(1)
    post.bring(
        HENRIK, TAGGED, *other_works(HENRIK), subject="[IF2026-0001] better photos", text="These replace the earlier photos."
    )
    assert set(before).isdisjoint(post.works(1))
    assert [to for _, to in post.letters(1)] == [DOTTED.lower(), TAGGED]


def test_an_older_registry_learns_it_and_a_rebuilt_one_says_the_same(post, tmp_path):
    post.bring(HENRIK, DOTTED, HENRIK.form(email=DOTTED, contact_email="N.Haddad+x@gmail.com"))
    db = post.desk.db
    kept = list(db.query("SELECT opened_by, form_email, contact_email FROM entries"))
    assert kept == [{"opened_by": PLAIN, "form_email": PLAIN, "contact_email": "nhaddad@gmail.com"}]
    with db.conn:
        db.conn.execute(
            "UPDATE entries SET opened_by = ?, form_email = ?, contact_email = ?",
            [DOTTED.lower(), DOTTED.lower(), "n.haddad+x@gmail.com b@c.example"],
        )
        db.conn.execute("INSERT INTO admitted VALUES ('IF2026-0001', 'a.b@gmail.com', ''), ('IF2026-0001', 'ab@gmail.com', '')")
        db.conn.execute("DELETE FROM _sqlite_migrations WHERE name = 'one_spelling_each'")
    again = open_registry(post.desk.config.data_dir / "registry.db")
    assert list(again.query("SELECT opened_by, form_email, contact_email FROM entries")) == [
        kept[0] | {"contact_email": "nhaddad@gmail.com b@c.example"}
    ]
    assert [row["address"] for row in again.query("SELECT address FROM admitted")] == ["ab@gmail.com"]
    again.conn.close()
    rebuild(post.desk, tmp_path / "again.db")
    copy = open_registry(tmp_path / "again.db")
    assert shown(documents.entries(copy)) == shown(documents.entries(db))
    copy.conn.close()


def test_who_is_forgotten_is_forgotten_in_every_spelling(post):
    post.bring(HENRIK, DOTTED, HENRIK.form(email=PLAIN))
    post.bring(NOOR, TAGGED, subject="A question", text="When will the winners be told?")
    assert [item["sender"] for item in documents.messages(post.desk.db)] == [DOTTED.lower(), TAGGED]
    forget(post.desk.db, "IF2026-0001", by="Li", why="asked", now=INSIDE)
    assert [item["sender"] for item in documents.messages(post.desk.db)] == ["", ""]


def test_staff_are_staff_in_another_spelling_and_decide_on_no_entry_of_their_own(tmp_path, smtp_server):
    with a_desk(tmp_path, None, smtp_server, staff=[DOTTED]) as desk:
        post = Post(desk, tmp_path, smtp_server)
        assert post.bring(HENRIK, TAGGED, subject="help", text="help") == []
        assert documents.messages(desk.db)[-1]["outcome"] == "staff"
        post.bring(NOOR, NOOR.person.email, NOOR.form(email=GERMAN))
        assert is_own_entry(desk.db, read_entry(desk.db, "IF2026-0001"), DOTTED.lower())
