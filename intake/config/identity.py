"""Which fields say who an entry is; checked, as the names of its files and mails, against what is asked for."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic_core import InitErrorDetails

from intake.config.as_written import mapping
from intake.config.base import Model
from intake.config.fields import FieldKind, FieldSettings, mistake
from intake.config.naming import pattern_tells, wrong_parts
from intake.config.slots import RESERVED, SLOT_ID, Names, Slot
from intake.config.yaml_reader import load_yaml

USUAL = Path(__file__).with_name("identity.yaml")
BY_KIND = {"name": FieldKind.NAME, "email": FieldKind.EMAIL, "country": FieldKind.NATIONALITY}  # where no usual name is there


class Identity(Model):
    """Fields that say who it is, first one first; None: the usual ones that the form has, () none."""

    name: Names | None = None
    email: Names | None = None
    country: Names | None = None
    unit: Names | None = None
    contact: Names | None = None  # addresses of those who may add beside the author: the unit's contact, referees
    title: Names | None = None  # of the work

    def among(self, fields: Mapping[str, FieldSettings], told: Collection[str] = ()) -> Identity:
        """Return it whole: what was left out is what the fields' usual names and kinds say. `told`: by names of mails and files."""
        given = {key: value for key, value in self if value is not None}
        usual = {
            key: tuple(name for name in names if name in fields or name in told)
            for key, names in _usual().items()
            if key not in given
        }
        for key, kind in BY_KIND.items():
            if key not in given and not usual[key]:
                usual[key] = tuple(name for name, item in fields.items() if item.kind is kind and not item.section)
        return Identity(**usual, **given)


@functools.lru_cache(maxsize=1)
def _usual() -> dict[str, tuple[str, ...]]:
    return {key: tuple(names) for key, names in load_yaml(USUAL.read_text(encoding="utf-8")).items()}


def wrong_names(call: Mapping[Any, Any]) -> Iterator[InitErrorDetails]:
    """Yield the names in a call, as written, that point nowhere: whatever else is wrong with it."""
    slots = {str(name): slot for name, slot in mapping(call.get("slots")).items()}
    for name, slot in slots.items():
        if name in RESERVED or not SLOT_ID.fullmatch(name):
            said = "is kept for files in no slot" if name in RESERVED else "is no id: letters, digits, - and _, a letter first"
            yield mistake(f"'{name}' {said}", "slots", name)
        yield from _with(name, slot, slots)
    fields = {field for slot in slots.values() for field in _names(slot, "fields")}
    for name, slot in slots.items():
        field = _of(slot, "field")
        if isinstance(field, str) and field not in fields:
            yield mistake(f"no form has a field '{field}'", "slots", name, "field", given=field)
    columns = {column for slot in slots.values() for column in _names(slot, "columns")}
    yield from _identity(call, fields | columns)


def _with(name: str, slot: Any, slots: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
    """Yield a `with` that names no slot, or leads back to where it began."""
    wanted = _of(slot, "with")
    if isinstance(wanted, str) and wanted and wanted not in slots:
        yield mistake(f"there is no slot '{wanted}'", "slots", name, "with", given=wanted)
    seen = [name]
    while isinstance(wanted, str) and wanted in slots:
        if wanted == name:
            yield mistake(f"goes round in a circle: {' with '.join([*seen, wanted])}", "slots", name, "with", given=wanted)
        if wanted in seen:
            return
        seen.append(wanted)
        wanted = _of(slots[wanted], "with")


def _identity(call: Mapping[Any, Any], fields: set[str]) -> Iterator[InitErrorDetails]:
    """Yield fields of `identity` and `one_per` that nothing asks for."""
    identity, told = call.get("identity"), set(pattern_tells(call.get("naming")))
    given = dict(identity) if isinstance(identity, Identity | Mapping) else {}
    for key, names in given.items():
        for place, name in enumerate([names] if isinstance(names, str) else names or ()):
            if name not in fields | told:
                where = ("identity", str(key)) if isinstance(names, str) else ("identity", str(key), place)
                yield mistake(f"no form has a field '{name}', and no sheet a column", *where, given=name)
    one_per = call.get("one_per")
    listed = [one_per] if isinstance(one_per, str) else one_per if isinstance(one_per, list | tuple) else ()
    if one_per is not None and not listed:
        yield mistake("write author, mail, or the fields that name what an entry stands for", "one_per", given=one_per)
    yield from wrong_parts(_of(call.get("naming"), "pattern"), fields, listed)
    for place, name in enumerate(one_per if isinstance(one_per, list | tuple) else ()):
        if name not in fields | told:
            yield mistake(f"no form has a field '{name}', no sheet a column, and naming does not tell it", "one_per", place)
    if isinstance(one_per, str) and one_per not in {"author", "mail"} | fields | told:
        yield mistake("write author, mail, or the fields that name what an entry stands for", "one_per", given=one_per)


def _names(slot: Any, key: str) -> set[str]:
    found = _of(slot, key)
    return {str(name) for name in found} if isinstance(found, Mapping) else set()


def _of(value: Any, key: str) -> Any:
    """Return what stands under a key, be it written or read already."""
    if isinstance(value, Mapping):
        return value.get(key)
    return getattr(value, "with_slot" if key == "with" and isinstance(value, Slot) else key, None)
