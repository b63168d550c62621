"""The rule form-unreadable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import SlotKind
from intake.model.submission import FormState
from validators.facts import FilledSlot
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class FormUnreadable:
    """Say that a form is there, but a person must read it.

    Why: a scan, an encrypted or a damaged file may still hold everything.
    Options: none.
    Passes: a form whose fields were read.
    Fails: a photographed form; a 0-byte docx named like the form.
    """

    name: ClassVar[str] = "form-unreadable"
    examines: ClassVar[type] = FilledSlot
    kinds: ClassVar[tuple[SlotKind, ...]] = (SlotKind.FORM,)
    yields_to: ClassVar[tuple[str, ...]] = ("document-format",)
    asks_for: ClassVar[str] = "slot"
    says: ClassVar[tuple[str, ...]] = ("subject", "problem")

    def check(self, facts: FilledSlot) -> Said:
        """Yield what is wrong."""
        form = facts.form
        if form is not None and form.state is FormState.UNREADABLE:
            yield {"subject": form.source, "problem": form.problem}
