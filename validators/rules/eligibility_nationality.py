"""The rule eligibility-nationality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.forms.fields.normalise import normalise
from intake.model.submission import FormState
from validators.facts import Case
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class EligibilityNationality:
    """Note a nationality the call may not be meant for, or one that cannot be read.

    Why: the call is for foreigners in China; a person decides, never the program.
    Options: `held`: ISO 3166 alpha-2 codes.
    Passes: French.
    Fails: 中国; a word that is no country.
    """

    name: ClassVar[str] = "eligibility-nationality"
    examines: ClassVar[type] = Case
    says: ClassVar[tuple[str, ...]] = ("subject", "text", "nationality")
    held: tuple[str, ...] = ("CN", "HK", "MO", "TW")

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        form = facts.submission.form
        text = form.text("nationality").strip() if form and form.state is FormState.FILLED else ""
        code = normalise("nationality", text) if text else None
        if text and (code is None or code in self.held):
            yield {"subject": "nationality", "text": text[:100], "nationality": code or ""}
