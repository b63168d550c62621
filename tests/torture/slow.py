"""Servers that drip, stall, lie or refuse for as long as they like: no mail waits for another's, no letter, and the end comes in time."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from .checker import SETTLED, Verdict
from .lying import MAIL_FAULTS, PHASES, LyingImap
from .program import Running
from .slow_smtp import STAGES, SlowSmtp
from .stand import Stand, innocent
from .tally import Try

AT_ONCE = 40.0  # seconds in which what needs no slow server must be done, on a busy machine
LAST = 30.0  # seconds in which SIGTERM ends the service
HASTY = {"read_timeout": "2s", "answer_timeout": "3s", "mail_timeout": "3s"}
LONG = {"read_timeout": "5m", "answer_timeout": "10m", "mail_timeout": "10m"}  # so that no deadline helps, only good order
QUICK = {"schedule": {"poll": "1s", "send": "1s", "patience": "2s", "digest": None, "backup": None}, "staff": []}


def faulty_mail(fault: str) -> Verdict:
    """Let one mail of three be a faulty one through three passes, then be had."""
    with LyingImap({2: fault}) as server, Stand(imap=server, mailboxes={"photo": HASTY}) as stand:
        stand.deliver([innocent(number) for number in (3, 4, 6)])
        codes = [stand.run("poll").code for _ in range(3)]
        wrong = [] if codes == [3, 3, 0] else [f"with one faulty mail the polls ended with {codes}"]
        fetched = [row[0] for row in stand.ask("SELECT uid FROM messages ORDER BY uid")]
        if fetched != [1, 3]:
            wrong.append(f"beside the faulty mail, of 1 and 3 there came {fetched}")
        if stand.ask("SELECT uid, tries FROM unfetched") != [(2, 2)]:
            wrong.append(f"remembered is {stand.ask('SELECT * FROM unfetched')}")
        if "UID 2" not in stand.run("status").out:
            wrong.append("status does not name it")
        server.heal()
        stand.ask("UPDATE unfetched SET next_at = '2026-01-01T00:00:00+00:00'")
        good = stand.run("poll")
        if good.code != 0:
            wrong.append(f"the poll after the fault ended with {good.code}: {good.err[-300:]}")
        return stand.verdict().but_wrong(*wrong)


@contextmanager
def serving(stand: Stand, wrong: list[str]) -> Iterator[Running]:
    """Let the service run, then end it by SIGTERM and complain when that takes too long."""
    running = stand.start("serve")
    yield running
    began = time.monotonic()
    os.kill(running.pid, signal.SIGTERM)
    code = running.end(2 * LAST).code
    took = time.monotonic() - began
    if code != 0 or took > LAST:
        wrong.append(f"SIGTERM ended the service after {took:.0f} s with {code}")


def done(true: Callable[[], Any], what: str, wrong: list[str]) -> None:
    """Wait until something is true, or complain."""
    ends = time.monotonic() + AT_ONCE
    while not true():
        if time.monotonic() > ends:
            wrong.append(f"{what} within {AT_ONCE:.0f} s")
            return
        time.sleep(0.1)


def slow_mailbox(phase: str, mute: bool) -> Verdict:
    """Serve two mailboxes of which one drips, or says nothing, in a phase: the other's mail is answered, twice; then the end."""
    wrong: list[str] = []
    with LyingImap(slow=phase, mute=mute) as slow:
        slow.deliver_all([(innocent(5).raw, innocent(5).arrives)])
        box = {"host": "127.0.0.1", "port": slow.port, "security": "none", "username": "b@example.org", "password": "x", **LONG}
        box["calls"] = ["photo-2026"]
        with Stand(mailboxes={"slow": box}, **QUICK) as stand:
            stand.deliver([innocent(3)])
            with serving(stand, wrong):
                done(lambda: len(stand.smtp.received) >= 1, "the other mailbox's letter did not leave", wrong)
                stand.deliver([innocent(4)])
                done(lambda: len(stand.smtp.received) >= 2, "no second pass went by the slow mailbox", wrong)
            slow.heal()
            last = stand.run("poll")
            stand.wanted.append(innocent(5).wanted)
            if last.code != 0:
                wrong.append(f"the poll after it ended with {last.code}: {last.err[-300:]}")
            return stand.verdict().but_wrong(*wrong)


def slow_letters(stage: str) -> Verdict:
    """Serve with an SMTP server that drips at a stage: mail is taken in all the same; then the end; then it is well again."""
    wrong: list[str] = []
    slow = {"timeout": "5m", "letter_timeout": "10m"}
    with SlowSmtp(stage) as smtp, Stand(smtp=smtp, delivery=slow, **QUICK) as stand:
        stand.deliver([innocent(3)])
        with serving(stand, wrong):
            done(lambda: smtp.conversations, "no letter was tried", wrong)
            stand.deliver([innocent(4)])
            done(lambda: len(stand.peek("SELECT 1 FROM entries")) == 2, "mail waits for the SMTP server", wrong)
        smtp.heal()
        stand.tomorrow()
        last = stand.run("send")
        if last.code != 0:
            wrong.append(f"sending after it ended with {last.code}: {last.err[-300:]}")
        return stand.verdict(SETTLED | ({"unknown"} if stage in {"body", "dot"} else set())).but_wrong(*wrong)


def imap_tries() -> list[Try]:
    """Return the tries with IMAP servers."""
    tries = [Try(name=f"one mail {fault}", act=lambda f=fault: faulty_mail(f)) for fault in MAIL_FAULTS]
    for phase in PHASES:
        for mute in (False, True):
            name = f"{'mute' if mute else 'drip'} in {phase}"
            tries.append(Try(name=name, act=lambda p=phase, m=mute: slow_mailbox(p, m)))
    return tries


def smtp_tries() -> list[Try]:
    """Return the tries with SMTP servers."""
    return [Try(name=f"{stage} drips", act=lambda s=stage: slow_letters(s)) for stage in STAGES]
