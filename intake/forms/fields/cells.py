"""Read one row of a table: labels, and their values beside them, in the same cell, or below."""

from __future__ import annotations

from dataclasses import dataclass, field

from intake.config.fields import FieldKind
from intake.forms.fields.grid import AFTER_COLON, BELOW, BESIDE, LOOSE, SPLIT, FormCell, FormReading, FormRow, clean_answer
from intake.forms.fields.normalise import normalise
from intake.forms.fields.option_run import OptionRun, is_option
from intake.forms.fields.options import has_box
from intake.forms.fields.values import answer

TELLING = frozenset({FieldKind.NATIONALITY, FieldKind.SEX})  # kinds whose values are words that may also be labels ("Chinese")

SAY_NONE = frozenset({FieldKind.COUNT, FieldKind.FLAG})  # kinds that a word for nothing answers


@dataclass
class Columns:
    """What one row leaves for the next: the header on the left, and cells already taken as values."""

    header: str = ""
    used: set[tuple[str, int]] = field(default_factory=set)  # (place, column)
    run: OptionRun | None = None  # options that may go on in the next row


@dataclass
class _Pending:
    """A label that waits for its value."""

    field: str
    cell: FormCell
    sure: float = BESIDE
    gap: bool = False  # an empty cell follows: the value's own place, left empty


def read_row(reading: FormReading, columns: Columns, row: FormRow, following: FormRow | None) -> None:
    """Read one row; `following` is the next row of the same table, where a value may stand below its label."""
    walk = _Walk(reading, columns)
    for index, cell in enumerate(row.cells):
        if (cell.place, cell.column) not in columns.used or cell.carried:
            walk.step(cell, index)
    walk.settle()
    columns.run = walk.run.in_next_row() if walk.run else None
    if following is not None:
        walk.below(following)


class _Walk:
    """The state while one row is walked from left to right."""

    def __init__(self, reading: FormReading, columns: Columns) -> None:
        self.reading, self.columns = reading, columns
        self.header = ""
        self.pending: _Pending | None = None
        self.unfilled: list[_Pending] = []  # labels with no cell of their own beside them
        self.loose: FormCell | None = None  # the last text nobody claimed
        self.last: tuple[str, FormCell] | None = None  # the last value and its field
        self.run = columns.run  # options dealt over several cells

    def step(self, cell: FormCell, index: int) -> None:
        """Look at the next cell."""
        boxed = self.reading.labels.with_options and has_box(cell.text)
        text = cell.text.strip() if boxed or "\n" in cell.text or self._answered(cell.text) else clean_answer(cell.text)
        if cell.carried or (index == 0 and not text):
            self.header = cell.text.strip() if cell.carried else self.columns.header
            return
        if index == 0:
            self.columns.header = text
        if not text:
            if self.pending:
                self.pending.gap = True
            elif self.run:
                self.run.add("")
        elif self.reading.opens_section(text):
            self.settle()
            self.columns.header = ""
        else:
            self._text(cell, text)

    def _answered(self, text: str) -> bool:
        """Tell whether words that stand for nothing elsewhere answer the waiting label: none of them is a count of 0."""
        waiting = self.pending and self.reading.labels.field(self.pending.field)
        return bool(waiting and (waiting.kind in SAY_NONE or waiting.may_be_none) and answer(waiting, text.strip()))

    def _text(self, cell: FormCell, text: str) -> None:
        if self.pending is None and self.run and self.run.goes_on(self.reading, text):
            return
        joined = self.reading.labels.joined(self.header, text, self.reading.section)
        header, self.header = self.header, text
        if joined:
            self.pending = None
            self._label(joined, cell, SPLIT)
        elif not (self._pairs_below(cell, text, header) or self._value(cell, text) or self._labels(cell, text)):
            self.loose = cell
            if cell.column == 0 or text.endswith((":", "：")):
                self.reading.leave(text)

    def _pairs_below(self, cell: FormCell, text: str, header: str) -> bool:
        """Read "Name" | "Chinese: 李明": a sub-label with its value in one cell."""
        head, mark, rest = text.replace("：", ":").partition(":")
        name = self.reading.labels.joined(header, head, self.reading.section) if mark and "\n" not in text else None
        if name:
            self.pending = None
            self._take(name, cell, rest, AFTER_COLON)
        return bool(name)

    def _label(self, name: str, cell: FormCell, sure: float = BESIDE) -> None:
        self.settle()
        self.run = None
        self.reading.seen.add(name)
        self.pending = _Pending(name, cell, sure)

    def _value(self, cell: FormCell, text: str) -> bool:
        """Take the text as the value of the label on its left, unless it is plainly a label itself."""
        if self.pending is None or self._is_label(self.pending.field, text):
            return False
        sure = LOOSE if self.pending.gap else self.pending.sure
        self.run = OptionRun.begin(self.reading, self.pending.field, cell, sure, ["", text] if self.pending.gap else [text])
        self._take(self.pending.field, cell, text, sure)
        self.pending = None
        return True

    def _is_label(self, waiting: str, text: str) -> bool:
        labels, section = self.reading.labels, self.reading.section
        kind = labels.kind(waiting)
        if (kind in TELLING and normalise(kind, text) is not None) or is_option(self.reading, waiting, text):
            return False
        counted = labels.counted(text, section)
        if labels.whole(text, section) or (counted and counted[0] != waiting):
            return True
        pairs = [] if kind == FieldKind.TEXT else labels.segments(text, section)
        return bool(pairs) and (len(pairs) > 1 or pairs[0][0] != waiting)

    def _labels(self, cell: FormCell, text: str) -> bool:
        """Read the labels in the cell; the last one without a value waits for the next cell."""
        pairs = self.reading.pairs(text)
        for name, value in pairs:
            self.run = OptionRun.begin(self.reading, name, cell, AFTER_COLON, [value])
            self._take(name, cell, value, AFTER_COLON)
        if pairs and not (clean_answer(pairs[-1][1]) or answer(self.reading.labels.field(pairs[-1][0]), pairs[-1][1])):
            self._label(pairs[-1][0], cell)
        return bool(pairs)

    def _take(self, name: str, cell: FormCell, text: str, sure: float) -> None:
        value = self.reading.labels.own_part(text, name, self.reading.section)
        self.reading.keep(name, cell, value, sure)
        self.last = (name, cell) if clean_answer(text) else self.last

    def settle(self) -> None:
        """Close the waiting label: a number may stand before its label ("3" | "pieces")."""
        waiting, self.pending = self.pending, None
        if waiting is None:
            return
        if self.reading.labels.kind(waiting.field) == FieldKind.NUMBER and self._number_before(waiting):
            return
        if not waiting.gap:
            self.unfilled.append(waiting)

    def _number_before(self, waiting: _Pending) -> bool:
        before = self.loose
        if before is None and self.last and self.last[1].column < waiting.cell.column and not waiting.gap:
            name, before = self.last
            known = self.reading.values.get(name)
            if not (known and known.place == before.place and normalise(FieldKind.NUMBER, known.text)):
                return False
            del self.reading.values[name]
        if before is None or normalise(FieldKind.NUMBER, before.text) is None:
            return False
        self.reading.keep(waiting.field, before, before.text, SPLIT)
        return True

    def below(self, following: FormRow) -> None:
        """Look for the values of unfilled labels in the row below, which must hold no label itself."""
        several = len(self.unfilled) > 1
        if any(self.reading.pairs(cell.text) or self.reading.labels.heading(cell.text) is not None for cell in following.cells):
            return
        for waiting in self.unfilled:
            if not (several or self.reading.labels.kind(waiting.field) == FieldKind.TEXT):
                continue
            cell = next((item for item in following.cells if item.column == waiting.cell.column and not item.carried), None)
            if cell is not None and clean_answer(cell.text):
                self.reading.keep(waiting.field, cell, cell.text, BELOW)
                self.columns.used.add((cell.place, cell.column))
