"""Which column of a call a heading names: whole, at its end, or somewhere in it."""

from __future__ import annotations

import re
from collections.abc import Collection

from intake.config.fields import FieldKind
from intake.config.models import Slot
from intake.forms.fields.choices import asks_about
from intake.forms.fields.labels import BRACKETS, Labels, fold_label
from intake.forms.fields.opposite import Opposite

KEPT = 20_000  # texts of which it is remembered whether they are a heading: data says the same again and again
LONGEST = 60  # folded characters; a longer text is no heading
LEAST_PART = 2  # characters of a label that is looked for inside a heading
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9 .,&'’/\-]*")


class ColumnLabels:
    """The labels of a slot's columns."""

    def __init__(self, slot: Slot) -> None:
        """Index every label."""
        self.slot = slot
        self._labels = Labels(slot.model_copy(update={"fields": slot.columns, "sections": {}, "section_titles": {}}))
        self._spelt: list[tuple[str, str]] = []
        for name, column in slot.columns.items():
            self._spelt += [(fold_label(label), name) for label in column.labels]
            self._spelt += [(fold_label(label), Opposite(name, label)) for label in column.negated]
        self._known: dict[str, str | None] = {}
        self._spelt.sort(key=lambda pair: -len(pair[0]))

    def whole(self, heading: str) -> str | None:
        """Return the column whose label a heading is, numbering and brackets aside."""
        if len(heading) > LONGEST:
            return None
        if heading in self._known:
            return self._known[heading]
        plain = heading.rstrip("*＊★☆ ")
        found = self._labels.whole(plain, "") or self._in_one_language(plain)
        if len(self._known) < KEPT:
            self._known[heading] = found
        return found

    def _in_one_language(self, heading: str) -> str | None:
        """Return the column of a heading that says the same in two languages: 项目名称 Title."""
        latin = " ".join(LATIN.findall(heading)).strip()
        other = LATIN.sub(" ", heading).strip()
        return (self._labels.whole(other, "") or self._labels.whole(latin, "")) if latin and other else None

    def joined(self, upper: str, lower: str) -> str | None:
        """Return the column of a heading over two lines."""
        if not upper or upper == lower:
            return self.whole(lower)
        return self.whole(f"{upper}{lower}") or self._labels.joined(upper, lower, "") or self.whole(lower)

    def near(self, heading: str, taken: Collection[str] = ()) -> str | None:
        """Return the column that a heading ends with the label of, else the longest label in it; of a flag what it asks about."""
        folded = fold_label(BRACKETS.sub("", heading)) or fold_label(heading)
        if len(folded) > LONGEST:
            return None
        if flag := self._flag(heading, taken):
            return flag
        free = [(label, name) for label, name in self._spelt if name not in taken and len(label) >= LEAST_PART]
        ends = next((name for label, name in free if folded.endswith(label)), None)
        return ends or next((name for label, name in free if label in folded), None)

    def _flag(self, heading: str, taken: Collection[str]) -> str | None:
        for name, column in self.slot.columns.items():
            if column.kind is FieldKind.FLAG and name not in taken:
                asked = asks_about(column.labels, column.negated, heading)
                if asked or (asked is False and column.negated):
                    return name if asked else Opposite(name, column.negated[0])
        return None
