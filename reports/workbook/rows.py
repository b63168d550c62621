"""One entry as the rows of the workbook's sheets: real dates and numbers, sentences for findings, links to files."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import jinja2
from openpyxl.utils import quote_sheetname

from intake.config.models import Call, SlotKind
from intake.forms.fields.normalise import normalise
from registry.read.entry import Entry, EntryFile
from registry.store.files import Media
from reports.letters.idle_words import with_reason
from reports.letters.sentences import sentence
from reports.letters.staff_words import StaffWords
from reports.workbook.columns import UNIT, author_fields, contact_fields, nationality_field
from reports.workbook.countries import country
from reports.workbook.style import Link
from validators.finding import Finding, Severity

Values = dict[str, object]
WEIGHTY = ("reject", "hold", "error")


@dataclass
class Rows:
    """Makes rows of entries for one call, one office and one place of the workbook."""

    call: Call
    zone: ZoneInfo
    languages: tuple[str, ...]
    media: Media
    folder: Path  # where the workbook will lie: links are relative to it
    missing: int = 0  # files that are no longer where they were kept

    @functools.cached_property
    def words(self) -> StaffWords:
        """Return the workbook's words."""
        return StaffWords("workbook", self.languages)

    def entry(self, entry: Entry, photos_row: int) -> Values:
        """Return the row of Entries; `photos_row` is where the entry's photos begin on their sheet, 0 for none."""
        said = {"problems": WEIGHTY, "warnings": ("warning",)}
        return {
            "reference": entry.reference,
            "status": self.words.first("states", entry.state),
            "state": str(entry.state),
            "revision": entry.revision,
            "decisions": len(entry.decisions),
            **self._author(entry),
            **{f"pieces.{name}": len(entry.files_in(name)) for name in self.call.filed},
            **{
                key: "\n".join(self.said(item, self.languages[0]) for item in entry.said(*severities))
                for key, severities in said.items()
            },
            f"form.{UNIT}": entry.written(UNIT),
            **self._files(entry, photos_row),
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

    def _author(self, entry: Entry) -> Values:
        fields = self.call.form.fields if self.call.form else {}
        values: Values = {}
        for name in author_fields(self.call):
            text = entry.written(name)
            number = normalise("number", text) if fields[name].kind == "number" and text else None
            values[f"form.{name}"] = int(number) if number else text
        code = nationality(self.call, entry)
        return {**values, "country": country(code, self.languages), "country_code": code}

    def _files(self, entry: Entry, photos_row: int) -> Values:
        pictures = sum(item.role in self.call.filed for item in entry.files)
        forms = self.call.of_kind(SlotKind.FORM)
        form = next((item for item in entry.files if item.role in forms), None)
        idle = [item for item in entry.files if item.role not in self.call.filed and item is not form]
        return {
            "photos": Link(f"{pictures} →", place=f"{self._photos()}!A{photos_row}") if pictures else None,
            "form_file": self._link(form) if form else None,
            "other_files": "\n".join(with_reason(item.name, item.reason, self.languages) for item in idle),
        }

    def _photos(self) -> str:
        """Return the title of Photos as a place in the workbook names it."""
        title = self.words.first("titles", "photos")
        return title if title.isidentifier() and title.isascii() else quote_sheetname(title)

    def photos(self, entry: Entry) -> Iterator[Values]:
        """Yield the rows of Photos."""
        said: dict[str, list[str]] = {}
        for item in entry.findings:
            if item.severity != Severity.INFO:
                said.setdefault(item.subject, []).append(self.said(item, self.languages[0]))
        for file in entry.files:
            if file.role in self.call.filed:
                yield {
                    "reference": entry.reference,
                    "status": self.words.first("states", entry.state),
                    "use": self.call.said(self.call.slots[file.role].title, self.languages[0]),
                    "role": str(file.role),
                    "file": self._link(file),
                    "folder": file.folder,
                    "bytes": file.size,
                    "problem": file.fault,
                    "doubtful": self.words.line("cells", "doubtful") if file.doubtful else "",
                    "findings": "\n".join(said.get(file.name, ())),
                    "sha256": file.sha256,
                    **_measured(file),
                }

    def findings(self, entry: Entry) -> Iterator[Values]:
        """Yield the rows of Findings."""
        for item in entry.findings:
            yield {
                "reference": entry.reference,
                "status": self.words.first("states", entry.state),
                "weight": self.words.first("severities", item.severity),
                "severity": str(item.severity),
                "rule": item.rule,
                "subject": item.subject,
                **{f"said.{language}": self.said(item, language) for language in self.languages},
            }

    def letters(self, entry: Entry) -> Iterator[Values]:
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

    def said(self, item: Finding, language: str) -> str:
        """Return a finding's sentence; one of a rule that is no more is shown as it was stored."""
        try:
            return sentence(item, language, self.call).problem
        except (KeyError, jinja2.UndefinedError):
            return f"{item.rule} {json.dumps(item.values, ensure_ascii=False)}"

    def _last_letter(self, entry: Entry) -> str:
        last = entry.letters[-1] if entry.letters else None
        return f"{self.words.name('letter_kinds', last.kind)} · {self.words.name('delivery', last.state)}" if last else ""

    def _link(self, file: EntryFile) -> Link | str:
        """Return a link to the kept file, relative to the workbook; a file that is gone is said to be."""
        path = self.media.path(file.sha256, file.type)
        if not path.is_file():
            self.missing += 1
            return self.words.beside(file.name, "cells", "missing")
        return Link(file.name, target=quote(os.path.relpath(path.resolve(), self.folder.resolve()), safe="/._-"))


def _measured(file: EntryFile) -> Values:
    facts = file.facts
    if facts is None:
        return {"format": file.type.upper()}
    return {
        "width": facts.width or None,
        "height": facts.height or None,
        "image_bytes": facts.image_bytes or None,
        "format": facts.format or file.type.upper(),
        "camera": facts.model if facts.model.startswith(facts.make) else f"{facts.make} {facts.model}".strip(),
        "taken": _taken(facts.taken),
        "software": facts.software,
        "ai": facts.ai_label,
    }


def _taken(text: str) -> datetime | str:
    """Return the camera's own time as a date, or as written where it is none that a spreadsheet knows."""
    try:
        taken = datetime.strptime(text.strip()[:19], "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return text
    return taken if taken.year > 1900 else text


def _last_decision(entry: Entry) -> str:
    last = entry.decisions[-1] if entry.decisions else None
    return f"{last.action} · {last.by}: {last.note}".rstrip(": ") if last else ""


def nationality(call: Call, entry: Entry) -> str:
    """Return the ISO 3166 code of an entry's nationality, '' where it cannot be read."""
    text = entry.written(nationality_field(call))
    return (normalise("nationality", text) or "") if text else ""


def contact(call: Call, entry: Entry) -> dict[str, str]:
    """Return what the form says of the unit and its contact."""
    return {name: text for name in contact_fields(call) if (text := entry.written(name))}
