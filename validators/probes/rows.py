"""Judge the rows of a sheet by the columns of its slot, as the fields of a form are judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from intake.config.fields import FieldSettings
from intake.config.models import Slot
from intake.model.rows import SheetRow
from validators.facts_sheet import MISSING, CellFault, JudgedRow
from validators.probes.fields import ValueFault, judge_fields

SOFT = frozenset({ValueFault.TOO_LONG, ValueFault.TOO_SHORT})  # a text's length is the writer's affair (contract.md ruling 24)


def judge_rows(slot: Slot, rows: Iterable[SheetRow]) -> tuple[JudgedRow, ...]:
    """Return the rows that no later one replaced, each with what is wrong with it."""
    columns = slot.columns
    return tuple(JudgedRow(row=row, faults=tuple(_faults(columns, row))) for row in rows if not row.superseded)


def _faults(columns: Mapping[str, FieldSettings], row: SheetRow) -> Iterator[CellFault]:
    """Yield what is wrong with a row, in the order of the call's columns."""
    judged = judge_fields(columns, {name: text for name, text in row.values.items() if text})
    found = {name: CellFault(column=name, cell=row.cell(name), problem=problem) for name, problem in row.odd.items()}
    for item in judged.invalid:
        if item.field not in found:
            fault = CellFault(column=item.field, cell=row.cell(item.field), problem=item.fault, soft=item.fault in SOFT)
            found[item.field] = fault
    for group in judged.missing:
        if not any(name in row.odd for name in group):
            found[group[0]] = CellFault(column=group[0], cell=row.cell(group[0]), problem=MISSING)
    return (found[name] for name in columns if name in found)
