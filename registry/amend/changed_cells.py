"""Which cells of a workbook's row were changed since it was written: beside what the entry said at that revision."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from intake.config.models import Call
from intake.model.submission import TEXT, FoundText, RegistrationForm
from registry.amend.changes import Changes
from registry.amend.read_decisions import DecisionRow
from registry.decide.review import Refusal, ReviewError
from registry.desk.desk import Desk
from registry.read.entries import read_entry
from registry.store.codec import form_from_json, forms_from_json, texts_from_json
from registry.store.dossiers import call_of
from registry.store.former_rules import FORM

LONGEST = 30_000  # characters: a cell holds little more, so a longer text stands there cut
LEAST_MIXED = 2  # other entries' names, before all rows are taken for mixed


def changes_in(desk: Desk, row: DecisionRow) -> Changes | None:
    """Return what was changed in a row, None for nothing. Raises ReviewError where the entry has changed since."""
    call_id = call_of(desk.db, row.reference)
    if not (row.values or row.roles) or call_id not in desk.config.calls or row.revision is None:
        return None
    said = _said(desk, row.reference, row.revision)
    if said is None:
        return None
    values = {
        edit: text for edit, text in row.values.items() if not _same(text, _standing(said, desk.config.calls[call_id], edit))
    }
    roles = {sha256: slot for sha256, slot in row.roles.items() if slot != TEXT}
    if not (values or roles):
        return None
    entry = read_entry(desk.db, row.reference)
    if entry is None or entry.revision != row.revision:
        now = entry.revision if entry else 0
        raise ReviewError(
            f"{row.reference} changed since: it is at revision {now} now. Look again, then change it.", Refusal.CHANGED
        )
    return Changes(values=values, roles=roles)


FormsAndTexts = tuple[Mapping[str, RegistrationForm | None], Mapping[str, FoundText]]


def _said(desk: Desk, reference: str, revision: int) -> FormsAndTexts | None:
    """Return the forms and texts of a revision, None where there is none."""
    query = "SELECT form, forms, texts FROM revisions WHERE reference = ? AND revision = ?"
    row = desk.db.conn.execute(query, [reference, revision]).fetchone()
    if row is None:
        return None
    forms = forms_from_json(row[1]) if row[1] else {FORM: form_from_json(row[0])}
    return forms, {name: found for name, (found, _) in texts_from_json(row[2]).items()}


def _standing(said: FormsAndTexts, call: Call, edit: str) -> tuple[str, ...]:
    """Return what a cell may say that was not changed."""
    forms, texts = said
    slot, _, field = edit.partition(".")
    if not field:
        return (texts[edit].text if edit in texts else "",)
    form = forms.get(slot)
    value = form.values.get(field) if form else None
    return (value.text, value.shown) if value else ("",)


def _same(cell: str, standing: Sequence[str]) -> bool:
    """Tell whether a cell says what stands; a text that no cell holds whole is never changed there."""
    return any(len(text) > LONGEST or _bare(cell) == _bare(text) for text in standing)


def _bare(text: str) -> str:
    """Return a text without what spreadsheet programs change by themselves: blanks, lines' ends, what no cell may hold."""
    kept = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in unicodedata.normalize("NFC", text))
    return re.sub(r"[\s\ufffd]+", " ", re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), kept)).strip()


def mixed(desk: Desk, rows: Sequence[DecisionRow]) -> tuple[str, ...]:
    """Return a name for each row that bears another entry's: a part of the sheet was sorted, and nothing in it can be trusted."""
    owner: dict[str, str] = {}
    found: list[tuple[str, str]] = []
    for row in rows:
        call_id = call_of(desk.db, row.reference)
        said = _said(desk, row.reference, row.revision) if call_id in desk.config.calls and row.revision is not None else None
        if said is None or not row.values:
            continue
        call = desk.config.calls[call_id]
        for edit in _naming(call, row):
            standing = _standing(said, call, edit)
            owner.setdefault(_bare(standing[0]), row.reference)
            if not _same(row.values[edit], standing) and _bare(row.values[edit]):
                found.append((_bare(row.values[edit]), row.reference))
    strange = [(name, reference) for name, reference in found if owner.get(name, reference) != reference]
    by_row = {reference: name for name, reference in reversed(strange)}
    return tuple(reversed(by_row.values())) if len({name for name, _ in strange}) >= LEAST_MIXED else ()


def _naming(call: Call, row: DecisionRow) -> list[str]:
    names = {*(call.identity.name or ()), *(call.identity.email or ())}
    return [edit for edit in row.values if edit.partition(".")[2] in names]
