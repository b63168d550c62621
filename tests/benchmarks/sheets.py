"""Sheets and sums: what reading, marking and adding up take at the size of the largest office, each in a fresh process; goal 8."""

from __future__ import annotations

from tests.builders.sheet_bytes import FORMATS

from .measured import Run, run
from .plan import Plan
from .table import Goal, Section, at_most, megabytes

READ, PEAK, MARK, ADD = 20, 250, 30, 2  # seconds, MB, seconds, seconds
READABLE = ("xlsx", "strict", "xlsb", "xls", "ods", "csv-gb18030", "csv-utf-16", "word")
MARKABLE = ("xlsx", "xls", "csv-gb18030")
MODULE = "tests.benchmarks.sheeting"


def measure(plan: Plan) -> Section:
    """Read and mark a sheet of ten thousand rows in every format, add up 31 delegations of two hundred offices."""
    rows, offices = max(round(10_000 * plan.scale), 100), max(round(200 * plan.scale), 2)
    names = {form: f"{form}.{FORMATS[form][0]}" for form in READABLE}
    for name in names.values():
        run(plan.folder, "-m", MODULE, "make", name, str(plan.folder), str(rows))
    jobs = [("read", name, rows) for name in names.values()]
    jobs += [("mark", names[form], rows) for form in MARKABLE]
    jobs += [("add", "31 delegations", offices)]
    table, runs = [], {}
    for job, name, count in jobs:
        found = run(plan.folder, "-m", MODULE, job, name, str(plan.folder), str(count))
        told, seconds = found.out.strip().rsplit("|", 1)
        runs[job, name] = (float(seconds), found)
        plan.say(f"sheets: {job} {name}: {float(seconds):.2f} s, {megabytes(found.main_peak)}")
        table.append((f"{job} {name}", told, f"{float(seconds):.2f} s", f"{found.cpu:.2f} s", megabytes(found.main_peak)))
    return Section(
        title="Sheets and sums",
        columns=("job", "found", "seconds", "CPU, start-up included", "peak"),
        rows=table,
        goals=_goals(runs),
        notes=[f"A sheet of {rows} rows and 12 columns, every hundredth row with a cell to be mended; 31 x {offices} offices."],
    )


def _goals(runs: dict[tuple[str, str], tuple[float, Run]]) -> list[Goal]:
    seconds = {job: max(took for (of, _), (took, _) in runs.items() if of == job) for job in ("read", "mark", "add")}
    peak = max(found.main_peak for (of, name), (_, found) in runs.items() if of == "read") / 1e6
    return [
        at_most(8, "read the largest sheet in its slowest format", seconds["read"], READ, " s"),
        at_most(8, "peak of reading it", peak, PEAK, " MB"),
        at_most(8, "mark it", seconds["mark"], MARK, " s"),
        at_most(8, "add up 31 delegations", seconds["add"], ADD, " s"),
    ]
