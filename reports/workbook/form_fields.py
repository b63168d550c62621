"""Which fields of a call's form speak of whom: of author and works, of the unit, of its contact (identity says which name them)."""

from __future__ import annotations

from collections.abc import Mapping

from intake.config.fields import FieldSettings
from intake.config.models import Call


def form_fields(call: Call) -> Mapping[str, FieldSettings]:
    """Return the fields of the call's first form, {} where it asks for none."""
    return call.form.fields if call.form else {}


def nationality_field(call: Call) -> str:
    """Return the name of the form field that holds the nationality, '' where the form has none."""
    return next((name for name in call.identity.country or () if name in form_fields(call)), "")


def unit_name_fields(call: Call) -> tuple[str, ...]:
    """Return the fields that name an entry's unit."""
    return tuple(name for name in call.identity.unit or () if name in form_fields(call))


def author_fields(call: Call) -> list[str]:
    """Return the form's fields about author and works; those that hold a text have columns of their own."""
    texts = {text.field for text in call.texts.values()}
    return [name for name, field in form_fields(call).items() if not field.section and name not in texts]


def contact_fields(call: Call) -> list[str]:
    """Return the form's fields about the unit and its contact."""
    return [name for name, field in form_fields(call).items() if field.section]
