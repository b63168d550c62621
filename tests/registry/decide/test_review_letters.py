"""Staff decisions: recorded, refused with a reason, each question a letter of its own."""

from dataclasses import replace
from datetime import timedelta

import pytest

from registry.decide.review import Decision, ReviewError, review
from registry.letters.outbox import each_due
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from reports.demo import mails
from reports.letters.outbox_pass import send_due
from tests.builders.desks import a_desk
from tests.builders.factories import parcel_mail, tiny_scene
from tests.corpus.cases import CORPUS

NOW = CORPUS[0].received_at


@pytest.fixture
def desk(tmp_path, smtp_server):
    with a_desk(tmp_path, smtp=smtp_server) as opened:
        (tmp_path / "a.eml").write_bytes(parcel_mail(3))
        scene = tiny_scene(5)
        (tmp_path / "b.eml").write_bytes(
            mails.plain(scene.draft(scene.form(), scene.biography(), *scene.works(2), scene.portrait()))
        )
        import_paths(opened, [tmp_path / "a.eml", tmp_path / "b.eml"], None, NOW.isoformat())
        process_pending(opened)
        send_due(opened)
        yield opened


def states(desk):
    return {item["reference"]: item["state"] for item in documents.entries(desk.db)}


def letters(desk, reference):
    return [item["kind"] for item in documents.entry(desk.db, reference)["notices"]]


def test_a_question_is_a_letter_of_its_own_even_beside_an_earlier_correction(desk):
    assert states(desk) == {"IF2026-0001": "accepted", "IF2026-0002": "incomplete"}
    for words in ("Which of the two is the first?", "And the second?"):
        review(desk.db, "IF2026-0002", Decision(action="ask", by="Li", note=words), NOW)
        send_due(desk)
    assert letters(desk, "IF2026-0002") == ["correction", "correction", "correction"]
    assert len({item["message_id"] for item in documents.entry(desk.db, "IF2026-0002")["notices"]}) == 3


def test_the_note_stands_in_the_letter_which_waits_where_a_passs_time_is_over(desk, smtp_server):
    import email
    import email.policy

    review(desk.db, "IF2026-0001", Decision(action="ask", by="Li", note="Please tell us the year."), NOW)
    over = desk.config.delivery.model_copy(update={"pass_timeout": timedelta(0)})
    assert send_due(replace(desk, config=desk.config.model_copy(update={"delivery": over}))).sent == 0
    assert send_due(desk).sent == 1
    letter = email.message_from_bytes(smtp_server.received[-1].content, policy=email.policy.default)
    assert "Please tell us the year." in letter.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    ("reference", "action", "note", "said"),
    [
        ("IF2026-0001", "accept", "", "is accepted already"),
        ("IF2026-0001", "release", "", "not held"),
        ("IF2026-0001", "ask", " ", "Say with --note"),
        ("IF2026-0001", "burn", "", "no decision"),
        ("IF2026-0009", "accept", "", "no entry"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_and_changes_nothing(desk, reference, action, note, said):
    before = (states(desk), list(each_due(desk.db, NOW)), letters(desk, "IF2026-0001"))
    with pytest.raises(ReviewError, match=said):
        review(desk.db, reference, Decision(action=action, by="Li", note=note), NOW)
    assert (states(desk), list(each_due(desk.db, NOW)), letters(desk, "IF2026-0001")) == before


def test_an_entry_that_changed_since_is_not_decided(desk):
    with pytest.raises(ReviewError, match="changed since"):
        review(desk.db, "IF2026-0002", Decision(action="accept", by="Li", revision=7), NOW)
    assert states(desk)["IF2026-0002"] == "incomplete"
