"""A TCP proxy before an IMAP server: it cuts, stalls, lies about a literal, or lets a person act in the middle of a poll."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from .listening import Listening

LITERAL = re.compile(rb"BODY\[\](?:<0>)? \{(\d+)\}\r\n")
BEGUN = re.compile(rb"\* \d+ FETCH [^\r\n]*\r?\Z")
BODY_FAULTS = ("nil", "no-body", "literal-long", "literal-short", "literal-absurd", "wrong-uid", "bye", "cut-short", "two-lists")


class Over(Exception):  # noqa: N818 - an end, not a fault
    """Say that the proxy closes the line after these last bytes."""

    def __init__(self, last: bytes = b"") -> None:
        self.last = last


class ImapProxy(Listening):
    """Stands before the server on port `upstream`; only its first conversation suffers, `heal()` ends all faults.

    `cut`, `stall`: after so many bytes from the server; `fault`: one of BODY_FAULTS; `on_list`: called once, when the list
    of mails has come and none is fetched yet.
    """

    def __init__(
        self,
        upstream: int,
        cut: int | None = None,
        stall: int | None = None,
        fault: str = "",
        on_list: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self._upstream, self._cut, self._stall, self._fault, self._on_list = upstream, cut, stall, fault, on_list
        self.said, self.struck = 0, False

    def heal(self) -> None:
        """Pass everything on from now."""
        self._cut = self._stall = self._on_list = None
        self._fault = ""

    def _serve(self, client: socket.socket, first: bool) -> None:
        with suppress(OSError), client, socket.create_connection(("127.0.0.1", self._upstream)) as server:
            threading.Thread(target=_pump, args=(client, server), daemon=True).start()
            try:
                self._answers(server, client, first)
            finally:
                for end in (client, server):
                    with suppress(OSError):
                        end.shutdown(socket.SHUT_RDWR)

    def _answers(self, server: socket.socket, client: socket.socket, first: bool) -> None:
        """Pass on what the server says, as the script has it."""
        held = b""
        passed = 0
        while data := server.recv(65536):
            self.said += len(data)
            held += data
            try:
                held, ready = self._changed(held) if first else (b"", held)
            except Over as end:
                client.sendall(end.last)
                return
            limit = next((each for each in (self._cut, self._stall) if each is not None and first), None)
            if limit is not None and passed + len(ready) >= limit:
                client.sendall(ready[: limit - passed])
                self.struck = True
                if self._stall is not None:
                    self._over.wait(60)
                return
            client.sendall(ready)
            passed += len(ready)

    def _changed(self, held: bytes) -> tuple[bytes, bytes]:
        """Return what to hold back and what to pass on; raises Over to end the conversation."""
        if b"* SEARCH" in held and not self.struck and (self._on_list or self._fault == "two-lists"):
            self.struck = True
            if self._on_list:
                self._on_list()
            else:
                return b"", held.replace(b"* SEARCH", b"* SEARCH 1\r\n* SEARCH", 1)
        found = LITERAL.search(held) if self._fault and not self.struck else None
        if found is None:
            lying = self._fault and not self.struck
            begun = BEGUN.search(held) if lying else None  # a line not yet whole may go on with a literal
            at = begun.start() if begun else len(held)
            return held[at:], held[:at]
        size = int(found[1])
        if held.find(b"\r\n", found.end() + size) < 0 and self._fault != "bye":  # the line's end is not here yet
            return held, b""
        self.struck = True
        return b"", self._lie(held, found, size)

    def _lie(self, held: bytes, found: re.Match[bytes], size: int) -> bytes:
        """Return the answer to the first fetch of a mail with its fault."""
        before, name = held[: found.start()], found[0].partition(b"{")[0]
        body, after = held[found.end() : found.end() + size], held[found.end() + size :]

        def told(number: int) -> bytes:
            return before + name + b"{%d}\r\n" % number

        match self._fault:
            case "nil":
                return before + name + b"NIL" + after
            case "no-body":
                start = before.rfind(b"* ")
                return before[:start] + after.partition(b"\r\n")[2]
            case "literal-long":
                return told(size + 5000) + body + after
            case "literal-short":
                return told(size - 500) + body + after
            case "literal-absurd":
                return told(99_999_999_999) + body + after
            case "wrong-uid":
                return re.sub(rb"UID \d+", b"UID 4000000", before) + found[0] + body + re.sub(rb"UID \d+", b"UID 4000000", after)
            case "cut-short":
                return told(size // 2) + body[: size // 2] + after
        raise Over(b"* BYE the server is going down\r\n")


def _pump(source: socket.socket, target: socket.socket) -> None:
    """Pass on what the client says."""
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
