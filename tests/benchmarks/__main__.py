"""Measure and print one document of tables and goals; the exit code is 0 whether goals are met or missed."""

from __future__ import annotations

import argparse
import importlib
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from . import ROOT
from .measured import Failed
from .plan import Plan, quick
from .table import Section, document, machine

PARTS = ("throughput", "steady", "memory", "growth", "kinds", "papers", "sheets", "syncs", "serving", "scale")
TARGET = ROOT / "docs" / "benchmarks.md"
REASONS = Path(__file__).with_name("reasons.md")  # what a person has to say of the figures


def main(words: Sequence[str] | None = None) -> int:
    """Run the parts named (all by default); return 1 only when one could not be measured or found something else."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--only", default=",".join(PARTS), help="parts, with commas between: " + ",".join((*PARTS, "spent")))
    parser.add_argument("--rounds", type=int, default=3, help="how often each program is run, in turn")
    parser.add_argument("--submissions", type=int, default=20, help="how many large mails each program takes")
    parser.add_argument("--steady", type=int, default=80, help="how many of them the steady state is measured with")
    parser.add_argument("--quick", action="store_true", help="a slice of everything: shows that the instrument works, no more")
    parser.add_argument("--profile", action="store_true", help="tell also where our program's time goes")
    parser.add_argument("--write", action="store_true", help=f"write {TARGET.relative_to(ROOT)} too")
    chosen = parser.parse_args(words)
    parts = [*dict.fromkeys([*chosen.only.split(","), *(["spent"] if chosen.profile else [])])]
    unknown = set(parts) - {*PARTS, "spent"}
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}; the parts are {', '.join((*PARTS, 'spent'))}")
    told = " ".join(["python -m tests.benchmarks", *(words if words is not None else sys.argv[1:])])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # stopped, it still stops its servers and drops its folder
    folder = Path(tempfile.mkdtemp(prefix="benchmarks-"))
    started = time.monotonic()
    try:
        plan = (
            quick(folder)
            if chosen.quick
            else Plan(folder=folder, rounds=chosen.rounds, submissions=chosen.submissions, steady=(20, chosen.steady))
        )
        text = _all(parts, plan, told, write=chosen.write)
    except Failed as error:
        print(f"NOT MEASURED: {error}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(text)
    print(f"measured in {time.monotonic() - started:.0f} s", file=sys.stderr)
    return 0


def _all(parts: Sequence[str], plan: Plan, command: str, *, write: bool) -> str:
    """Run the parts; what is measured so far is written after each, for the next may be stopped."""
    sections: list[Section] = []
    before = machine()
    text = ""
    for number, part in enumerate(parts, 1):
        plan.say(f"{part} ...")
        sections.append(importlib.import_module(f".{part}", __package__).measure(plan))
        text = document(sections, command, before, [*parts[number:], *(each for each in PARTS if each not in parts)])
        if write:
            TARGET.write_text(f"{text}\n{REASONS.read_text(encoding='utf-8')}", encoding="utf-8")
    return text


if __name__ == "__main__":
    sys.exit(main())
