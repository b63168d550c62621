"""Peak memory by message size, and over many messages in one pass; goal 3."""

from __future__ import annotations

from reports.demo.servers import EmbeddedSmtp
from tests.builders.dovecot import DovecotServer

from . import programs
from .mailbox import Mail, small_mails, write_mail
from .measured import Failed, Run
from .plan import Plan
from .programs import IMAP_TOOLS, ORDINARY, OURS
from .table import Goal, Section, at_most, megabytes

FIRST = 3000
WORK_MB = 9.6  # of one work of 24 megapixels in its mail
MAIN, WORKER, GROWTH = 90, 150, 10  # MB


def measure(plan: Plan) -> Section:
    """Send one message of each size through each program, then a procession of small ones through ours."""
    rows, ours = [], []
    with DovecotServer() as server, EmbeddedSmtp() as smtp:
        for index, size in enumerate(plan.messages):
            mail = _message(plan, index, size)
            box = f"size{size}"
            server.deliver_all([(mail.raw, mail.arrives)], box)
            runs = {
                OURS: programs.ours(plan.folder / "ours", server.port, smtp.port, box),
                ORDINARY: programs.ordinary(plan.folder / "ordinary", server.port, box),
                IMAP_TOOLS: programs.imap_tools(plan.folder / "imap-tools", server.port, box),
            }
            if len({run.results for run in runs.values()}) != 1:
                raise Failed(f"a message of {size} MB: the programs did not find the same files")
            ours.append(runs[OURS])
            plan.say(f"memory: {size} MB: {megabytes(runs[OURS].main_peak)} + {megabytes(runs[OURS].other_peak)}")
            rows.append(_row(mail, runs))
        server.deliver_all(small_mails(FIRST + 100, plan.procession), "procession")
        steps, procession = _procession(plan, server.port, smtp.port)
    return Section(
        title="Peak memory by message size",
        columns=("one message of", "intake desk: main", "its largest worker", ORDINARY, IMAP_TOOLS),
        rows=rows,
        goals=[*_goals(plan, ours), procession],
        notes=[steps],
    )


def _message(plan: Plan, index: int, size: int) -> Mail:
    works = (12,) if size <= 5 else (24,) * max(round(size / WORK_MB), 1)
    return write_mail(plan.folder / "sized", FIRST + index, works, plan.scale)


def _row(mail: Mail, runs: dict[str, Run]) -> tuple[str, ...]:
    return (
        megabytes(mail.path.stat().st_size),
        megabytes(runs[OURS].main_peak),
        megabytes(runs[OURS].other_peak),
        megabytes(runs[ORDINARY].main_peak),
        megabytes(runs[IMAP_TOOLS].main_peak),
    )


def _goals(plan: Plan, ours: list[Run]) -> list[Goal]:
    first, last = plan.messages[0], plan.messages[-1]
    growth = (ours[-1].main_peak - ours[0].main_peak) / 1e6
    return [
        at_most(3, "peak of the main process", max(run.main_peak for run in ours) / 1e6, MAIN, " MB"),
        at_most(3, "peak of the largest worker", max(run.other_peak for run in ours) / 1e6, WORKER, " MB"),
        at_most(3, f"growth of the main process from {first} to {last} MB", growth, GROWTH, " MB"),
    ]


def _procession(plan: Plan, port: int, smtp: int) -> tuple[str, Goal]:
    """Return what the main process held along the way, and the goal: nothing grows after the first fifth."""
    run = programs.ours(plan.folder / "procession", port, smtp, "procession")
    resident = run.resident
    fifth = max(len(resident) // 5, 1)
    parts = [max(resident[at : at + fifth]) / 1e6 for at in range(0, len(resident) - fifth + 1, fifth)]
    growth = parts[-1] - parts[min(1, len(parts) - 1)]
    told = f"{plan.procession} small mails in one pass, {run.wall:.0f} s: the main process held at most "
    told += ", ".join(f"{part:.0f}" for part in parts) + " MB in each fifth of it."
    return told, at_most(3, f"growth over {plan.procession} messages, after the first fifths", growth, 3, " MB")
