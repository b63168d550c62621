"""The rule form-value-unsure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import SlotKind
from validators.facts import FilledSlot
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class FormValueUnsure:
    """Show staff which values of a form were read without certainty, and where they stand.

    Why: a value beside a strange label may belong to another field; a person sees it at a glance.
    Options: `least`: the confidence (0 to 1) below which a value is shown.
    Passes: a value in the cell beside its label.
    Fails: a value found below an empty cell; a number whose last digits a spreadsheet has lost.
    """

    name: ClassVar[str] = "form-value-unsure"
    examines: ClassVar[type] = FilledSlot
    kinds: ClassVar[tuple[SlotKind, ...]] = (SlotKind.FORM,)
    says: ClassVar[tuple[str, ...]] = ("subject", "text", "place", "confidence")
    least: float = 0.7

    def check(self, facts: FilledSlot) -> Said:
        """Yield what is wrong."""
        for name, value in (facts.form.values if facts.form else {}).items():
            if value.text.strip() and value.confidence < self.least:
                yield {"subject": name, "text": value.text[:100], "place": value.place, "confidence": round(value.confidence, 2)}
