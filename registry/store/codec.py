"""Nouns to JSON and back, exactly: forms, texts, links, facts, materials.

A JSON column holds `{"v": VERSION, "is": …}`; before version 2 it held the bare value. What a noun does not know is passed over: a
column may come from a version with a field more. A finding's `values`, the cells of a row and the counts of a forgotten entry are plain
mappings, in which any key fits: they bear no version.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from intake.model.rows import SheetFacts
from intake.model.submission import (
    CloudLink,
    FileType,
    FormRest,
    FormState,
    FormValue,
    FoundText,
    Material,
    Named,
    RegistrationForm,
)
from validators.facts import PhotoFacts, TextFacts
from validators.facts_document import DocumentFacts
from validators.facts_qr import CodeFacts
from validators.facts_video import VideoFacts

VERSION = 2
Measured = TypeVar("Measured", DocumentFacts, VideoFacts, CodeFacts, SheetFacts)


def dump(value: object) -> str:
    """Return JSON, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not stored")


def packed(value: object) -> str:
    """Return a value as the JSON of a column, with its version."""
    return dump({"v": VERSION, "is": value})


def unpacked(text: str) -> Any:
    """Return the value of a JSON column, of whatever version."""
    row = json.loads(text)
    return row["is"] if isinstance(row, dict) and isinstance(row.get("v"), int) and "is" in row else row


@cache
def _names(noun: type) -> frozenset[str]:
    return frozenset(item.name for item in fields(noun))


def known(noun: type, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a noun knows of a row."""
    names = _names(noun)
    return {name: value for name, value in row.items() if name in names}


def form_to_json(form: RegistrationForm | None) -> str:
    """Return a form as JSON."""
    return packed(asdict(form) if form else None)


def form_from_json(text: str) -> RegistrationForm | None:
    """Return the form that form_to_json wrote."""
    return _form(unpacked(text))


def _form(row: Mapping[str, Any] | None) -> RegistrationForm | None:
    if row is None:
        return None
    values = {name: FormValue(**known(FormValue, value)) for name, value in row["values"].items()}
    rest = tuple(FormRest(**known(FormRest, item)) for item in row.get("rest", ()))
    others = tuple(form for other in row.get("others", ()) if (form := form_from_json(dump(other))))
    told = {"state": FormState(row["state"]), "values": values, "unread": tuple(row["unread"]), "rest": rest, "others": others}
    return RegistrationForm(**{**known(RegistrationForm, row), **told})


def lines_to_json(typed: Mapping[str, FormValue]) -> str:
    """Return form lines as JSON, '' for none."""
    return packed({name: asdict(value) for name, value in typed.items()}) if typed else ""


def lines_from_json(text: str) -> dict[str, FormValue]:
    """Return the lines that lines_to_json wrote."""
    return {name: FormValue(**known(FormValue, row)) for name, row in unpacked(text).items()} if text else {}


def forms_to_json(forms: Mapping[str, RegistrationForm | None]) -> str:
    """Return forms by slot as JSON."""
    return packed({slot: asdict(form) if form else None for slot, form in forms.items()})


def forms_from_json(text: str) -> dict[str, RegistrationForm | None]:
    """Return the forms that forms_to_json wrote."""
    return {slot: _form(row) for slot, row in unpacked(text).items()}


def texts_to_json(texts: Mapping[str, FoundText], facts: Mapping[str, TextFacts]) -> str:
    """Return texts, each with what was counted in it, as JSON."""
    return packed({name: {**asdict(found), "facts": asdict(replace(facts[name], text=""))} for name, found in texts.items()})


def texts_from_json(text: str) -> dict[str, tuple[FoundText, TextFacts | None]]:
    """Return the texts that texts_to_json wrote; before version 2 nothing was counted."""
    return {name: (FoundText(**known(FoundText, row)), _counted(row)) for name, row in unpacked(text).items()}


def _counted(row: Mapping[str, Any]) -> TextFacts | None:
    return TextFacts(**known(TextFacts, row["facts"])) if "facts" in row else None


def links_to_json(links: Sequence[CloudLink]) -> str:
    """Return links as JSON."""
    return packed([asdict(link) for link in links])


def links_from_json(text: str) -> tuple[CloudLink, ...]:
    """Return the links that links_to_json wrote."""
    rows = [known(CloudLink, row) for row in unpacked(text)]
    return tuple(
        CloudLink(**{**row, "expires_at": row["expires_at"] and datetime.fromisoformat(row["expires_at"])}) for row in rows
    )


def names_to_json(names: Sequence[str]) -> str:
    """Return names of files as JSON."""
    return packed(list(names))


def names_from_json(text: str) -> tuple[str, ...]:
    """Return the names that names_to_json wrote."""
    return tuple(unpacked(text))


def named_to_json(named: Named) -> str:
    """Return what names tell as JSON."""
    return packed(asdict(named))


def named_from_json(text: str) -> Named:
    """Return what named_to_json wrote; '' is of before this was kept."""
    row = known(Named, unpacked(text)) if text else {}
    told: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return Named(**told)


def facts_to_json(facts: PhotoFacts) -> str:
    """Return photo facts as JSON."""
    return packed(asdict(facts))


def facts_from_json(text: str) -> PhotoFacts:
    """Return the photo facts that facts_to_json wrote."""
    row = known(PhotoFacts, unpacked(text))
    return PhotoFacts(**{**row, "hashes": tuple(row["hashes"])})


def measured_to_json(facts: DocumentFacts | VideoFacts | CodeFacts | SheetFacts) -> str:
    """Return the facts of a document, film, sheet or of the codes in a picture as JSON."""
    return packed(asdict(facts))


def measured_from_json(kind: type[Measured], text: str) -> Measured:
    """Return the facts that measured_to_json wrote; those of an older version lack what it did not measure."""
    row = known(kind, unpacked(text))
    told: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return kind(**told)


def material_from_row(row: Mapping[str, Any]) -> Material:
    """Return a row of `materials` as the noun."""
    names = ("name", "name_as_sent", "folder", "title", "size", "sha256", "message", "reason", "problem")
    return Material(
        role=row["role"],
        type=FileType(row["type"]),
        path=Path(row["path"]),
        doubtful=bool(row["doubtful"]),
        **{name: row[name] for name in names},
    )
