"""The steady state: what each further submission takes once the program is under way, on one core and on all, by workers; goals 1 and 2."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reports.demo.servers import EmbeddedSmtp
from tests.builders.dovecot import DovecotServer

from . import programs
from .mailbox import write_mailbox
from .measured import Failed, Run, ratio, run
from .plan import Plan
from .programs import FLOOR, ORDINARY
from .table import Goal, Section, at_least, at_most

FEW, MANY = "few", "INBOX"  # folders of the one mailbox
WORKERS = (1, 2, 4, 8)
Pair = tuple[Run, Run]  # over the few mails and over the many


def measure(plan: Plan) -> Section:
    """Run few and many submissions in turn; what the many take more is what they take."""
    mails = write_mailbox(plan.folder / "steady", plan.steady[1], plan.scale)
    few = plan.steady[0]
    write_mailbox(plan.folder / "steady-few", few, plan.scale)
    with DovecotServer() as server, EmbeddedSmtp() as smtp:
        server.deliver_all(((mail.raw, mail.arrives) for mail in mails), MANY)
        server.deliver_all(((mail.raw, mail.arrives) for mail in mails[:few]), FEW)
        rounds = [_round(plan, server.port, smtp.port) for _ in range(plan.rounds)]
        by_workers = {count: _pair(plan, server.port, smtp.port, workers=count) for count in WORKERS}
    more = plan.steady[1] - few
    rows = [("all cores", *_told(rounds[-1][0], more)), ("one core", *_told(rounds[-1][1], more))]
    rows += [(f"all cores, limits.workers {count}", *_told(pair, more)) for count, pair in by_workers.items()]
    return Section(
        title="The steady state",
        columns=("on", "submissions/s", "CPU each"),
        rows=rows,
        goals=_goals(rounds, few, more),
        notes=[
            f"What {plan.steady[1]} submissions take more than {few}, for each of those {more}; the last of {plan.rounds} rounds."
        ],
    )


def _round(plan: Plan, port: int, smtp: int) -> tuple[Pair, Pair, Run, Run]:
    """Return ours on all cores and on one, the ordinary script and the floor over the few."""
    every = _pair(plan, port, smtp)
    with on_one_core():
        one = _pair(plan, port, smtp)
    ordinary = programs.ordinary(plan.folder / "ordinary", port, FEW)
    return every, one, ordinary, programs.floor(plan.folder / "floor", plan.folder / "steady-few")


def _pair(plan: Plan, port: int, smtp: int, workers: int = 0) -> Pair:
    few, many = (_poll(plan.folder / "ours", port, smtp, folder, workers) for folder in (FEW, MANY))
    plan.say(
        f"steady: {few.wall:.1f} s and {many.wall:.1f} s, CPU {few.cpu:.1f} s and {many.cpu:.1f} s, workers {workers or 'by cores'}"
    )
    if many.wall <= few.wall:
        raise Failed("many submissions took no longer than few: the machine was busy otherwise")
    return few, many


def _poll(folder: Path, port: int, smtp: int, mailbox: str, workers: int) -> Run:
    words = programs.configured(programs.fresh(folder), port, smtp, mailbox)
    if workers:
        (folder / "workers.yaml").write_text(f"limits: {{workers: {workers}}}\n", encoding="utf-8")
        words += ["--config", str(folder / "workers.yaml")]
    return run(folder, *words, "poll")


@contextmanager
def on_one_core() -> Iterator[None]:
    """Let what is started meanwhile use one core only, as `taskset` does; servers that run already keep theirs."""
    usable = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(usable)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, usable)


def _told(pair: Pair, more: int) -> tuple[str, str]:
    few, many = pair
    return f"{more / (many.wall - few.wall):.2f}", f"{(many.cpu - few.cpu) / more * 1000:.0f} ms"


def _goals(rounds: list[tuple[Pair, Pair, Run, Run]], few: int, more: int) -> list[Goal]:
    wall = [(many.wall - first.wall) / more for (first, many), *_ in rounds]
    cpu = [(many.cpu - first.cpu) / more for (first, many), *_ in rounds]
    alone = [(many.wall - first.wall) / more for _, (first, many), *_ in rounds]
    faster = ratio([ordinary.wall / few for *_, ordinary, _ in rounds], wall)
    over = ratio(cpu, [floor.cpu / few for *_, floor in rounds])
    cores = ratio(alone, wall)
    return [
        at_least(1, f"steady state: submissions/s against the {ORDINARY}'s", faster.median, 6, shown=str(faster)),
        at_least(1, "steady state: on all cores against one", cores.median, 1.8, shown=str(cores)),
        at_most(2, f"steady state: CPU per submission against the {FLOOR}'s", over.median, 1.5, shown=str(over)),
    ]
