"""The form that goes out with a letter which asks for it: blank, or filled in with what is known."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from intake.config.models import Call
from registry.read.entry import Entry
from registry.store.codes import LetterKind
from reports.letters.compose import Enclosure
from validators.finding import Severity
from validators.rules.form_field_missing import FormFieldMissing
from validators.rules.slot_count import SlotCount

ASKING = frozenset({LetterKind.CORRECTION, LetterKind.REMINDER})
FORBIDDEN = dict.fromkeys(map(ord, '<>:"/\\|?*'), " ")


def form_for(entries: Sequence[Entry], call: Call, kind: str) -> Enclosure | None:
    """Return the call's form for a letter that asks for it, or for fields of it; None for any other, and for several entries."""
    form = call.form
    if form is None or kind not in ASKING or len(entries) != 1:
        return None
    asked = [item for item in entries[0].said(Severity.ERROR) if item.slot == form.id]
    lacking = [
        item
        for item in asked
        if item.rule == FormFieldMissing.name or (item.rule == SlotCount.name and not item.values.get("count"))
    ]
    if not lacking:
        return None
    from reports.form.blank import write_blank_form  # python-docx: 0.1 s that a pass without such a letter spares

    there = entries[0].forms.get(form.id)
    known = {name: value.text for name, value in there.values.items()} if there else {}
    title = call.said(form.title, call.languages[0]).translate(FORBIDDEN).strip() or form.id
    with tempfile.TemporaryDirectory(prefix="intake-desk-") as folder:
        path = Path(folder) / "form.docx"
        write_blank_form(call, path, known)
        return Enclosure(f"{title}.docx", path.read_bytes(), form=True, filled=bool(known))
