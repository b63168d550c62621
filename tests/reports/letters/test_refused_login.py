"""After a refused login nobody hammers at the door, whatever wants to leave; what waits leaves once the door opens."""

from dataclasses import replace
from datetime import UTC, datetime

from registry.desk.letters_rest import Rest
from registry.letters.outbox import try_again
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from reports.digest.alarm_mails import send_alarms
from reports.digest.deliver import digest_of, send_digest
from reports.letters.hand_over import hand_over
from reports.letters.outbox_pass import Sent, send_due
from reports.letters.smtp import Envelope
from reports.staff.deliver import send_answers
from reports.workbook.weekly import send_weekly
from tests.builders.commands import command
from tests.builders.desks import a_desk, overlay
from tests.builders.factories import INSIDE, parcel_mail
from tests.torture.listening import Listening

ACCOUNT = {"delivery": {"username": "a@example.org", "password": "x"}}
STAFF = ["li@example.org", "wang@example.org", "zhao@example.org"]


class Closed(Listening):
    """An SMTP server that lets nobody in until it is `open`; `logins` counts who tried, `letters` what it took."""

    logins, letters, open = 0, 0, False

    def _serve(self, client, first):
        with client, client.makefile("rb") as lines:
            client.sendall(b"220 hi\r\n")
            for line in lines:
                word = line.split()[0].upper() if line.strip() else b""
                self.logins += word == b"AUTH"
                auth = b"235 ok\r\n" if self.open else b"535 5.7.8 no\r\n"
                said = {b"EHLO": b"250-hi\r\n250 AUTH PLAIN\r\n", b"AUTH": auth, b"DATA": b"354 go\r\n"}
                client.sendall(said.get(word, b"250 ok\r\n"))
                if word == b"DATA":
                    while lines.readline() not in {b".\r\n", b""}:
                        pass
                    self.letters += 1
                    client.sendall(b"250 taken\r\n")


def with_two_mails(desk, folder):
    for number in (1, 2):
        (folder / f"{number}.eml").write_bytes(parcel_mail(number))
    import_paths(desk, [folder / "1.eml", folder / "2.eml"], None, INSIDE.isoformat())
    process_pending(desk)


def test_one_refused_login_is_enough_for_a_pass(tmp_path):
    with Closed() as server, a_desk(tmp_path, None, server, **ACCOUNT) as desk:
        with_two_mails(desk, tmp_path)
        problem = "the login is refused (AUTH: 5.7.8 no); letters wait"
        assert send_due(desk) == Sent(deferred=1, refused=True, problem=problem)
        states = [row[0] for row in desk.db.conn.execute("SELECT state FROM notices ORDER BY id")]
    assert (server.logins, states) == (1, ["deferred", "queued"])


def test_no_mail_of_any_kind_is_tried_while_the_login_rests(tmp_path):
    with Closed() as server, a_desk(tmp_path, None, server, **ACCOUNT, staff=STAFF) as desk:
        with_two_mails(desk, tmp_path)
        now = datetime.now(UTC)
        assert send_alarms(desk, now) == ()
        assert server.logins <= 1
        first = hand_over(desk, Envelope(b"x", "a@example.org", "b@example.org"))
        assert (first.refused, server.logins) == (True, 1)
        send_alarms(desk, now)
        assert {o.refused for o in send_digest(desk, digest_of(desk), now.date()).values()} == {True}
        assert {o.refused for o in send_weekly(desk, now)} == {True}
        assert (send_answers(desk), send_due(desk), server.logins) == (Sent(), Sent(), 1)


def test_what_waits_for_the_login_leaves_with_the_first_that_gets_in(tmp_path):
    with Closed() as server, a_desk(tmp_path, None, server, **ACCOUNT) as desk:
        now = [0.0]
        desk = replace(desk, letters_rest=Rest(lambda: now[0]))
        with_two_mails(desk, tmp_path)
        send_due(desk)
        server.open = True
        assert (send_due(desk).sent, server.logins) == (0, 1)  # it rests
        now[0] = 601
        assert (send_due(desk).sent + send_due(desk).sent, server.letters) == (2, 2)


def test_a_service_that_is_reloaded_sends_what_waited_for_the_login_at_once(tmp_path):
    with Closed() as server, a_desk(tmp_path, None, server, **ACCOUNT) as desk:
        with_two_mails(desk, tmp_path)
        send_due(desk)
        server.open = True
        try_again(desk.db, datetime.now(UTC))
        assert (send_due(replace(desk, letters_rest=Rest())).sent, server.letters) == (2, 2)


def test_send_says_that_the_login_is_refused_and_leaves_with_3(tmp_path):
    with Closed() as server:
        with a_desk(tmp_path, None, server, **ACCOUNT) as desk:
            with_two_mails(desk, tmp_path)
        overlay(tmp_path, None, server, **ACCOUNT)
        code, _, err = command(tmp_path, "send")
        assert (code, "delivery: the login is refused (AUTH: 5.7.8 no); letters wait" in err) == (3, True)
        assert server.logins == 1
