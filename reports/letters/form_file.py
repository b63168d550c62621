"""The forms that go out with a letter which asks for them: blank, or filled in with what is known."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from intake.config.models import Call, Slot, SlotKind
from registry.read.entry import Entry
from registry.store.codes import LetterKind
from reports.letters.compose import Enclosure
from validators.finding import Severity
from validators.rules.form_field_missing import FormFieldMissing
from validators.rules.slot_count import SlotCount

ASKING = frozenset({LetterKind.CORRECTION, LetterKind.REMINDER})
FORBIDDEN = dict.fromkeys(map(ord, '<>:"/\\|?*'), " ")


def forms_for(entries: Sequence[Entry], call: Call, kind: str) -> list[Enclosure]:
    """Return the call's forms that a letter asks for, whole or in fields of them; none for any other letter, and for several entries."""
    if kind not in ASKING or len(entries) != 1:
        return []
    lacking = {
        item.slot
        for item in entries[0].said(Severity.ERROR)
        if item.rule == FormFieldMissing.name or (item.rule == SlotCount.name and not item.values.get("count"))
    }
    return [_filled(form, entries[0], call) for name, form in call.of_kind(SlotKind.FORM).items() if name in lacking]


def _filled(form: Slot, entry: Entry, call: Call) -> Enclosure:
    """Return a form with what is known of it filled in."""
    from reports.form.blank import write_blank_form  # python-docx: 0.1 s that a pass without such a letter spares

    there = entry.forms.get(form.id)
    known = {name: value.text for name, value in there.values.items()} if there else {}
    title = call.said(form.title, call.languages[0]).translate(FORBIDDEN).strip() or form.id
    with tempfile.TemporaryDirectory(prefix="intake-desk-") as folder:
        path = Path(folder) / "form.docx"
        write_blank_form(call, path, known, form)
        return Enclosure(f"{title}.docx", path.read_bytes(), form=True, filled=bool(known))
