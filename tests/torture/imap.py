"""The IMAP faults: lines cut and stalled, lies about a mail's text, mailboxes made anew, people who move mail meanwhile."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import imapclient

from reports.demo.servers import HOST, EmbeddedImap
from tests.builders.dovecot import DovecotServer, available

from . import slow
from .checker import Verdict
from .program import Run
from .proxy import BODY_FAULTS, ImapProxy
from .stand import PATIENCE, Post, Stand, innocent, small_mailbox
from .strace import spread
from .tally import Tally, Try, tally

CUTS, STALLS, DOVECOT_CUTS = 18, 4, 6
END = 200  # in the last bytes of a conversation everything has been fetched: any exit code of a good poll is right
QUICK = 19  # every so many-th try when quick
IMPATIENT = {"mailboxes": {"photo": {"connect_timeout": "3s", "read_timeout": "3s"}}}
BOTH = {"mailboxes": {"photo": {"folders": ["INBOX", "Junk"]}}}


def mailbox() -> list[Post]:
    """Return what each try is fed: machine mail, then a complete entry."""
    return [small_mailbox()[4], innocent(3)]


@contextmanager
def behind_proxy(kind: Callable[[], Any], **faults: Any) -> Iterator[tuple[Stand, ImapProxy]]:
    """Open a stand whose IMAP server has a proxy before it, and the mailbox in it."""
    with kind() as server, ImapProxy(server.port, **faults) as proxy, Stand(imap=server, **IMPATIENT) as stand:
        stand.deliver(mailbox())
        stand.configure(proxy, stand.smtp)
        yield stand, proxy


def judged(stand: Stand, hit: Run, codes: set[int]) -> Verdict:
    """Make one good poll after the fault and judge: every mail exactly once."""
    wrong = []
    if hit.code not in codes:
        wrong.append(f"in the fault the exit code is {hit.code}, not of {sorted(codes)}: {hit.err[-300:]}")
    good = stand.run("poll")
    if good.code != 0:
        wrong.append(f"the poll after the fault ended with {good.code}: {good.err[-300:]}")
    return stand.verdict().but_wrong(*wrong)


def length(kind: Callable[[], Any]) -> int:
    """Return how many bytes the server says in one good poll."""
    with behind_proxy(kind) as (stand, proxy):
        done = stand.run("poll")
        assert done.code == 0, done.err
        return proxy.said


def cut(kind: Callable[[], Any], at: int, whole: int, stall: bool = False) -> Verdict:
    """Cut (or stall) the line after so many bytes."""
    with behind_proxy(kind, **{"stall" if stall else "cut": at}) as (stand, proxy):
        hit = stand.run("poll")
        proxy.heal()
        return judged(stand, hit, {3} if at < whole - END else {0, 3})


def lie(kind: Callable[[], Any], fault: str) -> Verdict:
    """Let the server lie once about the first mail's text."""
    with behind_proxy(kind, fault=fault) as (stand, proxy):
        hit = stand.run("poll")
        struck = proxy.struck
        proxy.heal()
        verdict = judged(stand, hit, {0, 3} if fault in {"cut-short", "two-lists"} else {3})
        return verdict if struck else verdict.but_wrong("the fault did not happen")


def person(kind: Callable[[], Any], act: Callable[[Any], None], gone: bool) -> Verdict:
    """Let a person act on the mailbox when its list is known and nothing is fetched; `gone`: the first mail is no more."""
    with kind() as server, ImapProxy(server.port, on_list=lambda: act(server)) as proxy, Stand(imap=server, **BOTH) as stand:
        server.deliver_all([], "Junk")
        stand.deliver(mailbox())
        stand.configure(proxy, stand.smtp)
        hit = stand.run("poll")
        if gone:
            stand.wanted = stand.wanted[1:]
        return judged(stand, hit, {0, 3})


@contextmanager
def login(server: Any) -> Iterator[Any]:
    """Open the mailbox as a person's mail program does."""
    client: Any = imapclient.IMAPClient(HOST, port=server.port, ssl=False, timeout=20)
    try:
        client.login(server.username, server.password)
        client.select_folder("INBOX")
        yield client
    finally:
        client.logout()


def expunge(server: Any) -> None:
    """Delete the first mail for good."""
    with login(server) as client:
        client.delete_messages(client.search()[:1])
        client.expunge()


def move(server: Any) -> None:
    """Move the first mail to Junk, as a person does."""
    with login(server) as client:
        first = client.search()[:1]
        client.copy(first, "Junk")
        client.delete_messages(first)
        client.expunge()


def renumbered() -> Verdict:
    """Change UIDVALIDITY under a mailbox that was read before; one more mail comes."""
    with DovecotServer() as server, Stand(imap=server) as stand:
        stand.deliver(mailbox())
        before = stand.run("poll")
        words = ["doveadm", "-c", str(server.root / "dovecot.conf"), "mailbox", "update", "-u", server.username]
        done = subprocess.run([*words, "--uid-validity", "99", "INBOX"], capture_output=True, text=True, check=False)
        wrong = [] if done.returncode == 0 else [f"doveadm could not renumber: {done.stderr[-200:]}"]
        stand.deliver([small_mailbox()[1]])
        verdict = judged(stand, before, {0})
        if len(stand.ask("SELECT DISTINCT uidvalidity FROM cursors")) != 2 and not wrong:
            wrong.append("the UIDVALIDITY did not change")
        return verdict.but_wrong(*wrong)


def recreated(kind: Callable[[], Any]) -> Verdict:
    """Replace the mailbox by a new one with the same mails in another order and one more."""
    with Stand(imap=EmbeddedImap().__enter__()) as stand:
        stand.deliver(mailbox())
        before = stand.run("poll")
        stand.imap.__exit__(None, None, None)
        with kind() as server:
            stand.imap = server
            server.deliver_all([(each.raw, each.arrives) for each in reversed(mailbox())])
            stand.deliver([small_mailbox()[1]])
            stand.configure(server, stand.smtp)
            return judged(stand, before, {0})


def twice(kind: Callable[[], Any]) -> Verdict:
    """Deliver the same mails to two folders, and twice to one."""
    with kind() as server, Stand(imap=server, **BOTH) as stand:
        server.deliver_all([(each.raw, each.arrives) for each in mailbox()], "Junk")
        server.deliver_all([(each.raw, each.arrives) for each in mailbox()])
        stand.deliver(mailbox())
        return judged(stand, stand.run("poll"), {0})


def two_pollers() -> Verdict:
    """Start two polls at the same moment."""
    with Stand() as stand:
        stand.deliver(small_mailbox()[:5])
        pair = [stand.start("poll"), stand.start("poll")]
        ended = [each.end(PATIENCE) for each in pair]
        codes = sorted(each.code for each in ended)
        wrong = (
            [] if codes in ([0, 0], [0, 3]) else [f"two polls at once ended with {codes}: {[each.err[-200:] for each in ended]}"]
        )
        good = stand.run("poll")
        return judged(stand, good, {0}).but_wrong(*wrong)


def run(quick: bool = False, told=print) -> Tally:  # type: ignore[no-untyped-def]
    """Try every fault before the embedded server, and the main ones before Dovecot where it is installed."""
    kinds = {"pymap": EmbeddedImap, **({"dovecot": DovecotServer} if available() else {})}
    tries = []
    for name, kind in kinds.items():
        whole = length(kind)
        points = spread(whole - 1, CUTS if name == "pymap" else DOVECOT_CUTS)
        tries += [Try(name=f"{name} cut at {at}", act=lambda k=kind, a=at, w=whole: cut(k, a, w)) for at in points]
        stalls = spread(whole - 1, STALLS + 1)[:-1] if name == "pymap" else []
        tries += [Try(name=f"{name} stall at {at}", act=lambda k=kind, a=at, w=whole: cut(k, a, w, stall=True)) for at in stalls]
        tries += [Try(name=f"{name} {fault}", act=lambda k=kind, f=fault: lie(k, f)) for fault in BODY_FAULTS]
        tries.append(Try(name=f"{name} expunged meanwhile", act=lambda k=kind: person(k, expunge, gone=True)))
        tries.append(Try(name=f"{name} moved meanwhile", act=lambda k=kind: person(k, move, gone=False)))
        tries.append(Try(name=f"{name} recreated", act=lambda k=kind: recreated(k)))
        tries.append(Try(name=f"{name} twice", act=lambda k=kind: twice(k)))
    tries.append(Try(name="two pollers", act=two_pollers))
    if available():
        tries.append(Try(name="dovecot renumbered", act=renumbered))
    tries += slow.imap_tries()
    result = tally("imap", tries[:: QUICK if quick else 1], told=told, abreast=3)
    result.not_run = "" if available() else "Dovecot is not installed (the embedded server's part was run)"
    return result
