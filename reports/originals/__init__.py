"""The originals of a call under names that people know: a folder for each entry, a list beside; there whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from intake.config.models import Call
from intake.model.idle import Idle
from intake.model.submission import OTHER
from registry.desk.desk import Desk
from registry.read.entries import read_entries, references
from registry.read.entry import Entry, EntryFile
from reports.originals.names import entry_folder, file_name, unlike

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
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet program may take a cell for that begins so
Tick = Callable[[str], None]


class PlaceProblem(Exception):  # noqa: N818 - told to a person
    """Say why the files cannot be written where it was asked for."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What was written, and what is not there: (reference, file)."""

    entries: int
    files: int
    bytes: int
    missing: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Copy:
    """One file to copy: whose it is, from where, to where in the folder."""

    entry: Entry
    file: EntryFile
    number: int
    source: Path
    path: str


def write_files(desk: Desk, call_id: str, out: Path, *, state: str | None = None, step: Tick = lambda _: None) -> Written:
    """Copy the files of a call's entries to the folder `out`, which must be new or empty; raises PlaceProblem and OSError."""
    out = Path(out.absolute())
    _must_be_free(out)
    entries = [entry for entry in read_entries(desk.db, references(desk.db, call_id, state)) if not entry.joined]
    copies = list(_copies(desk, desk.config.calls[call_id], entries))
    there = [item for item in copies if item.source.is_file()]
    _must_fit(desk, out, sum(item.file.size for item in there))
    with _staged(out) as part:
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
    )


def _must_be_free(out: Path) -> None:
    if not out.parent.is_dir():
        raise PlaceProblem(f"The folder {out.parent} is not there.")
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise PlaceProblem(f"{out} is no folder; name a new one.")
    if out.exists() and any(out.iterdir()):
        raise PlaceProblem(f"{out} is not empty; name a new folder.")


def _must_fit(desk: Desk, out: Path, size: int) -> None:
    free, reserve = shutil.disk_usage(out.parent).free, desk.config.limits.disk_reserve
    if free - size < reserve:
        raise PlaceProblem(
            f"The files have {size // 10**6} MB; {free // 10**6} MB are free there, {reserve // 10**6} MB of them kept in reserve."
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
        rows.writerow([_cell(value) for value in (*about, file.title, file.format, *size, file.size, file.sha256)])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else value


@contextmanager
def _staged(out: Path) -> Iterator[Path]:
    """Yield a folder to fill beside `out`; it takes its place when all went well, else nothing is left of it."""
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    try:
        yield part
        if out.exists():
            out.rmdir()
        part.replace(out)
    finally:
        shutil.rmtree(part, ignore_errors=True)
