"""A real IMAP and a real SMTP server inside the process, on free loopback ports: pymap and aiosmtpd."""

from __future__ import annotations

import asyncio
import socket
import threading
from argparse import ArgumentParser
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import imapclient
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"


class EmbeddedImap:
    """pymap in a thread of its own, one user, mail in memory; use it as a context manager."""

    def __init__(self, username: str = "photo@example.org", password: str = "secret") -> None:  # noqa: S107 - a server of a few seconds
        """Choose the one account there is."""
        self.username, self.password = username, password
        self.host, self.port = HOST, 0
        self._loop = asyncio.new_event_loop()
        self._ready, self._stop = threading.Event(), asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="imap", daemon=True)
        self._failure: BaseException | None = None

    def __enter__(self) -> Self:
        """Listen; raises RuntimeError when the server cannot start."""
        with socket.create_server((HOST, 0)) as probe:
            self.port = probe.getsockname()[1]
        self._thread.start()
        if not self._ready.wait(20) or self._failure:
            raise RuntimeError(f"the embedded IMAP server did not start: {self._failure}")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop the server and its thread."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(20)

    def deliver(self, raw: bytes, received_at: datetime, folder: str = "INBOX") -> None:
        """Put a mail into a folder with its arrival time, as a delivery would."""
        self.deliver_all([(raw, received_at)], folder)

    def deliver_all(self, mails: list[tuple[bytes, datetime]], folder: str = "INBOX") -> None:
        """Put mails into a folder over one connection."""
        append_all(self.port, self.username, self.password, mails, folder)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        except (OSError, RuntimeError, ValueError) as error:
            self._failure = error
            self._ready.set()
        finally:
            self._loop.run_until_complete(_end_all())
            self._loop.close()

    async def _serve(self) -> None:
        from pymap.backend.dict import DictBackend
        from pymap.imap import IMAPService

        parser = ArgumentParser()
        DictBackend.add_subparser("dict", parser.add_subparsers())
        IMAPService.add_arguments(parser)
        parser.set_defaults(debug=False, passlib_cfg=None, skip_services=[])
        words = ["--host", HOST, "--port", str(self.port), "--no-tls", "dict"]
        args = parser.parse_args([*words, "--demo-user", self.username, "--demo-password", self.password])
        backend, config = await DictBackend.init(args)
        config.apply_context()
        async with AsyncExitStack() as stack:
            await backend.start(stack)
            await IMAPService(backend, config).start(stack)
            self._ready.set()
            await self._stop.wait()


async def _end_all() -> None:
    """Cancel what is still running (connections not yet closed) and wait for it to end."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def append_all(port: int, username: str, password: str, mails: list[tuple[bytes, datetime]], folder: str = "INBOX") -> None:
    """Append mails with their arrival times to a folder of a loopback server, made if it is not there."""
    client: Any = imapclient.IMAPClient(HOST, port=port, ssl=False, timeout=60)
    client._imap.debug = 0
    try:
        client.login(username, password)
        if folder != "INBOX" and not client.folder_exists(folder):
            client.create_folder(folder)
        for raw, received_at in mails:
            client.append(folder, raw, msg_time=received_at)
    finally:
        client.logout()


@dataclass(frozen=True)
class Received:
    """One letter as the SMTP server took it."""

    mail_from: str
    rcpt_tos: tuple[str, ...]
    content: bytes


class EmbeddedSmtp:
    """aiosmtpd on a free loopback port, keeping what it takes; use it as a context manager."""

    def __init__(self, *, any_letters: bool = True) -> None:
        """Start with an empty tray; `any_letters`: take addresses beyond ASCII (SMTPUTF8)."""
        self.host, self.port = HOST, 0
        self._any_letters = any_letters
        self.received: list[Received] = []
        self._controller: Any = None

    def __enter__(self) -> Self:
        """Listen."""
        with socket.create_server((HOST, 0)) as probe:
            self.port = probe.getsockname()[1]
        self._controller = Controller(self, hostname=HOST, port=self.port, ready_timeout=20, enable_SMTPUTF8=self._any_letters)
        self._controller.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop listening."""
        self._controller.stop()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a letter."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.received.append(Received(envelope.mail_from or "", tuple(envelope.rcpt_tos), content))
        return "250 taken"
