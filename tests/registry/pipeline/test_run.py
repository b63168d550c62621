"""Mails are prepared side by side and recorded one by one: in order of arrival, none to blame for another."""

import os
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from intake.config.models import usable_cores
from registry.desk.desk import RegistryError
from registry.pipeline.from_files import import_paths
from registry.pipeline.readers import readers_for
from registry.pipeline.run import SPARE, Processor, process_pending
from registry.read import documents
from registry.store import mails
from reports.run.passes import bring_in
from tests.builders.desks import a_desk, overlay
from tests.builders.factories import INSIDE, parcel_mail
from tests.intake.isolate.test_poison import command

AHEAD = usable_cores() + SPARE


def several(folder, count):
    """Write entries of different authors."""
    paths = [folder / f"{number}.eml" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(parcel_mail(number))
    return paths


def references(desk):
    """Return who opened the entries, in the order of their references."""
    return [row[0] for row in desk.db.conn.execute("SELECT opened_by FROM entries ORDER BY reference")]


def in_order_of_arrival(desk):
    query = "SELECT sender FROM messages ORDER BY received_at, uid"
    return [row[0] for row in desk.db.conn.execute(query)]


def test_entries_are_numbered_as_they_arrived_whoever_is_read_first(tmp_path):
    """The first mail brings pictures and a form, those behind it a line: they are ready before it."""
    paths = several(tmp_path, 1)
    for number in range(1, 2 * AHEAD):
        raw = f"From: {number}@example.org\r\nTo: photo@example.org\r\nSubject: 国际友人看中国\r\n\r\nMy photos follow, {number}.\r\n"
        paths.append(tmp_path / f"{number}.eml")
        paths[-1].write_bytes(raw.encode())
    with a_desk(tmp_path) as desk:
        for number, path in enumerate(paths):
            import_paths(desk, [path], None, (INSIDE + timedelta(minutes=number)).isoformat())
        order: list[str] = []
        assert process_pending(desk, order.append) == 0
        senders = dict(desk.db.conn.execute("SELECT sha256, sender FROM messages").fetchall())
        assert [senders[sha256] for sha256 in order] == in_order_of_arrival(desk)
        assert len(order) == 2 * AHEAD


def test_mail_that_lies_in_another_order_on_the_server_is_recorded_as_it_arrived(imap_server, tmp_path):
    """A mail that was moved into the folder later, with a higher UID, may have arrived first (RFC 3501 2.3.3)."""
    minutes = [3, 1, 4, 0, 5, 2]
    for number, minute in enumerate(minutes):
        imap_server.deliver(parcel_mail(number), INSIDE + timedelta(minutes=minute))
    with a_desk(tmp_path, imap_server) as desk:
        errors, shunted = bring_in(desk)
        assert (errors, shunted, len(references(desk))) == ({}, 0, len(minutes))
        assert references(desk) == in_order_of_arrival(desk)


def test_recording_goes_on_while_mail_still_comes(one_imap_server, tmp_path):
    for number in range(10, 16):
        one_imap_server.deliver(parcel_mail(number), INSIDE + timedelta(minutes=number))
    happened = []

    def fetched(_):
        happened.append("fetched")
        ends = time.monotonic() + 30
        while happened.count("fetched") == 5 and "processed" not in happened and time.monotonic() < ends:
            time.sleep(0.02)  # a slow line: the first ones are ready meanwhile

    with a_desk(tmp_path, one_imap_server) as desk:
        bring_in(desk, fetched, lambda _: happened.append("processed"))
    assert happened.count("processed") == happened.count("fetched")
    assert "processed" in happened[: len(happened) - 1 - happened[::-1].index("fetched")], happened


@pytest.mark.thorough
def test_a_mail_that_ends_the_program_uses_up_no_other_mails_attempts(tmp_path):
    """Killed three times over the first of four mails: that one is shunted, the others that were in hand are entered."""
    paths = several(tmp_path, 4)
    overlay(tmp_path)
    words = ["import", "--no-send", "--received-at", INSIDE.isoformat(), *map(str, paths)]
    for _ in range(3):
        assert command(tmp_path, *words, crash="process.kept")[0] == -9
    code, _, errors = command(tmp_path, *words)
    with a_desk(tmp_path) as desk:
        outcomes = sorted(item["outcome"] for item in documents.messages(desk.db))
        attempts = sorted(row[0] for row in desk.db.conn.execute("SELECT attempts FROM messages").fetchall())
    assert (code, outcomes, attempts) == (1, ["entered", "entered", "entered", "shunted"], [2, 2, 2, 4]), errors


def test_a_mail_that_cannot_even_be_shunted_blocks_the_others_three_times_at_most(tmp_path, monkeypatch):
    with a_desk(tmp_path) as desk:
        import_paths(desk, several(tmp_path, 3), None, INSIDE.isoformat())
        first = mails.pending(desk.db)[0]
        for _ in range(desk.config.limits.attempts):
            monkeypatch.setattr("registry.pipeline.run.process_one", lambda *_: 1 // 0)
            monkeypatch.setattr("registry.store.mails.shunt", lambda *_: [][0])
            with pytest.raises(IndexError):
                process_pending(desk)
        monkeypatch.undo()
        assert [mails.attempts(desk.db, sha256) for sha256 in mails.pending(desk.db)] == [3, 0, 0]
        assert process_pending(desk) == 1
        assert (mails.outcome(desk.db, first), len(documents.entries(desk.db))) == ("shunted", 2)


def test_with_little_disk_left_mails_are_unpacked_one_at_a_time(tmp_path, monkeypatch):
    with a_desk(tmp_path) as desk:
        import_paths(desk, several(tmp_path, 3), None, INSIDE.isoformat())
        monkeypatch.setattr("registry.pipeline.run.short_of_disk", lambda _: "little is left")
        most = 0

        def look(_):
            nonlocal most
            most = max(most, len(list(desk.workdir.glob("*"))))

        process_pending(desk, look, stop=lambda: bool(look(None)))
        assert (most, len(documents.entries(desk.db))) == (1, 3)


def test_a_reason_that_no_utf8_can_hold_is_kept_nevertheless(tmp_path):
    with a_desk(tmp_path) as desk:
        import_paths(desk, several(tmp_path, 1), None, INSIDE.isoformat())
        mails.shunt(desk.db, mails.pending(desk.db)[0], "a name: \udcff", "Traceback \ud800")
        assert documents.messages(desk.db)[0]["reason"] == "a name: \\udcff"


@pytest.mark.parametrize("leave", ["stop", "fall"])
def test_what_is_still_in_hand_at_the_end_stays_pending_and_untried(tmp_path, leave):
    with a_desk(tmp_path) as desk:
        import_paths(desk, several(tmp_path, AHEAD), None, INSIDE.isoformat())
        done: list[str] = []
        if leave == "stop":
            assert process_pending(desk, done.append, stop=lambda: bool(done)) == 0
        else:
            with pytest.raises(ZeroDivisionError), Processor(desk, lambda _: 1 // 0) as processor:
                processor.finish()
        left = mails.pending(desk.db)
        tried = [mails.attempts(desk.db, sha256) for sha256 in left]
        assert (len(left), tried) == (AHEAD - 1, [0] * (AHEAD - 1))
        assert list(desk.workdir.iterdir()) == []
        assert process_pending(desk) == 0
        assert len(documents.entries(desk.db)) == AHEAD


def test_processes_that_the_desk_keeps_outlive_a_pass_and_a_pass_that_was_broken_off_does_not_end_them_for_good(tmp_path):
    with a_desk(tmp_path, limits={"workers": 1}) as opened, readers_for(opened.config.limits) as readers:
        desk = replace(opened, readers=readers)
        import_paths(desk, several(tmp_path, 4), None, INSIDE.isoformat())
        first = readers.run(30, os.getpid)
        done: list[str] = []
        assert process_pending(desk, done.append, only=mails.pending(desk.db)[:1]) == 0
        assert (len(done), readers.run(30, os.getpid)) == (1, first)
        process_pending(desk, done.append, stop=lambda: len(done) > 1)
        assert (len(done), len(mails.pending(desk.db))) == (2, 2)
        process_pending(desk)
        assert (len(documents.entries(desk.db)), readers.run(30, os.getpid) == first) == (4, False)


def test_tens_of_thousands_of_parts_are_refused_before_they_cost_anything(tmp_path):
    part = b"--b\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD\r\n"
    head = b'From: a@example.org\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    (tmp_path / "a.eml").write_bytes(head + part * 60_000)
    with a_desk(tmp_path) as desk:
        import_paths(desk, [tmp_path / "a.eml"], None, INSIDE.isoformat())
        assert process_pending(desk) == 1
        assert documents.messages(desk.db)[0]["reason"] == "it has more than 500 parts"


def test_a_text_as_long_as_novels_is_for_a_person(tmp_path):
    (tmp_path / "a.eml").write_bytes(b"From: a@example.org\r\nSubject: entry\r\n\r\n" + b"word " * 300_000)
    with a_desk(tmp_path) as desk:
        import_paths(desk, [tmp_path / "a.eml"], None, INSIDE.isoformat())
        assert process_pending(desk) == 1
        (message,) = documents.messages(desk.db)
    assert (message["outcome"], message["reason"]) == ("shunted", "its text is longer than 1000000 characters")


@pytest.mark.parametrize(
    ("place", "waits"), [("media/ab/abc.jpg", True), ("work/{sha256}/parts/locked.jpg", False), ("/etc/shadow", False)]
)
def test_a_file_of_ours_that_another_user_owns_is_no_mails_fault(place, waits, tmp_path, monkeypatch):
    with a_desk(tmp_path) as desk:
        import_paths(desk, several(tmp_path, 1), None, INSIDE.isoformat())
        (sha256,) = mails.pending(desk.db)
        path = desk.config.data_dir / place.format(sha256=sha256)

        def forbidden(*_):
            raise PermissionError(13, "Permission denied", str(path))

        monkeypatch.setattr("registry.pipeline.run.process_one", forbidden)
        if waits:
            with pytest.raises(RegistryError, match=r"another user's.*chown -R"):
                process_pending(desk)
        else:
            process_pending(desk)
        assert [row[0] for row in desk.db.conn.execute("SELECT outcome FROM messages")] == ["pending" if waits else "shunted"]
        assert mails.attempts(desk.db, sha256) == (0 if waits else 1)


def test_a_machine_without_locks_between_processes_blames_no_mail(tmp_path, monkeypatch):
    """As where /dev/shm is not there, or root's alone: seen in a chroot."""

    def forbidden(*_, **__):
        raise PermissionError(13, "Permission denied")

    with a_desk(tmp_path) as desk:
        desk = replace(desk, readers=None)
        import_paths(desk, several(tmp_path, 1), None, INSIDE.isoformat())
        with monkeypatch.context() as machine:
            machine.setattr("_multiprocessing.SemLock", forbidden)
            with pytest.raises(RegistryError, match="/dev/shm must be there"):
                process_pending(desk)
        assert process_pending(desk) == 0
        assert [row[0] for row in desk.db.conn.execute("SELECT outcome FROM messages")] == ["entered"]
