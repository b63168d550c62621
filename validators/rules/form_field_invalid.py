"""The rule form-field-invalid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import SlotKind
from validators.facts import FilledSlot
from validators.finding import Value
from validators.probes.fields import ValueFault, judge_form
from validators.probes.text_counts import count_words
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class FormFieldInvalid:
    """Say which field does not read as what it should be.

    Why: a mistyped address or number means that nobody can reach the author.
    Options: none; a field's `kind`, `pattern`, `least` and `most` say what it should be.
    Passes: 13800138000 as a phone, French as a nationality.
    Fails: name(at)example.org as an email address. Grade `required` for a required choice, date or count, else `other`. Of a
    text that is too long or too short: its `count` of characters and words, and the `bound`.
    """

    name: ClassVar[str] = "form-field-invalid"
    examines: ClassVar[type] = FilledSlot
    kinds: ClassVar[tuple[SlotKind, ...]] = (SlotKind.FORM,)
    grades: ClassVar[tuple[str, ...]] = ("required", "other")
    asks_for: ClassVar[str] = "field"
    says: ClassVar[tuple[str, ...]] = ("subject", "text", "fault", "grade", "count", "bound")

    def check(self, facts: FilledSlot) -> Said:
        """Yield what is wrong."""
        for item in judge_form(facts.slot.fields, facts.form).invalid if facts.form else ():
            said: dict[str, Value] = {
                "subject": item.field,
                "text": item.text[:100],
                "fault": str(item.fault),
                "grade": str(item.grade),
            }
            field = facts.slot.fields[item.field]
            if item.fault in {ValueFault.TOO_LONG, ValueFault.TOO_SHORT}:
                bound = field.most if item.fault is ValueFault.TOO_LONG else field.least
                yield {**said, "count": sum(count_words(item.text)), "bound": bound}
            else:
                yield said
