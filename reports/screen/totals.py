"""What `totals` prints."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

from intake.config.models import Call
from registry.read.totals import Total, Totals
from reports.screen.output import emit, print_table


def show_totals(found: Totals, call: Call, out: Path | None, *, json: bool) -> None:
    """Print the sums as a table with the whole last, or as JSON (contract.md)."""
    if json:
        rows = [_document(item) for item in (*found.groups, found.whole)]
        emit(rows)
    else:
        head = (found.field, "units", *found.summed)
        print_table(head, [_row(item) for item in (*found.groups, found.whole)])
    if out is not None:
        print(out, file=sys.stderr if json else sys.stdout)
    if not found.summed:
        print("No form of the call asks for a count; entries are counted alone.", file=sys.stderr)
    for name, number in found.whole.unread.items():
        if number:
            who = ", ".join(unit.reference for unit in found.whole.units if name in unit.unread)
            print(f"{name}: {number} values cannot be read as numbers and are in no sum ({who})", file=sys.stderr)


def number(value: Decimal) -> int | float:
    """Return a sum as JSON and workbooks write it: whole where it is."""
    return int(value) if value == value.to_integral_value() else float(value)


def _document(item: Total) -> dict[str, object]:
    return {
        "by": item.by,
        "units": len(item.units),
        "sums": {name: number(value) for name, value in item.sums.items()},
        "uncounted": dict(item.uncounted),
        "unread": dict(item.unread),
        "written": list(item.written),
        "references": [unit.reference for unit in item.units],
    }


def _row(item: Total) -> tuple[str, ...]:
    """Return one line: each sum, and behind it how many counted nothing."""
    name = "total" if item.by is None else item.by or "-"
    told = (f"{number(item.sums[field])}" + (f" (+{n} uncounted)" if n else "") for field, n in item.uncounted.items())
    return (name, str(len(item.units)), *told)
