"""What the configuration says of rules, as it is written: of a call, and of each of its slots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from intake.config.models import SlotKind

OTHER_NAMES = {"JPG": "JPEG", "TIF": "TIFF"}


@dataclass(frozen=True)
class Layer:
    """What one place of the configuration says of rules."""

    path: str
    rules: Mapping[str, Any]


@dataclass(frozen=True)
class SlotTerms:
    """What matters of a slot here: its kinds, what stands for options of rules, its own rules."""

    kind: tuple[SlotKind, ...]
    formats: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    editable: bool = False
    fields: frozenset[str] = frozenset()  # of its form or sheet
    rules: Mapping[str, Any] = field(default_factory=dict)


def terms_of(written: Mapping[str, Any]) -> tuple[Mapping[str, Any], dict[str, tuple[Mapping[str, Any], dict[str, SlotTerms]]]]:
    """Return the default rules, and each call's rules and slots, of a configuration as written, whatever else is wrong with it."""
    calls = mapping_of_terms(written.get("calls"))
    return mapping_of_terms(mapping_of_terms(written.get("defaults")).get("rules")), {
        str(name): (mapping_of_terms(mapping_of_terms(call).get("rules")), _slots(mapping_of_terms(call).get("slots")))
        for name, call in calls.items()
    }


def _slots(written: object) -> dict[str, SlotTerms]:
    """Return what is said of each slot; of one whose kind cannot be told, no kind, so that no rule looks at it."""
    found = {}
    for name, slot in mapping_of_terms(written).items():
        said = mapping_of_terms(slot)
        kinds = [said.get("kind")] if isinstance(said.get("kind"), str) else said.get("kind")
        known = isinstance(kinds, list) and all(kind in list(SlotKind) for kind in kinds)
        names = tuple(OTHER_NAMES.get(item.upper(), item.upper()) for item in listed(said.get("formats")))
        found[str(name)] = SlotTerms(
            kind=tuple(SlotKind(kind) for kind in kinds) if isinstance(kinds, list) and known else (),
            formats=names,
            hosts=listed(said.get("hosts")),
            editable=said.get("editable") is True or bool(said.get("columns")),  # of cells there is no print
            fields=frozenset(str(field) for key in ("fields", "columns") for field in mapping_of_terms(said.get(key))),
            rules=mapping_of_terms(said.get("rules")),
        )
    return found


def listed(value: object) -> tuple[str, ...]:
    """Return the words of a list, or of one word written alone."""
    return (value,) if isinstance(value, str) else tuple(str(item) for item in value) if isinstance(value, list) else ()


def mapping_of_terms(value: object) -> dict[str, Any]:
    """Return a mapping as written; a word in its place is a rule's severity, anything else says nothing."""
    if isinstance(value, str):
        return {"severity": value}
    return dict(value) if isinstance(value, Mapping) else {}
