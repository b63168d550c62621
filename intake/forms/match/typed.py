"""Form lines typed into a mail: a whole form, or too few to be one, an answer to what a letter asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from intake.config.models import Slot
from intake.forms.fields.grid import FormReading, FormRow
from intake.forms.fields.labels import Labels
from intake.forms.match.rows_to_forms import understand
from intake.forms.read import body
from intake.model.submission import FormValue


@dataclass(frozen=True)
class TypedLines:
    """A mail's text as the rows of a form, and what they say."""

    rows: Sequence[FormRow]
    reading: FormReading

    def answers(self) -> Mapping[str, FormValue]:
        """Return field -> value for every "Nationality: Sweden"; questions are left out."""
        return {name: value for name, value in self.reading.values.items() if not value.text.rstrip().endswith(("?", "？"))}


def typed_lines(text: str, settings: Slot, others: Sequence[Slot] = ()) -> TypedLines:
    """Read a mail's text as lines of a form; what is typed below a label of `others` alone goes on with no value of it."""
    labels = Labels(settings)
    rows = body.text_rows(_own_lines(text, labels, [Labels(other) for other in others]) if others else text)
    return TypedLines(rows, understand(rows, labels)[0])


def _own_lines(text: str, labels: Labels, others: Sequence[Labels]) -> str:
    """Return a text with the lines of other forms left empty, so that each line keeps its place."""
    kept: list[str] = []
    ours = True
    for line in text.splitlines()[: body.MAX_LINES]:
        if labels.segments(line[: body.MAX_LINE], ""):
            ours = True
        elif any(other.segments(line[: body.MAX_LINE], "") for other in others):
            ours = False
        kept.append(line if ours else "")
    return "\n".join(kept)
