"""A hundred thousand entries in one registry: each command that reads them all, against a tenth of them; goal 10."""

from __future__ import annotations

from pathlib import Path

from . import programs
from .measured import Run, run
from .plan import Plan
from .table import Goal, Section, at_most, megabytes

LINEAR = 1.5  # how much more than in proportion a linear cost may grow
CALL = "photo-2026"


def measure(plan: Plan) -> Section:
    """Run each command once over both registries."""
    runs = {count: _commands(plan, count) for count in plan.scaled}
    few, many = (runs[count] for count in plan.scaled)
    rows = [
        (
            name,
            f"{few[name].cpu:.1f} s",
            f"{many[name].cpu:.1f} s",
            f"{many[name].cpu / few[name].cpu:.1f}",
            megabytes(few[name].main_peak),
            megabytes(many[name].main_peak),
        )
        for name in few
    ]
    few_, many_ = plan.scaled
    return Section(
        title=f"{many_} entries in one registry",
        columns=("command", f"CPU, {few_}", f"CPU, {many_}", "ratio", f"peak, {few_}", f"peak, {many_}"),
        rows=rows,
        goals=_goals(plan, few, many),
        notes=[
            "Each entry with a mail, a form, four photos, findings, a letter; start-up included, once each. The hundred thousand are made by SQL: "
            f"{megabytes(_registry(plan, many_).stat().st_size)} of registry, no mails in the spool.",
        ],
    )


def _goals(plan: Plan, few: dict[str, Run], many: dict[str, Run]) -> list[Goal]:
    most = LINEAR * plan.scaled[1] / plan.scaled[0]
    worst = max(few, key=lambda name: many[name].cpu / few[name].cpu)
    grown = many[worst].cpu / few[worst].cpu
    what = f"the command that grows most from {plan.scaled[0]} to {plan.scaled[1]} entries ({worst})"
    return [at_most(10, what, grown, most)]


def _registry(plan: Plan, count: int) -> Path:
    return plan.folder / f"scaled{count}" / "var" / "registry.db"


def _commands(plan: Plan, count: int) -> dict[str, Run]:
    """Return what each command cost over a registry of so many entries."""
    folder = programs.fresh(_registry(plan, count).parent.parent)
    plan.say(f"scale: filling a registry of {count}")
    run(folder, "-m", "tests.benchmarks.cases", "fill", str(folder), str(count))
    words = programs.configured(folder, 1, 1)
    commands = {
        "status": ["status", "--json"],
        "entries --json": ["entries", "--json"],
        "messages --json": ["messages", "--json"],
        "digest": ["digest", "--day", "2026-07-10", "--out", str(folder / "digest.html")],
        "ranking": ["ranking", CALL, "--out", str(folder / "ranking.xlsx")],
        "backup": ["backup", "--out", str(folder / "copy.db")],
        "export": ["export", CALL, "--out", str(folder / "export.xlsx")],
    }
    found = {}
    for name, command in commands.items():
        found[name] = run(folder, *words, *command, allowed=(0, 1))
        plan.say(f"scale: {name} of {count}: {found[name].cpu:.1f} s, {megabytes(found[name].main_peak)}")
    return found
