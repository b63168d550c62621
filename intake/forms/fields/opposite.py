"""A label may ask the opposite of its field."""

from __future__ import annotations


class Opposite(str):
    """A field's name where it was found by a label that asks the opposite: 是否公开 of the field 不便公开."""

    label: str

    def __new__(cls, name: str, label: str) -> Opposite:
        """Return the name with the label."""
        made = super().__new__(cls, name)
        made.label = label
        return made
