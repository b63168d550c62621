"""Entries whose units' names differ in wording only, as far as one can tell: staff see them, and join them or not."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from sqlite_utils import Database

from intake.assemble.unit import Keys
from intake.config.models import Call

MOST = 600  # entries that are compared, the newest: every two of them are


def alike_units(db: Database, name: str, call: Call) -> Mapping[str, tuple[str, ...]]:
    """Return reference -> the references of entries that may be the same unit's; {} where entries stand for no unit.

    Entries that were rejected or joined are not looked at. Two of one key are there where the second came from somebody who might not add
    to the first.
    """
    if not call.unit_fields:
        return {}
    query = (
        "SELECT reference, unit_key FROM entries WHERE call = ? AND unit_key <> '' AND joined = '' AND state NOT IN ('rejected', 'joined') "
        "ORDER BY length(reference) DESC, reference DESC LIMIT ?"
    )
    by_key: dict[str, list[str]] = {}
    for reference, key in reversed(db.conn.execute(query, [name, MOST]).fetchall()):
        by_key.setdefault(key, []).append(reference)
    keys = Keys.of(call)
    found = {one: [other for other in same if other != one] for same in by_key.values() if len(same) > 1 for one in same}
    for one, other in combinations(by_key, 2):
        if keys.alike(one, other):
            for mine, theirs in ((one, other), (other, one)):
                for reference in by_key[mine]:
                    found.setdefault(reference, []).extend(by_key[theirs])
    return {reference: tuple(others) for reference, others in found.items()}
