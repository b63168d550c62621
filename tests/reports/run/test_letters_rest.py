"""After a refused login nobody hammers at the door: one try a pass, then longer and longer pauses."""

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from reports.letters.outbox_pass import Sent, send_due
from reports.run.letters_rest import Rest
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, parcel_mail
from tests.torture.listening import Listening


class Closed(Listening):
    """An SMTP server that lets nobody in; `logins` counts who tried."""

    logins = 0

    def _serve(self, client, first):
        with client, client.makefile("rb") as lines:
            client.sendall(b"220 hi\r\n")
            for line in lines:
                word = line.split()[0].upper()
                self.logins += word == b"AUTH"
                said = {b"EHLO": b"250-hi\r\n250 AUTH PLAIN\r\n", b"AUTH": b"535 5.7.8 no\r\n"}
                client.sendall(said.get(word, b"250 ok\r\n"))


def test_the_pauses_grow_until_a_letter_leaves():
    now, rest = [0.0], Rest(lambda: now[0])
    pauses = []
    for _ in range(4):
        assert not rest.on()
        rest.refused()
        began = now[0]
        while rest.on():
            now[0] += 60
        pauses.append((now[0] - began) / 60)
    assert pauses == [10, 30, 120, 120]
    rest.over()
    rest.refused()
    now[0] += 601
    assert not rest.on()


def test_one_refused_login_is_enough_for_a_pass(tmp_path):
    with Closed() as server, a_desk(tmp_path, None, server, delivery={"username": "a@example.org", "password": "x"}) as desk:
        for number in (1, 2):
            (tmp_path / f"{number}.eml").write_bytes(parcel_mail(number))
        import_paths(desk, [tmp_path / "1.eml", tmp_path / "2.eml"], None, INSIDE.isoformat())
        process_pending(desk)
        assert send_due(desk) == Sent(deferred=1, refused=True)
        states = [row[0] for row in desk.db.conn.execute("SELECT state FROM notices ORDER BY id")]
    assert (server.logins, states) == (1, ["deferred", "queued"])
