"""The rule form-field-missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import SlotKind
from intake.model.submission import FormState
from validators.facts import FilledSlot
from validators.probes.fields import judge_form
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class FormFieldMissing:
    """Say which required field of a form is empty; which are required stands beside each field.

    Why: the registry and whoever must be reached need them.
    Options: none; a field is `required`, or one of those with the same `one_of`, or whole with those of the same `together`.
    Passes: a form with every required field, one of each group, and groups that are whole once begun.
    Fails: a blank form: one finding for each required field and each group.
    """

    name: ClassVar[str] = "form-field-missing"
    examines: ClassVar[type] = FilledSlot
    kinds: ClassVar[tuple[SlotKind, ...]] = (SlotKind.FORM,)
    asks_for: ClassVar[str] = "field"
    says: ClassVar[tuple[str, ...]] = ("subject", "fields")

    def check(self, facts: FilledSlot) -> Said:
        """Yield what is wrong."""
        form = facts.form
        if form is None or form.state is FormState.UNREADABLE:
            return
        for group in judge_form(facts.slot.fields, form).missing:
            yield {"subject": group[0], "fields": list(group)}
