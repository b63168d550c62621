"""Form lines typed into a mail: a whole form, or too few to be one, an answer to what a letter asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from intake.config.models import Slot
from intake.forms.fields.grid import FormReading, FormRow
from intake.forms.fields.labels import Labels
from intake.forms.match.rows import understand
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


def typed_lines(text: str, settings: Slot) -> TypedLines:
    """Read a mail's text as lines of a form."""
    rows = body.text_rows(text)
    return TypedLines(rows, understand(rows, Labels(settings))[0])
