"""One entry as the rows of the workbook's sheets: real dates and numbers, sentences for findings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import jinja2
from openpyxl.utils import quote_sheetname

from intake.config.fields import COUNTED, FieldKind, FieldSettings
from intake.config.models import Call, Slot, SlotKind
from intake.forms.fields.normalise import normalise
from intake.model.submission import FormValue
from registry.read.entry import Entry
from reports.letters.idle_words import with_reason
from reports.letters.sentences import sentence
from reports.letters.staff_words import StaffWords
from reports.workbook.countries import country
from reports.workbook.files import FileRows, told_of_files
from reports.workbook.form_fields import contact_fields, nationality_field
from reports.workbook.style import CellValues, SheetLink
from validators.finding import Finding, Severity

WEIGHTY = ("reject", "hold", "error")
LONGEST_NUMBER = 15  # digits that a spreadsheet keeps


@dataclass
class WorkbookRows:
    """Makes rows of entries for one call and one office."""

    call: Call
    zone: ZoneInfo
    words: StaffWords
    files: FileRows
    evidence: bool = False  # findings that are mere information are told too
    missing: int = 0  # files that are no longer where they were kept

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages of those who read it."""
        return self.words.languages

    def entry(self, entry: Entry, files_row: int) -> CellValues:
        """Return the row of Entries; `files_row` is where the entry's files begin on their sheet."""
        said = {"problems": WEIGHTY, "warnings": (Severity.WARNING,)}
        return {
            "reference": entry.reference,
            "status": self.status(entry),
            "state": str(entry.state),
            "revision": entry.revision,
            "decisions": entry.moves,  # what was taken back counts too
            "shortlist": self.words.first("cells", "yes") if entry.shortlisted else "",
            **(self.form(entry, self.call.form) if self.call.form else {}),
            **self._country(entry),
            **{f"pieces.{name}": len(entry.files_in(name)) for name in self.call.filed},
            **{
                key: "\n".join(self.said(item, self.languages[0]) for item in entry.said(*severities))
                for key, severities in said.items()
            },
            **self._files(entry, files_row),
            **{f"text.{name}": text.found.text for name, text in entry.texts.items()},
            **{f"words.{name}": text.facts.characters for name, text in entry.texts.items()},
            "sender_name": entry.author_name,
            "sender_email": entry.author_email,
            "received": self.moment(entry.received_at),
            "last_mail": self.moment(entry.last_mail_at),
            "updated": self.moment(entry.updated_at),
            "mails": len(entry.mails),
            "letter": self._last_letter(entry),
            "decided": _last_decision(entry),
        }

    def status(self, entry: Entry) -> str:
        """Return what the office calls an entry's state; one that was joined says to which."""
        word = self.words.first("states", entry.state)
        return f"{word} {entry.joined}" if entry.joined else word

    def form(self, entry: Entry, slot: Slot) -> CellValues:
        """Return what a form says, field by field; numbers as numbers."""
        form = entry.forms.get(slot.id)
        return {
            f"form.{name}": _value(slot.fields[name], value)
            for name, value in (form.values.items() if form else ())
            if name in slot.fields
        }

    def further(self, entry: Entry, slot: Slot) -> CellValues:
        """Return the row of a further form's sheet."""
        return {"reference": entry.reference, "status": self.status(entry), "revision": entry.revision, **self.form(entry, slot)}

    def _country(self, entry: Entry) -> CellValues:
        code = nationality(self.call, entry)
        return {"country": country(code, self.languages), "country_code": code}

    def _files(self, entry: Entry, files_row: int) -> CellValues:
        filed = sum(item.role in self.call.filed for item in entry.files)
        forms = self.call.of_kind(SlotKind.FORM)
        form = next((item for item in entry.files if item.role in forms), None)
        idle = [item for item in entry.files if item.role not in self.call.filed and item is not form]
        self.missing += sum(map(self.files.is_gone, entry.files))
        return {
            "files": SheetLink(f"{filed} →", place=f"{self._place('files')}!A{files_row}") if entry.files else None,
            "form_file": self.files.name_of(form) if form else None,
            "other_files": "\n".join(with_reason(item.name, item.reason, self.languages) for item in idle),
        }

    def _place(self, sheet: str) -> str:
        """Return the title of a sheet as a place in the workbook names it."""
        title = self.words.first("titles", sheet)
        return title if title.isidentifier() and title.isascii() else quote_sheetname(title)

    def files_of(self, entry: Entry) -> Iterator[CellValues]:
        """Yield the rows of Files."""
        said = {place: self.said(item, self.languages[0]) for place, item in enumerate(entry.findings)}
        yield from self.files.of(entry, told_of_files(entry, said))

    def findings(self, entry: Entry) -> Iterator[CellValues]:
        """Yield the rows of Findings."""
        for item in entry.findings:
            if item.severity == Severity.INFO and not self.evidence:
                continue
            yield {
                "reference": entry.reference,
                "status": self.status(entry),
                "weight": self.words.first("severities", item.severity),
                "severity": str(item.severity),
                "rule": item.rule,
                "slot": self.call.said(self.call.slots[item.slot].title, self.languages[0])
                if item.slot in self.call.slots
                else "",
                "subject": item.subject,
                **{f"said.{language}": self.said(item, language) for language in self.languages},
            }

    def letters(self, entry: Entry) -> Iterator[CellValues]:
        """Yield the rows of Letters; a letter about several entries stands under each."""
        for item in entry.letters:
            told = {name: getattr(item, name) for name in ("revision", "kind", "language", "state", "note", "message_id")}
            yield {
                "reference": entry.reference,
                **told,
                "letter": self.words.first("letter_kinds", item.kind),
                "delivery": self.words.first("delivery", item.state),
                "to": item.recipient,
                "made": self.moment(item.created_at),
                "sent": self.moment(item.sent_at) if item.sent_at else None,
                "answer": " ".join(str(part) for part in (item.code, item.error) if part),
                "returned": f"{item.returned} {item.status}".strip() if item.returned else None,
            }

    def moment(self, value: datetime) -> datetime:
        """Return a moment as the office's clock showed it, as spreadsheets know it."""
        return value.astimezone(self.zone).replace(tzinfo=None, microsecond=0)

    def moment_of(self, text: str) -> datetime:
        """Return a moment of the registry likewise."""
        return self.moment(datetime.fromisoformat(text))

    def said(self, item: Finding, language: str) -> str:
        """Return a finding's sentence; one of a rule that is no more is shown as it was stored."""
        try:
            return sentence(item, language, self.call).problem
        except (KeyError, jinja2.UndefinedError):
            return f"{item.rule} {json.dumps(item.values, ensure_ascii=False)}"

    def _last_letter(self, entry: Entry) -> str:
        last = entry.letters[-1] if entry.letters else None
        return f"{self.words.name('letter_kinds', last.kind)} · {self.words.name('delivery', last.state)}" if last else ""


def _value(field: FieldSettings, value: FormValue) -> object:
    """Return a value as a cell has it: what counts as a number, the rest as written."""
    digits = value.shown if field.kind in COUNTED else ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER else value.text


def _last_decision(entry: Entry) -> str:
    last = entry.decisions[-1] if entry.decisions else None
    return f"{last.action} · {last.by}: {last.note}".rstrip(": ") if last else ""


def nationality(call: Call, entry: Entry) -> str:
    """Return the ISO 3166 code of an entry's nationality, '' where it cannot be read."""
    text = entry.written(nationality_field(call))
    return (normalise(FieldKind.NATIONALITY, text) or "") if text else ""


def contact(call: Call, entry: Entry) -> dict[str, str]:
    """Return what the form says of the unit and its contact."""
    return {name: text for name in contact_fields(call) if (text := entry.written(name))}
