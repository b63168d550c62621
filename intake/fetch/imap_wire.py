"""IMAP's wire, guarded: no byte is read past what a command may be answered with, and a mail's text never waits in memory."""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from collections.abc import Callable
from typing import IO, Any, cast

import imapclient

from intake.isolate.lifeline import Lifeline

SMALL = 4 << 20  # bytes that the answer to an ordinary command may have
LONG_LINE = 16 << 20  # a list of two million UIDs
CHUNK = 1 << 20
TEXT = re.compile(rb"BODY\[\](?:<\d+>)? \{(\d+)\}\r\n\Z")  # a mail's text as a literal (RFC 3501, 4.3)


class TooMuch(Exception):  # noqa: N818 - imaplib would turn an error of its own kind into another
    """Say that a server sends, or announces, more than it was asked for; nothing of it was read."""


class _Guarded(imaplib.IMAP4):
    """imaplib's connection with a budget of bytes for each command; `sink` takes a mail's text in its stead."""

    line: Lifeline
    context: ssl.SSLContext | None
    left = SMALL
    sink: Callable[[bytes], None] | None = None
    poured = 0  # bytes that went into the sink

    def __init__(self, host: str, port: int, timeout: float, line: Lifeline, context: ssl.SSLContext | None) -> None:
        self.line, self.context, self._patience = line, context, timeout
        super().__init__(host, port, timeout)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = self.line.connect(self.host, self.port, timeout or self._patience)
        return self.context.wrap_socket(plain, server_hostname=self.host) if self.context else plain

    @property
    def _bytes(self) -> IO[bytes]:
        return cast("IO[bytes]", self.file)

    def readline(self) -> bytes:
        """Read a line of the answer; a mail's text that it announces goes to the sink and is a literal of no bytes then."""
        line = self._bytes.readline(min(LONG_LINE, self.left) + 1)
        self._spend(len(line), "a line")
        text = TEXT.search(line) if self.sink else None
        if text is None:
            return line
        self._pour(int(text[1]))
        return line[: text.start(1)] + b"0}\r\n"

    def read(self, size: int) -> bytes:
        """Read a literal, if it is not larger than what may still come."""
        self._spend(size, f"a literal of {size} bytes")
        return self._bytes.read(size)

    def _spend(self, size: int, what: str) -> None:
        if size > self.left:
            raise TooMuch(f"{what} where {self.left} bytes may come")
        self.left -= size

    def _pour(self, size: int) -> None:
        self._spend(size, f"a literal of {size} bytes")
        sink, self.sink = self.sink, None  # a second text in the same answer is a literal like any other
        assert sink is not None
        while size:
            piece = self._bytes.read(min(CHUNK, size))
            if not piece:
                raise imaplib.IMAP4.abort("socket error: EOF")
            sink(piece)
            self.poured += len(piece)
            size -= len(piece)


class Client(imapclient.IMAPClient):  # type: ignore[misc]
    """imapclient on a guarded wire, with a lifeline."""

    def __init__(self, host: str, port: int, timeout: Any, line: Lifeline, context: ssl.SSLContext | None) -> None:
        """Connect; `context` for TLS from the first byte. Raises OSError and what imaplib raises."""
        self._line, self._context = line, context
        super().__init__(host, port=port, ssl=context is not None, ssl_context=context, timeout=timeout)
        # It prints every literal into a debug log nobody reads: three times the time, twice the memory (measured).
        self._imap.debug = 0
        self.normalise_times = False

    def _create_IMAP4(self) -> _Guarded:  # noqa: N802 - imapclient's name
        return _Guarded(self.host, self.port, self._timeout.connect, self._line, self._context)

    def _raw_command_untagged(self, command: bytes, *args: Any, **named: Any) -> Any:
        """Join the lines of an answer to SEARCH: a server may spread it over several (RFC 3501, 7.2.5)."""
        told = super()._raw_command_untagged(command, *args, **named)
        return [b" ".join(filter(None, told))] if command == b"SEARCH" else told

    def allow(self, size: int, sink: Callable[[bytes], None] | None = None) -> None:
        """Set what the next answer may have in all; a mail's text goes to `sink`."""
        self._imap.left, self._imap.sink, self._imap.poured = size, sink, 0

    @property
    def poured(self) -> int:
        """Return the bytes of text that went into the sink."""
        return int(self._imap.poured)
