"""The service in fast motion: `serve` as it is, its jobs a thousandth of their time apart. python -m tests.benchmarks.hasty PACE WORDS...

PACE: seconds between two polls; what is done once a day is done once in so many polls as five-minute polls make a day.
"""

from __future__ import annotations

import runpy
import sys
from typing import Any

from apscheduler.triggers.interval import IntervalTrigger

from reports.run import service
from tests import ROOT

A_DAY = 288  # polls, five minutes apart


def hurry(pace: float) -> None:
    """Have the service schedule its jobs as ever, then move them closer."""
    schedule = service.schedule

    def closer(served: Any) -> None:
        schedule(served)
        for job in served.scheduler.get_jobs():
            often = isinstance(job.trigger, IntervalTrigger) and job.trigger.interval_length <= 300
            job.reschedule("interval", seconds=pace * (1 if often else A_DAY))

    service.schedule = closer


if __name__ == "__main__":
    hurry(float(sys.argv[1]))
    sys.argv = [str(ROOT / "run_intake.py"), *sys.argv[2:]]
    runpy.run_path(sys.argv[0], run_name="__main__")
