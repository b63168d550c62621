"""What a registry of version 0.1 says of findings, in today's words: it knew one call, and a rule for each of its materials."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlite_utils import Database

from registry.store.codec import form_from_json, forms_to_json

FormerValues = dict[str, Any]
FORM = "form"  # the slot that a revision's only form is read as
ROLE = "portrait"  # what the values of a finding about a photo of the author said under `role`


def _counted(slot: str) -> Callable[[FormerValues], FormerValues]:
    return lambda values: {**values, "subject": slot, "inside": values.get("inside", [])}


def _missing(slot: str) -> Callable[[FormerValues], FormerValues]:
    return lambda values: {**values, "subject": slot, "count": 0, "minimum": 1, "maximum": 1, "inside": []}


def _words(values: FormerValues) -> FormerValues:
    limits = {"least": values.get("shortest"), "most": values.get("limit", 1) - 1}
    good = {"good_least": values.get("least"), "good_most": values.get("most")}
    return {
        "subject": values["subject"],
        "count": values.get("words"),
        "counts": "words",
        **limits,
        **good,
        "grade": values.get("grade"),
    }


def _characters(values: FormerValues) -> FormerValues:
    good = {"good_least": values.get("least"), "good_most": values.get("most")}
    told = {"count": values.get("characters"), "counts": "characters", "least": 0, "most": None}
    return {"subject": values["subject"], **told, **good, "grade": "soft"}


# the former rule -> today's, the slot it spoke of, and what its values are now
RULES: Mapping[str, tuple[str, str, Callable[[FormerValues], FormerValues]]] = {
    "form-missing": ("slot-count", "form", _missing("form")),
    "photo-count": ("slot-count", "work", _counted("work")),
    "portrait-count": ("slot-count", "portrait", _counted("portrait")),
    "description-missing": ("slot-count", "description", _missing("description")),
    "biography-missing": ("slot-count", "biography", _missing("biography")),
    "description-length": ("text-length", "description", _words),
    "biography-length": ("text-length", "biography", _characters),
    "description-language": ("text-language", "description", lambda values: {**values, "language": "en"}),
    "eligibility-nationality": ("field-held", "form", lambda values: {**values, "value": values.get("nationality", "")}),
}
SLOTS = {"form": ("form-",), "work": ("photo-",)}  # of rules whose name stays


def into_slots(db: Database) -> None:
    """Say of every finding which slot it is about, under its rule's name of today, and read each form as the call's."""
    rows = db.conn.execute('SELECT reference, revision, ordinal, rule, subject, "values" FROM findings').fetchall()
    for reference, revision, ordinal, rule, subject, text in rows:
        values = json.loads(text)
        renamed, slot, changed = RULES.get(rule, (rule, _slot_of(rule, values), lambda known: known))
        values = changed(values)
        known = [renamed, slot, str(values.get("subject", subject)), json.dumps(values, ensure_ascii=False)]
        db.conn.execute(
            'UPDATE findings SET rule = ?, slot = ?, subject = ?, "values" = ? WHERE reference = ? AND revision = ? AND ordinal = ?',
            [*known, reference, revision, ordinal],
        )
    for reference, revision, text in db.conn.execute("SELECT reference, revision, form FROM revisions").fetchall():
        form = form_from_json(text) if text else None
        forms = forms_to_json({FORM: replace(form, slot=FORM) if form else None})
        db.conn.execute("UPDATE revisions SET forms = ? WHERE reference = ? AND revision = ?", [forms, reference, revision])


def _slot_of(rule: str, values: FormerValues) -> str:
    if values.get("role") == ROLE:
        return ROLE
    return next((slot for slot, beginnings in SLOTS.items() if rule.startswith(beginnings)), "")
