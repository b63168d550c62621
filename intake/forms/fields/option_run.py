"""Options of one field dealt over several cells: "类型" | "☑ 项目需求" | "☐ 人才需求", or "项目需求" | "√" | "人才需求" | ""."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from intake.forms.fields.choices import says_option
from intake.forms.fields.grid import FormCell, FormReading
from intake.forms.fields.labels import WITH_OPTIONS
from intake.forms.fields.options import has_box, lone_mark
from intake.forms.fields.values import options_of

SIGNS = {"ticked": "☑", "doubtful": "☑", "crossed": "✗", "open": "☐"}
MAX_OPTIONS = 60  # cells


def is_option(reading: FormReading, name: str, text: str) -> bool:
    """Tell whether a text is one of the options of a field, or a box beside one."""
    options = options_of(reading.labels.field(name))
    return bool(options) and says_option(options, text)


@dataclass
class OptionRun:
    """The cells so far that answer one field."""

    name: str
    cell: FormCell
    sure: float
    texts: list[str] = field(default_factory=list)
    below: bool = False  # the walk has come to a further row

    @classmethod
    def begin(cls, reading: FormReading, name: str, cell: FormCell, sure: float, texts: Sequence[str]) -> OptionRun | None:
        """Return a run that begins with one cell, or an empty one and one; None for a field without options."""
        if reading.labels.kind(name) not in WITH_OPTIONS:
            return None
        return cls(name, cell, sure, [*texts])

    def add(self, text: str) -> None:
        """Add a cell; an empty one may be an option's place for a tick."""
        if len(self.texts) < MAX_OPTIONS:
            self.texts.append(text)

    def goes_on(self, reading: FormReading, text: str) -> bool:
        """Take a further cell when it is an option or a box, and read the field anew; in another row it must bear a box."""
        if not is_option(reading, self.name, text) or (self.below and not has_box(text)):
            return False
        self.add(text)
        known = reading.values.get(self.name)
        if known is None or known.place == self.cell.place:
            reading.values.pop(self.name, None)
            reading.keep(self.name, self.cell, self.text, self.sure)
        return True

    def in_next_row(self) -> OptionRun:
        """Return the run as it enters a further row."""
        self.below = True
        return self

    @property
    def text(self) -> str:
        """Return the cells as one text, each tick beside the option it stands by."""
        if not any(lone_mark(text) for text in self.texts):
            return " ".join(filter(None, self.texts))
        boxes = [SIGNS.get(lone_mark(text), text) or "☐" for text in self.texts]
        if boxes[0] in SIGNS.values():
            return " ".join(boxes)
        return "".join(text if text in SIGNS.values() else f" {text}" for text in boxes).strip()
