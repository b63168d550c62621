"""A test stand: a folder of its own, real servers in this process, the real program in another; and the mails it is fed."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from reports.demo import kinds, mails
from reports.demo.servers import EmbeddedImap, EmbeddedSmtp
from tests.builders.desks import overlay
from tests.builders.factories import INSIDE, tiny_scene

from .books import Letter
from .checker import SETTLED, Verdict, Wanted, check
from .program import PATH, Run, Running, copy, forked, started

PATIENCE = 120.0  # seconds after which a run is ended and counted as hanging
ENTERED = frozenset({"entered"})


@dataclass(frozen=True, kw_only=True)
class Post:
    """One mail to deliver: its bytes, its arrival, what it must become."""

    raw: bytes
    wanted: Wanted
    arrives: datetime = INSIDE


def post(
    name: str, raw: bytes, outcomes: str, files: Sequence[bytes] = (), answered: bool | None = None, state: str = "", **more: Any
) -> Post:
    """Return a mail with its expectation; `outcomes` are separated by blanks."""
    digests = frozenset(hashlib.sha256(data).hexdigest() for data in files)
    sha256 = hashlib.sha256(raw).hexdigest()
    wanted = Wanted(name=name, sha256=sha256, outcomes=frozenset(outcomes.split()), files=digests, answered=answered, state=state)
    return Post(raw=raw, wanted=wanted, **more)


def innocent(number: int = 3) -> Post:
    """Return a complete small entry in the plainest shape; `number` chooses the author."""
    scene = tiny_scene(number)
    files = scene.parcel()
    return post(
        f"complete-{number}", mails.plain(scene.draft(*files)), "entered", [file.data for file in files], True, "accepted"
    )


@lru_cache(maxsize=1)
def small_mailbox() -> tuple[Post, ...]:
    """Return the mailbox that every crash meets: complete, incomplete, a pair that merges, machine mail, poison."""
    alone, adding = tiny_scene(5), tiny_scene(7)
    two = alone.parcel(2)
    first = (*adding.parcel()[:-1],)
    portrait = adding.portrait()
    follows = mails.gmail(
        adding.later(hours=1).draft(portrait, text="Dear organisers,\n\nhere is the photo of me that was missing.")
    )
    return (
        innocent(3),
        post("two-photos", mails.gmail(alone.draft(*two)), "entered", [file.data for file in two], True, "incomplete"),
        post("no-portrait", mails.gmail(adding.draft(*first)), "entered", [file.data for file in first], None, "accepted"),
        post("portrait-follows", follows, "merged", [portrait.data], True, "accepted", arrives=adding.later(hours=1).arrives),
        post("auto-reply", kinds.auto_reply(tiny_scene(9)), "ignored", answered=False),
        post("poison", poison(), "shunted", answered=False),
    )


def poison() -> bytes:
    """Return a mail nested deeper than anybody may read."""
    head = b"From: Deep Down <deep@example.com>\r\nTo: photo@example.org\r\nSubject: deep\r\nMIME-Version: 1.0\r\n"
    levels = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level) for level in range(300))
    return head + levels + b"Content-Type: text/plain\r\n\r\nend\r\n"


class Nowhere:
    """A server that is not there."""

    port = 1


class Stand:
    """One try's folder and servers; use it as a context manager."""

    def __init__(self, imap: Any = None, smtp: Any = None, **more: Any) -> None:
        """`imap`, `smtp`: servers to use in place of own ones; `more` is laid over the configuration."""
        self.root = Path(tempfile.mkdtemp(prefix="torture-"))
        self.data = self.root / "var"
        self._given_imap, self._given_smtp, self._more = imap, smtp, more
        self.wanted: list[Wanted] = []
        self._groups: list[int] = []

    def __enter__(self) -> Self:
        """Start the servers and write the overlay."""
        for name in ("home", "tmp"):
            (self.root / name).mkdir()
        self.imap = self._given_imap or EmbeddedImap().__enter__()
        self.smtp = self._given_smtp or EmbeddedSmtp().__enter__()
        self.configure(self.imap, self.smtp)
        return self

    def configure(self, imap: Any, smtp: Any, **more: Any) -> None:
        """Write the overlay for these servers (anything with a port)."""
        quick = {"limits": {"disk_reserve": "1MB"}, "delivery": {"timeout": "5s"}}
        merged = {**quick, **self._more, **more}
        merged["limits"] = {**quick["limits"], **merged.get("limits", {})}
        overlay(self.root, imap, smtp, **merged)

    def __exit__(self, *_: object) -> None:
        """End what still runs of this stand's own processes, stop the servers, drop the folder."""
        for group in self._groups:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(group, signal.SIGKILL)
        if self._given_imap is None:
            self.imap.__exit__(None, None, None)
        if self._given_smtp is None:
            self.smtp.__exit__(None, None, None)
        shutil.rmtree(self.root, ignore_errors=True)

    def deliver(self, posts: Sequence[Post], folder: str = "INBOX") -> None:
        """Put mails into the mailbox and remember what they must become."""
        self.imap.deliver_all([(each.raw, each.arrives) for each in posts], folder)
        self.wanted += [each.wanted for each in posts]

    def start(self, *words: str, prefix: Sequence[str] = (), fresh: bool = False, held: bool = False, **environ: str) -> Running:
        """Start the program in a session of its own, with nothing of ours around it.

        `fresh`: as a new process, not from the nursery; `held`: it waits for go(); a `prefix` is a program that starts it.
        """
        configs = ("--config", str(copy() / "config.yaml"), "--config", str(self.root / "overlay.yaml"))
        environment = {
            "PATH": PATH, "PHOTO_PASSWORD": "secret", "LANG": "C.UTF-8",
            "HOME": str(self.root / "home"), "TMPDIR": str(self.root / "tmp"), **environ,
        }  # fmt: skip
        if fresh or prefix:
            running = started([*configs, *words], environment, self.root / "home", prefix)
        else:
            running = forked([*configs, *words], environment, self.root / "home", held)
        self._groups.append(running.pid)
        return running

    def run(self, *words: str, prefix: Sequence[str] = (), patience: float = PATIENCE, **environ: str) -> Run:
        """Run the program to its end (code HUNG: it hung and was ended)."""
        return self.start(*words, prefix=prefix, **environ).end(patience)

    def settle(self, *words: str, most: int = 4) -> Run:
        """Run a command, then `poll` until nothing is pending or under way; return the last run."""
        last = self.run(*(words or ("poll",)))
        for _ in range(most - 1):
            if self.quiet():
                break
            last = self.run("poll")
        return last

    def quiet(self) -> bool:
        """Tell whether every mail has an outcome and no letter is about to leave."""
        try:
            waiting = self.ask(
                "SELECT (SELECT count(*) FROM messages WHERE outcome = 'pending') "
                "+ (SELECT count(*) FROM notices WHERE state IN ('queued', 'sending', 'deferred'))"
            )
            seen = {row[0] for row in self.ask("SELECT sha256 FROM messages")}
        except sqlite3.Error:
            return False
        return waiting[0][0] == 0 and {each.sha256 for each in self.wanted} <= seen

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a query, or make a change, in the registry, as an outsider with a database tool would."""
        with closing(sqlite3.connect(self.data / "registry.db", timeout=10)) as connection, connection:
            return connection.execute(query, values).fetchall()

    def peek(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query asked of a copy: what a crash left is not touched, for mending it is the program's work."""
        copy = Path(tempfile.mkdtemp(dir=self.root))
        for path in self.data.glob("registry.db*"):
            if not path.name.endswith("-shm"):
                shutil.copy(path, copy)
        try:
            with closing(sqlite3.connect(copy / "registry.db")) as connection:
                return connection.execute(query).fetchall()
        except sqlite3.Error:
            return []

    def tomorrow(self) -> None:
        """Make every waiting letter due, as time would."""
        self.ask("UPDATE notices SET due_at = '2026-01-01T00:00:00+00:00' WHERE state IN ('queued', 'deferred')")

    def letters(self) -> list[Letter]:
        """Return what the SMTP server took."""
        return [Letter(recipient=item.rcpt_tos[0], content=item.content) for item in self.smtp.received]

    def verdict(self, settled: frozenset[str] = SETTLED) -> Verdict:
        """Return what the checker says now."""
        return check(self.wanted, self.data, self.letters(), settled)

    def adopt(self, template: Stand) -> None:
        """Begin with a copy of another stand's data."""
        shutil.copytree(template.data, self.data)
        self.ask("UPDATE materials SET path = replace(path, ?, ?)", str(template.data), str(self.data))
        self.wanted = list(template.wanted)
