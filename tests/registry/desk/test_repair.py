"""What a crash or a hand in the folders left behind is put right at the next start, and nothing is lost by it."""

import os
import shutil

import pytest

from registry.desk.desk import RegistryError, must_hold_together
from registry.read import documents
from reports.run.passes import one_pass
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, parcel_mail
from tests.builders.folders import one_entry

RAW = parcel_mail()


def crashed(tmp_path):
    """Make the next start think that the last run did not end."""
    (tmp_path / "var" / "running").touch()


def restarted(tmp_path):
    """Make the next start think that the machine was started anew since."""
    (tmp_path / "var" / "machine-start").write_text("another start")


def outcomes(desk):
    return [(item["outcome"], item["uid"]) for item in documents.messages(desk.db)]


def rooms(desk):
    return {room: len(desk.spool.names(room)) for room in ("new", "done", "shunt")}


@pytest.fixture
def delivered(one_imap_server, smtp_server, tmp_path):
    one_imap_server.deliver_all([(RAW, INSIDE)])
    with a_desk(tmp_path, one_imap_server, smtp_server) as desk:
        assert one_pass(desk).sent.sent == 1
        sha256 = documents.messages(desk.db)[0]["sha256"]
    return one_imap_server, smtp_server, sha256


@pytest.fixture
def taken(tmp_path):
    """A desk with one entry, for what has nothing to do with servers."""
    return one_entry(tmp_path)


@pytest.mark.parametrize("ended", [crashed, restarted])
def test_a_file_without_a_row_gets_the_row_it_had(ended, delivered, tmp_path):
    imap, smtp, _ = delivered
    with a_desk(tmp_path, imap, smtp) as desk:
        before = documents.messages(desk.db)
        for table in ("notice_entries", "notices", "entry_messages", "findings", "materials", "revisions", "history", "entries"):
            desk.db.conn.execute(f"DELETE FROM {table}")
        for table in ("sightings", "messages", "numbers"):
            desk.db.conn.execute(f"DELETE FROM {table}")
    ended(tmp_path)
    with a_desk(tmp_path, imap, smtp) as desk:
        assert (outcomes(desk), rooms(desk)) == ([("pending", before[0]["uid"])], {"new": 1, "done": 0, "shunt": 0})
        one_pass(desk)
        after = documents.messages(desk.db)
    told = ("sha256", "mailbox", "folder", "uidvalidity", "uid", "received_at", "outcome", "references")
    assert [{key: item[key] for key in told} for item in after] == [{key: item[key] for key in told} for item in before]


def test_a_row_without_a_file_is_fetched_again_and_nothing_is_sent_twice(delivered, tmp_path):
    imap, smtp, sha256 = delivered
    (tmp_path / "var" / "spool" / "done" / f"{sha256}.eml").unlink()
    crashed(tmp_path)
    with a_desk(tmp_path, imap, smtp) as desk:
        assert desk.spool.path_of(sha256) is None
        one_pass(desk)
        assert (rooms(desk), desk.spool.path_of(sha256).read_bytes() == RAW) == ({"new": 0, "done": 1, "shunt": 0}, True)
        assert (outcomes(desk)[0][0], len(documents.entries(desk.db)), len(smtp.received)) == ("entered", 1, 1)


def test_a_damaged_file_is_kept_apart_and_fetched_again(one_imap_server, smtp_server, tmp_path):
    one_imap_server.deliver_all([(RAW, INSIDE)])
    with a_desk(tmp_path, one_imap_server, smtp_server) as desk:
        from registry.pipeline.fetch import fetch_new

        assert fetch_new(desk) == {}
        (path,) = (tmp_path / "var" / "spool" / "new").iterdir()
        path.write_bytes(path.read_bytes()[:-9])
    crashed(tmp_path)
    with a_desk(tmp_path, one_imap_server, smtp_server) as desk:
        assert len(list((tmp_path / "var" / "spool" / "corrupt").iterdir())) == 1
        one_pass(desk)
        assert [item["state"] for item in documents.entries(desk.db)] == ["accepted"]


def test_a_mail_lies_where_its_outcome_says(taken, tmp_path):
    spool = tmp_path / "var" / "spool"
    sha256 = next((spool / "done").iterdir()).stem
    (spool / "done" / f"{sha256}.eml").rename(spool / "new" / f"{sha256}.eml")
    (spool / "tmp" / "half.part").write_bytes(b"half")
    with a_desk(tmp_path) as desk:  # no crash: only what waits in new/ is looked at
        assert (rooms(desk), list((spool / "tmp").iterdir())) == ({"new": 0, "done": 1, "shunt": 0}, [])


def test_a_damaged_registry_is_refused_with_words(taken, tmp_path):
    path = tmp_path / "var" / "registry.db"
    data = bytearray(path.read_bytes())
    for page in range(3, len(data) // 4096):
        data[page * 4096 + 8 : page * 4096 + 40] = b"\xff" * 32
    path.write_bytes(data)
    crashed(tmp_path)
    with pytest.raises(RegistryError, match="registry"), a_desk(tmp_path):
        pass


def test_intake_pauses_below_the_disk_reserve_and_says_so(one_imap_server, smtp_server, tmp_path):
    one_imap_server.deliver_all([(RAW, INSIDE)])
    with a_desk(tmp_path, one_imap_server, smtp_server, limits={"disk_reserve": 10**15}) as desk:
        outcome = one_pass(desk)
        assert (outcome.paused.startswith("Intake is paused"), documents.messages(desk.db)) == (True, [])
    with a_desk(tmp_path, one_imap_server, smtp_server) as desk:
        one_pass(desk)
        assert [item["state"] for item in documents.entries(desk.db)] == ["accepted"]


def test_damage_that_no_query_meets_is_found_when_the_service_starts_and_after_a_crash(taken, tmp_path):
    with a_desk(tmp_path) as desk:
        must_hold_together(desk)
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'idx_entries_form_email'"
        page = desk.db.conn.execute(query).fetchone()[0] - 1
    path = tmp_path / "var" / "registry.db"
    data = bytearray(path.read_bytes())
    data[page * 4096 + 3 : page * 4096 + 5] = bytes(2)  # the index says that it holds nothing
    path.write_bytes(data)

    with pytest.raises(RegistryError, match="is damaged"), a_desk(tmp_path):
        pass
    crashed(tmp_path)
    with pytest.raises(RegistryError, match="is damaged"), a_desk(tmp_path):
        pass


@pytest.fixture
def large(taken, tmp_path):
    """Return the path of a registry of over 8 MB that was found whole today and has since lost an index without a word."""
    with a_desk(tmp_path) as desk:
        desk.db.conn.execute("CREATE TABLE ballast AS SELECT zeroblob(9000000) AS bytes")
    with a_desk(tmp_path) as desk:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'idx_entries_form_email'"
        page = desk.db.conn.execute(query).fetchone()[0] - 1
    path = tmp_path / "var" / "registry.db"
    with path.open("r+b") as file:
        file.seek(page * 4096 + 3)
        file.write(bytes(2))
    return path


def test_a_large_registry_is_looked_through_once_a_day(large, tmp_path):
    with a_desk(tmp_path) as desk:
        assert [item["state"] for item in documents.entries(desk.db)] == ["accepted"]
    aged = large.with_name("looked-through")
    yesterday = aged.stat().st_mtime - 24 * 3600 - 1
    os.utime(aged, (yesterday, yesterday))
    for _ in range(2):  # damage once found is told until it is mended
        with pytest.raises(RegistryError, match="is damaged"), a_desk(tmp_path):
            pass


def test_a_large_registry_put_in_the_place_of_another_is_looked_through_at_once(large, tmp_path):
    shutil.copy(large, tmp_path / "copy.db")
    (tmp_path / "copy.db").replace(large)
    with pytest.raises(RegistryError, match="is damaged"), a_desk(tmp_path):
        pass


def test_damage_found_after_a_crash_is_told_by_later_commands_too(large, tmp_path):
    crashed(tmp_path)
    for _ in range(2):
        with pytest.raises(RegistryError, match="is damaged"), a_desk(tmp_path):
            pass
