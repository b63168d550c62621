"""Tell whether two forms speak of one author, or of one unit where an entry stands for that: by what the call calls identity."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from intake.assemble.routing import fold_phrase
from intake.config.models import Call, FieldKind
from intake.model.addresses import one_spelling
from intake.model.submission import Address, RegistrationForm
from intake.words.fold import fold_case


@dataclass(frozen=True)
class People:
    """What tells a call's people, or units, apart: fields that name them, fields that tell namesakes, and what each field holds."""

    names: tuple[str, ...]
    who: tuple[str, ...] = ()  # besides the names: address, country, numbers
    address: tuple[str, ...] = ()  # the author's email
    kinds: Mapping[str, FieldKind] = field(default_factory=dict)
    whole: bool = False  # the names are parts of one: a child of a school, a unit's block; all of them must agree

    @classmethod
    def of(cls, call: Call) -> People:
        """Return what tells the people of a call apart; where an entry stands for a unit, nothing but the unit's fields."""
        kinds = {name: item.kind for name, item in call.fields.items()}
        units = tuple(name for name in call.one_per if name in kinds)
        if units:
            return cls(names=units, kinds=kinds, whole=True)
        identity = call.identity
        numbers = tuple(name for name, item in call.fields.items() if item.kind is FieldKind.PHONE and not item.section)
        address = identity.email or ()
        return cls(identity.name or (), (*address, *(identity.country or ()), *numbers), address, kinds)

    def same_person(self, one: RegistrationForm, other: RegistrationForm) -> bool:
        """Tell whether two forms speak of one author: a name in common, and nothing that both say differs where it matters.

        An office writes its own address into the forms of all its people, so an address alone joins nobody; forms without
        comparable names, and rows of one list, are one only where nothing at all differs. In doubt they are two: joining them is
        for people.
        """
        if _texts(one) == _texts(other):
            return True
        if self._differ(one, other, (*self.names, *self.who)):
            return False
        told = _both(one, other, self.names)
        whole = not told or (bool(one.source_sha256) and one.source_sha256 == other.source_sha256)
        if whole and self._differ(one, other, one.values):
            return False
        return bool(told or _both(one, other, self.who))

    def told_by(self, form: RegistrationForm) -> bool:
        """Tell whether a form says anything by which somebody is known: a name, a country, an address, a number to dial."""
        return any(_legible(self.kinds.get(name, FieldKind.TEXT), form.text(name)) for name in (*self.names, *self.who))

    def same_author(self, one: RegistrationForm | None, other: RegistrationForm | None) -> bool:
        """Tell whether a form may belong to an entry that its mail points at: nothing to compare, or the same address or name."""
        return self._agree(one, other, (*self.names, *self.address))

    def names_agree(self, one: RegistrationForm | None, other: RegistrationForm | None) -> bool:
        """Tell whether two forms may speak of one person, or unit, as far as names go: one in common (a unit: all), or none to compare."""
        return self._agree(one, other, self.names)

    def _agree(self, one: RegistrationForm | None, other: RegistrationForm | None, fields: Iterable[str]) -> bool:
        if one is None or other is None:
            return True
        agreed = [self.alike(name, one.text(name), other.text(name)) for name in _both(one, other, fields)]
        return not agreed or (all(agreed) if self.whole else any(agreed))

    def _differ(self, one: RegistrationForm, other: RegistrationForm, fields: Iterable[str]) -> bool:
        return any(not self.alike(name, one.text(name), other.text(name)) for name in _both(one, other, fields))

    def alike(self, name: str, mine: str, theirs: str) -> bool:
        """Tell whether two values of a field say the same: names in any order, one country in two languages, one number dialled."""
        kind = self.kinds.get(name, FieldKind.TEXT)
        if folded_name(mine) == folded_name(theirs) and kind is not FieldKind.EMAIL:
            return True
        if name in self.names:
            return sorted(re.findall(r"[^\W_]+", fold_case(mine))) == sorted(re.findall(r"[^\W_]+", fold_case(theirs)))
        read = _READ.get(kind)
        return read is not None and read(mine) == read(theirs)


def form_says(form: RegistrationForm | None, fields: Iterable[str] | None) -> str:
    """Return what a form says first of some fields, '' for nothing."""
    return next((text for name in fields or () if form and (text := form.text(name))), "")


def called(author: Address | None, form: RegistrationForm | None, call: Call) -> Address | None:
    """Return who wrote under the name that a form gives: mail programs call people all sorts of things."""
    name = form_says(form, call.identity.name)
    return replace(author, name=name) if author and name else author


def folded_name(text: str) -> str:
    """Fold a name so that "Zhang_Wei-01.jpg" bears "Zhang Wei"."""
    return re.sub(r"[\W_]+", "", fold_phrase(text))


def _texts(form: RegistrationForm) -> dict[str, str]:
    return {name: text for name, value in form.values.items() if (text := folded_name(value.text))}


def _both(one: RegistrationForm, other: RegistrationForm, fields: Iterable[str]) -> list[str]:
    """Return the fields that both forms fill in."""
    return [name for name in fields if folded_name(one.text(name)) and folded_name(other.text(name))]


def _legible(kind: FieldKind, text: str) -> bool:
    marks = {FieldKind.EMAIL: r"@", FieldKind.PHONE: r"\d"}
    return re.search(marks.get(kind, r"\w"), unicodedata.normalize("NFKC", text)) is not None


def _country(text: str) -> str:
    from intake.forms.fields.nationalities import country_code  # its tables are large, and two spellings are rare

    return country_code(text) or text


def _dialled(text: str) -> str:
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
    return digits[-8:] if len(digits) >= 8 else digits or text


def read_as(kind: FieldKind, value: str) -> str:
    """Return a value in its one spelling, where its kind has one: an address, a country, a number dialled."""
    read = _READ.get(kind)
    return read(value) if read and value else value


_READ: dict[FieldKind, Callable[[str], str]] = {
    FieldKind.EMAIL: one_spelling,
    FieldKind.NATIONALITY: _country,
    FieldKind.PHONE: _dialled,
}
