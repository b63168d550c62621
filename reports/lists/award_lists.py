"""The lists after the award: captions for the exhibition, texts for the magazine, labels for the post, fees; with real names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from intake.config.models import Call, FieldKind, Slot, SlotKind
from intake.config.slots import WhenAsked
from registry.desk.desk import Desk
from registry.read.entries import read_entries, references
from registry.read.entry import Entry
from registry.select.award import fallen
from reports.letters.formats import clean
from reports.letters.staff_words import StaffWords
from reports.workbook.columns import Layout, form_column, laid_out
from reports.workbook.countries import country
from reports.workbook.form_fields import contact_fields, unit_name_fields
from reports.workbook.rows import nationality
from reports.workbook.sheet import WorkbookSheet
from reports.workbook.steadyzip import save_book_of
from reports.workbook.style import CellKind, Column
from validators.disposition import Disposition

WHO: Layout = (("number", 8), ("reference", 14), ("award", 24), ("names", 30))
CAPTIONS: Layout = (*WHO, ("country", 16), ("title", 36), ("caption", 60), ("works", 40))
MAGAZINE: Layout = (*WHO, ("country", 16), ("title", 36), ("works", 40), ("pixels", 14))
LABELS: Layout = (*WHO, ("recipient", 28), ("unit", 34), ("email", 30))
FEES: Layout = (
    *WHO,
    ("country", 16),
    ("email", 30),
    ("pieces", 9),
    ("copies", 12, CellKind.INPUT),
    ("amount", 14, CellKind.INPUT),
    ("paid", 14, CellKind.INPUT),
)


@dataclass(frozen=True)
class _Making:
    """What every row is made from."""

    call: Call
    words: StaffWords

    def row(self, number: int, entry: Entry) -> dict[str, object]:
        """Return what the four lists say of an entry."""
        call, files = self.call, entry.files_in(*self.call.judged)
        names = dict.fromkeys(text for field in call.identity.name or () if (text := entry.written(field)))
        title = clean(entry.named(call.identity.title), 300)
        sizes = [(item.facts.width, item.facts.height) for item in files if item.facts and item.facts.width]
        award, where = call.awards.get(entry.award), country(nationality(call, entry), self.words.languages)
        shown = " / ".join(names) or entry.author_name
        return {
            "number": number,
            "reference": entry.reference,
            "award": call.said(award, self.words.languages[0]) if award else "",
            "names": shown,
            "country": where,
            "title": title,
            "caption": self._caption(title, shown, where),
            "works": "\n".join(item.name for item in files),
            "pixels": " × ".join(map(str, max(sizes))) if sizes else "",
            "recipient": shown,
            "unit": entry.named(call.identity.unit),
            "email": entry.named(call.identity.email) or entry.author_email,
            "pieces": len(files),
            **{f"text.{name}": text.found.text.strip() for name, text in entry.texts.items()},
            **{f"form.{name}": entry.written(name) for name in call.fields},
        }

    def _caption(self, title: str, names: str, where: str) -> str:
        """Return a caption in the first language: title, author, country."""
        words = self.words
        shown = words.first("caption", title=title) if title else words.first("caption_untitled")
        return "\n".join(filter(None, (shown, names, where)))


def write_lists(desk: Desk, call_id: str, out: Path, award: str | None = None) -> int:
    """Write the lists of a call's awards (of one alone; of all accepted entries where it has none); return how many entries.

    Raises OSError.
    """
    call = desk.config.calls[call_id]
    words = StaffWords("lists", tuple(dict.fromkeys([*desk.config.staff_languages, *call.languages])))
    gone = fallen(desk.db, call_id)
    chosen = [
        entry
        for entry in read_entries(desk.db, references(desk.db, call_id, None if call.awards else Disposition.ACCEPTED))
        if entry.reference not in gone and (not call.awards or (entry.award and award in {None, entry.award}))
    ]
    making, book = _Making(call, words), Workbook(write_only=True)
    rows = [making.row(number, entry) for number, entry in enumerate(chosen, 1)]
    for title, layout, further in (
        ("captions", CAPTIONS, ()),
        ("magazine", MAGAZINE, _texts(call, words)),
        ("labels", LABELS, _post(call, words)),
        ("fees", FEES, _post(call, words)),
    ):
        _write(book, words.first("titles", title), (*laid_out(words, "lists", layout), *further), rows)
    save_book_of(book, out, desk.config, call_id)
    return len(rows)


def _write(book: Workbook, title: str, columns: Sequence[Column], rows: Sequence[Mapping[str, object]]) -> None:
    sheet = WorkbookSheet(book, title, columns)
    for row in rows:
        sheet.append(row)
    sheet.finish()


def _texts(call: Call, words: StaffWords) -> tuple[Column, ...]:
    """Return a column for each text that the call asks for."""
    return tuple(
        Column(f"text.{name}", slot.title.heading(words.languages[0], call.languages), 60) for name, slot in call.texts.items()
    )


def _post(call: Call, words: StaffWords) -> tuple[Column, ...]:
    """Return columns for where things are sent: what is asked once accepted, else what the form says of unit and contact, and phones."""
    forms = call.of_kind(SlotKind.FORM).values()
    later = [(slot, name) for slot in forms if slot.asked is WhenAsked.ONCE_ACCEPTED for name in slot.fields]
    first = [(call.form, name) for name in contact_fields(call) if name not in unit_name_fields(call)] if call.form else []
    phones = [(slot, name) for slot in forms for name, field in slot.fields.items() if field.kind is FieldKind.PHONE]
    chosen = {name: slot for slot, name in [*phones, *(later or first)] if slot}
    return tuple(Column(f"form.{name}", _heading(words, slot, name), 28) for name, slot in chosen.items())


def _heading(words: StaffWords, slot: Slot, name: str) -> str:
    """Return a field's heading; a contact's says so: both author and contact have an email."""
    heading = form_column(words, slot, name).heading
    return words.first("contact", label=heading.split("\n")[0]) if slot.fields[name].section else heading
