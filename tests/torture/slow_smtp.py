"""A mail server that from one stage on says its reply without end, a byte now and then, or as fast as it can."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import IO

from reports.demo.servers import Received

from .listening import Listening

STAGES = ("connect", "EHLO", "MAIL", "RCPT", "DATA", "body", "dot", "QUIT")
CONSENT = {"EHLO": b"250 hi\r\n", "MAIL": b"250 ok\r\n", "RCPT": b"250 ok\r\n", "DATA": b"354 go\r\n", "QUIT": b"221 bye\r\n"}
BREATH = 0.1  # seconds between two bytes


class SlowSmtp(Listening):
    """Every conversation drips at `stage` until heal(); `endless`: a reply of endless lines, at once."""

    def __init__(self, stage: str, endless: bool = False) -> None:
        super().__init__()
        self.stage, self._endless = stage, endless
        self.received: list[Received] = []
        self.sent = 0

    def heal(self) -> None:
        """Be an ordinary server from now on."""
        self.stage = ""

    def _serve(self, client: socket.socket, first: bool) -> None:
        with suppress(OSError), client, client.makefile("rb") as lines:
            self._say(client, "connect", b"220 hi\r\n")
            recipient = ""
            while line := lines.readline():
                word = line[:4].decode("ascii", "replace").upper()
                if word == "RCPT":
                    recipient = line.decode().partition("<")[2].partition(">")[0]
                self._say(client, word, CONSENT.get(word, b"250 ok\r\n"))
                if word == "DATA":
                    self._letter(client, lines, recipient)
                if word == "QUIT":
                    return

    def _letter(self, client: socket.socket, lines: IO[bytes], recipient: str) -> None:
        if self.stage == "body":
            self._say(client, "body", b"")
        kept = []
        while (line := lines.readline()) not in {b".\r\n", b""}:
            kept.append(line[1:] if line.startswith(b"..") else line)
        if line:
            if self.stage != "dot":
                self.received.append(Received("", (recipient,), b"".join(kept)))
            self._say(client, "dot", b"250 kept\r\n")

    def _say(self, client: socket.socket, stage: str, reply: bytes) -> None:
        if stage != self.stage:
            client.sendall(reply)
            return
        while self._endless and not self._over.is_set():
            client.sendall(b"250-more\r\n" * 1000)
            self.sent += 10_000
        client.sendall(b"250-" if stage != "body" else b"")
        while not self._over.wait(BREATH):
            client.sendall(b"." if stage != "body" else b"")
