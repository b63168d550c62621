"""The originals of a call under names that people know: a folder for each entry, a list beside; there whole or not at all."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from intake.config.models import Call
from intake.model.idle import Idle
from intake.model.submission import OTHER
from registry.desk.desk import Desk
from registry.desk.pulse import OnStep
from registry.read.entries import read_entries, references
from registry.read.entry import Entry, EntryFile
from registry.read.rows import files_apart
from registry.store.whole_file import whole_folder
from reports.originals.names import entry_folder, file_name, unlike
from reports.originals.out_folder import PlaceProblem as PlaceProblem
from reports.originals.out_folder import cell, must_be_free, must_fit

LIST = "files.csv"
COLUMNS = (
    "reference",
    "state",
    "name",
    "slot",
    "number",
    "path",
    "name_as_sent",
    "folder",
    "title",
    "format",
    "width",
    "height",
    "bytes",
    "sha256",
)


@dataclass(frozen=True, kw_only=True)
class Written:
    """What was written, and what is not there: (reference, file)."""

    entries: int
    files: int
    bytes: int
    missing: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()  # left out: confidential rows stand in them


@dataclass(frozen=True)
class _Copy:
    """One file to copy: whose it is, from where, to where in the folder."""

    entry: Entry
    file: EntryFile
    number: int
    source: Path
    path: str


@dataclass(frozen=True, kw_only=True)
class WantedFiles:
    """Which files are copied: of entries in one state or of all; sheets with rows that are not for publication, or not."""

    state: str | None = None
    confidential: bool = False


def write_files(desk: Desk, call_id: str, out: Path, wanted: WantedFiles, step: OnStep = lambda _: None) -> Written:
    """Copy the files of a call's entries to the folder `out`, which must be new or empty; raises PlaceProblem and OSError."""
    out = Path(out.absolute())
    must_be_free(out)
    entries = [entry for entry in read_entries(desk.db, references(desk.db, call_id, wanted.state)) if not entry.joined]
    copies = list(_copies(desk, desk.config.calls[call_id], entries))
    kept_apart = frozenset() if wanted.confidential else files_apart(desk.db, call_id, desk.config.calls[call_id].slots)
    apart = [item for item in copies if item.file.sha256 in kept_apart]
    copies = [item for item in copies if item.file.sha256 not in kept_apart]
    there = [item for item in copies if item.source.is_file()]
    must_fit(desk, out, sum(item.file.size for item in there))
    with whole_folder(out) as part:
        for item in there:
            target = part / item.path
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(item.source, target)
            target.chmod(0o600)
            step(item.path)
        (part / LIST).write_bytes(_listed(desk.config.calls[call_id], there))
    return Written(
        entries=len({item.entry.reference for item in there}),
        files=len(there),
        bytes=sum(item.file.size for item in there),
        missing=tuple((item.entry.reference, item.file.name) for item in copies if not item.source.is_file()),
        apart=tuple((item.entry.reference, item.file.name) for item in apart),
    )


def _copies(desk: Desk, call: Call, entries: Sequence[Entry]) -> Iterator[_Copy]:
    """Yield every file in a slot, slot by slot in the call's order, then the others; decoration is nobody's file."""
    folders: set[str] = set()
    for entry in entries:
        folder = unlike(entry_folder(entry, call), folders)
        taken: set[str] = set()
        rest = [item for item in entry.files if item.role not in call.slots and item.reason != Idle.DECORATION]
        for number, file in enumerate((*entry.files_in(*call.slots), *sorted(rest, key=lambda item: item.role == OTHER)), 1):
            name = unlike(file_name(file, number), taken)
            inside = f"{OTHER}/{name}" if file.role == OTHER else name
            yield _Copy(entry, file, number, desk.media.path(file.sha256, file.type), f"{folder}/{inside}")


def _listed(call: Call, copies: Sequence[_Copy]) -> bytes:
    """Return the list: UTF-8 with a mark, as Excel needs it; no cell can be taken for a formula."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for item in copies:
        entry, file, facts = item.entry, item.file, item.file.facts
        name = entry.named(call.identity.name) or entry.author_name
        about = (
            entry.reference,
            entry.state,
            name,
            file.role,
            item.number,
            item.path,
            file.name_as_sent or file.name,
            file.folder,
        )
        size = (facts.width or "", facts.height or "") if facts else ("", "")
        rows.writerow([cell(value) for value in (*about, file.title, file.format, *size, file.size, file.sha256)])
    return out.getvalue().encode("utf-8-sig")
