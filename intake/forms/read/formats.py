"""The table of formats: which reader turns a file into rows, and why one without a reader cannot be read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from intake.forms.fields.grid import FormCell, FormRow
from intake.forms.read import body, docx, excel_2003, flat_xml, mhtml, office, ole, package, pdf, plain, separated, slides, xlsx
from intake.mime.sniff import sniff
from intake.model.filetypes import named_document
from intake.model.problems import FileProblem, Problem, Unread
from intake.model.submission import PICTURES, WITHOUT_READER, Attachment, FileType

MANY_TABLES = 10_000  # more than a document has: the tables of its pieces are numbered behind its own
FLAT_HEAD = 20_000  # bytes in which a flat OpenDocument file says what it is
FormReader = Callable[[Path, Path], list[FormRow]]


def _ole(path: Path, workdir: Path) -> list[FormRow]:
    """Read .doc, .wps, .xls and .et through LibreOffice; an OLE2 file may also be an encrypted docx."""
    data = path.read_bytes()
    held = ole.kind(data)
    if held is ole.OleKind.ENCRYPTED:
        raise FileProblem(Problem.ENCRYPTED)
    if held is ole.OleKind.EXCEL:
        return xlsx.read(office.convert(path, workdir, ".xls", "xlsx"))
    try:
        return docx.read(office.convert(path, workdir, ".doc"))
    except FileProblem as problem:
        broken = held is ole.OleKind.OTHER and not ole.stream_names(data)  # no directory, and no name that says what it was
        if broken and str(problem) == Problem.UNSUPPORTED:
            raise FileProblem(Problem.DAMAGED) from problem
        raise


def _opendocument(path: Path, workdir: Path) -> list[FormRow]:
    """Read .odt and .ods through LibreOffice."""
    if package.opendocument_kind(path) == "spreadsheet":
        return xlsx.read(office.convert(path, workdir, ".ods", "xlsx"))
    return docx.read(office.convert(path, workdir, ".odt"))


def _flat_opendocument(path: Path, workdir: Path) -> list[FormRow]:
    """Read an OpenDocument file in one XML text through LibreOffice."""
    with path.open("rb") as file:
        head = file.read(FLAT_HEAD)
    if b"opendocument.spreadsheet" in head:
        return xlsx.read(office.convert(path, workdir, ".fods", "xlsx"))
    return docx.read(office.convert(path, workdir, ".fodt"))


def _docx(path: Path, workdir: Path) -> list[FormRow]:
    """Read a Word file, and the whole documents that a program put into it as pieces (altChunk)."""
    rows = docx.read(path)
    for number, (name, data) in enumerate(package.chunks(path), 1):
        piece = workdir / f"chunk-{number}-{hashlib.sha256(data).hexdigest()[:16]}"
        piece.write_bytes(data)
        kind = sniff(piece, name)
        reader = {**FORMAT_READERS, FileType.DOCX: _plain_docx}.get(kind)  # a piece in a piece is nobody's doing
        found = reader(piece, workdir) if reader else []
        rows += [replace(row, table=row.table and row.table + number * MANY_TABLES) for row in found]
    return rows


def _delimited(path: Path, _: Path) -> list[FormRow]:
    """Read a form that was saved as csv, each line a row of cells."""
    return [
        FormRow(
            cells=tuple(FormCell(text=cell, place=f"line {number}", column=column) for column, cell in enumerate(line)), table=1
        )
        for number, line in separated.delimited_cells(plain.decoded(path))
    ]


def _plain_docx(path: Path, _: Path) -> list[FormRow]:
    return docx.read(path)


FORMAT_READERS: Mapping[FileType, FormReader] = MappingProxyType(
    {
        FileType.DOCX: _docx,
        FileType.XLSX: lambda path, _: xlsx.read(path),
        FileType.XLSB: lambda path, workdir: xlsx.read(office.convert(path, workdir, ".xlsb", "xlsx")),
        FileType.PPTX: lambda path, _: slides.read(path),
        FileType.WORD_XML: lambda path, _: flat_xml.word_rows(path),
        FileType.EXCEL_XML: lambda path, _: list(excel_2003.sheet_rows(path)),
        FileType.FLAT_ODF: _flat_opendocument,
        FileType.MHTML: lambda path, _: mhtml.read(path),
        FileType.PDF: lambda path, _: pdf.read(path),
        FileType.TEXT: lambda path, _: body.text_rows(plain.decoded(path)),
        FileType.HTML: lambda path, _: body.html_rows(plain.decoded(path)),
        FileType.OLE: _ole,
        FileType.RTF: lambda path, workdir: docx.read(office.convert(path, workdir, ".rtf")),
        FileType.ODT: _opendocument,
    }
)


def read_rows(attachment: Attachment, workdir: Path) -> Sequence[FormRow]:
    """Read the file with its format's reader; raises FileProblem, and whatever else its reader stumbles over: whoever asks has a wall."""
    reader = FORMAT_READERS.get(attachment.type)
    if reader is None:
        raise FileProblem(why_not(attachment))
    if attachment.type is FileType.TEXT and attachment.name.lower().endswith((".csv", ".tsv")):
        reader = _delimited
    return reader(attachment.path, workdir)


def why_not(attachment: Attachment) -> str:
    """Say why a file without a reader cannot be the form it is named as."""
    if attachment.type in PICTURES:
        return Unread.SCAN
    if attachment.type in WITHOUT_READER:
        return {FileType.IWORK: Problem.IWORK, FileType.OFD: Problem.OFD}.get(attachment.type, Problem.UNSUPPORTED)
    if attachment.type is FileType.EMPTY:
        return Unread.EMPTY
    return Problem.DAMAGED if named_document(attachment.type, attachment.name) else Problem.UNSUPPORTED
