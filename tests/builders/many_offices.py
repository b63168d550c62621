"""Offices by the hundred, written over the entry of one: what sums are measured and checked by."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import replace

from registry.desk.desk import Desk
from registry.store.codec import form_from_json, forms_from_json, forms_to_json
from tests.builders.outcomes import CALL, COUNTS


def multiply(desk: Desk, groups: int, each: int) -> dict[str, Counter[str]]:
    """Write a season of offices over the entry of one; return what every delegation sent, added up here by other means."""
    chance = random.Random(7)
    (row,) = desk.db.query("SELECT * FROM revisions WHERE reference = 'OC2023-0001' ORDER BY revision DESC LIMIT 1")
    (entry,) = desk.db.query("SELECT * FROM entries WHERE reference = 'OC2023-0001'")
    slot, form = (
        next(iter(forms_from_json(row["forms"]).items())) if row["forms"] else ("statistics", form_from_json(row["form"]))
    )
    expected: dict[str, Counter[str]] = defaultdict(Counter)
    revisions, entries = [], []
    names = list(COUNTS)
    for number in range(groups * each):
        numbers = {name: chance.choice([0, 1, 7, 12, 340, 10_000]) for name in names}
        delegation = f"第{number % groups + 1:02d}代表团"
        expected[delegation.removesuffix("代表团")].update(numbers)
        changed = {**{name: str(value) for name, value in numbers.items()}, "delegation": delegation, "unit": f"单位{number}"}
        values = {name: replace(value, text=changed.get(name, value.text), value="") for name, value in form.values.items()}
        reference = f"OC2023-{number + 1000:04d}"
        revisions.append({**row, "reference": reference, "forms": forms_to_json({slot: replace(form, values=values)})})
        entries.append(
            {**entry, "reference": reference, "number": number + 1000} if "number" in entry else {**entry, "reference": reference}
        )
    with desk.db.conn:
        desk.db.conn.execute("DELETE FROM entries WHERE call <> ?", [CALL])
        for table, rows in (("entries", entries), ("revisions", revisions)):
            marks = ", ".join("?" * len(rows[0]))
            columns = ", ".join(f'"{name}"' for name in rows[0])
            desk.db.conn.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", [tuple(item.values()) for item in rows])
    return expected
