"""Delivery against a real server and against one that fails at every stage in every way."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from intake.config.models import DeliverySettings
from reports.letters import smtp
from reports.letters.smtp import DeliveryOutcome, Envelope, deliver, stuffed

TIMEOUT = 0.3
LETTER = b"Subject: x\r\n\r\nHello\r\n.hidden\r\n"
SENDER, RECIPIENT = "photo@example.org", "author@example.com"
STAGES = ("connect", "EHLO", "MAIL", "RCPT", "DATA", "body", "dot", "QUIT")
CONSENT = {
    "connect": "220 hi",
    "EHLO": "250 hi",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go",
    "dot": "250 kept",
    "QUIT": "221 bye",
}


def settings(port: int, **changes: object) -> DeliverySettings:
    """Return settings for a server on loopback."""
    given = {"host": "127.0.0.1", "port": port, "security": "none", "sender": SENDER, "timeout": timedelta(seconds=1), **changes}
    return DeliverySettings.model_validate(given).model_copy(update={"timeout": timedelta(seconds=TIMEOUT)})


FAULTS = {"garbage": b"what?", "4xx": b"450 later", "5xx": b"550 no"}


@contextmanager
def scripted(stage: str, fault: str | bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Serve one conversation that goes well up to `stage` and there does `fault`; yield the port and what was received."""
    listener = socket.create_server(("127.0.0.1", 0))
    received: list[bytes] = []
    over = threading.Event()
    thread = threading.Thread(target=_serve, args=(listener, stage, fault, received, over), daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], received
    finally:
        over.set()
        listener.close()
        thread.join(3)


def _serve(listener: socket.socket, stage: str, fault: str | bytes, received: list[bytes], over: threading.Event) -> None:
    connection, _ = listener.accept()
    # The client may hang up while the server speaks: that is what some cases are about.
    with suppress(ConnectionError), connection, connection.makefile("rb") as lines:
        for step in STAGES:
            if step != "connect":
                _read(step, lines, received)
            if step == stage:
                if fault == "drop":
                    return
                if fault == "stall":
                    over.wait(5)
                    return
                words = fault if isinstance(fault, bytes) else FAULTS[fault]
                connection.sendall(words + b"\r\n")
            elif step != "body":
                connection.sendall(CONSENT[step].encode() + b"\r\n")
        over.wait(5)


def _read(step: str, lines, received: list[bytes]) -> None:  # type: ignore[no-untyped-def]
    """Read one command; for the body its five lines, for the dot one line."""
    for _ in range(4 if step == "body" else 1):
        received.append(lines.readline())


def expected(stage: str, fault: str) -> tuple[str, bool]:
    """Return the state and the alarm that contract.md ruling 11 asks for."""
    if stage == "QUIT":
        return "sent", False
    if fault == "4xx":
        return "deferred", False
    if fault == "5xx":
        ours = stage in {"connect", "EHLO", "MAIL"}
        return ("deferred", True) if ours else ("failed", False)
    return ("unknown" if stage == "dot" else "deferred"), False


CASES = [
    (stage, fault)
    for stage in STAGES
    for fault in ("4xx", "5xx", "drop", "stall", "garbage")
    if (stage, fault) != ("body", "stall")
]


@pytest.mark.parametrize(("stage", "fault"), CASES)
def test_every_fault_at_every_stage_has_its_outcome(stage, fault):
    phases: list[str] = []
    with scripted(stage, fault) as (port, _):
        outcome = deliver(settings(port), Envelope(LETTER, SENDER, RECIPIENT), phases.append)
    assert (outcome.state, outcome.alarm) == expected(stage, fault)
    assert phases == {"body": ["BODY"], "dot": ["BODY", "DOT"], "QUIT": ["BODY", "DOT"]}.get(stage, [])
    assert outcome.unreachable == (stage == "connect" and fault in {"drop", "stall"})


def test_the_dot_is_sent_only_after_the_phase_is_committed():
    with scripted("QUIT", "4xx") as (port, received):
        seen: list[list[bytes]] = []
        outcome = deliver(
            settings(port), Envelope(LETTER, SENDER, RECIPIENT), lambda _: (time.sleep(0.05), seen.append(list(received)))[1]
        )
    assert outcome == DeliveryOutcome(state="sent", code=250, text="kept")
    assert seen[0][-4:] == [b"Subject: x\r\n", b"\r\n", b"Hello\r\n", b"..hidden\r\n"]
    assert received[-2:] == [b".\r\n", b"quit\r\n"]


def test_a_phase_that_cannot_be_committed_sends_no_dot():
    def refuse(phase: str) -> None:
        if phase == "DOT":
            raise LookupError("disk full")

    with scripted("QUIT", "4xx") as (port, received):
        with pytest.raises(LookupError):
            deliver(settings(port), Envelope(LETTER, SENDER, RECIPIENT), refuse)
        time.sleep(0.05)
    assert b".\r\n" not in received


def test_what_is_done_while_the_server_is_watched_counts_as_watching_and_hides_no_drop(monkeypatch):
    monkeypatch.setattr(smtp, "LAST_LOOK", 2.0)
    looks: list[float] = []

    def work(phase: str) -> None:
        looks.append(time.monotonic())
        if phase == "BODY":
            time.sleep(2.0)

    with scripted("QUIT", "4xx") as (port, _):
        assert deliver(settings(port), Envelope(LETTER, SENDER, RECIPIENT), work).sent
    assert looks[1] - looks[0] < 3.5
    with scripted("body", "drop") as (port, _):
        assert deliver(settings(port), Envelope(LETTER, SENDER, RECIPIENT), work).state == "deferred"
    assert len(looks) == 3


def test_no_server_is_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    outcome = deliver(settings(port), Envelope(LETTER, SENDER, RECIPIENT))
    assert (outcome.state, outcome.unreachable, outcome.alarm) == ("deferred", True, False)


@pytest.mark.parametrize(
    "address", ["na\u200bïve@example.org", "a@ｅxample.com", "a@b\r\nRCPT TO:<c@d>", "a b@example.org", "nobody"]
)
def test_an_address_that_smtp_cannot_carry_fails_without_a_connection(address):
    assert deliver(settings(1), Envelope(LETTER, SENDER, address)).state == "failed"


def test_line_ends_and_dots_are_made_safe():
    assert stuffed(b"a\n.\r\nb\r.c") == b"a\r\n..\r\nb\r\n..c\r\n"


class Keeper:
    """Keep what a real server took."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, list[str], bytes]] = []

    async def handle_DATA(self, server, session, envelope):  # type: ignore[no-untyped-def]
        self.kept.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 kept"


@contextmanager
def real_server(**options: object) -> Iterator[tuple[int, Keeper]]:
    """Run aiosmtpd on loopback."""
    keeper = Keeper()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    controller = Controller(keeper, hostname="127.0.0.1", port=port, **options)  # type: ignore[arg-type]
    controller.start()
    try:
        yield port, keeper
    finally:
        controller.stop()


def test_a_real_server_gets_the_letter_as_it_was_written():
    with real_server() as (port, keeper):
        outcome = deliver(settings(port), Envelope(LETTER, SENDER, RECIPIENT))
    assert (outcome.state, outcome.code) == ("sent", 250)
    assert keeper.kept == [(SENDER, [RECIPIENT], LETTER)]


def authenticator(server, session, envelope, mechanism, data):  # type: ignore[no-untyped-def]
    """Accept one password."""
    return AuthResult(success=data.password == b"right", handled=False)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize(
    ("password", "state", "alarm"), [("right", "sent", False), ("wrong", "deferred", True), (None, "deferred", True)]
)
def test_a_refused_login_is_our_trouble(password, state, alarm):
    options = {"authenticator": authenticator, "auth_require_tls": False, "auth_required": True}
    with real_server(**options) as (port, _):
        outcome = deliver(settings(port, username=SENDER), Envelope(LETTER, SENDER, RECIPIENT), password=password)
    assert (outcome.state, outcome.alarm) == (state, alarm)


def test_a_server_without_login_or_encryption_is_our_trouble():
    with real_server() as (port, keeper):
        login = deliver(settings(port, username=SENDER), Envelope(LETTER, SENDER, RECIPIENT), password="x")
        encryption = deliver(settings(port, security="starttls"), Envelope(LETTER, SENDER, RECIPIENT))
    assert [(item.state, item.alarm) for item in (login, encryption)] == [("deferred", True), ("deferred", True)]
    assert keeper.kept == []


@pytest.mark.parametrize("charset", ["gb18030", "utf-8", "big5", "cp1252"])
@pytest.mark.parametrize("stage", ["RCPT", "dot"])
def test_a_refusal_is_readable_whatever_its_charset(stage, charset):
    words = {"big5": "信箱已滿，請稍後再試", "cp1252": "Boîte aux lettres pleine, désolé"}.get(charset, "用户不存在，邮件被拒绝")
    with scripted(stage, b"550 " + words.encode(charset)) as (port, _):
        outcome = deliver(settings(port), Envelope(LETTER, SENDER, RECIPIENT))
    assert (outcome.state, outcome.text) == ("failed", words if stage == "dot" else f"RCPT: {words}")
