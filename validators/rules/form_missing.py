"""The rule form-missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Case
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class FormMissing:
    """Say that no registration form was found.

    Why: without the form nobody knows whom the works belong to.
    Options: none.
    Passes: a docx, xlsx, pdf or a body with at least three labelled fields.
    Fails: photos alone.
    """

    name: ClassVar[str] = "form-missing"
    examines: ClassVar[type] = Case
    says: ClassVar[tuple[str, ...]] = ("subject",)

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        if facts.submission.form is None:
            yield {"subject": ""}
