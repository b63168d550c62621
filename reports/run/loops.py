"""Threads for the service's loops, one loop one thread: none waits for another's server, and at the end none is waited for."""

from __future__ import annotations

import queue
import sys
import threading
from datetime import datetime
from typing import Any

from apscheduler.executors.base import BaseExecutor, run_job
from apscheduler.job import Job


class Loop(BaseExecutor):  # type: ignore[misc]
    """APScheduler's executor of one daemon thread: jobs in turn, and the program may end though a server holds one."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: queue.SimpleQueue[tuple[Job, list[datetime]] | None] = queue.SimpleQueue()
        self._idle = threading.Condition()
        self._under_way = 0

    def start(self, scheduler: Any, alias: str) -> None:
        """Begin to wait for jobs."""
        super().start(scheduler, alias)
        threading.Thread(target=self._go_on, name=f"loop {alias}", daemon=True).start()

    def shutdown(self, wait: bool = True) -> None:
        """Have the thread end after what waits already: a service that is reloaded makes new ones."""
        self._waiting.put(None)

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is under way; False when that takes longer."""
        with self._idle:
            return self._idle.wait_for(lambda: not self._under_way, seconds)

    def _do_submit_job(self, job: Job, run_times: list[datetime]) -> None:
        with self._idle:
            self._under_way += 1
        self._waiting.put((job, run_times))

    def _go_on(self) -> None:
        while (given := self._waiting.get()) is not None:
            job, run_times = given
            try:
                events = run_job(job, job._jobstore_alias, run_times, self._logger.name)
                self._run_job_success(job.id, events)
            except BaseException:  # noqa: BLE001 - as APScheduler's own executors: logged, and the loop goes on
                self._run_job_error(job.id, *sys.exc_info()[1:])
            with self._idle:
                self._under_way -= 1
                self._idle.notify_all()
