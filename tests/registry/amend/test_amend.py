"""Staff mend an entry by hand: values, texts, slots of files; each a revision with who and why, judged again, rebuilt the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from registry.amend.amend import amend, deed
from registry.amend.changes import Changes
from registry.amend.revise import Hand
from registry.decide.review import Decision, ReviewError, review
from registry.read import documents
from registry.recover.rebuild import rebuild
from registry.store.schema import open_registry
from reports.demo import mails
from reports.letters.outbox_pass import send_due
from run_intake import app
from tests import ROOT
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, parcel_mail, tiny_scene
from tests.registry.amend.test_join import shown, take

FIRST = "IF2026-0001"
HAND = Hand(by="Li", at=datetime(2026, 7, 20, 9, 0, tzinfo=UTC), why="by telephone")


def entry(desk):
    return documents.entry(desk.db, FIRST)


def weighty(document):
    return {
        (item["rule"], item["slot"], item["subject"]) for item in document["findings"] if item["severity"] in {"error", "hold"}
    }


def roles(document):
    return {item["filename"]: item["role"] for item in document["materials"]}


def test_values_texts_and_slots_are_changed_judged_again_and_the_same_in_a_rebuilt_registry(tmp_path, smtp_server):
    with a_desk(tmp_path, smtp=smtp_server) as desk:
        scene = tiny_scene(3)
        files = (scene.form(photo_name=""), *scene.works(3), replace(scene.portrait(), name="Work 4.jpg"))
        take(desk, tmp_path, mails.plain(scene.draft(*files)))
        send_due(desk)
        assert weighty(entry(desk)) == {
            ("form-field-missing", "form", "photo_name"), ("slot-count", "portrait", "portrait"), ("slot-count", "biography", "biography"),
            ("photo-size", "work", "Work 4.jpg"),
        }  # fmt: skip
        done, told = amend(desk, FIRST, Changes(values={"photo_name": "Tea Market", "name_en": "Wanjiru O."}), HAND)
        assert (done.state, done.letter, told) == (
            "incomplete", False, ("photo_name: '' → 'Tea Market'", "name_en: 'Henrik Vossberg' → 'Wanjiru O.'")
        )  # fmt: skip
        words = "I teach, and I walk the tea markets of the old town on Sundays. " * 6
        done, _ = amend(desk, FIRST, Changes(values={"biography": words}, roles={"work 4.JPG": "portrait"}), HAND)
        now = entry(desk)
        assert (done.state, done.letter, now["state"], now["revision"]) == ("accepted", True, "accepted", 3)
        assert (now["form"]["photo_name"], now["texts"]["biography"]["text"], roles(now)["Work 4.jpg"]) == (
            "Tea Market", words.strip(), "portrait"
        )  # fmt: skip
        assert [(item["revision"], item["by"]) for item in now["revisions"]] == [(1, ""), (2, "Li"), (3, "Li")]
        last = next(line["detail"] for line in now["history"] if line["what"] == "amended")
        assert (
            last
            == "revision 2 by Li: photo_name: '' → 'Tea Market'; name_en: 'Henrik Vossberg' → 'Wanjiru O.': incomplete (by telephone)"
        )
        take(
            desk,
            tmp_path,
            mails.plain(replace(scene.draft(scene.works(5)[4]), subject=f"Re: [{FIRST}]")),
            INSIDE + timedelta(days=1),
        )
        now = entry(desk)
        assert (roles(now)["Work 4.jpg"], now["form"]["photo_name"], now["state"]) == ("portrait", "Tea Market", "accepted")
        rebuild(desk, tmp_path / "again.db")
        again = open_registry(tmp_path / "again.db")
        assert shown(documents.entries(again)) == shown(documents.entries(desk.db))
        again.conn.close()


def test_a_file_given_up_is_kept_in_no_slot_and_counts_no_more(tmp_path):
    with a_desk(tmp_path) as desk:
        scene = tiny_scene(3)
        take(desk, tmp_path, mails.plain(scene.draft(*scene.parcel(6))))
        assert weighty(entry(desk)) == {("slot-count", "work", "work")}
        done, _ = amend(desk, FIRST, Changes(drops=("Work 6.jpg",)), HAND)
        dropped = next(item for item in entry(desk)["materials"] if item["filename"] == "Work 6.jpg")
        assert (done.state, dropped["role"], dropped["reason"]) == ("accepted", "other", "given-up")


def test_a_form_nobody_could_read_is_read_once_all_that_is_required_was_typed(tmp_path):
    with a_desk(tmp_path) as desk:
        scene = tiny_scene(3)
        broken = replace(scene.form(), data=scene.form().data[:-400])
        take(desk, tmp_path, mails.plain(scene.draft(broken, scene.biography(), *scene.works(3), scene.portrait())))
        assert ("form-unreadable", "form") in {item[:2] for item in weighty(entry(desk))}
        done, _ = amend(desk, FIRST, Changes(values={"name_en": "Henrik Vossberg"}), HAND)
        assert (done.state, entry(desk)["form"]) == ("held", {"name_en": "Henrik Vossberg"})
        rest = {
            "nationality": "Germany",
            "email": "h@example.org",
            "photo_name": "Ferry",
            "description": "A ferry at dawn. " * 25,
        }
        done, _ = amend(desk, FIRST, Changes(values=rest), HAND)
        assert (done.state, weighty(entry(desk))) == ("accepted", set())


def test_what_staff_decided_stands_and_what_they_lifted_stays_lifted(tmp_path):
    with a_desk(tmp_path) as desk:
        take(desk, tmp_path, parcel_mail())
        review(desk.db, FIRST, Decision(action="reject", by="Li", note="No."), HAND.at)
        for name in ("A", "B"):
            done, _ = amend(desk, FIRST, Changes(values={"name_en": name}), HAND)
            assert (done.state, entry(desk)["state"]) == ("rejected", "rejected")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (Changes(values={"nmae_en": "x"}), "There is no field or text 'nmae_en'; did you mean name_en?"),
        (
            Changes(roles={"Work 1.jpg": "works"}),
            "There is no slot 'works'. The slots for files are: form, work, portrait, other.",
        ),
        (Changes(roles={"Work 1.jpg": "biography"}), "'biography' takes words, not files; write biography=… instead."),
        (Changes(drops=("Work 9.jpg",)), "The entry has no file 'Work 9.jpg'. Its files are: Application Form.docx,"),
        (Changes(values={"sex": "Male"}), "IF2026-0001 says so already; nothing was changed."),
        (Changes(), "Say what is changed"),
    ],
)
def test_what_cannot_be_changed_is_refused_in_words(tmp_path, changes, words):
    with a_desk(tmp_path) as desk:
        take(desk, tmp_path, parcel_mail())
        before = entry(desk)
        with pytest.raises(ReviewError) as told:
            amend(desk, FIRST, changes, HAND)
        assert words in str(told.value)
        assert entry(desk) == before


def test_the_command_tells_what_was_changed_and_what_is_still_missing(tmp_path):
    with a_desk(tmp_path) as desk:
        scene = tiny_scene(3)
        take(desk, tmp_path, mails.plain(scene.draft(scene.form(photo_name=""), scene.biography(), *scene.works(3))))
    configs = ["--config", str(ROOT / "config.yaml"), "--config", str(tmp_path / "overlay.yaml")]

    def command(*words):
        done = CliRunner(env={"PHOTO_PASSWORD": "x"}).invoke(app, [*configs, "amend", FIRST, *words])
        return done.exit_code, (done.stdout + done.stderr).strip()

    assert command("photo_name=A = B", "--by", "Li") == (
        0,
        "IF2026-0001 is incomplete now (it was incomplete), revision 2, by Li. The letter leaves with the next `send`.\n"
        "  photo_name: '' → 'A = B'\nStill missing:\n  No photo of the author has reached us yet.",
    )
    assert command("photo_name", "--by", "Li") == (
        2,
        "'photo_name' says nothing to change; write FIELD=VALUE. Nothing was changed.",
    )
    code, words = command("photo_name=C")
    assert code == 2 and "--by" in words


def test_the_journal_tells_an_amendment_whole():
    changes = Changes(values={"a": "1"}, roles={"f": "work"}, drops=("g",))
    assert deed(FIRST, changes, HAND) == {
        "reference": FIRST, "values": {"a": "1"}, "roles": {"f": "work"}, "drops": ["g"], "by": "Li", "why": "by telephone",
        "note": "", "at": "2026-07-20T09:00:00+00:00",
    }  # fmt: skip
