"""An IMAP server that lies, drips, stalls or refuses, over single mails or in a whole phase of the conversation."""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from contextlib import suppress

from .plain_imap import PlainImap

# What a server may do to the text of one mail, for as long as it is not healed.
MAIL_FAULTS = (
    "no", "bad", "nil", "nothing", "undated", "garbled", "stand-in", "size", "tiny-size", "absurd", "long-piece", "endless",
    "drop", "stall", "drip", "wrong-uid", "undatable",
)  # fmt: skip
PHASES = ("greeting", "capability", "login", "id", "examine", "search", "fetch", "logout")
ABSURD = 9_999_999_999
CLAIMED = 14_000_000  # bytes that a stand-in is said to have
BREATH = 0.1  # seconds between two bytes that drip


class LyingImap(PlainImap):
    """`faults`: UID -> one of MAIL_FAULTS; `slow`: the phase in which it drips, or with `mute` says nothing at all."""

    def __init__(self, faults: Mapping[int, str] | None = None, slow: str = "", mute: bool = False) -> None:
        super().__init__()
        self.faults = dict(faults or {})
        self.slow, self.mute = slow, mute
        self.asked: list[bytes] = []  # each command, so that a test can see what was asked for
        self.sent = 0  # bytes of texts
        self._times = 0

    def heal(self) -> None:
        """Answer truly from now on."""
        self.faults, self.slow = {}, ""

    def _serve(self, client: socket.socket, first: bool) -> None:
        with suppress(OSError), client, client.makefile("rb") as lines:
            self._say(client, "greeting", b"* OK [CAPABILITY IMAP4rev1 ID] ready\r\n")
            for line in lines:
                tag, _, command = line.strip().partition(b" ")
                self.asked.append(command)
                word = command.upper().removeprefix(b"UID ").partition(b" ")[0].decode("ascii", "replace").lower()
                uid = re.match(rb"UID FETCH (\d+) ", command, re.I)
                fault = self.faults.get(int(uid[1]), "") if uid else ""
                if fault and uid:
                    if not self._lie(client, tag, command, int(uid[1]), fault):
                        return
                    continue
                self._say(client, word, self._answer(command) + tag + b" OK done\r\n")
                if word == "logout":
                    return

    def _say(self, client: socket.socket, phase: str, data: bytes) -> None:
        if phase != self.slow:
            client.sendall(data)
        elif self.mute:
            self._over.wait(600)
        else:
            self._drip(client, b"* OK ")

    def _drip(self, client: socket.socket, begun: bytes) -> None:
        """Say a line, or a literal, that has no end, a byte now and then."""
        client.sendall(begun)
        while not self._over.wait(BREATH):
            client.sendall(b".")

    def _lie(self, client: socket.socket, tag: bytes, command: bytes, uid: int, fault: str) -> bool:
        """Answer a fetch of a mail with its fault; False when the conversation is over."""
        text = b"BODY" in command.upper()
        if not text:
            client.sendall(self._facts(command, uid, fault) + tag + b" OK done\r\n")
            return True
        name = re.sub(rb".*BODY\.PEEK\[\](?:<(\d+)\.\d+>)?.*", lambda m: b"BODY[]" + (b"<%b>" % m[1] if m[1] else b""), command)
        start = b"* %d FETCH (UID %d %b " % (uid, uid, name)
        match fault:
            case "no":
                client.sendall(tag + b" NO [SERVERBUG] Internal error occurred\r\n")
            case "bad":
                client.sendall(tag + b" BAD no such thing\r\n")
            case "nil":
                client.sendall(start + b"NIL)\r\n" + tag + b" OK done\r\n")
            case "nothing":
                client.sendall(tag + b" OK done\r\n")
            case "garbled":
                client.sendall(start + b'((("what)\r\n' + tag + b" OK done\r\n")
            case "wrong-uid":
                client.sendall(b"* %d FETCH (UID 4000000 %b {3}\r\nabc)\r\n" % (uid, name) + tag + b" OK done\r\n")
            case "stand-in":
                said = b"This message could not be shown.\r\n" if b"<0>" in name or b"<" not in name else b""
                client.sendall(start + b"{%d}\r\n%b)\r\n" % (len(said), said) + tag + b" OK done\r\n")
            case "size":
                self._times += 1
                said = b"x" * (4000 - 300 * self._times) if b"<0>" in name or b"<" not in name else b""
                client.sendall(start + b"{%d}\r\n%b)\r\n" % (len(said), said) + tag + b" OK done\r\n")
            case "absurd":
                client.sendall(start + b"{%d}\r\n" % ABSURD)
                self._pour(client)
            case "long-piece" | "tiny-size":
                client.sendall(start + b"{%d}\r\n" % (64 << 20))
                self._pour(client)
            case "endless":
                while not self._over.is_set():
                    client.sendall(b"* 1 EXISTS\r\n" * 5000)
                    self.sent += 60_000
            case "drip":
                self._drip(client, start + b"{4000}\r\n")
            case "stall":
                self._over.wait(600)
            case "drop":
                return False
        return True

    def _pour(self, client: socket.socket) -> None:
        """Send without end."""
        while not self._over.is_set():
            client.sendall(b"x" * 65_536)
            self.sent += 65_536

    def _facts(self, command: bytes, uid: int, fault: str) -> bytes:
        told = self._answer(command)
        if fault in {"undated", "undatable"}:  # a moment that UTC has no name for
            moment = b"" if fault == "undated" else b' INTERNALDATE "31-Dec-9999 23:59:59 -1200"'
            return re.sub(rb' INTERNALDATE "[^"]*"', moment, told)
        size = {"stand-in": CLAIMED, "size": 5000, "tiny-size": 100, "long-piece": 678_000}.get(fault)
        return re.sub(rb"RFC822\.SIZE \d+", b"RFC822.SIZE %d" % size, told) if size else told
