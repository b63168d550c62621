"""The second loop: pending mails are prepared side by side, recorded one by one in order of arrival; a broken one is shunted."""

from __future__ import annotations

import logging
import math
import shutil
import sqlite3
import traceback
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from intake.isolate.crash_points import crash_point
from intake.isolate.give_back import give_back
from intake.isolate.workers import WorkerError, WorkersUnable
from intake.model.faults import of_the_machine, refused
from intake.model.submission import MessageError
from registry.desk.desk import Desk, RegistryError
from registry.desk.disk import short_of_disk
from registry.desk.pulse import OnStep
from registry.pipeline.judge import process_one
from registry.pipeline.prepare import MailWorkers, ReadMail, prepare_mail
from registry.pipeline.readers import readers_for
from registry.pipeline.restore import restore_files
from registry.store import mails
from registry.store.mails import ArrivalOrder
from validators.probes.pool import ProbePool

log = logging.getLogger(__name__)
COLLECT_EVERY = 8  # mails; the workers do it after each job
GLANCE = 0.5  # seconds between two looks whether to stop
SPARE = 2  # mails in hand beyond one for each worker: all in hand are unpacked on disk, and no more wait for their turn


@dataclass(frozen=True, kw_only=True)
class InHand:
    """A mail that is being prepared, at its `attempt`; 0 when that could not even be counted."""

    sha256: str
    attempt: int
    prepared: Future[ReadMail]


class Processor:
    """Takes pending mails through all hops; use it as a context manager, in one thread.

    Preparing needs nothing of the registry, so several mails are prepared at once, while others still arrive. A mail that
    was tried before is handled alone: should the program end over it, no other mail's attempts are used up.
    """

    def __init__(
        self,
        desk: Desk,
        progress: OnStep = lambda _: None,
        stop: Callable[[], bool] = lambda: False,
        only: Iterable[str] | None = None,
    ) -> None:
        """`stop` ends after the mail at its turn. `only`: just these mails, in this order; each is asked for when it is begun."""
        limits = desk.config.limits
        self._desk, self._progress, self._stop = desk, progress, stop
        self._kept = desk.readers is not None
        self._workers = desk.readers or readers_for(limits)
        probes = ProbePool(
            workers=self._workers, seconds=limits.probe_seconds, memory=limits.probe_memory, pixels=limits.photo_pixels
        )
        self._hands = MailWorkers(desk, self._workers, probes)
        self._threads = ThreadPoolExecutor(limits.workers + SPARE, thread_name_prefix="prepare")
        self._all = only is None
        self._given = iter(only or ())
        self._waiting: deque[str] = deque()
        self._ahead: deque[InHand] = deque()
        self._most = limits.workers + SPARE if limits.attempts > 1 else 1
        self._passed: set[str] = set()
        self._at_turn = ""  # whoever ends the program while it is recorded has used up its attempt
        self._trouble: Exception | None = None
        self._through = self.shunted = 0

    def __enter__(self) -> Self:
        """Return the processor; processes start at the first mail, unless the desk has some already."""
        restore_files(self._hands)
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes that are not the desk's; what is still in hand stays pending, its attempt taken back."""
        try:
            if not self._kept or self._ahead:
                self._workers.stop()
            self._threads.shutdown()
            if self._kept and self._ahead:
                self._workers.renew()
        finally:
            for item in self._ahead:
                self._drop(item)
                try:
                    if item.attempt and item.sha256 != self._at_turn:
                        mails.uncount_attempt(self._desk.db, item.sha256)
                except sqlite3.Error:
                    log.warning("the attempt at message %s could not be taken back", item.sha256[:12])

    def go_on(self, before: ArrivalOrder) -> None:
        """Begin what arrived before a place in the order, record what is ready; return without waiting for anything.

        Trouble with disk or registry is kept for finish(): fetching may go on.
        """
        if self._trouble:
            return
        try:
            self._begin(before)
            while self._ahead and self._ahead[0].prepared.done() and not self._stop():
                self._record()
                self._begin(before)
        except (RegistryError, sqlite3.Error, OSError) as error:
            self._trouble = error

    def finish(self, count: float = math.inf) -> None:
        """Take every pending mail through, or the next `count`, while those behind them are read; raises RegistryError, sqlite3.Error or OSError.

        When disk or registry fail, what is pending stays so, and the next pass goes on from there.
        """
        if self._trouble:
            raise self._trouble
        ends = self._through + count
        self._begin()
        while self._ahead and self._through < ends and not self._stop():
            if wait([self._ahead[0].prepared], timeout=GLANCE).done:
                self._record()
                self._begin()

    def _begin(self, before: ArrivalOrder | None = None) -> None:
        """Have as many mails in hand as may be."""
        while len(self._ahead) < self._most and not self._stop() and not any(item.attempt > 1 for item in self._ahead):
            if self._ahead and short_of_disk(self._desk):
                return  # one at a time: each alone may fit
            sha256 = self._next(before)
            if sha256 is None:
                return
            if self._desk.spool.path_of(sha256) is None and mails.on_server(self._desk.db, sha256):
                log.warning("message %s: its file is gone; it is fetched again first", sha256[:12])
                self._passed.add(sha256)
                self._through += 1
            elif self._ahead and mails.attempts(self._desk.db, sha256):
                self._waiting.appendleft(sha256)
                return
            else:
                self._ahead.append(self._begun(sha256))

    def _next(self, before: ArrivalOrder | None) -> str | None:
        """Return the next mail to begin with."""
        if not self._waiting and self._all:
            known = self._passed.union(item.sha256 for item in self._ahead)
            self._waiting.extend(sha256 for sha256 in mails.pending(self._desk.db, before) if sha256 not in known)
        return self._waiting.popleft() if self._waiting else next(self._given, None)

    def _begun(self, sha256: str) -> InHand:
        """Count an attempt, then begin to prepare; what goes wrong is told at the mail's turn."""
        desk, attempt = self._desk, 0
        try:
            crash_point("process.begun")
            attempt = mails.count_attempt(desk.db, sha256)
            crash_point("process.counted")
            if attempt > desk.config.limits.attempts:
                raise MessageError(f"the program ended {attempt - 1} times while it worked on this mail; it was shunted unread")
            path = desk.spool.path_of(sha256)
            if path is None:
                raise MessageError("its file is no longer in the spool")
            workdir = desk.workdir / sha256
            shutil.rmtree(workdir, ignore_errors=True)
            workdir.mkdir(mode=0o700, parents=True, exist_ok=True)
            spooled = mails.spooled(desk.db, sha256, path)
            prepared = self._threads.submit(prepare_mail, self._hands, spooled, workdir)
        except Exception as error:  # noqa: BLE001 - told at the mail's turn, by the one loop that shunts
            prepared = Future()
            prepared.set_exception(WorkersUnable("no thread can be started") if isinstance(error, RuntimeError) else error)
        return InHand(sha256=sha256, attempt=attempt, prepared=prepared)

    def _record(self) -> None:
        """Record the first mail in hand. Where a worker died over it, it is tried again, as often as the limits say."""
        item = self._ahead[0]
        self._at_turn = item.sha256
        try:
            process_one(self._hands, item.prepared.result())
            crash_point("process.recorded")
            self._desk.journal.hand_over(self._desk.db)
            crash_point("process.journaled")
            self._desk.spool.finish(item.sha256)
            crash_point("process.finished")
        except WorkerError as error:
            log.warning("message %s: the reader %s at try %d", item.sha256[:12], error.reason, item.attempt)
            self._ahead[0], self._at_turn = self._begun(item.sha256), ""
            return
        except Exception as error:  # the loop that shunts: a broken mail stops nothing but itself
            forbidden = self._forbidden(error)
            if isinstance(error, sqlite3.OperationalError | WorkersUnable) or of_the_machine(error) or forbidden:
                self._at_turn = ""
                raise _unable(error, forbidden) from error
            self._shunt(item.sha256, error)
        self._drop(self._ahead.popleft())
        self._at_turn = ""
        self._progress(item.sha256)
        self._through += 1
        if self._through % COLLECT_EVERY == 0:
            give_back()

    def _forbidden(self, error: Exception) -> Path | None:
        """Return what of the desk's own files this user may not touch; what a mail unpacked into its work folder is the mail's."""
        path = refused(error, self._desk.config.data_dir)
        return None if path is None or path.is_relative_to(self._desk.workdir / self._at_turn) else path

    def _shunt(self, sha256: str, error: Exception) -> None:
        """Shunt a mail for a person to look at, with the reason; the only broad except of the program leads here."""
        reason = str(error) if isinstance(error, MessageError) else f"{type(error).__name__} while processing"
        log.warning("message %s shunted: %s", sha256[:12], reason)
        mails.shunt(self._desk.db, sha256, reason, traceback.format_exc())
        crash_point("process.shunt-logged")
        self._desk.spool.shunt(sha256)
        self.shunted += 1

    def _drop(self, item: InHand) -> None:
        shutil.rmtree(self._desk.workdir / item.sha256, ignore_errors=True)


def process_pending(
    desk: Desk,
    progress: OnStep = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
    only: Iterable[str] | None = None,
) -> int:
    """Process every pending mail, oldest arrival first; return how many were shunted. Raises as Processor.finish() does."""
    with Processor(desk, progress, stop, only) as processor:
        processor.finish()
    return processor.shunted


def _unable(error: Exception, forbidden: Path | None) -> RegistryError:
    """Say that no mail is to blame."""
    if forbidden:
        return RegistryError(
            f"{forbidden} is another user's. Nothing is lost; give data_dir back to the service's user (chown -R), then try again."
        )
    if isinstance(error, WorkersUnable):
        return RegistryError(f"Processing stopped: {error}. Nothing is lost; mend the installation, then try again.")
    return RegistryError(
        f"Disk or registry cannot be written: {error}. Nothing is lost; free space or mend the disk, then try again."
    )
