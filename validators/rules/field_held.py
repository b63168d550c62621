"""The rule field-held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import SlotKind
from intake.model.submission import FormState
from validators.facts import FilledSlot
from validators.probes.fields import judge_form
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class FieldHeld:
    """Note a value that the call may not be meant for, or one that cannot be read where that matters.

    Why: whom a call is for is decided by a person, never by the program.
    Options: none; a field's `held` lists its values: ISO 3166 codes of a nationality, ids of a choice, words of a text.
    Passes: French, where China is held.
    Fails: 中国; a word that is no country.
    """

    name: ClassVar[str] = "field-held"
    examines: ClassVar[type] = FilledSlot
    kinds: ClassVar[tuple[SlotKind, ...]] = (SlotKind.FORM,)
    says: ClassVar[tuple[str, ...]] = ("subject", "text", "value")

    def check(self, facts: FilledSlot) -> Said:
        """Yield what is wrong."""
        form = facts.form
        filled = form is not None and form.state is FormState.FILLED
        for item in judge_form(facts.slot.fields, form).held if form and filled else ():
            yield {"subject": item.field, "text": item.text[:100], "value": item.value}
