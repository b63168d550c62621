"""Run the torture and print one table: part, tries, and the zeros."""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Sequence

from .tally import COLUMNS, Tally

PARTS = ("crash", "strace", "smtp", "imap", "bombs", "mutations", "costly", "award")


def main(words: Sequence[str] | None = None) -> int:
    """Run the parts named (all by default); return 1 when any zero is none."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--only", default=",".join(PARTS), help="parts, with commas between: " + ",".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="a sample of each part")
    parser.add_argument("--verbose", action="store_true", help="tell every try as it ends")
    chosen = parser.parse_args(words)
    unknown = set(chosen.only.split(",")) - set(PARTS)
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}; the parts are {', '.join(PARTS)}")
    started = time.monotonic()
    told = (lambda line: print(line, file=sys.stderr, flush=True)) if chosen.verbose else (lambda _: None)
    tallies = []
    for part in chosen.only.split(","):
        print(f"{part} ...", file=sys.stderr, flush=True)
        tallies.append(importlib.import_module(f".{part}", __package__).run(quick=chosen.quick, told=told))
    print(table(tallies))
    for each in tallies:
        for line in each.notes:
            print(f"{each.part}: {line}")
    for each in tallies:
        for line in each.complaints():
            print(f"{each.part}: {line}")
        if each.not_run:
            print(f"NOT RUN: {each.part}, because {each.not_run}")
    print(f"{sum(each.tries for each in tallies)} tries in {time.monotonic() - started:.0f} s")
    return 0 if all(each.clean for each in tallies) else 1


def table(tallies: Sequence[Tally]) -> str:
    """Return the table: one line for each part, one for the sums."""
    rows = [("part", "tries", *COLUMNS, "seconds")]
    rows += [
        (each.part, str(each.tries), *(str(each.count(name)) for name in COLUMNS), f"{each.seconds:.0f}") for each in tallies
    ]
    sums = [str(sum(each.count(name) for each in tallies)) for name in COLUMNS]
    rows.append(("all", str(sum(each.tries for each in tallies)), *sums, f"{sum(each.seconds for each in tallies):.0f}"))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            f"{cell:<{width}}" if not column else f"{cell:>{width}}"
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


if __name__ == "__main__":
    sys.exit(main())
