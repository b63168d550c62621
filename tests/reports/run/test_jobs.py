"""Which loop each job of the service has: what looks after the others waits for none of them."""

from __future__ import annotations

import threading
from collections import Counter
from types import SimpleNamespace

from apscheduler.schedulers.background import BackgroundScheduler

from intake.config.loading import load
from reports.run.jobs import schedule
from reports.run.loops import Loop
from reports.run.service import BESIDE
from tests import ROOT


def test_a_loop_s_thread_ends_with_its_scheduler():
    scheduler = BackgroundScheduler(executors={"default": Loop()})
    scheduler.start()
    (thread,) = [each for each in threading.enumerate() if each.name == "loop default"]
    scheduler.shutdown(wait=False)
    thread.join(20)
    assert not thread.is_alive()


def test_the_watchman_and_the_letters_share_their_loop_with_nobody():
    config = load([ROOT / "config.yaml"], {"PHOTO_PASSWORD": "secret"})
    loops = {name: Loop() for name in ("default", *BESIDE)}
    scheduler = BackgroundScheduler(executors=dict(loops), timezone=config.timezone)
    schedule(SimpleNamespace(desk=SimpleNamespace(config=config), scheduler=scheduler))
    jobs = {job.func.__name__.strip("_"): job.executor for job in scheduler.get_jobs()}
    alone = {name for name, count in Counter(jobs.values()).items() if count == 1}
    assert (jobs["watch"], jobs["send"], {"watch", "letters", "disk"} <= alone) == ("watch", "letters", True)
