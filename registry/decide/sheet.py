"""Read the decisions out of a workbook, saved by Excel, WPS or LibreOffice; columns are found by their headings."""

from __future__ import annotations

import functools
import re
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from intake.config.languages import languages, phrases

MOST_FILE, MOST_PART, MOST_UNPACKED, MOST_PARTS = 150_000_000, 300_000_000, 900_000_000, 20_000  # bytes, and parts
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS, HEAD_ROWS = 60_000, 300, 50, 12
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    ParseError,
    SyntaxError,
    NotImplementedError,
    RuntimeError,
    InvalidFileException,
)  # fmt: skip - what openpyxl and zipfile raise on damage
FIELDS = ("reference", "decision", "note", "revision", "decisions")
NEEDED = ("reference", "decision", "revision")
ROOM = "workbook"  # whose phrases name the columns and the decisions
SAVE_AS = "Open it in Excel, WPS or LibreOffice and save it as .xlsx, without a password."


class WorkbookProblem(Exception):  # noqa: N818 - told to the person who brought the file
    """Say why a file is no workbook of decisions; nothing of it was used."""


@dataclass(frozen=True, kw_only=True)
class DecisionRow:
    """One row with a decision. `action` is '' where the word is none; a number that cannot be read is None."""

    row: int  # as the spreadsheet numbers it
    reference: str
    action: str
    written: str
    note: str
    revision: int | None
    decisions: int | None


def read_decisions(path: Path) -> list[DecisionRow]:
    """Return the rows that have a decision, in their order; raises WorkbookProblem."""
    must_be_workbook(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of every extension it does not know
            book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
            with closing(book):
                return list(_rows(book))
    except BROKEN as error:
        raise WorkbookProblem(f"{path.name} is damaged and cannot be read. {SAVE_AS}") from error
    except OSError as error:
        raise WorkbookProblem(f"{path} cannot be read: {error.strerror or error}") from error


def must_be_workbook(path: Path) -> None:
    """Refuse before openpyxl opens it what is no xlsx, or unpacks to more than any registry."""
    try:
        if path.stat().st_size > MOST_FILE:
            raise WorkbookProblem(f"{path.name} is larger than {MOST_FILE // 10**6} MB; that is no exported workbook.")
        with path.open("rb") as file:
            head = file.read(4)
        if head != b"PK\x03\x04":
            raise WorkbookProblem(f"{path.name} is no .xlsx workbook. {SAVE_AS}")
        with zipfile.ZipFile(path) as archive:
            _weigh(archive, path.name)
    except OSError as error:
        raise WorkbookProblem(f"{path} cannot be read: {error.strerror or error}") from error
    except BROKEN as error:
        raise WorkbookProblem(f"{path.name} is damaged and cannot be read. {SAVE_AS}") from error


def _weigh(archive: zipfile.ZipFile, name: str) -> None:
    """Count what comes out, never what the file claims; no part may bring a DOCTYPE."""
    parts = archive.infolist()
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise WorkbookProblem(f"{name} is no .xlsx workbook. {SAVE_AS}")
    left = MOST_UNPACKED
    for part in parts[: MOST_PARTS + 1]:
        size, tail = 0, b""
        with archive.open(part) as source:
            while block := source.read(1 << 16):
                size, left = size + len(block), left - len(block)
                if size > MOST_PART or left < 0 or len(parts) > MOST_PARTS:
                    raise WorkbookProblem(f"{name} unpacks to more than any registry; it was not read.")
                if part.filename.lower().endswith((".xml", ".rels", ".vml")) and b"<!DOCTYPE" in (tail + block).replace(
                    b"\0", b""
                ):
                    raise WorkbookProblem(f"{name} holds a DOCTYPE, which no spreadsheet program writes; it was not read.")
                tail = block[-32:]


def _rows(book: Any) -> Iterator[DecisionRow]:
    """Find the sheet whose head has the columns, the sheet Entries before any other, and read it."""
    titles = {folded(phrases(ROOM, language)["titles"]["entries"]) for language in languages()}
    sheets = sorted(book.worksheets[:MOST_SHEETS], key=lambda sheet: folded(sheet.title) not in titles)
    for sheet in sheets:
        sheet.reset_dimensions()  # some programs write a wrong one
        numbered = enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_ROWS + 1, values_only=True), 1)
        for number, values in numbered:
            places = _places(values)
            if all(name in places for name in NEEDED):
                yield from _under(places, numbered)
                return
            if number >= HEAD_ROWS:
                break
    raise WorkbookProblem(
        "No sheet has the columns Reference, Decision and Revision in its first rows. Export a workbook and decide in that."
    )


def _places(values: Sequence[object]) -> dict[str, int]:
    """Return field -> column for a row of headings; of two columns with one heading the first counts."""
    places: dict[str, int] = {}
    for column, value in enumerate(values):
        lines = {folded(line) for line in re.split(r"[\n/|]", cell_text(value))} | {folded(cell_text(value))}
        for name, known in _headings(languages()).items():
            if lines & known:
                places.setdefault(name, column)
    return places


def _under(places: Mapping[str, int], numbered: Iterator[tuple[int, Sequence[object]]]) -> Iterator[DecisionRow]:
    for number, values in numbered:
        if number > MOST_ROWS and any(value is not None for value in values):
            raise WorkbookProblem(f"The sheet has more than {MOST_ROWS} rows; nothing was read.")
        cells = {name: values[column] if column < len(values) else None for name, column in places.items()}
        written = cell_text(cells["decision"])
        if written:
            yield DecisionRow(
                row=number,
                reference="".join(cell_text(cells["reference"]).upper().split()),
                action=_action(written),
                written=written[:60],
                note=cell_text(cells.get("note")),
                revision=_number(cells["revision"]),
                decisions=_number(cells.get("decisions")),
            )


@functools.lru_cache
def _headings(names: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
    """Return field -> its column's heading in every language."""
    told = [phrases(ROOM, language)["entries"] for language in names]
    former = [phrases(ROOM, language)["former"] for language in names]  # what they were called in older workbooks
    older = {name: [folded(word) for words in former for word in words.get(name, ())] for name in FIELDS}
    return {name: frozenset({name, *(folded(words[name]) for words in told), *older[name]}) for name in FIELDS}


def _action(written: str) -> str:
    """Return the decision a word stands for in any language, '' for none; "accept 列入" is one too."""
    words = _words(languages())
    found = {action for action, known in words.items() if folded(written) in known}
    if not found:
        parts = {folded(part) for part in written.split()}
        found = {action for action, known in words.items() if parts and parts <= known}
    return found.pop() if len(found) == 1 else ""


@functools.lru_cache
def _words(names: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
    """Return decision -> itself, and what the languages call it."""
    told = [phrases(ROOM, language) for language in names]
    named = {action: [words["meanings"][action] for words in told if words["meanings"][action]] for action in told[0]["meanings"]}
    also = {action: [word for words in told for word in words["also"][action]] for action in named}
    return {action: frozenset(map(folded, (action, *named[action], *also[action]))) for action in named}


def _number(value: object) -> int | None:
    """Return a whole number, however its cell is typed."""
    text = cell_text(value).removesuffix(".0")
    return int(text) if re.fullmatch(r"\d{1,9}", text) else None


def cell_text(value: object) -> str:
    """Return a cell as text; spreadsheet programs write a line's end inside a cell in several ways."""
    if value is None:
        return ""
    text = re.sub(r"_x000[dD]_\r?\n?|\r\n?", "\n", str(value))
    text = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
    text = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", text).strip(" \t\n\u3000\u00a0\u200b\ufeff")


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip(" \t\n.。:：")
