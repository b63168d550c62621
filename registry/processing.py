"""The second loop: each pending mail is read, judged and recorded; one that cannot be is shunted, the rest go on."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import traceback
from collections.abc import Callable, Sequence

from intake.faults import of_the_machine
from intake.memory import give_back
from intake.steps import step
from intake.submission import MessageError
from intake.workers import WorkerError, Workers, WorkersUnable
from registry import mail_log
from registry.desk import Desk, RegistryError
from registry.judging import Hands, judge
from validators.probes.pool import ProbePool

log = logging.getLogger(__name__)
Progress = Callable[[str], None]
COLLECT_EVERY = 8  # mails; the workers do it after each job
WORKERS = 2  # pictures of one mail are measured side by side
SHARED = ("intake.message", "intake.assemble", "intake.embedded", "validators.probes.photo")  # what workers share


def process_pending(
    desk: Desk,
    progress: Progress = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
    only: Sequence[str] | None = None,
) -> int:
    """Process every pending mail, oldest arrival first; return how many were shunted. `stop` ends after the mail in hand.
    `only`: just these, in this order.

    Raises RegistryError when disk or registry fail: what is pending then stays so, and the next pass goes on from there.
    """
    shunted = 0
    limits = desk.config.limits
    with Workers(WORKERS, limits.reading_memory, SHARED) as workers:
        hands = Hands(desk, workers, ProbePool(workers=workers, seconds=limits.probe_seconds, memory=limits.probe_memory))
        for number, sha256 in enumerate(mail_log.pending(desk.db) if only is None else only, 1):
            if stop():
                break
            if desk.spool.path_of(sha256) is None and mail_log.on_server(desk.db, sha256):
                log.warning("message %s: its file is gone; it is fetched again first", sha256[:12])
                continue
            shunted += not _process(hands, sha256)
            progress(sha256)
            if number % COLLECT_EVERY == 0:
                give_back()
    return shunted


def _process(hands: Hands, sha256: str) -> bool:
    """Take one mail through all hops; False when it was shunted. The only broad except of the program stands here."""
    desk = hands.desk
    workdir = desk.workdir / sha256
    try:
        _try(hands, sha256)
        step("process.recorded")
        desk.journal.write("processed", sha256=sha256)
        step("process.journaled")
        desk.spool.finish(sha256)
        step("process.finished")
    except Exception as error:  # the loop that shunts: a broken mail stops nothing but itself
        if isinstance(error, sqlite3.OperationalError | WorkersUnable) or of_the_machine(error):
            raise _unable(desk, sha256, error) from error
        reason = str(error) if isinstance(error, MessageError) else f"{type(error).__name__} while processing"
        log.warning("message %s shunted: %s", sha256[:12], reason)
        mail_log.shunt(desk.db, sha256, reason, traceback.format_exc())
        step("process.shunt-logged")
        desk.spool.shunt(sha256)
        return False
    finally:
        shutil.rmtree(workdir, ignore_errors=True)
    return True


def _try(hands: Hands, sha256: str) -> None:
    """Judge a mail; while a worker dies over it, try again as often as the limits say. Every try is counted before it begins."""
    desk, most = hands.desk, hands.desk.config.limits.attempts
    workdir = desk.workdir / sha256
    while True:
        step("process.begun")
        attempt = mail_log.count_attempt(desk.db, sha256)
        step("process.counted")
        if attempt > most:
            raise MessageError(f"the program ended {attempt - 1} times while it worked on this mail; it was set aside unread")
        path = desk.spool.path_of(sha256)
        if path is None:
            raise MessageError("its file is no longer in the spool")
        shutil.rmtree(workdir, ignore_errors=True)
        workdir.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            judge(hands, mail_log.spooled(desk.db, sha256, path), workdir)
            return
        except WorkerError as error:
            log.warning("message %s: the reader %s at try %d", sha256[:12], error.reason, attempt)


def _unable(desk: Desk, sha256: str, error: Exception) -> RegistryError:
    """Give the attempt back, as far as the disk lets us: the mail is not to blame."""
    try:
        mail_log.uncount_attempt(desk.db, sha256)
    except sqlite3.Error:
        log.warning("the attempt at message %s could not be taken back", sha256[:12])
    if isinstance(error, WorkersUnable):
        return RegistryError(f"Processing stopped: {error}. Nothing is lost; mend the installation, then try again.")
    return RegistryError(
        f"Disk or registry cannot be written: {error}. Nothing is lost; free space or mend the disk, then try again."
    )
