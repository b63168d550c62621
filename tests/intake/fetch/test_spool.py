"""The spool: durable, once per content, nothing half written."""

import hashlib

import pytest

from intake.fetch.spool import Spool

RAW = b"From: a@example.org\r\n\r\nhello\r\n"
SHA = hashlib.sha256(RAW).hexdigest()


def put(spool: Spool, raw: bytes = RAW):
    with spool.open_temp() as writer:
        writer.write(raw[:5])
        writer.write(raw[5:])
        return writer.commit({})


def test_a_mail_lies_under_its_contents_name_with_private_modes(tmp_path):
    spool = Spool(tmp_path / "spool")
    stored = put(spool)
    assert (stored.sha256, stored.size, stored.already) == (SHA, len(RAW), False)
    assert stored.path.read_bytes() == RAW
    assert stored.path == tmp_path / "spool" / "new" / f"{SHA}.eml"
    assert stored.path.stat().st_mode & 0o777 == 0o600
    assert stored.path.parent.stat().st_mode & 0o777 == 0o700
    assert list((tmp_path / "spool" / "tmp").iterdir()) == []


def test_the_same_bytes_are_kept_once_wherever_they_lie(tmp_path):
    spool = Spool(tmp_path)
    put(spool)
    spool.finish(SHA)
    again = put(spool)
    assert (again.already, again.path) == (True, tmp_path / "done" / f"{SHA}.eml")
    assert spool.pending() == []


def test_what_is_not_committed_leaves_nothing(tmp_path):
    spool = Spool(tmp_path)
    with pytest.raises(RuntimeError), spool.open_temp() as writer:
        writer.write(RAW)
        raise RuntimeError("the line broke")
    assert (list((tmp_path / "tmp").iterdir()), spool.pending()) == ([], [])


def test_restart_forgets_what_came_first(tmp_path):
    with Spool(tmp_path).open_temp() as writer:
        writer.write(b"half a m")
        writer.restart()
        writer.write(RAW)
        assert writer.commit({}).sha256 == SHA


def test_a_mail_moves_between_rooms_and_moving_twice_is_moving_once(tmp_path):
    spool = Spool(tmp_path)
    put(spool)
    for move, room in ((spool.shunt, "shunt"), (spool.unshunt, "new"), (spool.finish, "done"), (spool.finish, "done")):
        move(SHA)
        assert spool.path_of(SHA) == tmp_path / room / f"{SHA}.eml"
