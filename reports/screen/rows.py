"""What `rows` prints."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from intake.config.models import Call
from registry.read.rows import ListedRow
from reports.screen.output import emit, print_table


def show_rows(found: Sequence[ListedRow], call: Call, out: Path | None, *, json: bool) -> None:
    """Print the rows as a table, or as JSON (contract.md); where a workbook was written, its name."""
    if json:
        emit([row.document for row in found])
    elif out is None:
        print_table(("reference", "slot", "place", "state", "posted", "values"), [_line(row) for row in found])
    if out is not None:
        print(out, file=sys.stderr if json else sys.stdout)
    print(f"{len(found)} rows", file=sys.stderr)


def _line(row: ListedRow) -> tuple[str, ...]:
    values = " · ".join(value for value in row.values.values() if value)
    return row.reference, row.slot, f"{row.file} {row.sheet} {row.row}", row.state, "yes" if row.posted else "", values[:120]
