"""Names of files in a letter that lists very many: shortened, so that it stays a letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from reports.letters.entry_view import EntryView

TABLED = 24  # rows that are set in tables; more are plain lines, a fifth of the bytes
LONGEST = 30  # bytes of a shortened name
END = 9  # characters at its end, where its number and its ending stand


def named_briefly(entries: tuple[EntryView, ...]) -> tuple[EntryView, ...]:
    """Return the entries of a letter, with shortened names where together they have more files than are set in a table."""
    return tuple(map(_named_briefly, entries)) if sum(len(entry.materials) for entry in entries) > TABLED else entries


def _named_briefly(entry: EntryView) -> EntryView:
    brief = {item.name: _brief(item.name) for item in entry.materials}
    findings = (
        replace(
            item,
            subject=brief.get(item.subject, item.subject),
            values={key: _renamed(value, brief) for key, value in item.values.items()},
        )
        for item in entry.findings
    )
    return replace(
        entry, materials=tuple(replace(item, name=brief[item.name]) for item in entry.materials), findings=tuple(findings)
    )


def _brief(name: str) -> str:
    encoded = name.encode()
    return name if len(encoded) <= LONGEST else f"{encoded[: LONGEST - END].decode(errors='ignore')}…{name[-END:]}"


def _renamed(value: Any, brief: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return brief.get(value, value)
    return [_renamed(item, brief) for item in value] if isinstance(value, list) else value
