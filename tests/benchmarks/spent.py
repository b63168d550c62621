"""Where our program's time goes, as a table: what spending.py sees of the same mailbox in one process."""

from __future__ import annotations

import json
from typing import Any

from reports.demo.servers import EmbeddedSmtp
from tests.builders.dovecot import DovecotServer

from . import programs
from .mailbox import write_mailbox
from .measured import run
from .plan import Plan
from .table import Section

DEAREST = 15


def measure(plan: Plan) -> Section:
    """Profile one pass over a quarter of the mailbox."""
    count = max(plan.submissions // 4, 2)
    mails = write_mailbox(plan.folder / "profiled", count, plan.scale)
    with DovecotServer() as server, EmbeddedSmtp() as smtp:
        server.deliver_all((mail.raw, mail.arrives) for mail in mails)
        folder = programs.fresh(plan.folder / "spent")
        programs.configured(folder, server.port, smtp.port)
        told = json.loads(run(folder, "-m", "tests.benchmarks.spending", str(folder / "overlay.yaml")).out)
    return section(told, count)


def section(told: dict[str, Any], count: int) -> Section:
    """Return the steps by their share, and the dearest functions."""
    total = told["total"]
    rows = [
        (step, f"{seconds / count * 1000:.0f} ms", f"{seconds / total:.1%}")
        for step, seconds in told["steps"].items()
        if seconds / total >= 0.001
    ]
    dear = "; ".join(f"{name} {own / count * 1000:.0f} ms ({calls} calls)" for own, calls, name in told["functions"][:DEAREST])
    return Section(
        title="Where our program's time goes",
        columns=("step", "each submission", "share"),
        rows=[*rows, ("all", f"{total / count * 1000:.0f} ms", "100.0%")],
        notes=[
            f"{count} submissions, everything in one process under cProfile, workers' work included: shares count. Waiting for "
            "server and disk is in it.",
            f"The dearest functions by their own time: {dear}.",
        ],
    )
