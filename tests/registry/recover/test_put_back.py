"""A copy of the registry put back, as docs/operators.md says under Rollback: what came after it is there again, and nobody is answered twice."""

from datetime import UTC, datetime, timedelta

from registry.recover.backup import back_up
from reports.run.passes import one_pass
from tests import ROOT
from tests.builders.desks import a_desk
from tests.builders.factories import parcel_mail

OPEN = {"photo-2026": {"window": {"opens": "2020-01-01T00:00:00+08:00", "closes": "2200-01-01T00:00:00+08:00"}}}


def test_with_since_at_the_stop_what_came_after_the_copy_is_recorded_and_not_answered_again(
    tmp_path, one_imap_server, smtp_server
):
    copy = tmp_path / "copy.db"

    def arrives(number):
        one_imap_server.deliver(parcel_mail(number), datetime.now(UTC).replace(microsecond=0))

    def passed(**box):
        with a_desk(tmp_path, one_imap_server, smtp_server, calls=OPEN, mailboxes={"photo": box}) as desk:
            one_pass(desk)
            if not copy.exists():
                back_up(desk.db, copy)
            outcomes = [row[0] for row in desk.db.conn.execute("SELECT outcome FROM messages")]
        return outcomes, len(smtp_server.received)

    arrives(1)
    assert passed() == (["entered"], 1)
    arrives(2)
    assert passed() == (["entered"] * 2, 2)
    stopped = datetime.now(UTC) + timedelta(seconds=1)  # a server's clock of arrival knows whole seconds
    for name in ("registry.db", "registry.db-wal", "registry.db-shm"):
        (tmp_path / "var" / name).unlink(missing_ok=True)
    copy.rename(tmp_path / "var" / "registry.db")
    copy.touch()
    assert passed(since=stopped.isoformat()) == (["entered"] * 2, 2)
    assert "set `mailboxes.*.since` to the moment of the stop" in (ROOT / "docs/operators.md").read_text(encoding="utf-8")
