"""What a form says: in a field, or where no field took it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class FormRest:
    """One row of a form that is in none of its values: the field it seems to be of ('' unknown), its words, where it stands."""

    field: str
    text: str
    place: str


@dataclass(frozen=True, kw_only=True)
class FormValue:
    """One value read from a form, with the place it stood and how sure the reader is (0..1)."""

    text: str
    place: str
    confidence: float = 1.0
    value: str = ""  # what it means, in its one spelling (contract.md ruling 22), where that is not as written

    @property
    def shown(self) -> str:
        """Return the value as the outside is given it: its meaning, as written where it cannot be read."""
        return self.value or self.text
