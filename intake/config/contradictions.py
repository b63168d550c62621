"""What the keys of one slot say against each other, read from what was written, whatever else is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic_core import InitErrorDetails

from intake.config.as_written import mapping
from intake.config.fields import FieldSettings, mistake
from intake.config.kind_names import SlotKind, WhenAsked
from intake.config.mistakes import meant

FILES = frozenset({SlotKind.PHOTO, SlotKind.DOCUMENT, SlotKind.VIDEO, SlotKind.FILE, SlotKind.SHEET, SlotKind.FORM})
ONLY_FOR: Mapping[str, frozenset[SlotKind]] = {  # keys that mean something for some kinds alone
    "fields": frozenset({SlotKind.FORM}),
    "sections": frozenset({SlotKind.FORM}),
    "section_titles": frozenset({SlotKind.FORM}),
    "files_first": frozenset({SlotKind.FORM}),
    "columns": frozenset({SlotKind.SHEET}),
    "key": frozenset({SlotKind.SHEET}),
    "headings": frozenset({SlotKind.TEXT}),
    "field": frozenset({SlotKind.TEXT}),
    "prose": frozenset({SlotKind.TEXT}),
    "hosts": frozenset({SlotKind.LINK}),
    "formats": FILES,
    "editable": frozenset({SlotKind.FORM, SlotKind.DOCUMENT, SlotKind.SHEET}),
    "sorts": frozenset({SlotKind.DOCUMENT}),
}
FORMATS = frozenset(  # that files are known by here, by content or by name: a slip for one of them is told
    [
        "JPEG",
        "JPG",
        "MPO",
        "PNG",
        "HEIC",
        "HEIF",
        "AVIF",
        "WEBP",
        "GIF",
        "TIFF",
        "TIF",
        "BMP",
        "JXL",
        "JP2",
        "JXR",
        "PSD",
        "PSB",
        "EPS",
        "AI",
        "CDR",
        "INDD",
        "SVG",
        "RAW",
        "DNG",
        "NEF",
        "CR2",
        "CR3",
        "ARW",
        "DOCX",
        "DOCM",
        "DOTX",
        "DOC",
        "DOT",
        "WPS",
        "RTF",
        "ODT",
        "PDF",
        "TXT",
        "TEXT",
        "MD",
        "HTML",
        "HTM",
        "MHT",
        "EPUB",
        "OFD",
        "PAGES",
        "PPTX",
        "PPSX",
        "PPT",
        "DPS",
        "ODP",
        "KEY",
        "XLSX",
        "XLSM",
        "XLSB",
        "XLS",
        "ET",
        "ODS",
        "CSV",
        "TSV",
        "NUMBERS",
        "ZIP",
        "RAR",
        "7Z",
        "TAR",
        "GZIP",
        "MP4",
        "M4V",
        "MOV",
        "AVI",
        "MKV",
        "WEBM",
        "WMV",
        "FLV",
        "3GP",
        "MPEG",
    ]
)
ALIKE = 0.7  # of a format's letters that make it a slip for a known one
PRINTED = frozenset({"PDF", "JPEG", "JPG", "PNG", "TIFF", "TIF", "HEIC"})  # formats that nobody edits


def contradictions(slot: Mapping[Any, Any]) -> Iterator[InitErrorDetails]:
    """Yield what a slot's keys say against each other."""
    kinds = _kinds(slot.get("kind"))
    if slot.get("id"):
        yield mistake("a slot's id is its key; remove it here", "id", given=slot["id"])
    for key, allowed in ONLY_FOR.items():
        if kinds and slot.get(key) not in (None, (), [], {}, False, "") and not kinds & allowed:
            yield mistake(f"is only for slots of kind {' or '.join(sorted(allowed))}", key, given=slot[key])
    for kind, key in ((SlotKind.FORM, "fields"), (SlotKind.SHEET, "columns")):
        if kind in kinds and not slot.get(key) and not (kind is SlotKind.SHEET and SlotKind.DOCUMENT in kinds):
            yield mistake(f"a slot of kind {kind} needs {key}", key)
    if slot.get("attach") and slot.get("asked") != WhenAsked.ONCE_ACCEPTED:
        yield mistake("files go out with the letter of acceptance; say asked: once-accepted", "attach", given=slot["attach"])
    yield from _form_keys(slot)
    yield from _never(slot, kinds)


def _form_keys(slot: Mapping[Any, Any]) -> Iterator[InitErrorDetails]:
    """Yield sections and keys that name what is not there."""
    fields, sections = mapping(slot.get("fields")), mapping(slot.get("sections"))
    for name, field in fields.items():
        section = field.section if isinstance(field, FieldSettings) else mapping(field).get("section")
        if section and section not in sections:
            yield mistake(f"'{section}' is not under sections", "fields", str(name), "section", given=section)
    for name in mapping(slot.get("section_titles")):
        if name not in sections:
            yield mistake(f"'{name}' is not under sections", "section_titles", str(name))
    named, columns = _listed(slot.get("key")), mapping(slot.get("columns"))
    for place, name in enumerate(named):
        if columns and name not in columns:
            yield mistake(f"there is no column '{name}'", "key", place, given=name)


def _never(slot: Mapping[Any, Any], kinds: set[SlotKind]) -> Iterator[InitErrorDetails]:
    """Yield what nothing that is sent could ever fulfil."""
    if kinds == {SlotKind.TEXT} and re.fullmatch(r"([2-9]|\d\d+)(\s*[-–].*)?", str(slot.get("count", "")).strip()):
        yield mistake(
            "a text is one: 1, or 0-1 where it may be left out; several are slots of their own", "count", given=slot["count"]
        )
    formats = [str(name).upper() for name in _listed(slot.get("formats"))]
    for place, name in enumerate(formats if kinds and SlotKind.FILE not in kinds else ()):
        if name not in FORMATS and (hint := meant(name, sorted(FORMATS), alike=ALIKE)):
            yield mistake(f"there is no format '{name}'; {hint}", "formats", place, given=name)
    if slot.get("editable") is True and formats and {*formats} <= PRINTED:
        yield mistake("none of the slot's formats can be edited; name DOCX or the like, or leave editable out", "editable")


def _listed(value: object) -> list[Any]:
    return [value] if isinstance(value, str) else [*value] if isinstance(value, list | tuple) else []


def _kinds(said: object) -> set[SlotKind]:
    return {SlotKind(word) for word in _listed(said) if isinstance(word, str) and word in set(SlotKind)}
