"""Which columns each sheet has: the fixed ones, and those that follow from the call's own form and texts."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

from intake.config.models import Call, FieldKind, Slot
from reports.letters import formats
from reports.letters.staff_words import StaffWords
from reports.workbook.form_fields import author_fields, contact_fields, form_fields, nationality_field, unit_name_fields
from reports.workbook.style import CellKind, Column
from validators.disposition import Disposition

NAMING = {FieldKind.NAME, FieldKind.TEXT}  # kinds that tell authors and works apart
STATES = tuple(state for state in Disposition if state is not Disposition.JOINED)  # that are counted
WIDTHS: dict[str, float] = {
    FieldKind.NAME: 18, FieldKind.EMAIL: 26, FieldKind.PHONE: 17, FieldKind.NATIONALITY: 15, FieldKind.SEX: 8, FieldKind.NUMBER: 8,
}  # fmt: skip

Layout = Sequence[
    tuple[str, float] | tuple[str, float, CellKind]
]  # key, width, and what its cells are for where they do more than show it
KNOWING: Layout = (("reference", 14), ("status", 8))
DECIDING: Layout = (
    ("decision", 11, CellKind.INPUT), ("note", 30, CellKind.INPUT), ("remark", 22, CellKind.INPUT), ("until", 12, CellKind.INPUT), ("into", 14, CellKind.INPUT),
    ("revision", 9), ("decisions", 10),
)  # fmt: skip
SHORTLIST: tuple[str, float, CellKind] = ("shortlist", 10, CellKind.INPUT)
BESIDE: Layout = (("files", 12), ("form_file", 22), ("other_files", 22))
MAIL: Layout = (("sender_name", 20), ("sender_email", 28), ("received", 17), ("last_mail", 17), ("updated", 17), ("mails", 8))
LETTER: Layout = (("letter", 24), ("decided", 30))
FINDINGS: Layout = (
    ("reference", 13),
    ("status", 8),
    ("weight", 9),
    ("severity", 10),
    ("rule", 24),
    ("slot", 18),
    ("subject", 28),
)
LETTERS: Layout = (
    ("reference", 13), ("revision", 9), ("letter", 10), ("kind", 16), ("language", 10), ("to", 30), ("delivery", 9), ("state", 11),
    ("made", 17), ("sent", 17), ("answer", 30), ("returned", 16), ("note", 36), ("message_id", 40),
)  # fmt: skip
CONTACTS: Layout = (("entries", 9), ("references", 40), ("authors", 36))
QUESTIONS: Layout = (("received", 17), ("sender", 30), ("subject", 40), ("words", 80), ("sha256", 16))


def laid_out(words: StaffWords, sheet: str, layout: Layout, zone: str = "") -> tuple[Column, ...]:
    """Return columns with their headings, one language over the other."""
    told = {"zone": lambda language: formats.zone_name(zone, language)}
    return tuple(Column(key, words.lines(sheet, key, **told), width, *kind) for key, width, *kind in layout)


def form_column(words: StaffWords, slot: Slot, name: str) -> Column:
    """Return the column of a form's field: what is typed into it changes the entry."""
    field = slot.fields[name]
    heading = "\n".join(dict.fromkeys(formats.own_words(field.labels, language) for language in words.languages))
    return Column(f"form.{name}", heading, WIDTHS.get(field.kind, 24), CellKind.INPUT, f"{slot.id}.{name}")


def _form_column(call: Call, words: StaffWords, name: str) -> Column:
    assert call.form is not None
    return form_column(words, call.form, name)


def entry_columns(call: Call, words: StaffWords, zone: str, thumbnails: float) -> tuple[Column, ...]:
    """Return the columns of Entries; `thumbnails` is the width of the pictures' column, 0 for none.

    What one decides by comes first, then the decision; what is looked up comes after, and is not printed.
    """
    first, others = _author_columns(call, words)
    units = [name for name in unit_name_fields(call) if name in contact_fields(call)]
    columns = [
        *laid_out(words, "entries", [*KNOWING, ("thumbnails", thumbnails)] if thumbnails else KNOWING),
        *first,
        *(_titled(call, words, (f"pieces.{name}", "pieces"), name, 8) for name in call.filed),
        *laid_out(words, "entries", [("problems", 40), *DECIDING, SHORTLIST, ("state", 12)]),
        *others,
        *laid_out(words, "entries", [("warnings", 30)]),
        *(_form_column(call, words, name) for name in units),
        *laid_out(words, "entries", BESIDE),
    ]
    for name in call.texts:
        text = _titled(call, words, (f"text.{name}", "text"), name, 50)
        columns.append(replace(text, kind=CellKind.INPUT, edits=name, cut=True))
        columns.append(_titled(call, words, (f"words.{name}", "words"), name, 11))
    return (*columns, *laid_out(words, "entries", [*MAIL, *LETTER], zone))


def _titled(call: Call, words: StaffWords, keys: tuple[str, str], slot: str, width: float) -> Column:
    """Return a column whose heading bears a slot's title; `keys`: of its values, and of its heading."""
    title = call.slots[slot].title
    return Column(keys[0], words.lines("entries", keys[1], title=lambda language: title.heading(language, call.languages)), width)


def _author_columns(call: Call, words: StaffWords) -> tuple[list[Column], list[Column]]:
    """Return the columns that tell authors and works apart, and those of what else the form asks for."""
    fields = form_fields(call)
    first = [_form_column(call, words, name) for name in author_fields(call) if fields[name].kind in NAMING]
    others = [_form_column(call, words, name) for name in author_fields(call) if fields[name].kind not in NAMING]
    if nationality_field(call):
        names = sum(fields[name].kind is FieldKind.NAME for name in author_fields(call))
        first[names:names] = laid_out(words, "entries", [("country", 18)])
        others += laid_out(words, "entries", [("country_code", 10)])
    return first, others


def finding_columns(words: StaffWords) -> tuple[Column, ...]:
    """Return the columns of Findings: the sentence in each language of the staff."""
    said = [
        Column(
            f"said.{language}",
            words.lines("findings", "said", language=functools.partial(formats.language_name, language)),
            70,
        )
        for language in words.languages
    ]
    return (*laid_out(words, "findings", FINDINGS), *said)


def contact_columns(call: Call, words: StaffWords) -> tuple[Column, ...]:
    """Return the columns of Contacts: the unit first."""
    units = unit_name_fields(call)
    fields = sorted(contact_fields(call), key=lambda name: name not in units)
    columns = (replace(_form_column(call, words, name), kind=CellKind.VALUE, edits="") for name in fields)
    return (*columns, *laid_out(words, "contacts", CONTACTS))


def summary_columns(words: StaffWords) -> tuple[Column, ...]:
    """Return the columns of Summary: a label, one count per state, their sum."""
    label, total = laid_out(words, "summary", (("label", 44), ("total", 11)))
    named = {state: "\n".join(dict.fromkeys((words.first("states", state), state))) for state in STATES}
    return (label, *(Column(state, heading, 11) for state, heading in named.items()), total)
