"""Find tables with a row of labels on top and one record per row below: several authors, or several photos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake.config.fields import FieldKind
from intake.forms.fields.grid import FormCell, FormRow
from intake.forms.fields.labels import Labels
from intake.forms.fields.values import answer

MIN_LABELS = 3  # a row with fewer labels is no header
SHARE = 0.6  # of the filled cells of a header must be labels


@dataclass(frozen=True, kw_only=True)
class Record:
    """One row below a header: the cell of each field; `identifies` when it names a person of the first section."""

    cells: dict[str, FormCell]
    fields: frozenset[str]
    identifies: bool


def split_records(rows: Sequence[FormRow], labels: Labels) -> tuple[list[FormRow], list[Record]]:
    """Return the rows that belong to no such table, and the records of those that do."""
    rest: list[FormRow] = []
    records: list[Record] = []
    section, index = "", 0
    while index < len(rows):
        row = rows[index]
        section = next((found for cell in row.cells if (found := labels.heading(cell.text)) is not None), section)
        header = _header(row, rows[index + 1] if index + 1 < len(rows) else None, labels, section)
        index += 1
        if not header:
            rest.append(row)
            continue
        while index < len(rows) and _is_record(row, rows[index], labels, section):
            record = _record(header, rows[index], labels)
            records += [record] if record.cells else []
            index += 1
    return rest, records


def _header(row: FormRow, following: FormRow | None, labels: Labels, section: str) -> dict[int, str]:
    """Return column -> field when the row is a header of records, else {}."""
    if following is None or not _is_record(row, following, labels, section) or not _filled(following):
        return {}
    filled = _filled(row)
    found = {cell.column: name for cell in filled if (name := labels.whole(cell.text, section))}
    enough = len(set(found.values())) >= MIN_LABELS and len(found) >= SHARE * len(filled)
    spaced = sum(not cell.text.strip() and cell.column - 1 in found for cell in row.cells)
    return found if enough and 2 * spaced <= len(found) else {}


def _is_record(header: FormRow, row: FormRow, labels: Labels, section: str) -> bool:
    """Tell whether a row lies in the header's table and opens neither a section nor labels of its own."""
    if not row.table or row.table != header.table or any(labels.heading(cell.text) is not None for cell in row.cells):
        return False
    named = sum(bool(labels.whole(cell.text, section)) for cell in _filled(row))
    return named <= 1 and not (len(row.cells) == 1 and named)


def _record(header: dict[int, str], row: FormRow, labels: Labels) -> Record:
    cells: dict[str, FormCell] = {}
    for cell in row.cells:
        name = header.get(cell.column)
        if name and answer(labels.field(name), cell.text):
            cells.setdefault(name, cell)
    who = any(labels.kind(name) in {FieldKind.NAME, FieldKind.EMAIL} and labels.section_of(name) == "" for name in cells)
    return Record(cells=cells, fields=frozenset(header.values()), identifies=who)


def _filled(row: FormRow) -> list[FormCell]:
    return [cell for cell in row.cells if cell.text.strip() and not cell.carried]
