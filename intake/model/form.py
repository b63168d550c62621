"""What was read from a form, and texts found beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from intake.model.form_parts import FormRest, FormValue


class FormState(StrEnum):
    """What became of a file that may be a form."""

    FILLED = "filled"
    BLANK = "blank"  # ours, recognised, but nothing is filled in
    UNREADABLE = "unreadable"  # a form, but a person must read it


FORM_WEIGHT = {FormState.FILLED: 3, FormState.UNREADABLE: 2, FormState.BLANK: 1}  # which of two forms counts


@dataclass(frozen=True, kw_only=True)
class RegistrationForm:
    """One registration form: field name (contract.md ruling 8) to value; what was not understood is kept."""

    state: FormState
    slot: str = ""  # which of the call's forms it is
    values: Mapping[str, FormValue] = field(default_factory=dict)
    source: str = ""  # shown name of the file, or 'body'
    source_sha256: str = ""  # '' for the body
    folder: str = ""
    unread: tuple[str, ...] = ()  # label-like texts nobody claimed
    rest: tuple[FormRest, ...] = ()  # what no field took
    own: bool = True  # it looks like the call's form, not like any document with a name and an address
    others: tuple[RegistrationForm, ...] = ()  # more forms of its slot that the entry holds: of a second guest
    problem: str = ""  # for UNREADABLE: scan | encrypted | damaged | needs-office | iwork | ofd | xfa | drawn | unsupported

    @property
    def texts(self) -> dict[str, str]:
        """Return field -> text."""
        return {name: value.text for name, value in self.values.items()}

    @property
    def meanings(self) -> dict[str, str]:
        """Return field -> what it means, of the fields that mean something else than stands there."""
        return {name: value.value for name, value in self.values.items() if value.value}

    def text(self, name: str) -> str:
        """Return a field's text, '' where it is missing."""
        value = self.values.get(name)
        return value.text if value else ""


@dataclass(frozen=True, kw_only=True)
class FoundText:
    """A description or biography, with the place it was found."""

    text: str
    place: str
