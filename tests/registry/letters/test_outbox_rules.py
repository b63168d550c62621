"""The outbox: composed once, claimed once, settled; what a crash leaves is told apart by its phase."""

from datetime import UTC, datetime, timedelta

import pytest

from intake.model.submission import Address
from registry.letters import outbox
from registry.letters.outbox import NewLetter, NoticePart
from registry.store.codes import LetterKind, LetterState
from registry.store.schema import open_registry

NOW = datetime(2026, 7, 15, 1, 0, tzinfo=UTC)


@pytest.fixture
def db(tmp_path):
    database = open_registry(tmp_path / "registry.db")
    for reference in ("IF2026-0001", "IF2026-0002"):
        database.table("entries").insert(
            {"reference": reference, "call": "c", "state": "accepted", "revision": 1, "received_at": "x", "updated_at": "x"}
        )
    yield database
    database.conn.close()


def queue(db, kind="acknowledgement", due_at=NOW, references=("IF2026-0001",), revision=1):
    parts = [NoticePart(reference=reference, revision=revision, kind=kind) for reference in references]
    letter = NewLetter(parts=parts, recipient=Address(email="a@example.org"), mail="m", language="zh,en", due_at=due_at)
    return outbox.queue(db, letter, NOW)


def test_one_letter_for_an_entry_kind_and_revision(db):
    assert (queue(db), queue(db), queue(db, revision=2)) == (True, False, True)


def test_a_letter_is_of_another_kind_once_the_entry_that_made_it_so_has_left_it(db):
    kinds = {"IF2026-0001": LetterKind.CORRECTION, "IF2026-0002": LetterKind.ACKNOWLEDGEMENT}
    parts = [NoticePart(reference=reference, revision=1, kind=kind) for reference, kind in kinds.items()]
    letter = NewLetter(parts=parts, recipient=Address(email="a@example.org"), mail="m", language="zh,en", due_at=NOW)
    outbox.queue(db, letter, NOW)
    joint = next(outbox.each_due(db, NOW)).kind
    outbox.supersede(db, "IF2026-0001", NOW)
    (rest,) = list(outbox.each_due(db, NOW))
    assert (joint, rest.kind, [part.reference for part in rest.parts]) == ("correction", "acknowledgement", ["IF2026-0002"])
    outbox.supersede(db, "IF2026-0002", NOW)
    assert list(outbox.each_due(db, NOW)) == []


def test_only_what_is_due_is_due(db):
    queue(db, due_at=NOW + timedelta(minutes=20))
    assert list(outbox.each_due(db, NOW)) == []
    assert len(list(outbox.each_due(db, NOW + timedelta(minutes=20)))) == 1


def test_bytes_are_fixed_once_and_a_letter_is_claimed_once(db):
    queue(db)
    notice = next(outbox.each_due(db, NOW))
    outbox.fix(db, notice.id, b"first", "<1@example.org>")
    outbox.fix(db, notice.id, b"second", "<2@example.org>")
    assert (next(outbox.each_due(db, NOW)).content, next(outbox.each_due(db, NOW)).message_id) == (b"first", "<1@example.org>")
    assert (outbox.claim(db, notice.id), outbox.claim(db, notice.id)) == (True, False)


def test_a_deferred_letter_waits_longer_each_time(db):
    queue(db)
    waits = []
    for _ in range(8):
        notice = next(outbox.each_due(db, NOW + timedelta(days=9)))
        outbox.claim(db, notice.id)
        outbox.close_letter(db, notice, outbox.DeliveryReply(LetterState.DEFERRED, 451, "later"), NOW)
        due_at = datetime.fromisoformat(db.conn.execute("SELECT due_at FROM notices").fetchone()[0])
        waits.append((due_at - NOW) / timedelta(minutes=1))
    assert waits == [5, 10, 20, 40, 80, 160, 240, 240]


@pytest.mark.parametrize(("phase", "state"), [("DIALOG", "deferred"), ("DOT", "unknown")])
def test_after_a_crash_the_phase_decides(db, phase, state):
    queue(db)
    notice = next(outbox.each_due(db, NOW))
    outbox.claim(db, notice.id)
    outbox.enter_phase(db, notice.id, phase)
    outbox.recover(db, NOW)
    assert db.conn.execute("SELECT state FROM notices").fetchone()[0] == state


def test_a_new_revision_supersedes_a_letter_not_yet_sent_only_for_its_entry(db):
    queue(db, references=("IF2026-0001", "IF2026-0002"))
    outbox.supersede(db, "IF2026-0001", NOW)
    assert [[part.reference for part in notice.parts] for notice in list(outbox.each_due(db, NOW))] == [["IF2026-0002"]]
    outbox.supersede(db, "IF2026-0002", NOW)
    assert list(outbox.each_due(db, NOW)) == []
