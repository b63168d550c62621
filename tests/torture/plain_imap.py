"""A minimal IMAP server that reads nothing of the mails it holds: what bombs others cannot bomb it."""

from __future__ import annotations

import re
import socket
from contextlib import suppress
from datetime import datetime

from .listening import Listening

FETCH = re.compile(rb"BODY\.PEEK\[\](?:<(\d+)\.(\d+)>)?")


class PlainImap(Listening):
    """One folder, INBOX, in memory; enough of RFC 3501 for a program that lists and fetches by UID."""

    def __init__(self) -> None:
        super().__init__()
        self._mails: list[tuple[bytes, datetime]] = []

    def deliver_all(self, mails: list[tuple[bytes, datetime]], folder: str = "INBOX") -> None:
        """Put mails into the one folder."""
        assert folder == "INBOX"
        self._mails += mails

    def _serve(self, client: socket.socket, first: bool) -> None:
        with suppress(OSError), client, client.makefile("rb") as lines:
            client.sendall(b"* OK [CAPABILITY IMAP4rev1 ID] ready\r\n")
            for line in lines:
                tag, _, command = line.strip().partition(b" ")
                client.sendall(self._answer(command) + tag + b" OK done\r\n")
                if command.upper() == b"LOGOUT":
                    return

    def _answer(self, command: bytes) -> bytes:
        words = command.upper().split()
        match words[0]:
            case b"CAPABILITY":
                return b"* CAPABILITY IMAP4rev1 ID\r\n"
            case b"ID":
                return b"* ID NIL\r\n"
            case b"EXAMINE" | b"SELECT":
                return b"* %d EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n" % len(self._mails)
            case b"UID" if words[1] == b"SEARCH":
                first = int(words[-1].partition(b":")[0])
                found = [n for n in range(1, len(self._mails) + 1) if n >= first] or [len(self._mails)]
                return b"* SEARCH " + b" ".join(b"%d" % n for n in found) + b"\r\n"
            case b"UID" if words[1] == b"FETCH":
                return b"".join(self._fetched(int(uid), command) for uid in words[2].split(b","))
        return b""

    def _fetched(self, uid: int, command: bytes) -> bytes:
        raw, arrived = self._mails[uid - 1]
        asked = FETCH.search(command)
        if asked is None:
            moment = arrived.strftime("%d-%b-%Y %H:%M:%S %z").encode()
            return b'* %d FETCH (UID %d INTERNALDATE "%b" RFC822.SIZE %d)\r\n' % (uid, uid, moment, len(raw))
        start = int(asked[1] or 0)
        piece = raw[start : start + int(asked[2])] if asked[2] else raw
        name = b"BODY[]<%d>" % start if asked[2] else b"BODY[]"
        return b"* %d FETCH (UID %d %b {%d}\r\n%b)\r\n" % (uid, uid, name, len(piece), piece)
