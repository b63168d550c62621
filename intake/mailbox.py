"""One IMAP mailbox behind one class: lists UIDs, downloads in pieces, changes nothing, parses nothing (RFC 3501)."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import imapclient
from imapclient.exceptions import IMAPClientError, LoginError

from intake.settings import MailboxSettings

PIECE = 1 << 20  # bytes a FETCH asks for: memory stays flat however large the mail
AT_ONCE = 500  # UIDs named in one command: servers refuse long ones (measured)
SLACK = 0.02  # how far RFC822.SIZE may be off before the mail is fetched again (field-notes 1)
IDENTITY = {"name": "intake-desk", "version": "1.0", "vendor": "intake-desk", "support-email": "postmaster@localhost"}


class MailboxError(Exception):
    """Say what is wrong with a mailbox, for people; the next poll tries again and nothing is lost."""


class MessageGone(MailboxError):  # noqa: N818 - not a fault: a person moved it
    """Say that a message left the folder before it was fetched."""


@dataclass(frozen=True, kw_only=True)
class FolderState:
    """An opened folder: UIDVALIDITY gives its UIDs their meaning (RFC 3501 2.3.1.1)."""

    uidvalidity: int
    exists: int


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A downloaded message: aware INTERNALDATE and size in bytes."""

    received_at: datetime
    size: int


class Mailbox:
    """A logged-in connection to one mailbox; use it as a context manager, one thread at a time."""

    def __init__(self, settings: MailboxSettings, name: str) -> None:
        """Remember where to connect; nothing happens before `with`."""
        self._settings = settings
        self._name = name
        self._client: Any = None
        self._folder = ""

    def __enter__(self) -> Self:
        """Connect, log in and tell the server who we are; raises MailboxError."""
        with self._boundary("connecting"):
            self._client = self._connect()
        try:
            self._login()
        except MailboxError:
            self._drop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Log out if the conversation is sound, else just close the connection."""
        if kind is None:
            try:
                self._client.logout()
                return
            except (IMAPClientError, imaplib.IMAP4.error, OSError):
                pass  # the mail is safe on both sides; a server that cannot say goodbye is no trouble
        self._drop()

    def folder_state(self, folder: str) -> FolderState:
        """Open a folder read-only (EXAMINE) and return its state; raises MailboxError."""
        with self._boundary(f"opening the folder {folder}"):
            answer = self._client.select_folder(folder, readonly=True)
            validity = answer.get(b"UIDVALIDITY")
            if validity is None:
                raise MailboxError(f"{self._where}: {folder} has no UIDVALIDITY; its messages cannot be told apart safely")
            self._folder = folder
            return FolderState(uidvalidity=int(validity), exists=int(answer.get(b"EXISTS", 0)))

    def uids_above(self, folder: str, last_uid: int) -> list[int]:
        """Return the UIDs above `last_uid`, ascending. `n:*` always names the last message, so lower ones are dropped."""
        with self._boundary(f"listing {folder}"):
            if self._folder != folder:
                self.folder_state(folder)
            found = self._client.search(["UID", f"{last_uid + 1}:*"])
            return sorted(uid for uid in map(int, found) if uid > last_uid)

    def arrivals(self, uids: Sequence[int]) -> dict[int, datetime]:
        """Return UID -> INTERNALDATE (aware) of messages of the opened folder; one that tells none is left out."""
        with self._boundary("asking when mail arrived"):
            found = {}
            for first in range(0, len(uids), AT_ONCE):
                for uid, facts in self._client.fetch(uids[first : first + AT_ONCE], ["INTERNALDATE"]).items():
                    found[uid] = facts.get(b"INTERNALDATE")
            return {uid: at for uid, at in found.items() if isinstance(at, datetime) and at.tzinfo}

    def download(self, uid: int, out: Callable[[bytes], None], restart: Callable[[], None] | None = None) -> Fetched:
        """Hand a message's bytes to `out` in pieces and return its arrival and size.

        A size that does not fit what the server announced is fetched again whole (after `restart`), at most twice.
        Raises MessageGone when the message is no longer there, MailboxError when it cannot be had now.
        """
        with self._boundary(f"fetching message {uid}"):
            facts = self._fetch(uid, ["INTERNALDATE", "RFC822.SIZE"])
            announced, arrival = int(facts.get(b"RFC822.SIZE") or 0), facts.get(b"INTERNALDATE")
            if not isinstance(arrival, datetime) or arrival.tzinfo is None:
                raise MailboxError(f"{self._where}: message {uid} came without an arrival time")
            size = self._pieces(uid, out)
            for _ in range(2):
                if size and abs(size - announced) <= max(announced * SLACK, 64):
                    return Fetched(received_at=arrival, size=size)
                if restart is None:
                    break
                restart()
                again = self._whole(uid, out)
                if again == size:  # the server means it: RFC822.SIZE was wrong
                    return Fetched(received_at=arrival, size=size)
                size = again
        raise MailboxError(
            f"{self._where}: message {uid} has {size} bytes, but {announced} were announced; it is fetched again next time"
        )

    def _pieces(self, uid: int, out: Callable[[bytes], None]) -> int:
        offset = 0
        while True:
            facts = self._fetch(uid, [f"BODY.PEEK[]<{offset}.{PIECE}>"])
            piece = facts.get(f"BODY[]<{offset}>".encode())
            if piece is None and offset == 0:
                raise MailboxError(f"{self._where}: message {uid} came without its text")
            if not isinstance(piece, bytes | type(None)):
                raise MailboxError(f"{self._where}: message {uid} came garbled")
            out(piece or b"")
            offset += len(piece or b"")
            if len(piece or b"") < PIECE:
                return offset

    def _whole(self, uid: int, out: Callable[[bytes], None]) -> int:
        body = self._fetch(uid, ["BODY.PEEK[]"]).get(b"BODY[]")
        if not isinstance(body, bytes):
            raise MailboxError(f"{self._where}: message {uid} came without its text")
        out(body)
        return len(body)

    def _fetch(self, uid: int, items: list[str]) -> dict[bytes, Any]:
        answer = self._client.fetch([uid], items)
        if uid not in answer:
            if not self._client.search(["UID", str(uid)]):
                raise MessageGone(f"{self._where}: message {uid} is no longer in {self._folder}")
            raise MailboxError(f"{self._where}: the server did not send message {uid}")
        return dict(answer[uid])

    @property
    def _where(self) -> str:
        return f"{self._name} ({self._settings.username} at {self._settings.host}:{self._settings.port})"

    def _connect(self) -> Any:
        settings = self._settings
        timeout = imapclient.SocketTimeout(
            connect=settings.connect_timeout.total_seconds(), read=settings.read_timeout.total_seconds()
        )
        context = ssl.create_default_context()
        client = imapclient.IMAPClient(
            settings.host, port=settings.port, ssl=settings.security == "tls", ssl_context=context, timeout=timeout
        )
        # It prints every literal into a debug log nobody reads: three times the time, twice the memory (measured).
        if hasattr(client, "_imap") and hasattr(client._imap, "debug"):
            client._imap.debug = 0
        client.normalise_times = False
        if settings.security == "starttls":
            client.starttls(context)
        return client

    def _login(self) -> None:
        try:
            secret = self._settings.secret()
        except OSError as error:
            raise MailboxError(f"{self._where}: the password file cannot be read: {error.strerror}") from error
        with self._boundary("logging in"):
            try:
                self._client.login(self._settings.username, secret or "")
            except LoginError as error:
                raise MailboxError(
                    f"{self._where}: the login was refused ({_said(error)}). Is the password the authorisation code (授权码), "
                    "not the web password, and is IMAP switched on?"
                ) from error
            # NetEase refuses SELECT ("Unsafe Login") unless an RFC 2971 ID came after the login.
            if self._client.has_capability("ID"):
                self._client.id_(IDENTITY)

    def _drop(self) -> None:
        if self._client is not None:
            try:
                self._client.shutdown()
            except OSError:
                return  # closed already

    @contextmanager
    def _boundary(self, doing: str) -> Iterator[None]:
        """Turn whatever the library lets out into a MailboxError: a server may answer anything (field-notes 1)."""
        try:
            yield
        except MailboxError:
            raise
        except ssl.SSLError as error:
            raise MailboxError(
                f"{self._where}: no safe connection ({error.reason or error}); the certificate or 'security' is wrong"
            ) from error
        except (OSError, imaplib.IMAP4.abort) as error:
            raise MailboxError(f"{self._where}: not reachable while {doing} ({_said(error)})") from error
        except (Exception, MemoryError) as error:  # ValueError, ProtocolError, KeyError ... all mean: try later
            hint = "; switch on IMAP for this client at the provider" if "Unsafe Login" in str(error) else ""
            raise MailboxError(
                f"{self._where}: the server answered something unusable while {doing} ({_said(error)}){hint}"
            ) from error


def _said(error: BaseException) -> str:
    """Return what a server or library said, as one short printable line."""
    argument = error.args[0] if error.args else ""
    text = argument.decode("utf-8", "replace") if isinstance(argument, bytes) else str(error)
    return "".join(char if char.isprintable() else " " for char in text)[:200] or type(error).__name__
