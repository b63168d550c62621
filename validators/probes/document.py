"""Look at a document once and return DocumentFacts: type, pages, text, locks, whether it can be edited. Nothing in it runs.

Runs in a worker with limits; nothing escapes but facts. Old formats go through LibreOffice, which trusts no document.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from PIL import Image

from intake.forms.read import office, ole, plain
from intake.mime.sniff import sniff
from intake.model.faults import of_the_machine
from intake.model.filetypes import WITHOUT_READER
from intake.model.problems import FileProblem, Problem, Unmeasured, Unread
from intake.model.submission import Attachment, FileType
from validators.facts_document import DocumentFacts
from validators.probes import pdf_document, word_document
from validators.probes.found_text import Gathered
from validators.probes.office_parts import OfficeParts
from validators.probes.two_faces import last_of, second_face

PACKED = frozenset({FileType.DOCX, FileType.XLSX, FileType.XLSB, FileType.PPTX, FileType.ODT, FileType.ZIP}) | WITHOUT_READER
NAMES = {
    FileType.TEXT: "TXT",
    FileType.MHTML: "MHT",
    FileType.WORD_XML: "WORD-XML",
    FileType.EXCEL_XML: "EXCEL-XML",
    FileType.FLAT_ODF: "FODT",
}
ENDINGS: Mapping[str, frozenset[str]] = {  # what a name claims -> contents that bear it rightly
    "pdf": frozenset({"PDF"}), "docx": frozenset({"DOCX"}), "docm": frozenset({"DOCX"}), "doc": frozenset({"DOC", "WPS"}),
    "wps": frozenset({"WPS", "DOC"}), "rtf": frozenset({"RTF"}), "odt": frozenset({"ODT"}), "pptx": frozenset({"PPTX"}),
    "ppt": frozenset({"PPT"}), "dps": frozenset({"PPT"}), "xlsx": frozenset({"XLSX"}), "xlsm": frozenset({"XLSX"}),
    "xls": frozenset({"XLS"}), "et": frozenset({"XLS"}), "ods": frozenset({"ODS"}), "odp": frozenset({"ODP"}), "txt": frozenset({"TXT"}),
    "csv": frozenset({"TXT"}), "html": frozenset({"HTML"}), "htm": frozenset({"HTML"}),
}  # fmt: skip
STREAMS = (  # of OLE2 files: whose they are; the first that fits
    ("WordDocument", "DOC", ".doc"),
    ("Workbook", "XLS", ""),
    ("Book", "XLS", ""),
    ("PowerPoint Document", "PPT", ""),
    ("MatOST", "WPS", ""),  # Microsoft Works
    ("HwpSummaryInformation", "HWP", ""),
    ("VisioDocument", "VSD", ""),
    ("Quill", "PUB", ""),
    ("__properties_version1.0", "MSG", ""),
)
MACROS = frozenset({"Macros", "_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"})
BY_WPS = frozenset({"WpsCustomData", "KSOPRODUCTBUILDVER"})
OFFICE_SECONDS = 45.0  # for LibreOffice and one file
PIXELS = 90_000_000  # of a page's picture, more are not decoded
OBJECT = b"\\objdata"  # what an RTF file carries another program's file in
EDITED = frozenset({"XLS", "PPT"})  # old files of Office that are not looked into: no scan hides in a sheet of them
WORDS = frozenset({"DOC", "WPS", "RTF", "TXT", "WORD-XML", "FODT", "HTML", "MHT"})  # what a word processor opens to be edited


def probe(path: Path, workdir: Path, name: str = "", sha256: str = "") -> DocumentFacts:
    """Return the facts of one file; a document that cannot be opened has its `problem`, never an exception."""
    size = path.stat().st_size
    facts = DocumentFacts(sha256=sha256, file_bytes=size)
    if not size:
        return replace(facts, problem=Unmeasured.EMPTY)
    kind = sniff(path, name)
    facts = replace(facts, format="" if kind is FileType.UNKNOWN else NAMES.get(kind, kind.value.upper()))
    try:
        facts = replace(facts, second_face=second_face(path, zipped=kind in PACKED))
        facts = LOOKS.get(kind, _plainly)(path, facts, workdir, kind, name)
    except FileProblem as problem:
        facts = replace(facts, problem=str(problem) if str(problem) != Unread.SCAN else "")
    except MemoryError:
        facts = replace(facts, problem=Problem.MEMORY)
    except Exception as error:  # strange files break their libraries in any way: a finding on that file alone
        if of_the_machine(error):
            raise
        facts = replace(facts, problem=Problem.DAMAGED)
    return replace(facts, renamed=_renamed(name, facts.format))


def _renamed(name: str, kind: str) -> bool:
    claimed = ENDINGS.get(name.rpartition(".")[2].lower())
    return claimed is not None and bool(kind) and kind not in claimed


def _pdf(path: Path, facts: DocumentFacts, *_: object) -> DocumentFacts:
    return pdf_document.look(path, facts)


def _package(path: Path, facts: DocumentFacts, *_: object) -> DocumentFacts:
    return word_document.look(path, facts)


def _sealed(path: Path, facts: DocumentFacts, workdir: Path, kind: FileType, name: str) -> DocumentFacts:
    """Look at a package of another program: an OpenDocument presentation is read, a ZIP that claims to be a document is a broken one."""
    with OfficeParts(path) as parts:
        opendocument = b"opendocument" in parts.small("mimetype")
    if opendocument:
        return word_document.look(path, facts)
    raise FileProblem(
        Problem.DAMAGED if kind is FileType.ZIP and name.rpartition(".")[2].lower() in ENDINGS else Problem.UNSUPPORTED
    )


def _compound(path: Path, facts: DocumentFacts, workdir: Path, kind: FileType, name: str) -> DocumentFacts:
    """Look at an OLE2 file: whose it is by its streams, its text by way of LibreOffice."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        names = ole.stream_names(data)
        locked = ole.kind(data) is ole.OleKind.ENCRYPTED or "EncryptedSummary" in names
    known = next(((kind_, ending) for stream, kind_, ending in STREAMS if stream in names), None)
    if locked:
        return replace(facts, format=known[0] if known else "", problem=Problem.ENCRYPTED)
    if known is None:
        raise FileProblem(Problem.DAMAGED)
    shown = "WPS" if known[0] == "DOC" and (names & BY_WPS or name.lower().endswith(".wps")) else known[0]
    facts = replace(facts, format=shown, active=("macros",) if names & MACROS else ())
    return _converted(path, facts, workdir, known[1]) if known[1] else replace(facts, editable=shown in EDITED)


def _rich(path: Path, facts: DocumentFacts, workdir: Path, *_: object) -> DocumentFacts:
    objects = ("object",) if last_of(path, OBJECT) >= 0 else ()
    return _converted(path, replace(facts, active=objects), workdir, ".rtf")


def _converted(path: Path, facts: DocumentFacts, workdir: Path, ending: str) -> DocumentFacts:
    """Return the facts with the text that LibreOffice reads in an old format."""
    try:
        seen = word_document.look(office.convert(path, workdir, ending, "docx", OFFICE_SECONDS), facts)
    except FileProblem as problem:
        return replace(facts, problem=str(problem))
    return replace(seen, format=facts.format, active=facts.active, software="", personal=facts.personal)


def _plainly(path: Path, facts: DocumentFacts, workdir: Path, kind: FileType, name: str) -> DocumentFacts:
    """Look at a text, a page or an XML document through the reader of its format; a file of no document's kind has none."""
    if kind in {FileType.UNKNOWN, FileType.EMPTY} and name.rpartition(".")[2].lower() in ENDINGS:
        raise FileProblem(Problem.DAMAGED)
    from intake.forms.readers import open_text  # many libraries, and most documents need none of them

    text = Gathered()
    item = Attachment(ordinal=0, name_as_sent=name, name=name, type=kind, size=facts.file_bytes, sha256=facts.sha256, path=path)
    said = plain.decoded(path) if kind is FileType.TEXT else open_text(item, workdir)
    for line in said.splitlines():
        text.add(line)
    facts = replace(facts, **{**text.facts(), "more": len(said.encode()) >= plain.MAX_BYTES})
    return replace(facts, editable=facts.format in WORDS)


def _picture(path: Path, facts: DocumentFacts, *_: object) -> DocumentFacts:
    """Look at a scan or photo of a page that was sent as it is."""
    facts = replace(facts, pages=1, pictures=1, scanned=True)
    try:
        with Image.open(path) as image:
            facts = replace(facts, pages=getattr(image, "n_frames", 1) if image.format == "TIFF" else 1)
            if image.width * image.height <= PIXELS:
                image.load()
    except Exception as error:  # decoders raise anything: OSError, SyntaxError, RuntimeError from AVIF
        if of_the_machine(error):
            raise
        return replace(facts, problem=Problem.DAMAGED)
    return facts


Look = Callable[[Path, DocumentFacts, Path, FileType, str], DocumentFacts]
LOOKS: Mapping[FileType, Look] = {
    FileType.PDF: _pdf,
    FileType.AI: _pdf,
    FileType.DOCX: _package,
    FileType.XLSX: _package,
    FileType.XLSB: _package,
    FileType.PPTX: _package,
    FileType.ODT: _package,
    FileType.OLE: _compound,
    FileType.RTF: _rich,
    FileType.ZIP: _sealed,
    FileType.PACKAGE: _sealed,
    **dict.fromkeys((FileType.JPEG, FileType.PNG, FileType.TIFF, FileType.GIF, FileType.BMP, FileType.WEBP), _picture),
}
