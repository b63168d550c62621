"""The desk's secret: made once, for this user alone; what it names nobody else can name."""

import pytest

from intake.model.our_mark import OurMark
from registry.desk.desk import RegistryError
from registry.desk.secret import desk_mark
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from reports.letters.outbox_pass import send_due
from reports.screen.decisions import send_again
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, parcel_mail


def test_it_is_made_on_first_open_and_survives(tmp_path):
    with a_desk(tmp_path) as desk:
        first = desk.mark
    path = tmp_path / "var" / "secret"
    assert (path.stat().st_mode & 0o777, len(path.read_bytes())) == (0o600, 32)
    with a_desk(tmp_path) as desk:
        assert (desk.mark == first, path.read_bytes().hex() in repr(desk)) == (True, False)
    with a_desk(tmp_path / "elsewhere" if (tmp_path / "elsewhere").mkdir() is None else tmp_path) as other:
        assert other.mark != first


def test_reading_makes_none_and_trusts_nothing(tmp_path):
    marks = [desk_mark(tmp_path, make=False) for _ in range(2)]
    assert (list(tmp_path.iterdir()), marks[0] != marks[1]) == ([], True)
    assert marks[1].made(marks[0].message_id("a", "example.org")) is False


def test_of_two_first_openers_the_first_counts_and_rights_are_put_right(tmp_path):
    made = desk_mark(tmp_path, make=True)
    (tmp_path / "secret").chmod(0o644)
    assert (desk_mark(tmp_path, make=True), (tmp_path / "secret").stat().st_mode & 0o777) == (made, 0o600)
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_a_damaged_one_is_told_and_never_replaced(tmp_path):
    with a_desk(tmp_path):
        pass
    path = tmp_path / "var" / "secret"
    path.write_bytes(b"")
    with pytest.raises(RegistryError, match="no usable secret"), a_desk(tmp_path):
        pass
    assert path.read_bytes() == b""


def test_the_same_words_have_the_same_name_and_only_with_the_same_secret():
    one, other = OurMark(b"one"), OurMark(b"other")
    name = one.message_id("words", "example.org")
    assert (name == one.message_id("words", "example.org"), one.made(name), other.made(name)) == (True, True, False)
    assert other.message_id("words", "example.org") != name
    assert [
        one.made(text) for text in (name.replace("@", "x@"), name.upper(), f" {name}", "", "<>", f"<{'0' * 48}@example.org>")
    ] == [False] * 6
    assert (one.composed(name, one.boundary(name)), one.composed(name, other.boundary(name)), one.composed(name, "ü")) == (
        True,
        False,
        False,
    )


def test_a_letter_sent_again_keeps_its_bytes_after_a_restart(smtp_server, tmp_path):
    with a_desk(tmp_path, None, smtp_server) as desk:
        (tmp_path / "a.eml").write_bytes(parcel_mail())
        import_paths(desk, [tmp_path / "a.eml"], None, INSIDE.isoformat())
        process_pending(desk)
        send_due(desk)
        (notice,) = documents.entry(desk.db, "IF2026-0001")["notices"]
        assert desk.mark.made(notice["message_id"])
        desk.db.conn.execute("UPDATE notices SET state = 'unknown'")
    with a_desk(tmp_path, None, smtp_server) as desk:
        send_again(desk, "IF2026-0001")
        send_due(desk)
    assert smtp_server.received[0].content == smtp_server.received[1].content
