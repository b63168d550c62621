"""The workbook while it is made: its sheets in their order, an entry at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from openpyxl import Workbook

from intake.config.models import Slot, SlotKind
from registry.amend.stamp import SHEET, Stamp, listed_lines, stamp_lines
from registry.desk.desk import Desk
from registry.read.alike_units import alike_units
from registry.read.day import OPEN_QUESTION
from registry.read.entry import Entry
from reports.letters.staff_words import StaffWords
from reports.workbook import columns
from reports.workbook.deciding import choose_slots, colour_by_weight, decide_here
from reports.workbook.edition import Edition
from reports.workbook.files import FileRows, file_columns, slot_titles
from reports.workbook.rows import WorkbookRows
from reports.workbook.sheet import WorkbookSheet
from reports.workbook.sheet_rows import RowSheet
from reports.workbook.style import CUT, ROW_HEIGHT, Column
from reports.workbook.summary import Tally, write_notes, write_summary
from reports.workbook.thumbnails import Thumbnails
from reports.workbook.timetable import TimetableSheet
from validators.disposition import Disposition

LONGEST_TITLE = 31  # characters, and none of these
FORBIDDEN = re.compile(r"[\\\[\]:*?/']")
TITLES = ("entries", "timetable", "files", "findings", "letters", "contacts", "questions", "summary", "rows")
WORDS_SHOWN = 2000  # characters of a question


class WorkbookBuilder:
    """The workbook while it is made."""

    def __init__(self, desk: Desk, call: str, edition: Edition) -> None:
        """Open the sheets in their order."""
        self.desk, self.call_id, self.call, self.edition = desk, call, desk.config.calls[call], edition
        zone, languages = desk.config.timezone, desk.config.staff_languages
        self.words = words = StaffWords("workbook", languages)
        files = FileRows(desk.db, self.call, words, desk.media)
        self.rows = WorkbookRows(self.call, ZoneInfo(zone), words, files, evidence=edition.evidence)
        self.tally = Tally()
        self.book = Workbook(write_only=True)
        pictures = edition.pictures
        named = {key: words.first("titles", key) for key in TITLES}
        laid_out = columns.laid_out
        entries = columns.entry_columns(self.call, words, zone, pictures.width if pictures else 0)
        height = pictures.height if pictures else ROW_HEIGHT
        self.entries = WorkbookSheet(self.book, named["entries"], entries, height=height, frozen="C2")
        self.timetable = (
            TimetableSheet.of(self.call, words, alike_units(desk.db, call, self.call), self.book) if self.call.timed else None
        )
        self.files = WorkbookSheet(self.book, named["files"], file_columns(self.call, words))
        self.further = dict(self._further({*named.values(), SHEET}))
        self.sheet_rows = RowSheet(desk, call, self.book, words) if self.call.of_kind(SlotKind.SHEET) else None
        self.references: set[str] = set()  # of the entries that are listed
        self.shortlisted: list[str] = []
        self.findings = WorkbookSheet(self.book, named["findings"], columns.finding_columns(words))
        self.letters = WorkbookSheet(self.book, named["letters"], laid_out(words, "letters", columns.LETTERS, zone))
        self.contacts = WorkbookSheet(self.book, named["contacts"], columns.contact_columns(self.call, words))
        self.questions = WorkbookSheet(self.book, named["questions"], laid_out(words, "questions", columns.QUESTIONS, zone))
        self.summary = WorkbookSheet(self.book, named["summary"], columns.summary_columns(words), height=16)
        for sheet in (*self.listed, self.summary):
            sheet.cut = words.beside(CUT, "cells", "cut")
        place = [column.key for column in self.entries.columns].index("thumbnails") if pictures else 0
        self.album = Thumbnails(self.entries.sheet, place, pictures) if pictures else None

    @property
    def listed(self) -> tuple[WorkbookSheet, ...]:
        """Return the sheets that list something."""
        further = [*self.further.values(), *([self.sheet_rows.sheet] if self.sheet_rows else ())]
        return (self.entries, self.files, *further, self.findings, self.letters, self.contacts, self.questions)

    def _further(self, taken: set[str]) -> Iterator[tuple[str, WorkbookSheet]]:
        """Yield a sheet for each form of the call but the first."""
        for name, slot in list(self.call.of_kind(SlotKind.FORM).items())[1:]:
            title = self._title(slot, taken)
            taken.add(title)
            fields = (columns.form_column(self.words, slot, field) for field in slot.fields)
            layout = (("reference", 14.0), ("status", 8.0), ("revision", 9.0))
            yield name, WorkbookSheet(self.book, title, (*columns.laid_out(self.words, "entries", layout), *fields))

    def _title(self, slot: Slot, taken: set[str]) -> str:
        words = slot.title.heading(self.words.languages[0], self.call.languages)
        title = FORBIDDEN.sub(" ", words).strip()[:LONGEST_TITLE] or slot.id[:LONGEST_TITLE]
        lower = {name.casefold() for name in taken}
        return (
            title if title.casefold() not in lower else f"{title[: LONGEST_TITLE - len(slot.id) - 1]} {slot.id}"[-LONGEST_TITLE:]
        )

    def add(self, entry: Entry) -> None:
        """Write one entry to every sheet."""
        self.references.add(entry.reference)
        self.shortlisted += [entry.reference] if entry.shortlisted else []
        if not entry.joined:
            self.tally.add(self.call, self.rows, entry)
            if self.timetable and entry.state != Disposition.REJECTED:
                self.timetable.add(entry, self.rows.status(entry))
        self.entries.append(self.rows.entry(entry, self.files.rows + 1))
        if self.album:
            shown = entry.files_in(*self.call.filed)
            small = [self.desk.media.thumbnail(file.sha256) for file in shown if file.has_small]
            self.album.place(self.entries.rows, small)
        for slot, sheet in self.further.items():
            sheet.append(self.rows.further(entry, self.call.slots[slot]))
        for sheet, rows in (
            (self.files, self.rows.files_of(entry)),
            (self.findings, self.rows.findings(entry)),
            (self.letters, self.rows.letters(entry)),
        ):
            for row in rows:
                sheet.append(row)

    def ask(self) -> None:
        """List the rows of sheets, and the questions that nobody has answered yet: a question is to a mailbox, whichever of its calls it is about."""
        boxes = [name for name, box in self.desk.config.mailboxes.items() if self.call_id in box.calls]
        marks = ", ".join("?" * len(boxes))
        where = f"{OPEN_QUESTION} AND mailbox IN ({marks})" if boxes else OPEN_QUESTION
        query = f"SELECT received_at, sender, subject, words, sha256 FROM messages WHERE {where} ORDER BY received_at, sha256"
        for received, sender, subject, said, sha256 in self.desk.db.conn.execute(query, boxes).fetchall():
            words = {"sender": sender, "subject": subject, "words": said[:WORDS_SHOWN], "sha256": sha256[:12]}
            self.questions.append({"received": self.rows.moment_of(received), **words})
        if self.sheet_rows:
            self.sheet_rows.fill(self.references)

    def finish(self, lacks: list[str]) -> None:
        """Write what is known only at the end."""
        for _, contact in sorted(self.tally.contacts.items(), key=lambda item: item[0]):
            values = {f"form.{name}": text for name, text in contact.values.items()}
            listed = {
                "references": " ".join(contact.references),
                "authors": self.words.first("list", "between").join(dict.fromkeys(contact.authors)),
            }
            self.contacts.append({**values, "entries": len(contact.references), **listed})
        changed = self.rows.moment(self.tally.last_change) if self.tally.last_change else None
        as_of = f"{changed:%Y-%m-%d %H:%M} ({self.desk.config.timezone})" if changed else "—"
        write_summary(self.summary, self.call, self.words, self.tally, as_of)
        how = "how_mailed" if self.edition.address else "how"
        write_notes(self.summary, self.words, [*self.words.each("deciding", how, entries=self.entries.sheet.title), *lacks])
        for sheet in self.listed:
            sheet.finish()
        if self.timetable:
            self.timetable.finish()
        self.files.sheet.print_area = f"A1:{self.files.letter('findings')}{self.files.rows}"
        decide_here(self.entries, self.words)
        choose_slots(self.files, self.words, slot_titles(self.call, self.words))
        colour_by_weight(self.findings)
        self._mark(f"{changed:%Y-%m-%dT%H:%M:%S}+00:00" if changed else "")

    def _mark(self, changed: str) -> None:
        """Write the hidden sheet by which the workbook is known when it comes back."""
        made = self.edition.made.isoformat(timespec="seconds") if self.edition.made else changed
        stamp = Stamp(call=self.call_id, made=made, address=self.edition.address).signed(self.desk.mark)
        edits = [
            (sheet.sheet.title, column.heading, column.edits) for sheet in self.listed for column in sheet.columns if column.edits
        ]
        edits.append((self.files.sheet.title, _heading(self.files, "slot"), "role"))
        edits.append((self.files.sheet.title, _heading(self.files, "role"), "was"))
        edits.append((self.files.sheet.title, _heading(self.files, "sha256"), "sha256"))
        choices = [(title, slot) for slot, title in slot_titles(self.call, self.words).items()]
        hidden = WorkbookSheet(self.book, SHEET, [Column(str(place), "", 20) for place in range(5)])
        for line in (*stamp_lines(stamp, edits, choices), *listed_lines(self.shortlisted)):
            hidden.append({str(place): cell for place, cell in enumerate(line)})
        hidden.sheet.sheet_state = "hidden"


def _heading(sheet: WorkbookSheet, key: str) -> str:
    return next(column.heading for column in sheet.columns if column.key == key)
