"""The registry of one call as an Excel workbook: read in one snapshot, written row by row, there whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from lxml.etree import LxmlError
from openpyxl import Workbook

from registry.desk.desk import Desk
from registry.read.entries import read_entries, references, snapshot
from registry.read.entry import Entry
from registry.store.whole_file import write_whole
from reports.letters.staff_words import StaffWords
from reports.workbook import columns, thumbnails
from reports.workbook.deciding import decide_here, weigh
from reports.workbook.rows import Rows
from reports.workbook.sheet import Sheet
from reports.workbook.steadyzip import abandon, save_book
from reports.workbook.style import CUT, ROW_HEIGHT
from reports.workbook.summary import Tally, write_notes, write_summary

ROOM = "workbook"
Tick = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Exported:
    """What a workbook holds, and what it lacks."""

    entries: int
    photos: int
    pictures: int
    pictures_left_out: int
    files_missing: int
    links_left_out: int
    languages: tuple[str, ...]  # of those who read it
    without_pictures: bool = False

    def lacks(self) -> list[str]:
        """Say what the workbook does not show."""
        words = StaffWords(ROOM, self.languages)
        told = (("pictures", self.pictures_left_out), ("files", self.files_missing), ("links", self.links_left_out))
        without = [words.line("lacks", "thumbnails")] if self.without_pictures else []
        return without + [words.counted("lacks", key, n=count) for key, count in told if count]


class _Book:
    """The workbook while it is made."""

    def __init__(self, desk: Desk, call: str, out: Path, *, pictures: bool) -> None:
        """Open the sheets in their order."""
        self.desk, self.call = desk, desk.config.calls[call]
        zone, languages = desk.config.timezone, desk.config.staff_languages
        self.rows = Rows(self.call, ZoneInfo(zone), languages, desk.media, out.parent)
        self.tally = Tally()
        self.book = book = Workbook(write_only=True)
        width = thumbnails.COLUMN_WIDTH if pictures else 0
        height = thumbnails.ROW_HEIGHT if pictures else ROW_HEIGHT
        self.words = words = self.rows.words
        named = {key: words.first("titles", key) for key in ("entries", "photos", "findings", "letters", "contacts", "summary")}
        laid_out = columns.laid_out
        entries = columns.entry_columns(self.call, words, zone, width)
        self.entries = Sheet(book, named["entries"], entries, height=height, frozen="D2")
        self.photos = Sheet(book, named["photos"], laid_out(words, "photos", columns.PHOTOS))
        self.findings = Sheet(book, named["findings"], columns.finding_columns(words))
        self.letters = Sheet(book, named["letters"], laid_out(words, "letters", columns.LETTERS, zone))
        self.contacts = Sheet(book, named["contacts"], columns.contact_columns(self.call, words))
        self.summary = Sheet(book, named["summary"], columns.summary_columns(words), height=16)
        for sheet in (self.entries, self.photos, self.findings, self.letters, self.contacts, self.summary):
            sheet.cut = words.beside(CUT, "cells", "cut")
        place = [column.key for column in self.entries.columns].index("thumbnails") if pictures else 0
        self.album = thumbnails.Album(self.entries.sheet, place) if pictures else None

    def add(self, entry: Entry) -> None:
        """Write one entry to every sheet."""
        if not entry.joined:
            self.tally.add(self.call, self.rows, entry)
        self.entries.append(self.rows.entry(entry, self.photos.rows + 1))
        if self.album:
            shown = entry.files_in(*self.call.filed)
            self.album.place(
                self.entries.rows,
                [self.desk.media.thumbnail(file.sha256) for file in shown if file.facts and file.facts.thumbnail],
            )
        for sheet, rows in (
            (self.photos, self.rows.photos(entry)),
            (self.findings, self.rows.findings(entry)),
            (self.letters, self.rows.letters(entry)),
        ):
            for row in rows:
                sheet.append(row)

    def finish(self) -> Exported:
        """Write what is known only at the end."""
        for _, contact in sorted(self.tally.contacts.items(), key=lambda item: item[0]):
            values = {f"form.{name}": text for name, text in contact.values.items()}
            listed = {
                "references": " ".join(contact.references),
                "authors": self.words.first("list", "between").join(dict.fromkeys(contact.authors)),
            }
            self.contacts.append({**values, "entries": len(contact.references), **listed})
        sheets = (self.entries, self.photos, self.findings, self.letters, self.contacts)
        done = Exported(
            entries=self.tally.states.total(),
            photos=self.photos.rows - 1,
            pictures=self.album.placed if self.album else 0,
            pictures_left_out=self.album.left_out if self.album else 0,
            files_missing=self.rows.missing,
            links_left_out=sum(sheet.links_left_out for sheet in sheets),
            languages=self.words.languages,
            without_pictures=self.album is None,
        )
        changed = self.rows.moment(self.tally.last_change) if self.tally.last_change else None
        as_of = f"{changed:%Y-%m-%d %H:%M} ({self.desk.config.timezone})" if changed else "—"
        how = self.words.each("deciding", "how", entries=self.entries.sheet.title)
        write_summary(self.summary, self.call, self.words, self.tally, as_of)
        write_notes(self.summary, self.words, [*how, *done.lacks()])
        for sheet in sheets:
            sheet.finish()
        self.photos.sheet.print_area = f"A1:{self.photos.letter('findings')}{self.photos.rows}"
        decide_here(self.entries, self.words)
        weigh(self.findings)
        return done


def write_workbook(desk: Desk, call: str, out: Path, *, pictures: bool = True, step: Tick = lambda _: None) -> Exported:
    """Write a call's workbook to `out` (0600); the file appears whole or not at all. Raises OSError and sqlite3.Error."""
    made: _Book | None = None
    try:
        with write_whole(out) as part:
            with snapshot(desk.db):
                made = _Book(desk, call, out, pictures=pictures)
                for entry in read_entries(desk.db, references(desk.db, call)):
                    made.add(entry)
                    step(entry.reference)
            done = made.finish()
            save_book(made.book, part, desk.config.office_of(call).said("en"), made.call.title.said("en"))
    except LxmlError as error:  # so it says that the disk is full
        raise OSError(str(error)) from error
    finally:
        if made:
            abandon(made.book)
    return done
