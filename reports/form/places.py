"""What stands in the value cell of a blank form: options to tick, places for a date, the parts of a shared cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from intake.config.fields import GAP, FieldKind, FieldSettings

HAN = re.compile(r"[\u4e00-\u9fff]")
TO_WRITE_ON = "_____"
YES_OR_NO = "☐ 是 Yes    ☐ 否 No"
DAY = f"{TO_WRITE_ON}年{TO_WRITE_ON}月{TO_WRITE_ON}日"


def both(words: Iterable[str]) -> tuple[str, ...]:
    """Return the first Chinese and the first English of some words, those there are."""
    words = tuple(words)
    chinese = next((word for word in words if HAN.search(word)), "")
    english = next((word for word in words if not HAN.search(word)), "")
    return tuple(filter(None, (chinese, english)))


def place_for(fields: Mapping[str, FieldSettings], name: str) -> str:
    """Return what the cell for a field's value holds before anything is filled in, '' for nothing."""
    field = fields[name]
    if field.kind is FieldKind.CHOICE:
        return "\n".join(f"☐ {' '.join(both(words) or (key,))}" for key, words in field.choices.items())
    if field.kind is FieldKind.FLAG:
        return YES_OR_NO
    if field.within:
        return "；\n".join(item.within.replace(GAP, TO_WRITE_ON) for item in sharing(fields, name).values())
    return DAY if field.kind is FieldKind.DATE else ""


def sharing(fields: Mapping[str, FieldSettings], name: str) -> dict[str, FieldSettings]:
    """Return the fields whose values stand in one cell with a field's, itself among them."""
    own = fields[name]
    return {
        other: item
        for other, item in fields.items()
        if other == name or (own.within and item.within and item.section == own.section and set(item.labels) & set(own.labels))
    }


def with_cells(fields: Mapping[str, FieldSettings]) -> list[str]:
    """Return the fields that have a cell of their own: of those that share one, the first."""
    return [name for name in fields if next(iter(sharing(fields, name))) == name]
