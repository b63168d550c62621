"""What the service does, each on its schedule and in its loop; what goes wrong is told once, and tried again."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from jinja2 import TemplateError

from intake.isolate.give_back import give_back
from registry.desk.desk import PATIENCE, Desk, DeskBusy, RegistryError, taking_in
from registry.desk.disk import short_of_disk, write_out
from registry.desk.pulse import Pulse
from registry.forget.erase import RETENTION, ForgetError, forget, overdue
from registry.letters.closing_reminders import queue_closing_reminders
from registry.look.daily import look_today
from registry.pipeline.fetch import Fetchers
from registry.recover.backup import back_up_daily
from registry.store.unsynced import any_kept
from reports.digest.alarm_mails import send_alarms
from reports.digest.deliver import send_daily
from reports.run.metrics import write_metrics
from reports.run.pass_log import tell_mailboxes, tell_what_came
from reports.run.passes import bring_in
from reports.run.troubles import Troubles
from reports.screen.forget import finish_now_or_later
from reports.staff.deliver import send_all

log = logging.getLogger(__name__)
LETTERS_WAIT = 300.0  # seconds that letters wait while mail is taken in
WATCH = timedelta(minutes=2)
DISK = (OSError, sqlite3.Error)  # what disk and registry raise; the next time tries again


@dataclass(frozen=True)
class Service:
    """What the jobs of the loops share: a desk for each loop, the mailboxes' turns, the wish to end, what ails it."""

    desk: Desk
    desks: Mapping[str, Desk]
    fetchers: Fetchers
    stop: threading.Event
    scheduler: BackgroundScheduler
    pulse: Pulse
    troubles: Troubles
    taking: list[float] = field(default_factory=list)  # since when mail is being taken in; empty: it is not


def schedule(service: Service) -> None:
    """Give each job its time and its loop."""
    options = {"max_instances": 1, "coalesce": True, "misfire_grace_time": 3600, "args": [service]}
    every = service.desk.config.schedule
    add, now = service.scheduler.add_job, datetime.now(UTC)
    add(_poll, "interval", seconds=every.poll.total_seconds(), next_run_time=now, **options)
    add(_remind, "interval", hours=1, next_run_time=now, **options)
    add(forget_overdue, "interval", hours=24, next_run_time=now, **options)
    add(_send, "interval", seconds=every.send.total_seconds(), executor="letters", id="letters", **options)
    add(_watch, "interval", seconds=min(every.poll, WATCH).total_seconds(), executor="watch", **options)
    add(_write_out, "interval", hours=1, executor="disk", id="disk", **options)
    if every.digest:
        # each hour from the configured one: a digest that could not leave is tried again the same day
        hours = f"{every.digest.hour}-23"
        add(_digest, "cron", hour=hours, minute=every.digest.minute, executor="digest", **options)
    if every.workbook:
        at = every.workbook.at  # each hour of that day from then on, as the digest
        add(
            _workbook,
            "cron",
            day_of_week=every.workbook.day,
            hour=f"{at.hour}-23",
            minute=at.minute,
            executor="digest",
            **options,
        )
    if every.look:
        # each hour from the configured one: a day on which the service began late, or failed, is looked at all the same
        hours = f"{every.look.hour}-23"
        add(_look, "cron", hour=hours, minute=every.look.minute, next_run_time=now, executor="digest", **options)
    if every.backup:
        add(_back_up, "cron", hour=every.backup.hour, minute=every.backup.minute, **options)


def _poll(service: Service) -> None:
    service.pulse.step()
    paused = short_of_disk(service.desk)
    service.troubles.looked("disk", paused)
    if not paused:
        service.taking.append(time.monotonic())
        _take_in(service)
        service.taking.clear()
    _soon(service, "letters")  # what was taken in is answered at once


def _soon(service: Service, job: str) -> None:
    """Do a job of another loop now, whatever its schedule says, unless the service ends."""
    if not service.stop.is_set():
        service.scheduler.modify_job(job, next_run_time=datetime.now(UTC))


def _write_out(service: Service) -> None:
    """Have on the disk what the last pass kept and recorded; a disk that fails is told, and the next time tries again."""
    with service.troubles.trying("writing to disk", "{error}; tried again", *DISK):
        service.troubles.looked("disk failing", write_out(service.desks["disk"], anyway=True))


def _take_in(service: Service) -> None:
    """Fetch and process; trouble with disk or registry is told, and the next pass tries again."""
    began, done = time.monotonic(), list[str]()

    def processed(sha256: str) -> None:
        service.pulse.step()
        done.append(sha256)

    try:
        with taking_in(service.desk, PATIENCE):
            service.fetchers.begin(resting=True)
            problems, _ = bring_in(service.desk, service.pulse.step, processed, service.stop.is_set, service.fetchers)
        tell_what_came(service.desk.db, done, time.monotonic() - began)
        tell_mailboxes(service.desk.db, service.troubles, problems)
    except DeskBusy as error:
        service.troubles.tell("intake", f"{error} This pass is left out.")
    except (RegistryError, sqlite3.Error, OSError) as error:
        service.troubles.tell("intake", error)
    else:
        service.troubles.well("intake")
        service.troubles.looked("fetching", service.fetchers.paused)


def _watch(service: Service) -> None:
    """Tell staff and the metrics file what ails the desk, whatever the other loops wait for."""
    if service.stop.is_set():
        return
    desk = service.desks["watch"]
    if not desk.letters_rest.on():
        send_alarms(desk)
    if desk.config.metrics_file is not None:
        with service.troubles.trying("metrics file", "{error}", *DISK):
            write_metrics(desk, desk.config.metrics_file)


def _digest(service: Service) -> None:
    if service.stop.is_set() or service.desk.letters_rest.on():
        return
    with service.troubles.trying("digest", "it could not be made: {error}", *DISK, TemplateError):
        from reports.workbook.mailed import parcel_of  # openpyxl and numpy are 22 MB, and not needed before

        send_daily(service.desks["digest"], parcel_of)
    give_back()


def _workbook(service: Service) -> None:
    """Send the registries to staff on their day of the week."""
    if service.stop.is_set() or service.desk.letters_rest.on():
        return
    with service.troubles.trying("weekly workbook", "it could not be made: {error}", *DISK):
        from reports.workbook.weekly import send_weekly

        send_weekly(service.desks["digest"], datetime.now(UTC))
    give_back()


def _remind(service: Service) -> None:
    desk = service.desk
    with service.troubles.trying("reminders", "they could not be queued: {error}; tried again in an hour", *DISK):
        for call_id, call in desk.config.calls.items():
            if call.timed:
                continue  # the daily look reminds of each of its times
            count = queue_closing_reminders(desk.db, call_id, call, datetime.now(UTC))
            if count:
                log.info("%s: %d reminders queued", call_id, count)


def _look(service: Service) -> None:
    """Look at what has fallen due, once a day."""
    if service.stop.is_set():
        return
    looked = None
    with service.troubles.trying("the daily look", "it failed: {error}; tried again in an hour", *DISK):
        looked = look_today(service.desks["digest"], datetime.now(UTC))
    if looked is not None:
        log.info("looked at %d entries: %d changed, %d letters queued", looked.entries, len(looked.changes), len(looked.letters))


def forget_overdue(service: Service) -> None:
    """Forget what a call's retention no longer allows to keep, and what an earlier day could not remove whole."""
    desk, now = service.desk, datetime.now(UTC)
    try:
        for reference in overdue(desk.db, desk.config.calls, now):
            forget(desk.db, reference, by="retention", why=RETENTION, now=now)
        unfinished, later = finish_now_or_later(desk, now, PATIENCE)
    except (OSError, sqlite3.Error, ForgetError) as error:
        unfinished, later = str(error), False
    if unfinished and later:
        log.info("forgetting: %s", unfinished)
    else:
        service.troubles.looked("forgetting", unfinished)


def _back_up(service: Service) -> None:
    desk, made = service.desk, None
    with service.troubles.trying("backup", "the daily copy of the registry could not be made: {error}", *DISK):
        made = back_up_daily(desk.db, desk.config.data_dir / "backups", datetime.now(UTC))
    if made is not None:
        log.info("registry copied to %s", made)


def _send(service: Service) -> None:
    """Let letters leave, then have on the disk what a pass kept and what became of them."""
    if _letters(service) or any_kept(service.desks["letters"].db):
        _soon(service, "disk")


def _letters(service: Service) -> int:
    """Send what is due, after what is being taken in (contract.md ruling 4), unless that takes too long or letters rest; return how many left."""
    taking = any(time.monotonic() - since < LETTERS_WAIT for since in service.taking[:])
    if service.stop.is_set() or service.desk.letters_rest.on() or taking:
        return 0
    try:
        outcome = send_all(service.desks["letters"], stop=service.stop.is_set)
    except DeskBusy as error:
        log.info("%s Its letters leave there.", error)
        return 0
    except (OSError, sqlite3.Error) as error:
        service.troubles.tell("letters", f"they could not be sent: {error}; tried again")
        return 0
    service.troubles.well("letters")
    parts = {"sent": outcome.sent, "put off": outcome.deferred, "failed": outcome.failed, "unknown": outcome.unknown}
    told = ", ".join(f"{number} {state}" for state, number in parts.items() if number)
    if outcome.sent or outcome.failed or outcome.unknown:
        log.info("letters: %s", told)
    if outcome.refused:
        again = "the next try is in 10 min, 30 min, then every 2 h, and at once after a reload"
        service.troubles.tell("delivery", f"{outcome.problem}, {again}")
    elif outcome.problem or outcome.sent:  # nothing due says nothing of the server
        service.troubles.looked("delivery", outcome.problem)
    return outcome.sent
