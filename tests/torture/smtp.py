"""The SMTP matrix: a scripted server fails at every stage in every way while the real program sends its letter."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import IO

from reports.demo.servers import Received

from . import slow
from .checker import SETTLED, Verdict
from .listening import Listening
from .stand import Nowhere, Stand, innocent
from .tally import Tally, Try, tally

STAGES = ("connect", "EHLO", "MAIL", "RCPT", "DATA", "body", "dot", "QUIT")
FAULTS = ("4xx", "5xx", "drop", "stall", "garbage")
SAID = {"4xx": b"450 4.2.0 later\r\n", "5xx": b"550 5.1.1 no\r\n", "garbage": b"\x00\xffwhat?\r\n"}
CONSENT = {"EHLO": b"250 hi\r\n", "HELO": b"250 hi\r\n", "MAIL": b"250 ok\r\n", "RCPT": b"250 ok\r\n", "DATA": b"354 go\r\n", "dot": b"250 kept\r\n", "QUIT": b"221 bye\r\n"}  # fmt: skip
OURS = {"connect", "EHLO", "MAIL"}  # a 5xx here is our trouble (contract.md, ruling 11)
QUICK = 8  # every so many-th try when quick


class ScriptedSmtp(Listening):
    """A mail server whose first conversation goes well up to `stage` and there does `fault`; every later one goes well.

    `received` is what it has: a letter it lost its tongue over after the dot is there too, for it may have been kept.
    """

    def __init__(self, stage: str, fault: str) -> None:
        super().__init__()
        self._stage, self._fault = stage, fault
        self.received: list[Received] = []

    def _serve(self, client: socket.socket, first: bool) -> None:
        fails = self._stage if first else ""
        with suppress(OSError), client, client.makefile("rb") as lines:
            if self._answers("connect", fails, client, b"220 hi\r\n"):
                self._commands(client, lines, fails)

    def _commands(self, connection: socket.socket, lines: IO[bytes], fails: str) -> None:
        recipient = ""
        while line := lines.readline():
            word = line[:4].decode("ascii", "replace").upper()
            if word == "RCPT":
                recipient = line.decode().partition("<")[2].partition(">")[0]
            if word not in CONSENT:
                connection.sendall(b"250 ok\r\n")
            elif not self._answers(word, fails, connection, CONSENT[word]) or (
                word == "DATA" and fails != "DATA" and not self._letter(connection, lines, fails, recipient)
            ):
                return
            if word == "QUIT":
                return

    def _letter(self, connection: socket.socket, lines: IO[bytes], fails: str, recipient: str) -> bool:
        """Take the letter; False when the connection is gone."""
        if fails == "body":
            for _ in range(5):
                lines.readline()
            if not self._answers("body", fails, connection, b""):
                return False
        kept = []
        while (line := lines.readline()) not in {b".\r\n", b""}:
            kept.append(line[1:] if line.startswith(b"..") else line)
        if line == b"":
            return False
        refused = fails == "dot" and self._fault in {"4xx", "5xx"}
        if not refused and fails != "body":
            self.received.append(Received("", (recipient,), b"".join(kept)))
        return self._answers("dot", fails, connection, CONSENT["dot"])

    def _answers(self, stage: str, fails: str, connection: socket.socket, consent: bytes) -> bool:
        """Consent, or do what the script says; False when the conversation is over."""
        if stage != fails:
            connection.sendall(consent)
            return True
        if self._fault == "drop":
            return False
        if self._fault == "stall":
            self._over.wait(30)
            return False
        connection.sendall(SAID[self._fault])
        return True


def state_for(stage: str, fault: str) -> str:
    """Return the state of the notice that contract.md ruling 11 asks for."""
    if stage == "QUIT":
        return "sent"
    if fault == "4xx":
        return "deferred"
    if fault == "5xx":
        return "deferred" if stage in OURS else "failed"
    return "unknown" if stage == "dot" else "deferred"


def codes_for(stage: str, fault: str) -> set[int]:
    """Return the exit codes that ruling 11 allows: whether a server that spoke once was `reached` is left open."""
    state = state_for(stage, fault)
    if state in {"failed", "unknown"}:
        return {1}
    if state == "sent":
        return {0}
    return {3} if stage == "connect" and fault in {"drop", "stall"} else {0, 3}


def one(template: Stand, stage: str, fault: str) -> Verdict:
    """Send one letter into the fault, judge it, then let time and a person mend it."""
    with ScriptedSmtp(stage, fault) as server, Stand(imap=template.imap, smtp=server, delivery={"timeout": "2s"}) as stand:
        stand.adopt(template)
        first = stand.run("send")
        wrong = [*_after_fault(stand, stage, fault, first.code, first.err)]
        state = state_for(stage, fault)
        verdict = stand.verdict(SETTLED | {state})
        before = len(server.received)
        fixed = stand.ask("SELECT message_id, bytes FROM notices")
        stand.tomorrow()
        again = stand.run("send")
        more = len(server.received) - before
        if more != (state == "deferred") or again.code not in ((0,) if state == "deferred" else (0, 1)):
            wrong.append(f"sending again (it was {state}) brought {more} letters and exit code {again.code}: {again.err[-200:]}")
        if state in {"failed", "unknown"}:
            reference = stand.ask("SELECT reference FROM entries")[0][0]
            resent = stand.run("resend", reference)
            if (resent.code, len(server.received) - before) != (0, 1):
                wrong.append(
                    f"resend brought {len(server.received) - before} letters, exit code {resent.code}: {resent.err[-200:]}"
                )
        if fixed != stand.ask("SELECT message_id, bytes FROM notices"):
            wrong.append("the letter's bytes or Message-ID changed between two attempts")
        if state != "unknown":  # there a person has just asked for a second one
            verdict = stand.verdict()
        elif stand.ask("SELECT state FROM notices") != [("sent",)]:
            wrong.append("after a resend the letter is not sent")
        return verdict.but_wrong(*wrong)


def _after_fault(stand: Stand, stage: str, fault: str, code: int, err: str) -> Iterator[str]:
    """Say what is not as ruling 11 wants it right after the fault."""
    found = stand.ask("SELECT state FROM notices")
    if found != [(state_for(stage, fault),)]:
        yield f"the notice is {found}, not {state_for(stage, fault)}"
    if code not in codes_for(stage, fault):
        yield f"exit code {code}, not {codes_for(stage, fault)}: {err[-200:]}"
    if stand.smtp.conversations > 1:
        yield f"{stand.smtp.conversations} conversations in one pass over one letter"


def template() -> Stand:
    """Return a stand (its files only) with one stored entry and its letter queued."""
    stand = Stand(imap=Nowhere(), smtp=Nowhere()).__enter__()
    each = innocent(3)
    path = stand.root / "mail.eml"
    path.write_bytes(each.raw)
    stand.wanted = [each.wanted]
    done = stand.run("import", "--no-send", "--received-at", each.arrives.isoformat(), str(path))
    assert done.code == 0, done.err
    return stand


def run(quick: bool = False, told=print) -> Tally:  # type: ignore[no-untyped-def]
    """Try every stage with every fault."""
    pairs = [(stage, fault) for stage in STAGES for fault in FAULTS if (stage, fault) != ("body", "stall")]
    stand = template()
    try:
        tries = [Try(name=f"{stage} {fault}", act=lambda s=stage, f=fault: one(stand, s, f)) for stage, fault in pairs]
        tries += slow.smtp_tries()
        return tally("smtp", tries[:: QUICK if quick else 1], told=told, abreast=3)
    finally:
        shutil.rmtree(stand.root, ignore_errors=True)
