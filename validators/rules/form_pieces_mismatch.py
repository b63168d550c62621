"""The rule form-pieces-mismatch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.forms.fields.normalise import normalise
from validators.facts import Case
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class FormPiecesMismatch:
    """Say that the form names another number of works than arrived.

    Why: one may have been forgotten or lost on the way.
    Options: none.
    Passes: the form says 3 and 3 works arrived; the form says nothing.
    Fails: the form says 5 and 3 works arrived.
    """

    name: ClassVar[str] = "form-pieces-mismatch"
    examines: ClassVar[type] = Case
    says: ClassVar[tuple[str, ...]] = ("stated", "arrived")

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        form = facts.submission.form
        stated = normalise("number", form.text("pieces")) if form and form.text("pieces").strip() else None
        if stated is not None and int(stated) != len(facts.works):
            yield {"stated": int(stated), "arrived": len(facts.works)}
