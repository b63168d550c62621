"""Two entries of one author become one: everything goes to the other, the number that stays empty says so, and a rebuild agrees."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from registry.amend.join import join
from registry.amend.revise import Hand
from registry.decide.review import Decision, ReviewError, review
from registry.forget.erase import forget
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from registry.recover.rebuild import rebuild
from registry.store.dossiers import joined_to
from registry.store.schema import open_registry
from reports.demo import mails
from reports.letters.outbox_pass import send_due
from reports.letters.preview import LetterWanted, PreviewProblem, preview_letter
from run_intake import app
from tests import ROOT
from tests.builders.desks import a_desk
from tests.builders.factories import CLOSES, INSIDE, tiny_scene

FIRST, SECOND = "IF2026-0001", "IF2026-0002"
OTHER_ADDRESS = "marta.private@example.com"
HAND = Hand(by="Li", at=datetime(2026, 7, 20, 9, 0, tzinfo=UTC), why="telephone")
SHOWN = ("reference", "state", "revision", "form", "materials", "texts", "findings", "messages", "joined", "holds")


def take(desk, tmp_path, raw, arrived=INSIDE):
    path = tmp_path / f"{len(list(tmp_path.glob('*.eml')))}.eml"
    path.write_bytes(raw)
    import_paths(desk, [path], None, arrived.isoformat())
    assert process_pending(desk) == 0
    return documents.messages(desk.db)[-1]["references"]


def halves(desk, tmp_path):
    """Let one author send half from each of two addresses: two entries, neither complete."""
    scene = tiny_scene(3)
    first = scene.draft(scene.form(), scene.biography(), *scene.works(2))
    second = replace(scene.draft(*scene.works(4)[2:], scene.portrait()), email=OTHER_ADDRESS, subject="the other photos")
    return take(desk, tmp_path, mails.plain(first)) + take(desk, tmp_path, mails.plain(second), INSIDE + timedelta(hours=1))


def shown(documents_of):
    return [{name: item[name] for name in SHOWN} for item in documents_of]


def test_what_both_hold_is_one_complete_entry_and_the_empty_number_leads_there(tmp_path, smtp_server):
    with a_desk(tmp_path, smtp=smtp_server) as desk:
        assert halves(desk, tmp_path) == [FIRST, SECOND]
        send_due(desk)
        whole, rest = documents.entries(desk.db)
        assert (whole["state"], rest["state"]) == ("incomplete", "incomplete")
        revised = join(desk, SECOND, FIRST, HAND)
        assert (revised.reference, revised.before, revised.state, revised.letter) == (FIRST, "incomplete", "accepted", True)
        one, empty = documents.entries(desk.db)
        assert [item["filename"] for item in one["materials"] if item["role"] in {"work", "portrait"}] == [
            "Work 1.jpg", "Work 2.jpg", "Work 3.jpg", "Work 4.jpg", "Author portrait.jpg"
        ]  # fmt: skip
        assert (one["state"], one["revision"], one["holds"], one["messages"]) == (
            "accepted", 2, [SECOND], [*whole["messages"], *rest["messages"]]
        )  # fmt: skip
        assert (empty["state"], empty["joined"], empty["materials"], empty["messages"], empty["findings"]) == (
            "joined", FIRST, [], [], []
        )  # fmt: skip
        assert [item["references"] for item in documents.messages(desk.db)] == [[FIRST], [FIRST]]
        history = documents.entry(desk.db, SECOND)["history"][-1]
        assert (history["what"], history["detail"]) == ("joined", "to IF2026-0001, by Li (telephone)")
        text = preview_letter(desk, FIRST, LetterWanted())
        assert "IF2026-0002 已并入 IF2026-0001，材料都在一起；今后来信请用 IF2026-0001。" in text
        assert "IF2026-0002 is now part of IF2026-0001: everything is kept together there." in text
        with pytest.raises(PreviewProblem, match="joined to IF2026-0001"):
            preview_letter(desk, SECOND, LetterWanted())
        more = replace(
            tiny_scene(3).draft(tiny_scene(8).works(1, "Extra.jpg")[0]), email=OTHER_ADDRESS, subject=f"Re: [{SECOND}]"
        )
        assert take(desk, tmp_path, mails.plain(more), INSIDE + timedelta(days=2)) == [FIRST]
        review(desk.db, FIRST, Decision(action="hold", by="Li"), HAND.at)
        rebuild(desk, tmp_path / "again.db")
        again = open_registry(tmp_path / "again.db")
        assert shown(documents.entries(again)) == shown(documents.entries(desk.db))
        again.conn.close()


def test_what_cannot_be_joined_is_refused_in_words_and_nothing_changes(tmp_path):
    with a_desk(tmp_path) as desk:
        halves(desk, tmp_path)
        before = documents.entries(desk.db)
        for reference, into, words in (
            (FIRST, FIRST, "cannot be joined to itself"),
            (FIRST, "IF2026-0099", "There is no entry IF2026-0099"),
        ):
            with pytest.raises(ReviewError, match=words):
                join(desk, reference, into, HAND)
        assert documents.entries(desk.db) == before
        join(desk, SECOND, FIRST, HAND)
        for act in (
            lambda: join(desk, SECOND, FIRST, HAND),
            lambda: join(desk, FIRST, SECOND, HAND),
            lambda: review(desk.db, SECOND, Decision(action="accept", by="Li"), HAND.at),
        ):
            with pytest.raises(ReviewError, match="IF2026-0002 was joined to IF2026-0001; decide there"):
                act()


def test_two_that_were_held_for_naming_each_other_are_one_without_the_doubt(tmp_path):
    with a_desk(tmp_path) as desk:
        scene = tiny_scene(3)
        office = replace(scene.draft(*scene.parcel()), email="office@example.org")
        assert take(desk, tmp_path, mails.plain(office)) == [FIRST]
        author = scene.draft(scene.form(), scene.biography(), *scene.works(3), scene.portrait())
        assert take(desk, tmp_path, mails.plain(author), INSIDE + timedelta(hours=1)) == [SECOND]
        assert [item["state"] for item in documents.entries(desk.db)] == ["held", "held"]
        assert join(desk, SECOND, FIRST, HAND).state == "accepted"
        assert [(item["state"], item["unverified"]) for item in documents.entries(desk.db)] == [("accepted", ""), ("joined", "")]


def test_who_is_forgotten_is_forgotten_with_what_was_joined(tmp_path):
    with a_desk(tmp_path) as desk:
        halves(desk, tmp_path)
        join(desk, SECOND, FIRST, HAND)
        assert joined_to(desk.db, FIRST) == [SECOND]
        for reference in (*joined_to(desk.db, FIRST), FIRST):
            forget(desk.db, reference, by="Li", why="asked", now=HAND.at)
        assert documents.entries(desk.db) == []
        assert desk.db.table("materials").count == 0


def test_a_late_answer_is_held_for_the_entry_it_is_about_and_joined_to_it_never_refused_under_a_new_number(tmp_path, smtp_server):
    with a_desk(tmp_path, smtp=smtp_server) as desk:
        scene = tiny_scene(3)
        short = scene.draft(scene.form(), scene.biography(), *scene.works(3))
        assert take(desk, tmp_path, mails.plain(short)) == [FIRST]
        late = replace(scene.draft(scene.portrait()), subject=f"Re: [{FIRST}]")
        assert take(desk, tmp_path, mails.plain(late), CLOSES + timedelta(days=1)) == [SECOND]
        send_due(desk)
        whole, answer = documents.entries(desk.db)
        told = {
            (item["rule"], item["values"]["reason"], item["values"]["claims"])
            for item in answer["findings"]
            if item["severity"] == "hold"
        }
        assert (whole["state"], whole["revision"], answer["state"], told) == (
            "incomplete", 1, "held", {("sender-unverified", "late", FIRST)}
        )  # fmt: skip
        assert [item["kind"] for item in answer["notices"]] == ["receipt"]
        assert "late" in {line["what"] for line in documents.entry(desk.db, FIRST)["history"]}
        assert join(desk, SECOND, FIRST, HAND).state == "accepted"


def test_the_command_says_what_both_are_now_and_wants_the_other_reference(tmp_path):
    with a_desk(tmp_path) as desk:
        halves(desk, tmp_path)
    configs = ["--config", str(ROOT / "config.yaml"), "--config", str(tmp_path / "overlay.yaml")]

    def command(*words):
        done = CliRunner(env={"PHOTO_PASSWORD": "x"}).invoke(app, [*configs, "review", SECOND, *words, "--by", "Li"])
        return done.exit_code, (done.stdout + done.stderr).strip()

    assert command("join") == (2, "Say --into with the reference of the entry that IF2026-0002 is joined to.")
    assert command("accept", "--into", FIRST) == (2, "--into goes with join alone; nothing was changed.")
    assert command("join", "--into", "if2026-0001") == (
        0, "IF2026-0002 is joined to IF2026-0001, which is accepted now, by Li. The letter leaves with the next `send`."
    )  # fmt: skip
