"""Read form lines typed into a mail that are too few to be a form: an answer to what a letter asked for."""

from __future__ import annotations

from collections.abc import Mapping

from intake.config.models import Slot
from intake.forms.fields.labels import Labels
from intake.forms.match.rows import understand
from intake.forms.read import body
from intake.model.submission import FormValue


def read_typed(text: str, settings: Slot) -> Mapping[str, FormValue]:
    """Return field -> value for every "Nationality: Sweden" in a body; questions are left out."""
    values = understand(body.text_rows(text), Labels(settings))[0].values
    return {name: value for name, value in values.items() if not value.text.rstrip().endswith(("?", "？"))}
