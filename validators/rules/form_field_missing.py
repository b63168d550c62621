"""The rule form-field-missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.model.submission import FormState
from validators.facts import Case
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class FormFieldMissing:
    """Say which required field of the form is empty.

    Why: the registry, the certificates and the fee need them.
    Options: `required`: groups of fields, any one of a group is enough; `together`: groups that must be whole once begun.
    Passes: a form with one name, the nationality, one way to reach the author and the photos' name.
    Fails: a blank form: one finding for each group.
    """

    name: ClassVar[str] = "form-field-missing"
    examines: ClassVar[type] = Case
    says: ClassVar[tuple[str, ...]] = ("subject", "fields")
    required: tuple[tuple[str, ...], ...] = (("name_en", "name_zh"), ("nationality",), ("email", "mobile"), ("photo_name",))
    together: tuple[tuple[str, ...], ...] = (("contact_name", "contact_email", "contact_phone", "employer", "address"),)

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        form = facts.submission.form
        if form is None or form.state is FormState.UNREADABLE:
            return
        for group in self.required:
            if not any(form.text(field).strip() for field in group):
                yield {"subject": group[0], "fields": list(group)}
        for group in self.together:
            empty = [field for field in group if not form.text(field).strip()]
            if empty and len(empty) < len(group):
                for field in empty:
                    yield {"subject": field, "fields": [field]}
