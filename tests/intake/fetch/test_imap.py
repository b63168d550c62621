"""One mailbox, on real servers and on one that misbehaves."""

import hashlib
import socket
import threading
from datetime import datetime, timedelta

import pytest

from intake.config.models import MailboxSettings
from intake.fetch.imap import Mailbox, MailboxError, MessageGone
from tests.builders.factories import INSIDE

ARRIVED = datetime.fromisoformat("2026-07-15T09:30:00+08:00")
RAW = b"From: a@example.org\r\nSubject: large\r\n\r\n" + (b"B" * 76 + b"\r\n") * 40_000  # 3 MB: several pieces


def settings(port: int, **more) -> MailboxSettings:
    return MailboxSettings(
        **{
            "host": "127.0.0.1",
            "port": port,
            "security": "none",
            "username": "photo@example.org",
            "password": "secret",
            "read_timeout": "10s",
            **more,
        }
    )


def test_a_mail_comes_whole_with_its_arrival_and_only_new_ones_are_listed(imap_server):
    imap_server.deliver(RAW, ARRIVED)
    with Mailbox(settings(imap_server.port), "photo") as mailbox:
        state = mailbox.folder_state("INBOX")
        uid = mailbox.uids_above("INBOX", 0)[-1]
        digest = hashlib.sha256()
        fetched = mailbox.download(uid, digest.update)
        assert mailbox.uids_above("INBOX", uid) == []
        with pytest.raises(MessageGone):
            mailbox.download(uid + 1000, digest.update)
    assert state.uidvalidity > 0
    assert (fetched.received_at, fetched.size, digest.hexdigest()) == (ARRIVED, len(RAW), hashlib.sha256(RAW).hexdigest())


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"password": "wrong"}, r"the login was refused \(\[AUTHENTICATIONFAILED\] [\w ]+\.\)"),
        ({"security": "tls"}, "no safe connection"),
        ({"port": 1}, "not reachable"),
    ],
)
def test_each_trouble_has_its_words(imap_server, more, said):
    with pytest.raises(MailboxError, match=said), Mailbox(settings(**{"port": imap_server.port, **more}), "photo"):
        pass


def test_a_missing_folder_has_its_words(imap_server):
    with pytest.raises(MailboxError) as caught, Mailbox(settings(imap_server.port), "photo") as mailbox:
        mailbox.folder_state("Inbux")
    assert "opening the folder Inbux: there is no such folder. The folders are: " in str(caught.value)
    assert "INBOX" in str(caught.value)


class Scripted:
    """An IMAP server that says what a script tells it to, once; `answers` maps a command's word to the lines it sends."""

    def __init__(self, **answers: bytes | None):
        self.answers, self.seen = {"CAPABILITY": b"* CAPABILITY IMAP4rev1 ID\r\n", **answers}, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.listener.close()
        self.thread.join(5)

    def _serve(self):
        try:
            connection, _ = self.listener.accept()
        except OSError:
            return
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"* OK [CAPABILITY IMAP4rev1 ID] ready\r\n")
            for line in lines:
                tag, *words = line.split()
                word = (words[1] if words[0] == b"UID" else words[0]).decode().upper()
                self.seen.append(word)
                answer = self.answers.get(word + ("_BODY" if b"BODY" in line else ""), b"")
                if answer is None:
                    return
                try:
                    connection.sendall(answer + tag + b" OK done\r\n")
                except OSError:
                    return


SELECTED = b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n"
LISTED = b"* SEARCH 5\r\n"
FACTS = b'* 1 FETCH (UID 5 INTERNALDATE "15-Jul-2026 09:30:00 +0800" RFC822.SIZE 100)\r\n'


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"* 1 FETCH (UID 5 BODY[]<0> NIL)\r\n", "came without its text"),
        (b"", "did not send message 5"),
        (b"* 1 FETCH (UID 5 BODY[]<0> {5}\r\nhello)\r\n", "100 were announced"),
        (b"* 1 FETCH (UID 5 BODY[]<0> {99999999999}\r\nhello)\r\n", "while fetching message 5"),
        (b"* 1 FETCH (UID 5 BODY[]<0> {100}\r\nhel", "while fetching message 5"),
        (None, "not reachable while fetching"),
    ],
    ids=["nil", "ok-without-body", "short", "absurd-literal", "stall", "drop"],
)
def test_a_misbehaving_server_means_try_later(body, said):
    with Scripted(EXAMINE=SELECTED, SEARCH=LISTED, FETCH=FACTS, FETCH_BODY=body) as server:
        with pytest.raises(MailboxError, match=said), Mailbox(settings(server.port, read_timeout="1s"), "photo") as mailbox:
            mailbox.folder_state("INBOX")
            mailbox.download(mailbox.uids_above("INBOX", 0)[0], lambda _: None)


def test_the_id_comes_after_the_login_and_before_the_folder():
    with Scripted(EXAMINE=SELECTED, ID=b"* ID NIL\r\n") as server, Mailbox(settings(server.port), "photo") as mailbox:
        mailbox.folder_state("INBOX")
    assert [word for word in server.seen if word in {"LOGIN", "ID", "EXAMINE"}] == ["LOGIN", "ID", "EXAMINE"]


def test_a_folder_without_uidvalidity_is_refused():
    with Scripted(EXAMINE=b"* 1 EXISTS\r\n") as server:
        with pytest.raises(MailboxError, match="no UIDVALIDITY"), Mailbox(settings(server.port), "photo") as mailbox:
            mailbox.folder_state("INBOX")


@pytest.fixture(scope="module")
def certified(tmp_path_factory):
    """A Dovecot with a certificate nobody signed; None where Dovecot or openssl is not installed."""
    import shutil
    import subprocess

    from tests.builders.dovecot import DovecotServer, available

    if not available() or shutil.which("openssl") is None:
        yield None
        return
    folder = tmp_path_factory.mktemp("cert")
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext"]
    files = ["subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
    subprocess.run([*words, *files], check=True, capture_output=True)
    with DovecotServer(certificate=(folder / "cert.pem", folder / "key.pem")) as server:
        yield server, folder / "cert.pem"


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_an_unknown_certificate_is_refused_and_a_trusted_one_is_not(certified, security, monkeypatch):
    if certified is None:  # `make test` says in its last lines that Dovecot was not there
        return
    server, certificate = certified
    port = server.tls_port if security == "tls" else server.port
    with pytest.raises(MailboxError, match="no safe connection"), Mailbox(settings(port, security=security), "photo"):
        pass
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with Mailbox(settings(port, security=security), "photo") as mailbox:
        assert mailbox.folder_state("INBOX").exists == 0


def test_when_mails_arrived_is_told_for_many_at_once(imap_server, monkeypatch):
    monkeypatch.setattr("intake.fetch.imap.AT_ONCE", 2)
    moments = [INSIDE.replace(microsecond=0) - timedelta(hours=number) for number in range(5)]
    for number, moment in enumerate(moments):
        imap_server.deliver(b"Subject: %d\r\n\r\nwhen\r\n" % number, moment)
    with Mailbox(settings(imap_server.port), "photo") as mailbox:
        uids = mailbox.uids_above("INBOX", 0)[-5:]
        assert list(mailbox.arrivals(uids).values()) == moments
        assert mailbox.arrivals([uids[-1] + 10]) == {}
