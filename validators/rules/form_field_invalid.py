"""The rule form-field-invalid."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from intake.forms.fields.normalise import normalise
from validators.facts import Case
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class FormFieldInvalid:
    """Say which field does not read as what it should be.

    Why: a mistyped address or number means that nobody can reach the author.
    Options: `kinds`: field to email, phone, nationality, number or sex.
    Passes: 13800138000 as a phone, French as a nationality.
    Fails: name(at)example.org as an email address.
    """

    name: ClassVar[str] = "form-field-invalid"
    examines: ClassVar[type] = Case
    says: ClassVar[tuple[str, ...]] = ("subject", "text")
    kinds: dict[str, str] = field(
        default_factory=lambda: {
            "email": "email",
            "contact_email": "email",
            "mobile": "phone",
            "nationality": "nationality",
            "pieces": "number",
        }
    )

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        form = facts.submission.form
        for name, kind in self.kinds.items():
            text = form.text(name).strip() if form else ""
            if text and normalise(kind, text) is None:
                yield {"subject": name, "text": text[:100]}
