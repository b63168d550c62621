"""The rule form-left-over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import FieldKind, SlotKind
from validators.facts import FilledSlot
from validators.rule import Said

ANOTHER = 2  # fields with a second value, a name among them: another person


@dataclass(frozen=True, kw_only=True)
class FormLeftOver:
    """Show staff what stands in a form and in none of its fields: a second value, an unknown label with a value, further rows.

    Why: nothing that an author wrote is passed over in silence; a second person in one form must not be lost.
    Options: none; the author is named by the form's fields of kind name that are in no section.
    Passes: a form whose every value was read.
    Fails: hard: a second name together with a second value of another field, which may be another person's.
    soft: a second email address; a passport number nobody asked for; a table of the places where the photos were taken.
    """

    name: ClassVar[str] = "form-left-over"
    examines: ClassVar[type] = FilledSlot
    kinds: ClassVar[tuple[SlotKind, ...]] = (SlotKind.FORM,)
    grades: ClassVar[tuple[str, ...]] = ("hard", "soft")
    says: ClassVar[tuple[str, ...]] = ("subject", "texts", "grade")

    def check(self, facts: FilledSlot) -> Said:
        """Yield what is wrong."""
        form = facts.form
        if form is None or not form.rest:
            return
        twice = {item.field for item in form.rest if item.field}
        names = {name for name, item in facts.slot.fields.items() if item.kind is FieldKind.NAME and not item.section}
        another = len(twice) >= ANOTHER and not twice.isdisjoint(names)
        texts = [item.text for item in form.rest]
        yield {"subject": form.source, "texts": texts, "grade": "hard" if another else "soft"}
