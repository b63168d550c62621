"""Run unattended: APScheduler calls the same passes as the commands, until SIGTERM; SIGHUP reads the configuration anew."""

from __future__ import annotations

import logging
import os
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler

from intake.config.loading import ConfigError
from intake.config.models import Config
from registry.desk import supervisor
from registry.desk.agreement import disagreements
from registry.desk.desk import Desk, for_another_thread, must_hold_together
from registry.desk.pulse import Pulse, beating
from registry.letters import outbox
from registry.pipeline.fetch import Fetchers
from registry.pipeline.readers import readers_for
from registry.read.alarms import longest_still
from registry.store import polls
from reports.run.jobs import Service, schedule
from reports.run.logs import LogFormat, start_logging
from reports.run.loops import Loop
from reports.run.troubles import Troubles

log = logging.getLogger(__name__)
# seconds at the end: for the mail in hand, then for the answer to a letter handed over, and in all
IN_HAND, LAST_WORDS, LAST = 5.0, 8.0, 20.0
ENDING = (signal.SIGTERM, signal.SIGINT)
BESIDE = ("letters", "digest", "watch", "disk")  # the loops that have a registry connection of their own
Reread = Callable[[], Config]  # raises ConfigError


class Wishes:
    """What signals ask of the service: SIGTERM and SIGINT its end, SIGHUP the configuration anew.

    They are read from a pipe that Python itself writes each of them to: a lock would be waited for although its signal came a
    moment before, and one that a signal takes may be held by what it broke in on.
    """

    def __init__(self) -> None:
        self.end = False
        self._bell, self._rope = os.pipe()
        os.set_blocking(self._rope, False)

    def heed(self) -> None:
        """Take the signals from now on; in the main thread."""
        signal.set_wakeup_fd(self._rope, warn_on_full_buffer=False)
        for number in (*ENDING, signal.SIGHUP):
            signal.signal(number, self._heard)

    def wait(self) -> None:
        """Wait for one; several at once are one."""
        heard = set[int]()
        while not heard & {*ENDING, signal.SIGHUP}:
            heard = set(os.read(self._bell, 4096))
        self.end |= not heard.isdisjoint(ENDING)

    def _heard(self, number: int, _: object) -> None:
        self.end |= number in ENDING


def serve(opening: Callable[[], AbstractContextManager[Desk]], reread: Reread, form: LogFormat = LogFormat.TEXT) -> None:
    """Poll and send on the configured schedule; on SIGTERM or SIGINT finish the mail in hand and return.

    Taking in, letters, digest, alarms and writing out have a thread and a registry connection each, every mailbox one of its own as well: one
    server's trouble delays nothing that does not need it. Whatever a server does, the end comes within LAST seconds. On SIGHUP the
    desk is opened anew where the configuration has no mistake. Raises RegistryError when the registry is damaged, DeskBusy when
    another service is at work here.
    """
    wishes = Wishes()
    wishes.heed()
    troubles = Troubles()
    while not wishes.end:
        with ExitStack() as stack:
            desk = stack.enter_context(opening())
            pulse = stack.enter_context(beating(desk.config.data_dir, longest_still(desk.config)))
            readers = stack.enter_context(readers_for(desk.config.limits))
            must_hold_together(desk)
            start_logging(logging.INFO, "%(asctime)s %(levelname)s %(name)s: %(message)s", desk.config.timezone, form)
            _serve(replace(desk, readers=readers), pulse, wishes, reread, troubles)
            troubles.tell_again()


def _serve(desk: Desk, pulse: Pulse, wishes: Wishes, reread: Reread, troubles: Troubles) -> None:
    polls.try_again(desk.db)
    outbox.try_again(desk.db, datetime.now(UTC))
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a pass longer than its interval is no trouble
    stop = threading.Event()
    loops = {name: Loop() for name in ("default", *BESIDE)}
    scheduler = BackgroundScheduler(executors=dict(loops), timezone=desk.config.timezone)
    fetchers = Fetchers(desk, stop.is_set, desk.config.schedule.patience.total_seconds())
    with ExitStack() as stack:
        desks = {name: stack.enter_context(for_another_thread(desk)) for name in BESIDE}
        schedule(Service(desk, desks, fetchers, stop, scheduler, pulse, troubles))
        scheduler.start()
        log.info("serving: poll every %s, send every %s", desk.config.schedule.poll, desk.config.schedule.send)
        supervisor.tell("READY=1")
        _until_told(desk, wishes, reread)
        stop.set()
        log.info("stopping after the mail in hand" if wishes.end else "the configuration is read anew after the mail in hand")
        scheduler.shutdown(wait=False)
        _end(desk, [*loops.values(), fetchers])


def _until_told(desk: Desk, wishes: Wishes, reread: Reread) -> None:
    """Wait until the service is to end, or a changed configuration without a mistake is to be used."""
    while True:
        wishes.wait()
        if wishes.end:
            supervisor.tell("STOPPING=1")
            return
        supervisor.reloading()
        mistakes = _mistakes(desk, reread)
        if not mistakes:
            return
        log.error("the configuration cannot be used, the service goes on with the old one: %s", "; ".join(mistakes))
        supervisor.tell("READY=1")


def _mistakes(desk: Desk, reread: Reread) -> list[str]:
    """Return why the configuration as it is written now cannot be used here."""
    try:
        config = reread()
        if config.data_dir.absolute() != desk.config.data_dir.absolute():
            return ["data_dir: may not change while the service runs; end it, move the folder, start it again"]
        with for_another_thread(desk) as own:
            return [str(mistake) for mistake in disagreements(own.db, config)]
    except ConfigError as error:
        return [str(mistake) for mistake in error.mistakes]
    except (OSError, sqlite3.Error) as error:
        return [str(error)]


def _end(desk: Desk, working: Sequence[Loop | Fetchers]) -> None:
    """Wait for what is in hand; then break off every conversation, those in their last words last; nothing is lost by it."""

    def rested(seconds: float) -> bool:
        ends = time.monotonic() + seconds
        return all(each.wait(max(ends - time.monotonic(), 0)) for each in working)

    if rested(IN_HAND):
        return
    log.info("a server keeps us waiting: its conversation is broken off, what it was about is done from its beginning afterwards")
    desk.lines.cut_all(spare_last_words=True)
    if not rested(LAST_WORDS):
        desk.lines.cut_all()
        if not rested(LAST - IN_HAND - LAST_WORDS):
            log.error("something did not end in %g s; it is left behind, the next start puts right what it was at", LAST)
