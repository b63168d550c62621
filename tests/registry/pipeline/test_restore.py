"""Files that the power took before they were on the disk are there again, byte for byte, before the next mail is processed."""

import sqlite3
from pathlib import Path

from registry.desk.disk import write_out
from registry.pipeline.run import process_pending
from tests.builders.desks import a_desk
from tests.builders.folders import one_entry


def kept(desk):
    """Return path -> bytes of every file of the entry, small pictures too."""
    return {path: path.read_bytes() for path in sorted(desk.media.root.rglob("*")) if path.is_file()}


def in_doubt(desk):
    return desk.db.conn.execute("SELECT count(*) FROM unsynced").fetchone()[0]


def the_power_went(tmp_path):
    with sqlite3.connect(tmp_path / "var" / "registry.db") as db:
        db.execute("UPDATE unsynced SET boot = 'the start before'")


def test_what_the_disk_lost_is_unpacked_again_from_the_mail(tmp_path, caplog):
    one_entry(tmp_path)
    with a_desk(tmp_path) as desk:
        before = kept(desk)
        small = [path for path in before if path.name.endswith(".thumb.jpg")]
        large = [path for path in before if path not in small]
        assert (in_doubt(desk), len(large) >= 4, len(small) >= 3) == (1, True, True)
    the_power_went(tmp_path)
    large[0].unlink()
    large[1].write_bytes(b"")
    large[2].write_bytes(before[large[2]][:-1] + b"\0")
    small[0].write_bytes(before[small[0]][:50])
    with a_desk(tmp_path) as desk:
        process_pending(desk)
        assert ({path: data == before.get(path) for path, data in kept(desk).items()}, in_doubt(desk)) == (
            dict.fromkeys(before, True),
            1,
        )
        assert (write_out(desk), in_doubt(desk)) == ("", 0)
    large[0].unlink()  # written out: whoever removes it now is no loss of power
    caplog.clear()
    with a_desk(tmp_path) as desk:
        process_pending(desk)
    assert (caplog.messages, large[0].exists()) == ([], False)


def test_what_cannot_be_unpacked_again_is_told_and_stays_in_doubt(tmp_path, caplog):
    one_entry(tmp_path)
    with a_desk(tmp_path) as desk:
        ((path,),) = desk.db.conn.execute("SELECT path FROM materials ORDER BY id LIMIT 1").fetchall()
    the_power_went(tmp_path)
    Path(path).unlink()
    for mail in (tmp_path / "var" / "spool").rglob("*.eml"):
        mail.unlink()
    for _ in range(2):
        with a_desk(tmp_path) as desk:
            process_pending(desk)
            assert (write_out(desk), in_doubt(desk), Path(path).name in caplog.text) == ("", 1, True)
        caplog.clear()
