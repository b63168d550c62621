"""The rule form-pieces-mismatch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.config.fields import FieldKind
from intake.forms.fields.normalise import normalise
from validators.facts import Case
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class FormPiecesMismatch:
    """Say that the form names another number of pieces than arrived.

    Why: one may have been forgotten or lost on the way.
    Options: `field`: of the form, the number; `slot`: whose pieces it counts. Without both it says nothing.
    Passes: the form says 3 and 3 pieces arrived; the form says nothing.
    Fails: the form says 5 and 3 pieces arrived.
    """

    name: ClassVar[str] = "form-pieces-mismatch"
    examines: ClassVar[type] = Case
    says: ClassVar[tuple[str, ...]] = ("stated", "arrived", "counted")
    points_at: ClassVar[dict[str, str]] = {"field": "field", "slot": "slot"}
    field: str = ""
    slot: str = ""

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        counted = facts.slots.get(self.slot)
        texts = [(name, slot.form.text(self.field).strip()) for name, slot in facts.slots.items() if slot.form and self.field]
        for name, text in texts:
            stated = normalise(FieldKind.NUMBER, text) if text else None
            if counted and stated is not None and int(stated) != counted.have:
                yield {"stated": int(stated), "arrived": counted.have, "counted": self.slot, "slot": name}
