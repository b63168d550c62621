"""Run unattended: APScheduler calls the same passes as the commands, until SIGTERM."""

from __future__ import annotations

import logging
import signal
import sqlite3
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from jinja2 import TemplateError

from registry.desk.desk import PATIENCE, Desk, DeskBusy, RegistryError, beside, must_hold_together, short_of_disk, taking_in
from registry.desk.pulse import Pulse, beating
from registry.forget.erase import RETENTION, ForgetError, forget, overdue
from registry.letters.reminders import queue_reminders
from registry.look.daily import look_today
from registry.pipeline.fetch import Fetchers
from registry.pipeline.readers import readers_for
from registry.recover.backup import back_up_daily
from reports.digest.alarms import send_alarms
from reports.digest.deliver import send_daily
from reports.letters.outbox_pass import send_due
from reports.run.logs import start_logging
from reports.run.loops import Loop
from reports.run.passes import take_in
from reports.screen.forget import finish_now_or_later

log = logging.getLogger(__name__)
# seconds at the end: for the mail in hand, then for the answer to a letter handed over, and in all
IN_HAND, LAST_WORDS, LAST = 5.0, 8.0, 20.0
LETTERS_WAIT = 300.0  # seconds that letters wait while mail is taken in
WATCH = timedelta(minutes=2)


def serve(desk: Desk) -> None:
    """Poll and send on the configured schedule; on SIGTERM or SIGINT finish the mail in hand and return.

    Taking in, letters, digest and alarms have a thread and a registry connection each, every mailbox one of its own as well: one
    server's trouble delays nothing that does not need it. Whatever a server does, the end comes within LAST seconds. Raises
    RegistryError when the registry is damaged, DeskBusy when another service is at work here.
    """
    with beating(desk.config.data_dir) as pulse, readers_for(desk.config.limits) as readers:
        _serve(replace(desk, readers=readers), pulse)


def _serve(desk: Desk, pulse: Pulse) -> None:
    must_hold_together(desk)
    start_logging(logging.INFO, "%(asctime)s %(levelname)s %(name)s: %(message)s", desk.config.timezone)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a pass longer than its interval is no trouble
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    loops = {name: Loop() for name in ("default", "letters", "digest", "watch")}
    scheduler = BackgroundScheduler(executors=dict(loops), timezone=desk.config.timezone)
    fetchers = Fetchers(desk, stop.is_set, desk.config.schedule.patience.total_seconds())
    with ExitStack() as stack:
        desks = {name: stack.enter_context(beside(desk)) for name in ("letters", "digest", "watch")}
        service = Service(desk, desks, fetchers, stop, scheduler, pulse)
        _schedule(service)
        scheduler.start()
        log.info("serving: poll every %s, send every %s", desk.config.schedule.poll, desk.config.schedule.send)
        stop.wait()
        log.info("stopping after the mail in hand")
        scheduler.shutdown(wait=False)
        _end(desk, [*loops.values(), fetchers])


@dataclass(frozen=True)
class Service:
    """What the jobs of the loops share: a desk for each loop, the mailboxes' turns, the wish to end."""

    desk: Desk
    desks: Mapping[str, Desk]
    fetchers: Fetchers
    stop: threading.Event
    scheduler: BackgroundScheduler
    pulse: Pulse
    taking: list[float] = field(default_factory=list)  # since when mail is being taken in; empty: it is not


def _schedule(service: Service) -> None:
    """Give each job its time and its loop."""
    options = {"max_instances": 1, "coalesce": True, "misfire_grace_time": 3600, "args": [service]}
    every = service.desk.config.schedule
    add, now = service.scheduler.add_job, datetime.now(UTC)
    add(_poll, "interval", seconds=every.poll.total_seconds(), next_run_time=now, **options)
    add(_remind, "interval", hours=1, next_run_time=now, **options)
    add(_forget, "interval", hours=24, next_run_time=now, **options)
    add(_send, "interval", seconds=every.send.total_seconds(), executor="letters", id="letters", **options)
    add(_watch, "interval", seconds=min(every.poll, WATCH).total_seconds(), executor="watch", **options)
    if every.digest:
        # each hour from the configured one: a digest that could not leave is tried again the same day
        hours = f"{every.digest.hour}-23"
        add(_digest, "cron", hour=hours, minute=every.digest.minute, executor="digest", **options)
    if every.look:
        # each hour from the configured one: a day on which the service began late, or failed, is looked at all the same
        hours = f"{every.look.hour}-23"
        add(_look, "cron", hour=hours, minute=every.look.minute, next_run_time=now, executor="digest", **options)
    if every.backup:
        add(_back_up, "cron", hour=every.backup.hour, minute=every.backup.minute, **options)


def _end(desk: Desk, working: Sequence[Loop | Fetchers]) -> None:
    """Wait for what is in hand; then break off every conversation, those in their last words last; nothing is lost by it."""

    def rested(seconds: float) -> bool:
        ends = time.monotonic() + seconds
        return all(each.wait(max(ends - time.monotonic(), 0)) for each in working)

    if rested(IN_HAND):
        return
    log.info("a server keeps us waiting: its conversation is broken off, what it was about is done at the next start")
    desk.lines.cut_all(spare_last_words=True)
    if not rested(LAST_WORDS):
        desk.lines.cut_all()
        if not rested(LAST - IN_HAND - LAST_WORDS):
            log.error("something did not end in %g s; it is left behind, the next start puts right what it was at", LAST)


def _poll(service: Service) -> None:
    service.pulse.step()
    paused = short_of_disk(service.desk)
    if paused:
        log.error("%s", paused)
    else:
        service.taking.append(time.monotonic())
        _take_in(service)
        service.taking.clear()
    if not service.stop.is_set():  # what was taken in is answered at once
        service.scheduler.modify_job("letters", next_run_time=datetime.now(UTC))


def _take_in(service: Service) -> None:
    """Fetch and process; trouble with disk or registry is told, and the next pass tries again."""
    try:
        with taking_in(service.desk, PATIENCE):
            service.fetchers.begin(resting=True)
            step = service.pulse.step
            problems, shunted = take_in(service.desk, step, step, service.stop.is_set, service.fetchers)
    except DeskBusy as error:
        log.info("%s This pass is left out.", error)
        return
    except (RegistryError, sqlite3.Error, OSError) as error:
        log.error("%s", error)
        return
    if service.fetchers.paused:
        log.error("%s", service.fetchers.paused)
    for name, problem in problems.items():
        log.error("mailbox %s: %s", name, problem)
    if shunted:
        log.error("%d mails were shunted; `messages` lists them", shunted)


def _watch(service: Service) -> None:
    """Tell staff what ails the desk, whatever the other loops wait for."""
    if not service.stop.is_set():
        send_alarms(service.desks["watch"])


def _digest(service: Service) -> None:
    if service.stop.is_set():
        return
    try:
        send_daily(service.desks["digest"])
    except (OSError, sqlite3.Error, TemplateError) as error:
        log.error("the digest could not be made: %s", error)


def _remind(service: Service) -> None:
    desk = service.desk
    try:
        for call_id, call in desk.config.calls.items():
            if call.timed:
                continue  # the daily look reminds of each of its times
            count = queue_reminders(desk.db, call_id, call, datetime.now(UTC))
            if count:
                log.info("%s: %d reminders queued", call_id, count)
    except (OSError, sqlite3.Error) as error:
        log.error("the reminders could not be queued: %s; tried again in an hour", error)


def _look(service: Service) -> None:
    """Look at what has fallen due, once a day."""
    if service.stop.is_set():
        return
    try:
        looked = look_today(service.desks["digest"], datetime.now(UTC))
    except (OSError, sqlite3.Error) as error:
        log.error("the daily look failed: %s; tried again in an hour", error)
        return
    if looked is not None:
        log.info("looked at %d entries: %d changed, %d letters queued", looked.entries, len(looked.changes), len(looked.letters))


def _forget(service: Service) -> None:
    """Forget what a call's retention no longer allows to keep, and what an earlier day could not remove whole."""
    desk, now = service.desk, datetime.now(UTC)
    try:
        for reference in overdue(desk.db, desk.config.calls, now):
            forget(desk.db, reference, by="retention", why=RETENTION, now=now)
        unfinished, later = finish_now_or_later(desk, now, PATIENCE)
    except (OSError, sqlite3.Error, ForgetError) as error:
        unfinished, later = str(error), False
    if unfinished:
        log.log(logging.INFO if later else logging.ERROR, "forgetting: %s", unfinished)


def _back_up(service: Service) -> None:
    desk = service.desk
    try:
        made = back_up_daily(desk.db, desk.config.data_dir / "backups", datetime.now(UTC))
    except (OSError, sqlite3.Error) as error:
        log.error("the daily copy of the registry could not be made: %s", error)
        return
    log.info("registry copied to %s", made)


def _send(service: Service) -> None:
    """Send what is due, after what is being taken in (contract.md ruling 4), unless that takes too long."""
    if service.stop.is_set() or any(time.monotonic() - since < LETTERS_WAIT for since in service.taking[:]):
        return
    try:
        outcome = send_due(service.desks["letters"], stop=service.stop.is_set)
    except DeskBusy as error:
        log.info("%s Its letters leave there.", error)
        return
    except (OSError, sqlite3.Error) as error:
        log.error("the letters could not be sent: %s; tried again", error)
        return
    if outcome.problem:
        log.error("delivery: %s", outcome.problem)
