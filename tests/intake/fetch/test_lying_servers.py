"""IMAP servers that lie, drip or refuse over one mail: the others come, that one is remembered, nothing is read past what was asked."""

import resource
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from intake.fetch.download import PIECE, Download
from intake.fetch.faults import FetchFault, MessageFault
from intake.fetch.imap_wire import TooMuch
from registry.pipeline.fetch import Fetchers, fetch_new
from registry.read import documents
from registry.store import polls, unfetched
from registry.store.unfetched import PAUSES, Folder
from reports.digest.alarm_mails import status_of
from reports.run.passes import one_pass
from tests.builders.breadth import mostly_rarely, rarely
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE
from tests.torture.lying import ABSURD, MAIL_FAULTS, LyingImap

HASTY = {
    "connect_timeout": "2s",
    "read_timeout": "2s",
    "answer_timeout": "3s",
    "mail_timeout": "1s",
}
CODES = {
    "no": FetchFault.REFUSED, "bad": FetchFault.REFUSED, "nil": FetchFault.EMPTY, "nothing": FetchFault.EMPTY, "wrong-uid": FetchFault.EMPTY,
    "undated": FetchFault.UNDATED, "undatable": FetchFault.UNDATED, "garbled": FetchFault.GARBLED, "stand-in": FetchFault.STAND_IN, "size": FetchFault.SIZE,
    "tiny-size": FetchFault.TOO_MUCH, "absurd": FetchFault.TOO_MUCH, "long-piece": FetchFault.TOO_MUCH, "endless": FetchFault.TOO_MUCH,
    "drop": FetchFault.BROKEN, "stall": FetchFault.SLOW, "drip": FetchFault.SLOW,
}  # fmt: skip
RAWS = [b"From: a%d@example.com\r\nSubject: a question\r\n\r\nWhen, %d?\r\n" % (n, n) for n in range(3)]


def over(**more):
    """Return the settings of a desk before this server."""
    return {"mailboxes": {"photo": {**HASTY, **more}}, "limits": {"disk_reserve": "1MB"}}


def fetched(desk) -> list[int]:
    return sorted(item["uid"] for item in documents.messages(desk.db))


def test_every_fault_is_tried_here():
    assert set(CODES) == set(MAIL_FAULTS)


@pytest.mark.parametrize("fault", mostly_rarely(MAIL_FAULTS, 3))
def test_a_mail_that_cannot_be_had_holds_up_no_other_and_is_had_once_it_can_be(fault, smtp_server, tmp_path):
    patience = "20s" if fault == "endless" else "1s"
    with LyingImap({2: fault}) as server, a_desk(tmp_path, server, smtp_server, **over(mail_timeout=patience)) as desk:
        server.deliver_all([(raw, INSIDE) for raw in RAWS])
        first = one_pass(desk)
        rows = list(desk.db.query("SELECT uid, code, tries FROM unfetched"))
        assert (fetched(desk), rows) == ([1, 3], [{"uid": 2, "code": CODES[fault], "tries": 1}])
        assert "message 2" in first.errors["photo"]
        one_pass(desk)  # the second try comes with the next pass, the third only after a pause
        one_pass(desk)
        assert desk.db.conn.execute("SELECT tries FROM unfetched").fetchall() == [(2,)]
        told = [alarm for alarm in status_of(desk)["alarms"] if alarm["code"] == "mail-unfetched"]
        assert ["photo/INBOX UID 2" in alarm["text"]["zh"] for alarm in told] == [True]
        assert [list((desk.spool.root / "tmp").iterdir()), desk.spool.pending()] == [[], []]
        server.heal()
        desk.db.conn.execute("UPDATE unfetched SET next_at = '2026-01-01T00:00:00+00:00'")
        last = one_pass(desk)
        assert (fetched(desk), last.errors, desk.db.table("unfetched").count) == ([1, 2, 3], {}, 0)
        assert [item["subject"] for item in documents.messages(desk.db)] == ["a question"] * 3


def test_numbers_that_a_server_only_names_hide_no_mail_that_comes_later(smtp_server, tmp_path):
    """The largest UID there is, and larger ones, in a list of mails: what comes after them has smaller ones."""

    class Haunted(LyingImap):
        def _answer(self, command):
            words = command.upper().split()
            if words[1:2] == [b"SEARCH"]:
                found = super()._answer(command).rstrip()
                return found + b"\r\n* SEARCH\r\n* SEARCH 77 4294967295\r\n* SEARCH 99999999999999999999\r\n"
            return b"" if words[1:2] == [b"FETCH"] and words[2] not in {b"1", b"2", b"3"} else super()._answer(command)

    with Haunted() as server, a_desk(tmp_path, server, smtp_server, **over()) as desk:
        server.deliver_all([(RAWS[0], INSIDE)])
        one_pass(desk)
        server.deliver_all([(raw, INSIDE) for raw in RAWS[1:]])
        one_pass(desk)
        assert (fetched(desk), sorted(row[0] for row in desk.db.conn.execute("SELECT uid FROM unfetched"))) == (
            [1, 2, 3],
            [77, 4294967295],
        )


@pytest.mark.parametrize("fault", ["absurd", *rarely(["long-piece", "tiny-size", "endless"])])
def test_nothing_is_read_past_what_was_asked_for(fault, tmp_path):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with LyingImap({1: fault}) as server, a_desk(tmp_path, server, **over(mail_timeout="20s")) as desk:
        server.deliver_all([(RAWS[0], INSIDE)])
        one_pass(desk)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
        assert desk.db.conn.execute("SELECT code FROM unfetched").fetchall() == [("too-much",)]
    assert server.sent < 64 << 20
    assert grown < 48 << 20, f"{grown >> 20} MB more memory"
    assert server.sent < ABSURD


@pytest.mark.parametrize(("size", "fault"), [(PIECE + 1, TooMuch), (PIECE, MessageFault)], ids=["too long", "without end"])
def test_pieces_that_are_longer_than_asked_or_have_no_end_are_not_kept(size, fault):
    kept = []

    def server(item, *_):
        assert len(kept) < 2, "it is asked for more than it announced"
        return {item.replace("BODY.PEEK", "BODY").partition(".")[0].encode() + b">": b"x" * size}, 0

    with pytest.raises(fault):
        Download("photo", 2, 678_000, kept.append, lambda _: None).fetch(server, None, whole=False)
    assert sum(map(len, kept)) <= PIECE


def test_a_turn_has_its_time_and_the_next_one_goes_on(tmp_path):
    class Unhurried(LyingImap):
        def _answer(self, command):
            time.sleep(0.3 if b"BODY" in command else 0)
            return super()._answer(command)

    with Unhurried() as server, a_desk(tmp_path, server, **over(mail_timeout="9s")) as desk:
        server.deliver_all([(raw, INSIDE) for raw in RAWS])
        box = desk.config.mailboxes["photo"].model_copy(update={"pass_timeout": timedelta(seconds=0.2)})
        brief = replace(desk, config=desk.config.model_copy(update={"mailboxes": {"photo": box}}))
        came = []
        for _ in RAWS:
            fetch_new(brief)
            came.append(fetched(desk))
    assert came == [[1], [1, 2], [1, 2, 3]]


def test_the_pauses_grow(db):
    folder = Folder(mailbox="photo", name="INBOX", uidvalidity=7)
    now = datetime(2026, 8, 1, tzinfo=UTC)
    waits = []
    for _ in range(6):
        unfetched.note(db, folder, 2, MessageFault(FetchFault.REFUSED, "no"), now)
        waits.append(datetime.fromisoformat(db.conn.execute("SELECT next_at FROM unfetched").fetchone()[0]) - now)
    assert waits == [*PAUSES, PAUSES[-1]] == sorted(waits)
    assert unfetched.due(db, folder, now) == {}
    assert unfetched.due(db, folder, now + PAUSES[-1]) == {2: FetchFault.REFUSED}
    unfetched.renumbered(db, Folder(mailbox="photo", name="INBOX", uidvalidity=8))
    assert db.table("unfetched").count == 0


def test_a_line_that_breaks_once_raises_no_alarm(smtp_server, tmp_path):
    with LyingImap({2: "drop"}) as server, a_desk(tmp_path, server, smtp_server, **over()) as desk:
        server.deliver_all([(raw, INSIDE) for raw in RAWS])
        one_pass(desk)
        assert [alarm["code"] for alarm in status_of(desk)["alarms"]] == []


def test_three_broken_mails_in_a_row_are_the_servers_trouble_and_the_rest_waits(tmp_path):
    with LyingImap(dict.fromkeys(range(1, 9), "drop")) as server, a_desk(tmp_path, server, **over()) as desk:
        server.deliver_all([(RAWS[0] + b"%d" % number, INSIDE) for number in range(9)])
        errors = one_pass(desk).errors
        assert "third in a row" in errors["photo"]
        assert desk.db.table("unfetched").count == 3
        server.heal()
        one_pass(desk)
        assert fetched(desk) == list(range(1, 10))


def test_a_mail_larger_than_any_may_be_is_not_fetched_and_named(tmp_path):
    with LyingImap() as server, a_desk(tmp_path, server, limits={"message_bytes": "64KiB", "disk_reserve": "1MB"}) as desk:
        server.deliver_all([(RAWS[0], INSIDE), (RAWS[1] + b"x" * 100_000, INSIDE), (RAWS[2], INSIDE)])
        one_pass(desk)
        assert (fetched(desk), desk.db.conn.execute("SELECT uid, code FROM unfetched").fetchall()) == ([1, 3], [(2, "too-large")])
        assert not any(b"UID FETCH 2 (BODY" in command for command in server.asked)


def test_a_refused_login_is_left_alone_for_longer_each_time_but_not_by_hand(tmp_path):
    class Refusing(LyingImap):
        def _say(self, client, phase, data):
            super()._say(
                client, phase, data.replace(b" OK done", b" NO Login fail. Account is abnormal") if phase == "login" else data
            )

    def logins():
        return sum(command.upper().startswith(b"LOGIN") for command in server.asked)

    with Refusing() as server, a_desk(tmp_path, server, **over()) as desk:
        one_pass(desk)
        one_pass(desk)
        assert logins() == 2
        fetchers = Fetchers(desk)
        with desk.intake_lock.hold():
            fetchers.begin(resting=True)
            assert (fetchers.gather(), logins()) == ({}, 2)
        assert [alarm["code"] for alarm in status_of(desk)["alarms"]] == ["login-refused"]
        now, waits = datetime.now(UTC), []
        desk.db.conn.execute("DELETE FROM ailments")
        for _ in range(4):
            polls.note_poll(desk.db, "photo", "no", now, polls.Ailment.REFUSED)
            until = datetime.fromisoformat(desk.db.conn.execute("SELECT next_at FROM ailments").fetchone()[0])
            waits.append(round((until - now).total_seconds() / 60))
        assert waits == [10, 30, 120, 120]
        assert polls.resting(desk.db, now + timedelta(minutes=119)) == {"photo"}
        assert polls.resting(desk.db, now + timedelta(minutes=121)) == set()
        polls.try_again(desk.db)
        assert polls.resting(desk.db, now) == set()


def test_a_drop_in_the_login_is_no_refusal(tmp_path):
    class Dropping(LyingImap):
        def _say(self, client, phase, data):
            if phase == "login":
                raise ConnectionError
            super()._say(client, phase, data)

    with Dropping() as server, a_desk(tmp_path, server, **over()) as desk:
        assert "not reachable while logging in" in one_pass(desk).errors["photo"]
        assert polls.resting(desk.db, datetime.now(UTC)) == set()
