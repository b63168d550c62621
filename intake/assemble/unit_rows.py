"""What the rows of sheets say of whose they are; apart from what reads them, which a pass loads in its workers alone."""

from __future__ import annotations

from collections.abc import Mapping

from intake.config.models import Call, Slot, SlotKind
from intake.model.submission import Submission
from intake.sheets.same_rows import speaking_row


def sheet_slots(call: Call) -> dict[str, Slot]:
    """Return the slots that rows are read for."""
    return {name: slot for name, slot in call.of_kind(SlotKind.SHEET).items() if slot.columns}


def unit_rows(submission: Submission, call: Call) -> list[Mapping[str, str]]:
    """Return the row that says what an entry stands for: the first good one, one that may be published before others."""
    found = (speaking_row(slot, submission.rows.get(name, ())) for name, slot in sheet_slots(call).items())
    return [row.values for row in found if row is not None]
