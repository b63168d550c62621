"""Tell which of a call's forms a document is, or which of its parts is which: by title, by its file's name, by labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from intake.config.models import Slot
from intake.forms.fields.grid import FormRow
from intake.forms.fields.labels import Labels, fold_label
from intake.forms.match.rows_to_forms import MIN_LABELS, understand
from intake.words.fold import mentions

TITLED, NAMED, OWN = 2.0, 2.0, 3.0  # what a title, a file's name, and all the labels that no other form has are worth
MAX_PARTS = 40  # of a document that are looked at one by one


@dataclass(frozen=True, kw_only=True)
class LikelyForm:
    """Which form something is; not `sure` where another is as likely."""

    slot: Slot
    score: float
    sure: bool = True


class Which:
    """The forms of a call, side by side."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        """Find out which fields tell one form from the others: those of whose labels no other form has any."""
        self.slots = tuple(slots)
        self._labels = {slot.id: Labels(slot) for slot in slots}
        self._own = {slot.id: _own_fields(slot, [other for other in slots if other is not slot]) for slot in slots}

    def form_of(self, rows: Sequence[FormRow], name: str = "") -> LikelyForm | None:
        """Return which form the rows are; None where too few labels of any stand in them and neither title nor name tells."""
        scored = [(self._score(slot, rows, name), slot) for slot in self.slots]
        best = max((score for score, _ in scored), default=0.0)
        first = [slot for score, slot in scored if score == best]
        return LikelyForm(slot=first[0], score=best, sure=len(first) == 1) if best else None

    def parts_of(self, rows: Sequence[FormRow], name: str = "") -> list[tuple[Slot, list[FormRow]]]:
        """Return (form, its rows) for each form in a document, in order; one for all rows where nothing parts them."""
        parts = self._cut(rows)
        told = [self.form_of(part) for part in parts] if 1 < len(parts) <= MAX_PARTS else []
        known = {item.slot.id for item in told if item and item.sure}
        if len(known) < 2:
            whole = self.form_of(rows, name)
            return [(whole.slot, list(rows))] if whole else []
        return _joined([(item.slot if item and item.sure else None, part) for item, part in zip(told, parts, strict=True)])

    def _score(self, slot: Slot, rows: Sequence[FormRow], name: str) -> float:
        """Weigh how much of a form the rows are; 0 for none of it."""
        labels, own = self._labels[slot.id], self._own[slot.id]
        readings = understand(rows, labels)
        seen = set().union(*(reading.seen for reading in readings))
        titled = any(reading.titled for reading in readings)
        named = max((len(word) for word in slot.names if mentions(name, word)), default=0)
        if not (titled or named or len(seen) >= min(MIN_LABELS, len(slot.fields))):
            return 0.0
        share = len(seen) / len(slot.fields) + (OWN * len(seen & own) / len(own) if own else 0.0)
        return share + TITLED * titled + NAMED * bool(named) + named / 1000  # of two names in one the longer tells

    def _cut(self, rows: Sequence[FormRow]) -> list[list[FormRow]]:
        """Cut rows before each title of a form and each table."""
        numbers: list[int] = []
        for index, row in enumerate(rows):
            table = bool(row.table) and index > 0 and row.table != rows[index - 1].table
            numbers.append((numbers[-1] if numbers else 0) + (table or self._opens(row)))
        return [[row for row, _ in part] for _, part in groupby(zip(rows, numbers, strict=True), key=lambda pair: pair[1])]

    def _opens(self, row: FormRow) -> bool:
        return any(labels.is_title(cell.text) for cell in row.cells for labels in self._labels.values())


def _own_fields(slot: Slot, others: Iterable[Slot]) -> set[str]:
    theirs = {fold_label(label) for other in others for item in other.fields.values() for label in item.asked_as}
    return {name for name, item in slot.fields.items() if not theirs & set(map(fold_label, item.asked_as))}


def _joined(told: Sequence[tuple[Slot | None, list[FormRow]]]) -> list[tuple[Slot, list[FormRow]]]:
    """Put parts that tell nothing to the form before them, the first to the one behind, and neighbours of one form together."""
    found: list[tuple[Slot, list[FormRow]]] = []
    waiting: list[FormRow] = []
    for slot, rows in told:
        if slot is None and not found:
            waiting += rows
        elif slot is None or (found and found[-1][0] is slot):
            found[-1][1].extend(rows)
        else:
            found.append((slot, [*waiting, *rows]))
            waiting = []
    return found
