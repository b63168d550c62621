"""SMTP's wire: a connection that may be cut from outside, and replies that have an end."""

from __future__ import annotations

import functools
import re
import smtplib
import socket
from typing import IO

from intake.config.models import DeliverySettings
from intake.credentials.tls import trust
from intake.isolate.lifeline import Lifeline

REPLY = 65_536  # bytes a reply may have, in all its lines


class _Replies:
    """What a server says, with an end: a reply of endless lines is none."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.left = file, REPLY

    def readline(self, most: int) -> bytes:
        """Read a line; raises OSError when the reply becomes too long."""
        line = self._file.readline(min(most, self.left))
        self.left -= len(line)
        if self.left <= 0:
            raise OSError("the server's reply has no end")
        return line

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class SmtpClient(smtplib.SMTP):
    """smtplib's client on a lifeline; `context` for TLS from the first byte."""

    def __init__(self, settings: DeliverySettings, line: Lifeline) -> None:
        self._line = line
        self._context = trust(settings) if settings.security == "tls" else None
        super().__init__(settings.host, settings.port, _own_name(), settings.timeout.total_seconds())

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = self._line.connect(host, port, timeout)
        return self._context.wrap_socket(plain, server_hostname=host) if self._context else plain

    def getreply(self) -> tuple[int, bytes]:
        """Read one reply, which may be only so long."""
        if self.file is None and self.sock is not None:
            self.file = _Replies(self.sock.makefile("rb"))
        if self.file is not None:
            self.file.left = REPLY
        return super().getreply()


@functools.lru_cache(maxsize=1)
def _own_name() -> str:
    """Return this machine's full name for EHLO, or an address literal where it has none (RFC 5321, 4.1.4)."""
    name = socket.getfqdn()
    usable = re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", name) and not name.startswith("localhost")
    return name if usable else "[127.0.0.1]"
