"""The author answers our letter with which photos stay: done by itself, as the letter promised."""

from dataclasses import replace
from datetime import timedelta

from registry.read import documents
from reports.demo import mails
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, tiny_scene
from tests.registry.amend.test_amend import entry, roles
from tests.registry.amend.test_join import take

FIRST = "IF2026-0001"


def answer(desk, tmp_path, text, hours=1):
    draft = replace(tiny_scene(3).draft(text=text), subject=f"Re: [{FIRST}] Submission received, a little more needed")
    return take(desk, tmp_path, mails.plain(draft), INSIDE + timedelta(hours=hours))


def test_what_the_author_does_not_keep_leaves_its_slot_and_the_entry_is_complete(tmp_path):
    with a_desk(tmp_path) as desk:
        scene = tiny_scene(3)
        take(desk, tmp_path, mails.plain(scene.draft(*scene.parcel(7))))
        assert answer(desk, tmp_path, "Thank you for your letter!\n\nBest,\nHenrik") == []
        assert answer(desk, tmp_path, "Dear organisers,\n\nplease keep work1 … work5.\n\nBest,\nHenrik", 2) == [FIRST]
        now = entry(desk)
        given_up = {item["filename"]: (item["role"], item["reason"]) for item in now["materials"] if item["role"] == "other"}
        assert (now["state"], now["revision"], given_up) == (
            "accepted", 2, {"Work 6.jpg": ("other", "given-up"), "Work 7.jpg": ("other", "given-up")}
        )  # fmt: skip
        assert [item["kind"] for item in now["notices"]] == ["acknowledgement"]
        assert answer(desk, tmp_path, "Sorry, please keep work2 - work4 only.", 3) == []
        assert roles(entry(desk))["Work 5.jpg"] == "work"
        assert [item["outcome"] for item in documents.messages(desk.db)] == ["entered", "set_aside", "merged", "set_aside"]
