"""What is understood of the common grid: rows of cells (table.py), however they were read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from intake.config.fields import FieldKind
from intake.forms.fields.labels import Labels
from intake.forms.fields.meaning import UNREADABLE
from intake.forms.fields.opposite import Opposite
from intake.forms.fields.pieces import value_parts
from intake.forms.fields.table import FormCell as FormCell
from intake.forms.fields.table import FormRow as FormRow
from intake.forms.fields.values import answer, shown_value, sure_of
from intake.forms.fields.values import clean_answer as clean_answer
from intake.model.submission import FormValue

BESIDE, AFTER_COLON, SPLIT, BELOW, LOOSE = 1.0, 0.95, 0.9, 0.8, 0.6  # how sure a reader is of where a value stands
DIGITS_LOST = 0.3
MAX_UNREAD = 40
MAX_TITLE = 200  # characters; longer values are prose, no title with a number behind it
LABEL_LIKE = 40  # characters


@dataclass
class FormReading:
    """What was understood so far: values by field, every label recognised, label-like texts nobody claimed."""

    labels: Labels
    values: dict[str, FormValue] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)  # fields whose label was recognised
    unread: list[str] = field(default_factory=list)
    titled: bool = False  # the form's own title stands in it
    section: str = ""

    def keep(self, name: str, cell: FormCell, text: str, sure: float) -> None:
        """Keep a value unless the field has one; placeholders and blanks leave it empty."""
        shared = self.labels.sharing(name)
        if shared:
            self._keep_parts(name, shared, cell, text)
        if name not in shared:
            self._keep_one(name, cell, text, sure)

    def _keep_parts(self, name: str, shared: Mapping[str, str], cell: FormCell, text: str) -> None:
        """Keep the values of the fields that share a cell; what cannot be told apart goes to the one it was found by, unsure."""
        parts = value_parts(shared, text)
        self.seen |= shared.keys()
        for other, part in parts.items():
            self._keep_one(other, cell, part.text, LOOSE if part.guessed else SPLIT)
        if not parts and name in shared:
            self._keep_one(name, cell, text, UNREADABLE)

    def _keep_one(self, name: str, cell: FormCell, text: str, sure: float) -> None:
        question = f"{name.label}：" if isinstance(name, Opposite) else ""
        name = str(name)
        self.seen.add(name)
        settings = self.labels.field(name)
        value = answer(settings, text)
        if value and name not in self.values:
            value, number = self.counted(name, question + value)
            sure = min(sure, sure_of(settings, value), DIGITS_LOST if cell.unsure else 1.0)
            means = shown_value(settings, value)
            self.values[name] = FormValue(text=value, place=cell.place, confidence=sure, value="" if means == value else means)
            if number:
                self.keep(number[0], cell, number[1], BELOW)

    def leave(self, text: str) -> None:
        """Note a text that looks like a label but is none of ours."""
        shown = text.strip().rstrip(":：")
        room = 1 < len(shown) <= LABEL_LIKE and len(self.unread) < MAX_UNREAD
        if room and shown not in self.unread and not self.labels.is_title(shown):
            self.unread.append(shown)

    def opens_section(self, text: str) -> bool:
        """Switch the section when the text is its heading; note the form's title."""
        self.titled = self.titled or self.labels.is_title(text)
        section = self.labels.heading(text)
        if section is not None:
            self.section = section
        return section is not None

    def pairs(self, text: str) -> list[tuple[str, str]]:
        """Return (field, value) for the labels in one text; [] when it holds none."""
        found = self.labels.segments(text, self.section)
        if found:
            return found
        if whole := self.labels.whole(text, self.section):
            return [(whole, "")]
        ways = (self.labels.opening, self.labels.counted, self.labels.boxed)
        return next(([pair] for way in ways if (pair := way(text, self.section))), [])

    def counted(self, name: str, value: str) -> tuple[str, tuple[str, str] | None]:
        """Split "Spring, 3 pieces" in the field of a title into the title and the number of another field."""
        match = re.match(r"^(.*\S)[\s,，;；(（共]+([\d一二三四五两]{1,3}\s*[^\W\d]{1,10})[)）]?$", value, re.DOTALL)
        if not match or self.labels.kind(name) != FieldKind.TEXT or len(value) > MAX_TITLE:
            return value, None
        number = self.labels.counted(match[2], self.section)
        return (match[1].rstrip(" ,，;；(（"), number) if number else (value, None)
