"""What a form holds and no field took: a second value, a label nobody knows with what stands behind it, further rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from intake.config.fields import GAP, FieldKind
from intake.forms.fields.grid import LABEL_LIKE, FormCell, FormReading, FormRow, clean_answer
from intake.forms.fields.labels import fold_label
from intake.forms.fields.notes import only_instructs, without_notes
from intake.model.submission import FormRest

MAX_ROWS = 5_000
MAX_REST = 40
MAX_TEXT = 200  # characters shown of one row
SHORT = 3  # folded characters that may stand in any value by chance
LINE = re.compile(r"^[^:：]{2,30}[:：](?!//)\s*\S")  # a label and a value on one line


def left_over(rows: Sequence[FormRow], readings: Sequence[FormReading], *, lines: bool = True) -> tuple[FormRest, ...]:
    """Return, row by row, what of the rows is in no value of the readings.

    Of running text only lines of a label and a value count, and with `lines=False` only those of the form's own labels: the
    rest of a mail is no form. Labels without a value behind them, headings and placeholders say nothing.
    """
    walk = _Walk(readings)
    found = (rest for row in rows[:MAX_ROWS] if (rest := walk.table_row(row) if row.table else walk.line(row, lines)))
    return tuple(rest for _, rest in zip(range(MAX_REST), found, strict=False))


class _Walk:
    """Go through the rows once more, as a person who ticks off what stands in a field."""

    def __init__(self, readings: Sequence[FormReading]) -> None:
        self.labels = readings[0].labels
        self.probe = FormReading(self.labels)
        self.kept: dict[str, list[str]] = {}
        for reading in readings:
            for name, value in reading.values.items():
                self.kept.setdefault(name, []).append(value.text)
        self.whole = "\0".join(fold_label(text) for texts in self.kept.values() for text in texts)
        self.columns: dict[int, str] = {}
        self.table = 0

    def table_row(self, row: FormRow) -> FormRest | None:
        if row.table != self.table:
            self.table, self.columns = row.table, {}
        left = [(name, text, place) for place, name, text in list(self._cells(row)) if not self._kept(name, text)]
        if not left or (len(left) == 1 and _is_heading(left[0])):
            return None
        name = next((name for name, _, _ in left if name), "")
        return FormRest(field=name, text=" | ".join(text for _, text, _ in left)[:MAX_TEXT], place=row.cells[0].place)

    def line(self, row: FormRow, others: bool) -> FormRest | None:
        text = "\t".join(cell.text for cell in row.cells).strip()
        if not text or self.probe.opens_section(text) or only_instructs(text):
            return None
        pairs = self.probe.pairs(text)
        left = [(name, value) for name, value in pairs if not self._kept(name, value)]
        if left:
            return FormRest(field=left[0][0], text=text[:MAX_TEXT], place=row.cells[0].place)
        if others and not pairs and LINE.match(text) and not self._kept("", text):
            return FormRest(field="", text=text[:MAX_TEXT], place=row.cells[0].place)
        return None

    def _cells(self, row: FormRow) -> Iterator[tuple[int, str, str]]:
        """Yield (place in the row, field or '', text) of every cell that is no label, heading or unfilled line."""
        named, before, values = "", "", 0
        header: dict[int, str] = {}
        for index, cell in enumerate(row.cells):
            text = cell.text.strip()
            if not text or self.probe.opens_section(text):
                continue
            pairs = self.probe.pairs(text)
            joined = self.labels.joined(before, text, self.probe.section)
            before = text
            if joined or (pairs and not pairs[-1][1].strip()):
                named, values = joined or pairs[-1][0], 0
                header[cell.column] = named
            if pairs:
                yield from ((index, name, value) for name, value in pairs if value.strip() and not cell.carried)
            elif not joined and not cell.carried and not _unfilled(cell, row.cells[index + 1 :]):
                named = "" if values and any(after.text.strip() for after in row.cells[index + 1 :]) else named
                values += 1
                yield index, named or self.columns.get(cell.column, ""), text
        if len(header) > 1 and len(header) == sum(bool(cell.text.strip()) for cell in row.cells):
            self.columns = header

    def _kept(self, name: str, text: str) -> bool:
        """Tell whether a value stands in its field, or, where that is not known or another, in any."""
        kind = self.labels.kind(name) if name else "text"
        value = clean_answer(without_notes(text, counted=kind == FieldKind.COUNT), kind)
        folded = fold_label(value)
        if not folded:
            return True
        mine = [fold_label(known) for known in self.kept.get(name, [])]
        if (
            self._in_pieces(name, folded)
            or any(folded in known for known in mine)
            or (len(folded) > SHORT and folded in self.whole)
        ):
            return True
        if kind == FieldKind.NAME:
            return any(_words(value) == _words(known) for known in self.kept.get(name, []))
        title, number = self.probe.counted(name, value) if name else (value, None)
        if number:
            return self._kept(name, title)
        return not name and len(folded) <= SHORT

    def _in_pieces(self, name: str, folded: str) -> bool:
        """Tell whether a cell that several fields share holds their values, the printed words around them, and no more."""
        shared = self.labels.sharing(name) if name else {}
        printed = sorted({fold_label(part) for within in shared.values() for part in within.split(GAP)}, key=len, reverse=True)
        around = re.compile("|".join(map(re.escape, filter(None, printed))) or r"(?!)")
        values = {around.sub("", fold_label(text)) for field in shared for text in self.kept.get(field, [])}
        return bool(shared) and all(part in values for part in filter(None, around.split(folded)))


def _words(text: str) -> list[str]:
    return sorted(re.findall(r"[^\W_]+", text.casefold()))


def _unfilled(cell: FormCell, following: Sequence[FormCell]) -> bool:
    """Tell a label of a line that nobody filled in: short, and an empty cell behind it."""
    return len(cell.text.strip()) <= LABEL_LIKE and bool(following) and not following[0].text.strip()


def _is_heading(left: tuple[str, str, int]) -> bool:
    """Tell a lone short text at the head of a row, which stands there in the blank form too."""
    name, text, place = left
    return not name and place == 0 and len(text) <= LABEL_LIKE and not LINE.match(text)
