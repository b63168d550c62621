"""The sheet Files: one row for each file, with the columns of the kinds that the call asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from intake.config.models import Call, SlotKind
from intake.model.submission import OTHER, TEXT
from registry.read.entry import Entry, EntryFile
from registry.store.files import Media
from registry.store.measured import Measurement, measured_facts
from reports.letters.idle_words import why_idle
from reports.letters.staff_words import StaffWords
from reports.workbook.columns import Layout, laid_out
from reports.workbook.style import CellKind, CellValues, Column
from validators.facts_document import DocumentFacts
from validators.facts_video import VideoFacts
from validators.finding import Severity

FIRST: Layout = (("reference", 13), ("status", 8), ("slot", 16, CellKind.INPUT), ("file", 34), ("format", 9), ("bytes", 13))
LAST: Layout = (
    ("problem", 16), ("doubtful", 12), ("reason", 24), ("findings", 50), ("role", 10), ("folder", 16), ("sha256", 40),
)  # fmt: skip
OF_KIND: Mapping[SlotKind, Layout] = {
    SlotKind.PHOTO: (
        ("width", 10), ("height", 10), ("image_bytes", 13), ("camera", 24), ("taken", 24), ("software", 22), ("ai", 14),
    ),
    SlotKind.DOCUMENT: (("pages", 9), ("characters", 10), ("scanned", 10), ("changes", 10)),
    SlotKind.VIDEO: (("width", 10), ("height", 10), ("seconds", 11), ("codec", 11), ("sound", 9)),
}  # fmt: skip


def file_columns(call: Call, words: StaffWords) -> tuple[Column, ...]:
    """Return the columns of Files: those of every kind that the call asks for, each once."""
    kinds = [layout for kind, layout in OF_KIND.items() if call.of_kind(kind)]
    layout = [*FIRST, *dict.fromkeys(column for columns in kinds for column in columns), *LAST]
    return laid_out(words, "files", layout)


def slot_titles(call: Call, words: StaffWords) -> dict[str, str]:
    """Return slot -> what its files' cell says, for every slot that takes files and for none."""
    language = words.languages[0]
    titled = {name: slot.title.heading(language, call.languages) for name, slot in call.slots.items() if name in _filed(call)}
    return {**titled, OTHER: words.first("cells", OTHER), TEXT: words.first("cells", TEXT)}


def _filed(call: Call) -> set[str]:
    return {*call.filed, *call.of_kind(SlotKind.FORM)}


@dataclass(frozen=True)
class FileRows:
    """Makes rows of an entry's files."""

    db: Database
    call: Call
    words: StaffWords
    media: Media

    def of(self, entry: Entry, told: Mapping[str, str]) -> Iterator[CellValues]:
        """Yield a row for each file, slot by slot in the call's order; `told`: slot and file -> what is found of it."""
        titles = slot_titles(self.call, self.words)
        facts = self._facts(entry)
        rest = [item for item in entry.files if item.role not in self.call.slots]
        for file in (*entry.files_in(*self.call.slots), *rest):
            yield {
                "reference": entry.reference,
                "status": self.words.first("states", entry.state),
                "slot": titles.get(file.role, file.role),
                "role": file.role,
                "file": self.name_of(file),
                "format": file.format,
                "bytes": file.size,
                "problem": file.fault,
                "doubtful": self.words.line("cells", "doubtful") if file.doubtful else "",
                "reason": why_idle(file.reason, self.words.languages) if file.role == OTHER else "",
                "findings": told.get(file.name, ""),
                "folder": file.folder,
                "sha256": file.sha256,
                **_photo(file),
                **_measured(facts.get(file.sha256), self.words),
            }

    def name_of(self, file: EntryFile) -> str:
        """Return a file's name; one that is gone is said to be."""
        return self.words.beside(file.name, "cells", "missing") if self.is_gone(file) else file.name

    def is_gone(self, file: EntryFile) -> bool:
        """Tell whether a file is no longer where it was kept."""
        return not self.media.path(file.sha256, file.type).is_file()

    def _facts(self, entry: Entry) -> dict[str, Measurement]:
        """Return what was measured in documents and films, where the call asks for such."""
        shas = [item.sha256 for item in entry.files]
        papers = measured_facts(self.db, DocumentFacts, shas) if shas and self.call.of_kind(SlotKind.DOCUMENT) else {}
        films = {item.sha256: item.film for item in entry.files if item.film} if self.call.of_kind(SlotKind.VIDEO) else {}
        return {**papers, **films}


def told_of_files(entry: Entry, said: Mapping[int, str]) -> dict[str, str]:
    """Return file -> the sentences about it; `said`: place of a finding -> its sentence."""
    found: dict[str, list[str]] = {}
    for place, item in enumerate(entry.findings):
        if item.severity != Severity.INFO:
            found.setdefault(item.subject, []).append(said[place])
    return {name: "\n".join(lines) for name, lines in found.items()}


def _photo(file: EntryFile) -> CellValues:
    facts = file.facts
    if facts is None:
        return {}
    return {
        "width": facts.width or None,
        "height": facts.height or None,
        "image_bytes": facts.image_bytes or None,
        "camera": facts.model if facts.model.startswith(facts.make) else f"{facts.make} {facts.model}".strip(),
        "taken": _taken(facts.taken),
        "software": facts.software,
        "ai": facts.ai_label,
    }


def _measured(facts: Measurement | None, words: StaffWords) -> CellValues:
    def yes(there: bool) -> str:
        return words.first("cells", "yes") if there else ""

    if isinstance(facts, DocumentFacts):
        return {
            "format": facts.format,
            "pages": facts.pages or None,
            "characters": facts.characters or None,
            "scanned": yes(facts.scanned),
            "changes": yes(facts.changes),
            "software": facts.software,
        }
    if isinstance(facts, VideoFacts):
        size = {"width": facts.width or None, "height": facts.height or None, "seconds": round(facts.seconds) or None}
        return {"format": facts.format, **size, "codec": facts.codec, "sound": yes(facts.has_sound), "taken": facts.taken}
    return {}


def _taken(text: str) -> datetime | str:
    """Return the camera's own time as a date, or as written where it is none that a spreadsheet knows."""
    try:
        taken = datetime.strptime(text.strip()[:19], "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return text
    return taken if taken.year > 1900 else text
