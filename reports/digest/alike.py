"""What the digest says of units whose names differ in wording only: side by side, with the command that joins them; staff decide."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from intake.config.shipped import program_called
from registry.desk.desk import Desk
from registry.read.alike_units import alike_units
from registry.read.entries import read_entries
from reports.digest.items import whose
from reports.letters import formats
from reports.letters.staff_words import StaffWords

MOST = 20  # entries named; the workbook's timetable has them all


def alike_entries(desk: Desk, news: Iterable[str], name: str) -> list[dict[str, Any]]:
    """Return the entries that came after others of a name alike, where one of them is news; `name` stands for who decides in
    the command; `line` does the same in a reply."""
    fresh, joins = set(news), StaffWords("staff", desk.config.staff_languages).first("labels", "join")
    found = []
    for call_id, call in desk.config.served_calls.items():
        near = alike_units(desk.db, call_id, call)
        pairs = {
            reference: [other for other in others if _number(other) < _number(reference) and fresh & {other, reference}]
            for reference, others in near.items()
        }
        told = sorted(((reference, others) for reference, others in pairs.items() if others), key=lambda pair: _number(pair[0]))
        wanted = dict.fromkeys(item for reference, others in told[:MOST] for item in (reference, *others))
        names = {entry.reference: formats.clean(whose(entry, call), 90) for entry in read_entries(desk.db, list(wanted))}
        found += [
            {
                "reference": reference,
                "name": names[reference],
                "others": [f"{other} {names[other]}" for other in others],
                "line": f"{reference} {joins} {others[0]}",
                "command": f"{program_called()} review {reference} join --into {others[0]} --by {name}",
            }
            for reference, others in told[:MOST]
        ]
    return found


def _number(reference: str) -> tuple[int, str]:
    return len(reference), reference
