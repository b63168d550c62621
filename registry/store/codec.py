"""Nouns to JSON and back, exactly: forms, texts, links, facts, materials."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from intake.model.submission import (
    CloudLink,
    FileType,
    FormRest,
    FormState,
    FormValue,
    FoundText,
    Material,
    RegistrationForm,
    Role,
)
from validators.facts import PhotoFacts


def dump(value: object) -> str:
    """Return JSON, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not stored")


def form_to_json(form: RegistrationForm | None) -> str:
    """Return a form as JSON, 'null' for none."""
    return dump(asdict(form) if form else None)


def form_from_json(text: str) -> RegistrationForm | None:
    """Return the form that form_to_json wrote."""
    row = json.loads(text)
    if row is None:
        return None
    values = {name: FormValue(**value) for name, value in row["values"].items()}
    rest = tuple(FormRest(**item) for item in row.get("rest", ()))
    told = {"state": FormState(row["state"]), "values": values, "unread": tuple(row["unread"]), "rest": rest}
    return RegistrationForm(**{**row, **told})


def texts_to_json(texts: Mapping[str, FoundText]) -> str:
    """Return texts as JSON."""
    return dump({name: asdict(found) for name, found in texts.items()})


def texts_from_json(text: str) -> dict[str, FoundText]:
    """Return the texts that texts_to_json wrote."""
    return {name: FoundText(**value) for name, value in json.loads(text).items()}


def links_from_json(text: str) -> tuple[CloudLink, ...]:
    """Return the links stored as JSON."""
    rows = json.loads(text)
    return tuple(
        CloudLink(**{**row, "expires_at": row["expires_at"] and datetime.fromisoformat(row["expires_at"])}) for row in rows
    )


def facts_from_json(text: str) -> PhotoFacts:
    """Return the photo facts stored as JSON."""
    row = json.loads(text)
    return PhotoFacts(**{**row, "hashes": tuple(row["hashes"])})


def material_from_row(row: Mapping[str, Any]) -> Material:
    """Return a row of `materials` as the noun."""
    names = ("name", "name_as_sent", "folder", "title", "size", "sha256", "message", "reason", "problem")
    return Material(
        role=Role(row["role"]),
        type=FileType(row["type"]),
        path=Path(row["path"]),
        doubtful=bool(row["doubtful"]),
        **{name: row[name] for name in names},
    )
