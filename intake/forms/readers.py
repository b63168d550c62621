"""Forms, whatever they are written in: one reader per format, one matcher for all (READERS is the table)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from intake.config.models import Slot
from intake.forms.fields.grid import FormProblem, Reading, Row
from intake.forms.fields.labels import Labels
from intake.forms.match.likeness import PERSONAL, is_cv, is_own
from intake.forms.match.rows import understand
from intake.forms.read import body, docx, flat_xml, mhtml, office, ole, package, pdf, plain, slides, xlsx
from intake.mime.sniff import sniff
from intake.model.faults import of_the_machine
from intake.model.filetypes import VIDEOS
from intake.model.submission import ARCHIVES, DOCUMENTS, PICTURES, SEALED, Attachment, FileType, FormState, RegistrationForm
from intake.words.fold import mentions

__all__ = ["READERS", "FormProblem", "read_body", "read_form", "read_forms", "read_text"]

MIN_LABELS = 3  # fewer recognised labels make no form
MIN_BLANK = 4  # labels that make an empty form ours even under a strange name
MIN_TYPED = 3  # labelled values that make a mail body a form
OFFICE_NAME = re.compile(
    r"\.(docx?|docm|dotx?|xlsx?|xlsm|xlsb|xls|pptx?|wps|et|rtf|odt|ods|pdf|pages|numbers|key|ofd)$", re.IGNORECASE
)
MANY_TABLES = 10_000  # more than a document has: the tables of its pieces are numbered behind its own
FLAT_HEAD = 20_000  # bytes in which a flat OpenDocument file says what it is
HALF = 2  # of the labels that are seen have no value, and there are drawings: the values are drawn
Reader = Callable[[Path, Path], list[Row]]


def _ole(path: Path, workdir: Path) -> list[Row]:
    """Read .doc, .wps, .xls and .et through LibreOffice; an OLE2 file may also be an encrypted docx."""
    held = ole.kind(path.read_bytes())
    if held is ole.Kind.ENCRYPTED:
        raise FormProblem("encrypted")
    if held is ole.Kind.EXCEL:
        return xlsx.read(office.convert(path, workdir, ".xls", "xlsx"))
    return docx.read(office.convert(path, workdir, ".doc"))


def _opendocument(path: Path, workdir: Path) -> list[Row]:
    """Read .odt and .ods through LibreOffice."""
    if package.opendocument_kind(path) == "spreadsheet":
        return xlsx.read(office.convert(path, workdir, ".ods", "xlsx"))
    return docx.read(office.convert(path, workdir, ".odt"))


def _flat_opendocument(path: Path, workdir: Path) -> list[Row]:
    """Read an OpenDocument file in one XML text through LibreOffice."""
    with path.open("rb") as file:
        head = file.read(FLAT_HEAD)
    if b"opendocument.spreadsheet" in head:
        return xlsx.read(office.convert(path, workdir, ".fods", "xlsx"))
    return docx.read(office.convert(path, workdir, ".fodt"))


def _docx(path: Path, workdir: Path) -> list[Row]:
    """Read a Word file, and the whole documents that a program put into it as pieces (altChunk)."""
    rows = docx.read(path)
    for number, (name, data) in enumerate(package.chunks(path), 1):
        piece = workdir / f"chunk-{number}-{hashlib.sha256(data).hexdigest()[:16]}"
        piece.write_bytes(data)
        kind = sniff(piece, name)
        reader = {**READERS, FileType.DOCX: _plain_docx}.get(kind)  # a piece in a piece is nobody's doing
        found = reader(piece, workdir) if reader else []
        rows += [replace(row, table=row.table and row.table + number * MANY_TABLES) for row in found]
    return rows


def _plain_docx(path: Path, _: Path) -> list[Row]:
    return docx.read(path)


READERS: Mapping[FileType, Reader] = MappingProxyType(
    {
        FileType.DOCX: _docx,
        FileType.XLSX: lambda path, _: xlsx.read(path),
        FileType.XLSB: lambda path, workdir: xlsx.read(office.convert(path, workdir, ".xlsb", "xlsx")),
        FileType.PPTX: lambda path, _: slides.read(path),
        FileType.WORD_XML: lambda path, _: flat_xml.word_rows(path),
        FileType.EXCEL_XML: lambda path, _: flat_xml.sheet_rows(path),
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
MAX_PROSE = 25  # words beside labels and values: more, and it is a text about a person with some labelled lines
WORD = re.compile(r"[一-鿿]|[^\W_一-鿿]+")
# never a form themselves
BUNDLES = ARCHIVES | VIDEOS | {FileType.EMAIL, FileType.TNEF, FileType.SIGNATURE, FileType.CALENDAR, FileType.AUDIO}
OFFICE_FILES = DOCUMENTS - {FileType.PDF, FileType.TEXT, FileType.HTML}
ALWAYS = frozenset(
    {"encrypted", "needs-office", "iwork", "ofd", "xfa"}
)  # an office file nobody could look into may be the form, whatever its name


def read_form(attachment: Attachment, settings: Slot, workdir: Path) -> RegistrationForm | None:
    """Return the first form in a file; None when the file is no form at all."""
    return next(iter(read_forms(attachment, settings, workdir)), None)


def read_forms(attachment: Attachment, settings: Slot, workdir: Path) -> tuple[RegistrationForm, ...]:
    """Return the forms in a file, several where it lists several authors; () when it is no form at all.

    A file that should be a form by its name, but cannot be read, comes back UNREADABLE with its problem: scan, encrypted,
    damaged, needs-office, iwork, ofd, xfa, drawn, unsupported or no-labels. `workdir` is for files made on the way.
    """
    if attachment.type in BUNDLES and not OFFICE_NAME.search(attachment.name):
        return ()
    named = any(mentions(attachment.name, word) for word in settings.names)
    try:
        rows = _rows(attachment, workdir)
        readings = understand(rows, Labels(settings))
    except FormProblem as problem:
        code = str(problem)
        maybe = attachment.type in SEALED or code == "xfa" or (attachment.type in OFFICE_FILES and code in ALWAYS)
        return (unreadable(attachment, code),) if named or maybe else ()
    if not named and all(_tells_of_a_person(reading) for reading in readings) and _prose(rows, readings) > MAX_PROSE:
        return ()
    if not any(is_own(reading, named=named) for reading in readings) and is_cv(attachment.name, _texts(rows)):
        return ()
    forms = tuple(form for reading in readings if (form := _form(reading, attachment, named)))
    if forms and _drawn(attachment, readings):
        return (unreadable(attachment, "drawn"),)
    lost = named or any(reading.titled for reading in readings)
    if len(forms) > 1:  # a list of several people is nobody's CV
        forms = tuple(replace(form, own=True) for form in forms)
    return forms or ((unreadable(attachment, "no-labels"),) if lost else ())


def read_body(text: str, settings: Slot) -> RegistrationForm | None:
    """Return the form typed into a mail body; None with fewer than three labelled values that are no questions.

    Nor is it a form when they are but what a signature holds: names, numbers, addresses.
    """
    reading = understand(body.text_rows(text), Labels(settings))[0]
    told = {name for name, value in reading.values.items() if not value.text.endswith(("?", "？"))}
    signature = _tells_of_a_person(reading) and not {reading.labels.kind(name) for name in told} & {"nationality", "sex"}
    if len(told) < MIN_TYPED or signature:
        return None
    own = is_own(reading, named=False)
    return RegistrationForm(state=FormState.FILLED, values=reading.values, source="body", unread=tuple(reading.unread), own=own)


def read_text(attachment: Attachment, workdir: Path) -> str:
    """Return the plain text of a document, at most 200 kB; '' when there is none or it cannot be read."""
    try:
        return open_text(attachment, workdir)
    except FormProblem:
        return ""


def open_text(attachment: Attachment, workdir: Path) -> str:
    """Return the plain text of a document, at most 200 kB; '' when there is none. Raises FormProblem where it cannot be read."""
    if attachment.type is FileType.PDF:
        return plain.capped(pdf.read_text(attachment.path))
    if attachment.type is FileType.TEXT:
        return plain.decoded(attachment.path)
    return plain.text_of(_rows(attachment, workdir))


def _rows(attachment: Attachment, workdir: Path) -> Sequence[Row]:
    """Read the file with its format's reader; raises FormProblem, whatever the reader stumbles over."""
    reader = READERS.get(attachment.type)
    if reader is None:
        raise FormProblem(_why_not(attachment))
    try:
        return reader(attachment.path, workdir)
    except FormProblem:
        raise
    except Exception as error:  # office files break their libraries in any way (field-notes 6): a person reads it
        if of_the_machine(error):
            raise
        cause = error
    raise FormProblem("damaged") from cause


def _drawn(attachment: Attachment, readings: Sequence[Reading]) -> bool:
    """Tell a PDF whose values are ink, stamps or pictures: it would be called empty for what anyone can see."""
    empty = all(HALF * len(reading.values) <= len(reading.seen) for reading in readings)
    return attachment.type is FileType.PDF and empty and pdf.has_drawings(attachment.path)


def _why_not(attachment: Attachment) -> str:
    """Say why a file without a reader cannot be the form it is named as."""
    if attachment.type in PICTURES:
        return "scan"
    if attachment.type in SEALED:
        return {FileType.IWORK: "iwork", FileType.OFD: "ofd"}.get(attachment.type, "unsupported")
    broken = attachment.type in {FileType.EMPTY, FileType.UNKNOWN, FileType.ZIP} and OFFICE_NAME.search(attachment.name)
    return "damaged" if broken or attachment.type is FileType.EMPTY else "unsupported"


def _form(reading: Reading, attachment: Attachment, named: bool) -> RegistrationForm | None:
    if len(reading.seen) < MIN_LABELS or (not reading.values and len(reading.seen) < MIN_BLANK and not named):
        return None
    return RegistrationForm(
        state=FormState.FILLED if reading.values else FormState.BLANK,
        values=reading.values,
        source=attachment.name,
        source_sha256=attachment.sha256,
        folder=attachment.folder,
        unread=tuple(reading.unread),
        own=is_own(reading, named=named),
    )


def _texts(rows: Sequence[Row]) -> Iterator[str]:
    return (line for row in rows for cell in row.cells for line in cell.text.split("\n"))


def _tells_of_a_person(reading: Reading) -> bool:
    """Tell whether a reading holds only what a biography's head holds as well: nothing of the works, and not the form's title."""
    labels = reading.labels
    own = {name for name in reading.seen if not labels.section_of(name)}
    return not reading.titled and all(labels.kind(name) in PERSONAL for name in own)


def _prose(rows: Sequence[Row], readings: Sequence[Reading]) -> int:
    """Count the words that stand outside labels and values."""
    values = sum(len(WORD.findall(value.text)) for reading in readings for value in reading.values.values())
    labels = sum(4 * len(reading.seen) for reading in readings)  # words of a label in two languages
    return sum(len(WORD.findall(cell.text)) for row in rows for cell in row.cells if not cell.carried) - values - labels


def unreadable(attachment: Attachment, problem: str) -> RegistrationForm:
    """Return what stands for a form that nobody could read."""
    return RegistrationForm(
        state=FormState.UNREADABLE,
        source=attachment.name,
        source_sha256=attachment.sha256,
        folder=attachment.folder,
        problem=problem,
    )
