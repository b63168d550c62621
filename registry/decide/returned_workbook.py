"""What any workbook must be before it is read, whoever saved it, and what its cells say."""

from __future__ import annotations

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from xml.etree.ElementTree import ParseError

from intake.mime.unpacking import ZipParts
from intake.model.problems import FileProblem, Problem
from intake.words.fold import fold_case

MOST_FILE, MOST_PART, MOST_UNPACKED, MOST_PARTS = 150_000_000, 300_000_000, 900_000_000, 20_000  # bytes, and parts
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
)  # fmt: skip - what zipfile and what reads its parts raise on damage
SAVE_AS = "Open it in Excel, WPS or LibreOffice and save it as .xlsx, without a password."


def breaks() -> tuple[type[Exception], ...]:
    """Return what openpyxl raises on damage; it is loaded where a workbook is opened, and no pass without one needs it."""
    from openpyxl.utils.exceptions import InvalidFileException

    return (*BROKEN, InvalidFileException)


class Trouble(StrEnum):
    """Why a file is no workbook of decisions."""

    LARGE = "large"
    FORMAT = "format"  # no .xlsx, or with a password
    DAMAGED = "damaged"
    SWELLS = "swells"  # it unpacks to more than any registry
    DOCTYPE = "doctype"
    COLUMNS = "columns"  # no sheet has those that are needed
    ROWS = "rows"
    MERGED = "merged"
    MIXED = "mixed"  # rows stand beside other entries' references
    LOST = "lost"  # a sheet has lost a column
    OTHER = "other"  # told in words alone


class WorkbookProblem(Exception):  # noqa: N818 - told to the person who brought the file
    """Say why a file is no workbook of decisions; nothing of it was used. A code beside it, with what fills its sentence."""

    def __init__(self, words: str, why: Trouble = Trouble.OTHER, **values: str) -> None:
        super().__init__(words)
        self.why, self.values = why, values


def must_be_workbook(path: Path) -> None:
    """Refuse before openpyxl opens it what is no xlsx, or unpacks to more than any registry."""
    try:
        if path.stat().st_size > MOST_FILE:
            raise WorkbookProblem(
                f"{path.name} is larger than {MOST_FILE // 10**6} MB; that is no exported workbook.", Trouble.LARGE
            )
        with path.open("rb") as file:
            head = file.read(4)
        if head != b"PK\x03\x04":
            raise WorkbookProblem(f"{path.name} is no .xlsx workbook. {SAVE_AS}", Trouble.FORMAT)
        must_not_swell(path, needed="xl/workbook.xml")
    except OSError as error:
        raise WorkbookProblem(f"{path} cannot be read: {error.strerror or error}") from error


def must_not_swell(path: Path, *, needed: str = "") -> None:
    """Refuse a ZIP that lacks a part, unpacks to more than any registry, or brings a DOCTYPE; raises WorkbookProblem."""
    try:
        with ZipParts(path, MOST_UNPACKED, MOST_PARTS) as parts:
            if needed and needed not in parts.entries:
                raise WorkbookProblem(f"{path.name} is no .xlsx workbook. {SAVE_AS}", Trouble.FORMAT)
            for entry in parts.listed:
                _weigh(entry.filename, parts.blocks_of(entry), path.name)
    except FileProblem as problem:
        if str(problem) == Problem.TOO_BIG:
            raise WorkbookProblem(f"{path.name} unpacks to more than any registry; it was not read.", Trouble.SWELLS) from problem
        raise WorkbookProblem(f"{path.name} is damaged or locked and cannot be read. {SAVE_AS}", Trouble.DAMAGED) from problem


def _weigh(part: str, blocks: Iterator[bytes], name: str) -> None:
    size, tail = 0, b""
    for block in blocks:
        size += len(block)
        if size > MOST_PART:
            raise FileProblem(Problem.TOO_BIG)
        if part.lower().endswith((".xml", ".rels", ".vml")) and b"<!DOCTYPE" in (tail + block).replace(b"\0", b""):
            raise WorkbookProblem(
                f"{name} holds a DOCTYPE, which no spreadsheet program writes; it was not read.", Trouble.DOCTYPE
            )
        tail = block[-32:]


def cell_text(value: object) -> str:
    """Return a cell as text; spreadsheet programs write a line's end inside a cell in several ways."""
    if value is None:
        return ""
    text = re.sub(r"_x000[dD]_\r?\n?|\r\n?", "\n", str(value))
    text = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
    text = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", text).strip(" \t\n\u3000\u00a0\u200b\ufeff")


def folded_heading(text: str) -> str:
    """Return a text as headings and choices are compared."""
    return fold_case(text).strip(" \t\n.。:：")


def typed_reference(value: object) -> str:
    """Return what a cell of a reference says, in capitals and without spaces."""
    return "".join(cell_text(value).upper().split())


def typed_day(value: object) -> str:
    """Return a day or an instant as --until takes it; what is neither stays as typed, and is refused in words."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = cell_text(value)
    found = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}" if found else text


def typed_value(value: object) -> str:
    """Return what a cell of a form says: whole numbers without a point, days as ISO dates."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else cell_text(value)
