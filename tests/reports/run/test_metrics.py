"""The file for node_exporter: numbers that another user may read, of nobody in particular."""

from datetime import UTC, datetime

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.store import mails, polls
from reports.run.metrics import write_metrics
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, parcel_mail

NOW = datetime(2026, 7, 14, 3, 33, 20, tzinfo=UTC)


def test_the_numbers_are_those_of_the_desk_and_name_nobody(tmp_path):
    paths = [tmp_path / "1.eml", tmp_path / "2.eml"]
    paths[0].write_bytes(parcel_mail(1))
    paths[1].write_bytes(b"From: marta@example.org\r\nTo: photo@example.org\r\nSubject: hello\r\n\r\nWhen is the deadline?\r\n")
    out = tmp_path / "desk.prom"
    with a_desk(tmp_path, limits={"disk_reserve": "900000GB"}) as desk:
        import_paths(desk, paths, None, INSIDE.isoformat())
        polls.note_poll(desk.db, "photo", "", NOW)
        desk.db.conn.execute("UPDATE messages SET fetched_at = ?", [mails.stamp(NOW)])
        process_pending(desk)
        write_metrics(desk, out, NOW)
    text = out.read_text(encoding="utf-8")
    lines = text.splitlines()
    assert (oct(out.stat().st_mode & 0o777), text[-1], "marta" in text, len(lines) == len(set(lines))) == (
        "0o644",
        "\n",
        False,
        True,
    )
    state = next(line for line in lines if line.startswith("intake_desk_entries{"))
    assert state.startswith('intake_desk_entries{call="photo-2026",state="') and state.endswith(" 1")
    assert {
        "intake_desk_healthy 0",
        'intake_desk_alarm{code="disk-low"} 1',
        'intake_desk_mailbox_well{mailbox="photo"} 1',
        'intake_desk_last_good_poll_timestamp_seconds{mailbox="photo"} 1784000000',
        'intake_desk_letters{state="sent"} 0',
        'intake_desk_mails{outcome="entered"} 1',
        'intake_desk_mails{outcome="set_aside"} 1',
        "intake_desk_written_timestamp_seconds 1784000000",
    } <= set(lines)
    families = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(families) == len(set(families)) == 9
