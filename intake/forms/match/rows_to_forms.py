"""The one matcher: rows and lines, whatever format they come from, become the values of forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from intake.config.fields import FieldKind
from intake.forms.fields.cells import Columns, read_row
from intake.forms.fields.grid import AFTER_COLON, LABEL_LIKE, SPLIT, FormCell, FormReading, FormRow
from intake.forms.fields.labels import Labels
from intake.forms.fields.option_run import is_option
from intake.forms.match.records import Record, split_records
from intake.mime.invisible import ANY, seen
from intake.words.authored import CLOSING

MAX_FORMS = 200  # per file
MIN_LABELS = 3  # fewer recognised labels make no form
MAX_ROWS = 20_000


def understand(rows: Sequence[FormRow], labels: Labels) -> tuple[FormReading, ...]:
    """Return what each form in the rows says: one, one below each repeated title, or one per line of a list of authors."""
    rows = [_shown(row) for row in rows[:MAX_ROWS]]
    parts = _apart(_at_titles(rows, labels), labels)
    forms = [reading for part in parts for reading in part if len(reading.seen) >= MIN_LABELS]
    if len(forms) > 1:
        return tuple(forms[:MAX_FORMS])
    return parts[0] if len(parts) == 1 else _part(rows, labels)


def _shown(row: FormRow) -> FormRow:
    """Return a row as a person sees it: no marks of direction, no byte order marks in it."""
    if all(ANY.search(cell.text) is None for cell in row.cells):
        return row
    return replace(row, cells=tuple(replace(cell, text=seen(cell.text)) for cell in row.cells))


def _at_titles(rows: Sequence[FormRow], labels: Labels) -> list[list[FormRow]]:
    """Cut the rows before each title of the form."""
    parts: list[list[FormRow]] = [[]]
    for row in rows:
        if parts[-1] and any(labels.is_title(cell.text) for cell in row.cells):
            parts.append([])
        parts[-1].append(row)
    return parts


def _apart(cut: Sequence[list[FormRow]], labels: Labels) -> list[tuple[FormReading, ...]]:
    """Read what stands below each title; a form that says its title again, and asks for nothing twice, goes on below it."""
    whole: list[tuple[list[FormRow], tuple[FormReading, ...]]] = []
    for rows in cut:
        found = _part(rows, labels)
        above, before = whole[-1] if whole else ([], ())
        if len(found) == len(before) == 1 and before[0].titled and found[0].seen and before[0].seen.isdisjoint(found[0].seen):
            whole[-1] = ([*above, *rows], _part([*above, *rows], labels))
        else:
            whole.append((rows, found))
    return [found for _, found in whole]


def _part(rows: Sequence[FormRow], labels: Labels) -> tuple[FormReading, ...]:
    rest, records = split_records(rows, labels)
    base = _one(rest, labels)
    people = [record for record in records if record.identifies]
    if len(people) < 2 or any(
        labels.kind(name) in {FieldKind.NAME, FieldKind.EMAIL} for name in base.values if labels.section_of(name) == ""
    ):
        _merge(base, records)
        return (base,)
    _merge(base, [record for record in records if not record.identifies])
    return tuple(_person(base, record) for record in people[:MAX_FORMS])


def _one(rows: Sequence[FormRow], labels: Labels) -> FormReading:
    reading, columns, lines = FormReading(labels), Columns(), _Lines()
    for index, row in enumerate(rows):
        following = rows[index + 1] if index + 1 < len(rows) and rows[index + 1].table == row.table else None
        if row.table:
            lines.open = None
            read_row(reading, columns, row, following)
        elif len(row.cells) > 1 and any(labels.whole(cell.text, reading.section) for cell in row.cells):
            lines.open = None
            read_row(reading, columns, row, None)
        else:
            lines.read(reading, row)
    return reading


def _merge(reading: FormReading, records: Sequence[Record]) -> None:
    """Put the rows of a list inside one form into its fields, several rows on several lines (a number: the first)."""
    for record in records:
        for name, cell in record.cells.items():
            known = reading.values.get(name)
            if known is None:
                reading.keep(name, cell, cell.text, SPLIT)
            elif reading.labels.kind(name) == FieldKind.TEXT and cell.text.strip() and len(records) > 1:
                reading.values[name] = replace(known, text=f"{known.text}\n{cell.text.strip()}")
        reading.seen |= record.fields


def _person(base: FormReading, record: Record) -> FormReading:
    """Return the form of one listed author: the row over what the file says for all."""
    own = FormReading(base.labels, titled=base.titled, section="")
    for name, cell in record.cells.items():
        own.keep(name, cell, cell.text, SPLIT)
    values = {**base.values, **own.values}
    return replace(own, values=values, seen=base.seen | record.fields, unread=list(base.unread))


@dataclass(frozen=True)
class _Open:
    """A label whose value may go on in the next line."""

    field: str
    cell: FormCell
    text: str
    blanks: int = 0


class _Lines:
    """Read running text line by line: `label: value`, or a label and its value below."""

    def __init__(self) -> None:
        self.open: _Open | None = None

    def read(self, reading: FormReading, row: FormRow) -> None:
        """Read one line."""
        cell = FormCell(text="\t".join(cell.text for cell in row.cells).strip(), place=row.cells[0].place if row.cells else "")
        if not cell.text:
            self.open = replace(self.open, blanks=1) if self.open and not (self.open.text or self.open.blanks) else None
        elif CLOSING.match(cell.text) or reading.opens_section(cell.text):
            self.open = None
        elif not self._labelled(reading, cell):
            self._continue(reading, cell)

    def _labelled(self, reading: FormReading, cell: FormCell) -> bool:
        pairs = reading.pairs(cell.text)
        for name, text in pairs:
            reading.keep(name, cell, text, AFTER_COLON)
        if pairs:
            self.open = _Open(pairs[-1][0], cell, pairs[-1][1].strip())
        return bool(pairs)

    def _continue(self, reading: FormReading, cell: FormCell) -> None:
        """Add a line to the value above it; only texts run over several lines."""
        waiting, self.open = self.open, None
        if waiting is None:
            if re.match(r"^[^:：]{2,30}[:：]\s*\S", cell.text):
                reading.leave(re.split("[:：]", cell.text)[0])
            return
        runs_on = reading.labels.kind(waiting.field) == FieldKind.TEXT or is_option(reading, waiting.field, cell.text)
        if (waiting.text and not runs_on) or (waiting.blanks and not (runs_on and len(cell.text) > LABEL_LIKE)):
            return
        known = reading.values.get(waiting.field)
        if known is None or (waiting.text and known.place == waiting.cell.place):
            reading.values.pop(waiting.field, None)
            text = f"{waiting.text}\n{cell.text}".strip()
            reading.keep(waiting.field, waiting.cell, text, SPLIT)
            self.open = replace(waiting, text=text, blanks=0)
