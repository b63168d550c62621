"""Run unattended: APScheduler calls the same passes as the commands, until SIGTERM."""

from __future__ import annotations

import logging
import signal
import sqlite3
import threading
from datetime import UTC, datetime

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from jinja2 import TemplateError

from registry.backup import back_up_daily
from registry.desk import PATIENCE, Desk, DeskBusy, RegistryError, must_hold_together, short_of_disk
from registry.forgetting import RETENTION, ForgetError, forget, overdue
from registry.pulse import Pulse, beating
from registry.reminders import queue_reminders
from reports.alarms import send_alarms
from reports.digestmail import send_daily
from reports.forgetting import finish_now_or_later
from reports.logs import start_logging
from reports.passes import take_in
from reports.sending import send_due

log = logging.getLogger(__name__)


def serve(desk: Desk) -> None:
    """Poll and send on the configured schedule; on SIGTERM or SIGINT finish the mail in hand and return.

    Raises RegistryError when the registry is damaged, DeskBusy when another service is at work here.
    """
    with beating(desk.config.data_dir) as pulse:
        _serve(desk, pulse)


def _serve(desk: Desk, pulse: Pulse) -> None:
    must_hold_together(desk)
    start_logging(logging.INFO, "%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    # One worker: the loops meet on disk and the registry has one writer; a slow poll delays a send, never doubles it.
    scheduler = BackgroundScheduler(executors={"default": ThreadPoolExecutor(1)}, timezone=desk.config.timezone)
    options = {"max_instances": 1, "coalesce": True, "misfire_grace_time": 3600}
    every = desk.config.schedule
    now = datetime.now(UTC)
    scheduler.add_job(
        _poll, "interval", args=[desk, stop, pulse], seconds=every.poll.total_seconds(), next_run_time=now, **options
    )
    scheduler.add_job(_send, "interval", args=[desk, stop], seconds=every.send.total_seconds(), **options)
    scheduler.add_job(_remind, "interval", args=[desk], hours=1, next_run_time=now, **options)
    scheduler.add_job(_forget, "interval", args=[desk], hours=24, next_run_time=now, **options)
    if every.digest:
        # each hour from the configured one: a digest that could not leave is tried again the same day
        hours = f"{every.digest.hour}-23"
        scheduler.add_job(_digest, "cron", args=[desk], hour=hours, minute=every.digest.minute, **options)
    if every.backup:
        at = {"hour": every.backup.hour, "minute": every.backup.minute}
        scheduler.add_job(_back_up, "cron", args=[desk], **at, **options)
    scheduler.start()
    log.info("serving: poll every %s, send every %s", every.poll, every.send)
    stop.wait()
    log.info("stopping after the mail in hand")
    scheduler.shutdown(wait=True)


def _poll(desk: Desk, stop: threading.Event, pulse: Pulse) -> None:
    pulse.step()
    paused = short_of_disk(desk)
    if paused:
        log.error("%s", paused)
    else:
        _take_in(desk, stop, pulse)
    _send(desk, stop)
    send_alarms(desk)


def _take_in(desk: Desk, stop: threading.Event, pulse: Pulse) -> None:
    """Fetch and process; trouble with disk or registry is told, and the next pass tries again."""
    try:
        problems, shunted = take_in(desk, pulse.step, pulse.step, stop.is_set)
    except DeskBusy as error:
        log.info("%s This pass is left out.", error)
        return
    except (RegistryError, sqlite3.Error, OSError) as error:
        log.error("%s", error)
        return
    for name, problem in problems.items():
        log.error("mailbox %s: %s", name, problem)
    if shunted:
        log.error("%d mails were shunted; `messages` lists them", shunted)


def _digest(desk: Desk) -> None:
    try:
        send_daily(desk)
    except (OSError, sqlite3.Error, TemplateError) as error:
        log.error("the digest could not be made: %s", error)


def _remind(desk: Desk) -> None:
    try:
        for call_id, call in desk.config.calls.items():
            count = queue_reminders(desk.db, call_id, call, datetime.now(UTC))
            if count:
                log.info("%s: %d reminders queued", call_id, count)
    except (OSError, sqlite3.Error) as error:
        log.error("the reminders could not be queued: %s; tried again in an hour", error)


def _forget(desk: Desk) -> None:
    """Forget what a call's retention no longer allows to keep, and what an earlier day could not remove whole."""
    now = datetime.now(UTC)
    try:
        for reference in overdue(desk.db, desk.config.calls, now):
            forget(desk.db, reference, by="retention", why=RETENTION, now=now)
        unfinished, later = finish_now_or_later(desk, now, PATIENCE)
    except (OSError, sqlite3.Error, ForgetError) as error:
        unfinished, later = str(error), False
    if unfinished:
        log.log(logging.INFO if later else logging.ERROR, "forgetting: %s", unfinished)


def _back_up(desk: Desk) -> None:
    try:
        made = back_up_daily(desk.db, desk.config.data_dir / "backups", datetime.now(UTC))
    except (OSError, sqlite3.Error) as error:
        log.error("the daily copy of the registry could not be made: %s", error)
        return
    log.info("registry copied to %s", made)


def _send(desk: Desk, stop: threading.Event) -> None:
    if stop.is_set():
        return
    try:
        outcome = send_due(desk, stop=stop.is_set)
    except DeskBusy as error:
        log.info("%s Its letters leave there.", error)
        return
    if outcome.problem:
        log.error("delivery: %s", outcome.problem)
