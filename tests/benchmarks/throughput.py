"""The same submissions through every program, in turn; goals 1, 2 and 6."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reports.demo.servers import EmbeddedSmtp
from tests.builders.dovecot import DovecotServer

from . import programs
from .mailbox import Mail, write_mailbox
from .measured import Failed, Run, median, ratio, same_results
from .plan import Plan
from .programs import FLOOR, IMAP_TOOLS, ORDINARY, OURS
from .table import Goal, Section, at_least, at_most, megabytes

UNSYNCED = "intake desk, fsync does nothing"
Runs = Mapping[str, list[Run]]


def measure(plan: Plan) -> Section:
    """Run every program in turn, as often as the plan says; raises Failed where they differ in what they found."""
    mails = write_mailbox(plan.folder / "mails", plan.submissions, plan.scale)
    with DovecotServer() as server, EmbeddedSmtp() as smtp:
        server.deliver_all((mail.raw, mail.arrives) for mail in mails)
        runs = _turns(plan, server.port, smtp.port)
        letters = len(smtp.received) // sum(len(runs.get(name, ())) for name in (OURS, UNSYNCED))
    found = same_results(runs)
    rounds = len(runs[OURS])
    notes = [
        f"{len(mails)} submissions, {_size(mails):.0f} MB of mail from Dovecot over loopback without TLS, {rounds} rounds in turn; "
        f"every program found the same: {found}.",
        f"Our entries: {programs.states(plan.folder / 'ours')}; {letters} letters were sent in each run and are in our time; the scripts send "
        "none, judge nothing and sync nothing.",
        "CPU is of the program and all its worker processes, start-up included; the server's is not in it.",
        "Peak memory is a process's own high-water mark, shared pages counted in each.",
    ]
    return Section(
        title="Throughput",
        columns=("program", "submissions/s", "CPU each", "main process's", "peak", "largest other process"),
        rows=[_row(name, of_one, len(mails)) for name, of_one in runs.items()],
        goals=_goals(runs),
        notes=[*notes, *([] if UNSYNCED in runs else ["Without fsync: not measured, no C compiler is at hand."])],
    )


def _turns(plan: Plan, port: int, smtp: int) -> Runs:
    programs_: dict[str, Callable[[], Run]] = {
        FLOOR: lambda: programs.floor(plan.folder / "floor", plan.folder / "mails"),
        OURS: lambda: programs.ours(plan.folder / "ours", port, smtp),
        ORDINARY: lambda: programs.ordinary(plan.folder / "ordinary", port),
        IMAP_TOOLS: lambda: programs.imap_tools(plan.folder / "imap-tools", port),
    }
    try:
        environ = programs.without_sync(plan.folder / "shim")
        programs_[UNSYNCED] = lambda: programs.ours(plan.folder / "unsynced", port, smtp, **environ)
    except Failed as error:
        plan.say(str(error))
    runs: dict[str, list[Run]] = {name: [] for name in programs_}
    for round_ in range(1, plan.rounds + 1):
        for name, program in programs_.items():
            runs[name].append(program())
            plan.say(f"round {round_}: {name}: {runs[name][-1].wall:.1f} s, CPU {runs[name][-1].cpu:.1f} s")
    return runs


def _size(mails: list[Mail]) -> float:
    return sum(mail.path.stat().st_size for mail in mails) / 1e6


def _row(name: str, runs: list[Run], count: int) -> tuple[str, ...]:
    return (
        name,
        f"{median([count / each.wall for each in runs]):.2f}",
        f"{median([each.cpu / count for each in runs]) * 1000:.0f} ms",
        f"{median([each.main_cpu / count for each in runs]) * 1000:.0f} ms",
        megabytes(max(each.main_peak for each in runs)),
        megabytes(max(each.other_peak for each in runs)) if max(each.other_peak for each in runs) else "",
    )


def _goals(runs: Runs) -> list[Goal]:
    wall = {name: [each.wall for each in of_one] for name, of_one in runs.items()}
    cpu = {name: [each.cpu for each in of_one] for name, of_one in runs.items()}
    faster, than_tools = ratio(wall[ORDINARY], wall[OURS]), ratio(wall[IMAP_TOOLS], wall[OURS])
    over = ratio(cpu[OURS], cpu[FLOOR])
    goals = [
        at_least(1, "submissions/s against the ordinary script's", faster.median, 6, shown=str(faster)),
        at_least(1, f"submissions/s against the {IMAP_TOOLS}'s", than_tools.median, 5, shown=str(than_tools)),
        at_most(2, "CPU per submission against the floor's", over.median, 1.5, shown=str(over)),
    ]
    if UNSYNCED in runs:
        kept = ratio(wall[UNSYNCED], wall[OURS])
        goals.append(at_least(6, "throughput with fsync against without", kept.median, 0.85, shown=str(kept)))
    return goals
