"""Tell documents that are ZIP files inside from archives of files: a document is never unpacked as if somebody had packed it."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

from intake.model.filetypes import FileType

MAX_NAMES = 5000
MAX_TYPES = 200_000  # bytes looked at of the part that lists the kinds of parts
OFFICE = (  # what a part of an Office file is called, however the package spells it
    ("word/document", FileType.DOCX),
    ("xl/workbook.bin", FileType.XLSB),
    ("xl/workbook", FileType.XLSX),
    ("ppt/presentation", FileType.PPTX),
    ("word/", FileType.DOCX),
)
MIMETYPES = (  # the part "mimetype" of OpenDocument, EPUB and others (OpenDocument 1.3 part 2, 3.3)
    (r"application/vnd\.(oasis\.opendocument\.(text|spreadsheet)|sun\.xml\.(writer|calc))", FileType.ODT),
    (r"application/epub\+zip", FileType.EPUB),
    (r"application/(x-)?vnd\.corel\b", FileType.CDR),
    (r"application/vnd\.adobe\.indesign", FileType.INDD),
    (r"application/(vnd\.adobe\.sparkler|x-krita)|image/openraster", FileType.DESIGN),
    (r"application/[\w.+-]+|image/[\w.+-]+", FileType.PACKAGE),
)
PARTS = (  # a part by which a program knows its own file
    (r"ofd\.xml", FileType.OFD),
    (
        r"index\.zip|index/[^/]+\.iwa|index\.apxl(\.gz)?|buildversionhistory\.plist|metadata/buildversionhistory\.plist",
        FileType.IWORK,
    ),
    (r"meta-inf/container\.xml", FileType.EPUB),
    (r"content/(root|riffdata\.cdr)\.?\w*", FileType.CDR),
    (r"designmap\.xml", FileType.INDD),
    (r"document\.json|canvas\.fig", FileType.DESIGN),
    (r"uof\.xml|document\.archive|mimetype", FileType.PACKAGE),
    (
        r"meta-inf/(manifest\.(xml|mf)|signatures?\.xml)|androidmanifest\.xml|doc\.kml",
        FileType.PACKAGE,
    ),
    (r"\[content_types\]\.xml|fixeddocseq\.fdseq|_rels/\.rels", FileType.PACKAGE),
)
NAMED = MappingProxyType(
    {
        FileType.IWORK: (".pages", ".numbers", ".key"),
        FileType.OFD: (".ofd",),
        FileType.EPUB: (".epub",),
        FileType.PACKAGE: tuple(
            ".odg .odp .odf .odb .otg .otp .vsdx .vssx .vstx .xps .oxps .xmind .hwpx .uof .uot .uos .uop .mmap".split()  # noqa: SIM905 - reads better
        ),
        FileType.CDR: (".cdr", ".cdt"),
        FileType.INDD: (".idml",),
        FileType.DESIGN: (".sketch", ".fig", ".xd", ".kra", ".ora"),
    }
)
OFFICE_NAMES = MappingProxyType(
    {
        **dict.fromkeys((".docx", ".docm", ".dotx"), FileType.DOCX),
        **dict.fromkeys((".xlsx", ".xlsm"), FileType.XLSX),
        **dict.fromkeys((".pptx", ".ppsx"), FileType.PPTX),
        **dict.fromkeys((".odt", ".ods"), FileType.ODT),
    }
)
BUNDLE = re.compile(r"^([^/]+\.(?:pages|numbers|key|rtfd))/", re.IGNORECASE)


def zip_kind(path: Path, name: str = "") -> FileType:
    """Return what a ZIP file is by the parts it holds; by its name alone only where its parts say nothing."""
    try:
        with zipfile.ZipFile(path) as archive:
            spelt = {inner(entry.filename): entry for entry in archive.infolist()[:MAX_NAMES]}
            mimetype = _short(archive, spelt.get("mimetype"))
            manifest = _short(archive, spelt.get("meta-inf/manifest.xml"))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        return _broken(name)
    return next(_told(list(spelt), mimetype or _declared(manifest)), None) or _by_name(name)


def inner(name: str) -> str:
    r"""Return a part's name as packages compare them: "/" for "\", no root, no capitals (ECMA-376 part 2)."""
    return name.replace("\\", "/").lstrip("/").casefold()


def _told(names: list[str], mimetype: str) -> Iterator[FileType]:
    packed = "[content_types].xml" in names
    for mark, kind in OFFICE:
        if (packed and any(name.startswith(mark) for name in names)) or (f"{mark}.xml" in names or mark in names):
            yield kind
    for pattern, kind in MIMETYPES:
        if re.match(pattern, mimetype):
            yield kind
    for pattern, kind in PARTS:
        if any(re.fullmatch(pattern, name) for name in names):
            yield kind
    folders = {found[1] for name in names if (found := BUNDLE.match(name))}
    if len(folders) == 1 and all(BUNDLE.match(name) for name in names):  # a Mac's document that is a folder
        yield FileType.ZIP if folders.pop().endswith(".rtfd") else FileType.IWORK


def _by_name(name: str) -> FileType:
    ending = name[name.rfind(".") :].casefold()
    return next((kind for kind, endings in NAMED.items() if ending in endings), FileType.ZIP)


def _broken(name: str) -> FileType:
    """Return what a ZIP without its list of parts was, by its name: a cut Word file is no archive that somebody packed."""
    return OFFICE_NAMES.get(name[name.rfind(".") :].casefold(), _by_name(name))


def _short(archive: zipfile.ZipFile, entry: zipfile.ZipInfo | None) -> str:
    if entry is None or entry.flag_bits & 1 or entry.file_size > MAX_TYPES:
        return ""
    with archive.open(entry) as part:
        return part.read(MAX_TYPES).decode("utf-8", "replace").strip()


def _declared(manifest: str) -> str:
    """Return the media type that an OpenDocument file's list of parts gives the whole."""
    found = re.search(r'full-path="/"[^>]*media-type="([^"]+)"|media-type="([^"]+)"[^>]*full-path="/"', manifest)
    return (found[1] or found[2]) if found else ""
