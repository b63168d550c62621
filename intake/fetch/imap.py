"""One IMAP mailbox behind one class: lists UIDs, downloads in pieces, changes nothing, parses nothing (RFC 3501)."""

from __future__ import annotations

import contextlib
import imaplib
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import imapclient
from imapclient.exceptions import ProtocolError

from intake.config.models import MailboxSettings
from intake.credentials.tls import trust
from intake.fetch.diagnosis import Step, fault_of, trouble
from intake.fetch.download import Download
from intake.fetch.faults import BREAKS, FetchFault, Interrupted, MailboxError, MessageFault, MessageGone, NotKept, TokenRefused
from intake.fetch.folders import explain
from intake.fetch.imap_login import log_in_imap, pass_for
from intake.fetch.imap_values import is_uid, moment
from intake.fetch.imap_wire import SMALL, Client
from intake.isolate.lifeline import Lifeline

logging.getLogger("imapclient").setLevel(logging.CRITICAL)  # of what a server answers we tell ourselves, and once
AT_ONCE = 500  # UIDs named in one command: servers refuse long ones (measured)
LIST = 16 << 20  # bytes that a list of UIDs may have
FAREWELL = 5.0  # seconds for the answer to LOGOUT, which changes nothing
IDENTITY = {"name": "intake-desk", "version": "1.0", "vendor": "intake-desk", "support-email": "postmaster@localhost"}


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
    """A logged-in connection to one mailbox; use it as a context manager, one thread at a time.

    A conversation that broke over one mail is begun anew at the next command.
    """

    def __init__(self, settings: MailboxSettings, name: str, line: Lifeline | None = None) -> None:
        """Remember where to connect; nothing happens before `with`. Another thread may cut the `line`."""
        self._settings = settings
        self._name = name
        self._line = line or Lifeline()
        self._client: Any = None
        self._folder = ""
        self._uidvalidity = 0

    def __enter__(self) -> Self:
        """Connect, log in and tell the server who we are; raises MailboxError."""
        try:
            self._open()
        except MailboxError:
            self._line.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Log out if the conversation is sound, else just close the connection."""
        if kind is None and self._client is not None:
            # the mail is safe on both sides; a server that cannot say goodbye is no trouble
            with contextlib.suppress(Exception):
                with self._line.within(FAREWELL):
                    self._client.allow(SMALL)
                    self._client.logout()
                self._client = None
        self._drop()
        self._line.close()

    def folder_state(self, folder: str) -> FolderState:
        """Open a folder read-only (EXAMINE) and return its state; raises MailboxError."""
        with self._asking(f"opening the folder {folder}") as client:
            try:
                answer = client.select_folder(folder, readonly=True)
            except imaplib.IMAP4.error as error:
                explain(client, folder, self.where, error)
                raise
            validity = answer.get(b"UIDVALIDITY")
            if validity is None or not is_uid(int(validity)):
                raise MailboxError(f"{self.where}: {folder} has no UIDVALIDITY; its messages cannot be told apart safely")
            self._folder, self._uidvalidity = folder, int(validity)
            return FolderState(uidvalidity=self._uidvalidity, exists=int(answer.get(b"EXISTS", 0)))

    def uids_above(self, folder: str, last_uid: int) -> list[int]:
        """Return the UIDs above `last_uid`, ascending. `n:*` always names the last message, so lower ones are dropped."""
        if self._folder != folder:
            self.folder_state(folder)
        with self._asking(f"listing {folder}", LIST) as client:
            found = client.search(["UID", f"{last_uid + 1}:*"])
            return sorted({uid for uid in map(int, found) if uid > last_uid and is_uid(uid)})

    def arrivals(self, uids: Sequence[int]) -> dict[int, datetime]:
        """Return UID -> INTERNALDATE (aware) of messages of the opened folder; one that tells none is left out."""
        found: dict[int, datetime | None] = {}
        for first in range(0, len(uids), AT_ONCE):
            with self._asking("asking when mail arrived") as client:
                for uid, facts in client.fetch(uids[first : first + AT_ONCE], ["INTERNALDATE"]).items():
                    found[uid] = moment(facts.get(b"INTERNALDATE"))
        return {uid: at for uid, at in found.items() if at}

    def download(
        self,
        uid: int,
        out: Callable[[bytes], None],
        restart: Callable[[], None] | None = None,
        fits: Callable[[int], None] = lambda _: None,
        whole: bool = False,
    ) -> Fetched:
        """Hand a message's bytes to `out` in pieces and return its arrival and size.

        A size that does not fit what the server announced is fetched again whole (after `restart`), at most twice. `fits` is
        asked before and on the way whether so many more bytes may come, and raises if not. `whole`: not in pieces. Raises MessageGone when the message
        is no longer there, MessageFault when it alone cannot be had now, MailboxError when none can, NotKept for our disk.
        """
        with self._asking(f"fetching message {uid}", uid=uid) as client:
            facts = self._facts(client, uid, ["INTERNALDATE", "RFC822.SIZE"])
        announced, arrival = facts.get(b"RFC822.SIZE"), moment(facts.get(b"INTERNALDATE"))
        if arrival is None:
            raise MessageFault(FetchFault.UNDATED, f"{self.where}: message {uid} came without an arrival time")
        wanted = Download(self.where, uid, announced if isinstance(announced, int) and announced else None, out, fits)
        wanted.look_for_room()
        seconds = self._settings.mail_timeout.total_seconds() + (wanted.announced or 0) / self._settings.slowest
        with self._asking(f"fetching message {uid}", uid=uid, seconds=seconds):
            size = wanted.fetch(lambda *asked: self._text(uid, *asked), restart, whole)
        return Fetched(received_at=arrival, size=size)

    def _text(self, uid: int, items: str, most: int, sink: Callable[[bytes], None] | None) -> tuple[dict[bytes, Any], int]:
        """Ask for a mail's text; return the answer, and how many bytes of it went to `sink`."""
        self._ready().allow(most + SMALL // 64, sink)
        facts = self._facts(self._client, uid, [items])
        return facts, self._client.poured

    def _facts(self, client: Client, uid: int, items: list[str]) -> dict[bytes, Any]:
        answer = client.fetch([uid], items)
        if uid not in answer:
            client.allow(SMALL)
            if not client.search(["UID", str(uid)]):
                raise MessageGone(f"{self.where}: message {uid} is no longer in {self._folder}")
            raise MessageFault(FetchFault.EMPTY, f"{self.where}: the server did not send message {uid}")
        return dict(answer[uid])

    @property
    def where(self) -> str:
        """Return the mailbox's name and place, for people."""
        return f"{self._name} ({self._settings.username} at {self._settings.host}:{self._settings.port})"

    @contextmanager
    def _asking(self, doing: str, most: int = SMALL, uid: int = 0, seconds: float | None = None) -> Iterator[Client]:
        """Give the connection for one command whose answer may have so many bytes and take so long."""
        client = self._ready()
        patience = seconds or self._settings.answer_timeout.total_seconds()
        client.allow(most)
        with self._boundary(doing, uid, patience), self._line.within(patience):
            yield client

    def _ready(self) -> Client:
        """Return the connection; where it broke over a mail, a new one with the same folder open."""
        if self._client is None:
            folder, before = self._folder, self._uidvalidity
            self._open()
            if folder and self.folder_state(folder).uidvalidity != before:
                raise MailboxError(f"{self.where}: {folder} was renumbered meanwhile; it is listed anew next time")
        client: Client = self._client
        return client

    def _open(self) -> None:
        try:
            self._connect()
            try:
                self._login()
            except TokenRefused as refusal:  # it may have ended early: once more with a new one
                self._drop()
                self._connect()
                self._login(refusal.token)
        except MailboxError:
            self._drop()
            raise

    def _connect(self) -> None:
        patience = self._settings.answer_timeout.total_seconds()
        with self._boundary("connecting", 0, patience), self._line.within(patience):
            self._client = self._connected()

    def _connected(self) -> Client:
        settings = self._settings
        timeout = imapclient.SocketTimeout(
            connect=settings.connect_timeout.total_seconds(), read=settings.read_timeout.total_seconds()
        )
        context = None if settings.security == "none" else trust(settings)
        implicit = context if settings.security == "tls" else None
        client = Client(settings.host, settings.port, timeout, self._line, implicit)
        if settings.security == "starttls":
            client.starttls(context)
        return client

    def _login(self, refused: str = "") -> None:
        secret = pass_for(self._settings, self.where, refused)
        with self._asking("logging in") as client:
            log_in_imap(client, self._settings, secret, self.where)
        with self._asking("telling the server who we are") as client:
            # NetEase refuses SELECT ("Unsafe Login") unless an RFC 2971 ID came after the login.
            if client.has_capability("ID"):
                client.id_(IDENTITY)

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(OSError, ValueError):  # closed already
                client.shutdown()

    @contextmanager
    def _boundary(self, doing: str, uid: int, patience: float) -> Iterator[None]:
        """Turn whatever the library lets out into a MailboxError: a server may answer anything (field-notes 1)."""
        try:
            yield
        except MessageFault as fault:
            if fault.code in BREAKS:
                self._drop()
            raise
        except (MailboxError, NotKept):
            raise
        except (Exception, MemoryError) as error:
            told = trouble(error, self._line.cause, Step(self.where, doing, patience, self._settings.host))
            refused = isinstance(error, imaplib.IMAP4.error) and not isinstance(error, ProtocolError | imaplib.IMAP4.abort)
            if not refused:
                self._drop()
            if uid and not isinstance(told, Interrupted):
                raise MessageFault(FetchFault.REFUSED if refused else fault_of(error, self._line.cause), str(told)) from error
            raise told from error
