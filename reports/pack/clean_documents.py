"""A judged document without what its programs note of its author: PDF, Word, PowerPoint, Excel, OpenDocument, plain text."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import PurePosixPath

import pypdf
from lxml import etree
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from intake.model.submission import FileType
from reports.pack.clean_jpegs import BrokenJpegError, stripped
from reports.pack.clean_pictures import NotCleanedError
from reports.pack.clean_pictures import cleaned as cleaned_picture

TOLD_BY_PDF = ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/OpenAction", "/AA", "/Names", "/Collection")
TOLD_BY_NOTE = ("/T", "/M", "/CreationDate")  # of an annotation: its author, its times
PROPERTIES = {  # part -> what stands there instead
    "docProps/core.xml": b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "meta.xml": b'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"/>',
}
THUMBNAIL = re.compile(r"(docProps|Thumbnails)/thumbnail\.\w+", re.IGNORECASE)
OF_AUTHORS = frozenset({"author", "initials", "userId", "providerId", "displayName"})  # attributes of comments and changes
WRITERS = frozenset({"author", "creator", "creator-initials", "sender-initials"})  # elements that hold a name
LOCAL_FILE = re.compile(r"^(file:|[a-z]:[\\/]|\\\\)", re.IGNORECASE)  # a place on somebody's machine
PACKAGES = {FileType.DOCX: "docx", FileType.PPTX: "pptx", FileType.XLSX: "xlsx", FileType.ODT: ""}
PHOTOS = {b"\xff\xd8\xff": FileType.JPEG, b"\x89PNG\r\n": FileType.PNG}
OLE = b"\xd0\xcf\x11\xe0"
SAFE = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
PACKED_AT = (1980, 1, 1, 0, 0, 0)
MOST_BYTES = 1_000_000_000  # of a package, unpacked: what lets one pass was looked at when it arrived


def cleaned_paper(data: bytes, kind: FileType, ending: str) -> tuple[bytes, str]:
    """Return a document without metadata, and its ending; raises NotCleanedError for what cannot be freed of it."""
    try:
        if kind is FileType.PDF:
            return _pdf(data), "pdf"
        if kind in PACKAGES:
            return _package(data), PACKAGES[kind] or ending
    except (pypdf.errors.PyPdfError, zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError, RecursionError) as error:
        raise NotCleanedError(str(error)) from error
    if kind is FileType.TEXT:
        return data, "txt"
    raise NotCleanedError(kind.value)


def _pdf(data: bytes) -> bytes:
    """Return a PDF whose pages show the same, written anew."""
    reader = pypdf.PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise NotCleanedError("encrypted")
    writer = pypdf.PdfWriter()
    writer.append(reader, import_outline=True)
    writer.metadata = None
    for item in [writer.root_object, *writer._objects]:
        if isinstance(item, DictionaryObject):
            _bare(item)
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _bare(item: DictionaryObject) -> None:
    """Take away what an object of a PDF tells of its author; a JPEG in it loses what a camera wrote."""
    for key in TOLD_BY_PDF:
        item.pop(key, None)
    if "/Subtype" in item and "/Rect" in item and item.get("/Subtype") != "/Widget":
        for key in TOLD_BY_NOTE:
            item.pop(key, None)
    if "/Annots" in item and isinstance(notes := item["/Annots"].get_object(), ArrayObject):
        item[NameObject("/Annots")] = ArrayObject(
            each for each in notes if each.get_object().get("/Subtype") != "/FileAttachment"
        )
    if isinstance(item, StreamObject) and item.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
        try:
            item._data = stripped(item._data, 1, lambda _: False)
        except BrokenJpegError:
            return  # shown as it is by those who can; the leak check looks at the file


def _package(data: bytes) -> bytes:
    """Return an Office or OpenDocument file, its parts as they were but for properties, authors of comments, and cameras."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        entries = [item for item in source.infolist() if not item.is_dir() and not THUMBNAIL.search(item.filename)]
        if sum(item.file_size for item in entries) > MOST_BYTES:
            raise NotCleanedError("too large")
        for item in entries:
            whole = zipfile.ZipInfo(item.filename, PACKED_AT)
            whole.compress_type = zipfile.ZIP_STORED if item.filename == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(whole, _part(item.filename, source.read(item)))
    return out.getvalue()


def _part(name: str, data: bytes) -> bytes:
    if name in PROPERTIES:
        return PROPERTIES[name]
    ending = PurePosixPath(name).suffix.lower()
    if name.lower().endswith((".xml", ".rels")):
        return _written_anew(data)
    if kind := next((kind for magic, kind in PHOTOS.items() if data.startswith(magic)), None):
        return cleaned_picture(data, kind).data
    if ending in {".docx", ".xlsx", ".pptx"}:
        return _package(data)
    if ending == ".bin" or data.startswith(OLE):
        raise NotCleanedError(f"{name}: another program's file inside")
    return data


def _written_anew(data: bytes) -> bytes:
    """Return a part's XML with the names of those who wrote comments and changes blank, and no place on their machines."""
    root = etree.fromstring(data, SAFE)
    for element in list(root.iter(etree.Element)):
        if any(THUMBNAIL.fullmatch(str(value).lstrip("/")) for value in element.attrib.values()) and element is not root:
            element.getparent().remove(element)  # what leads to the small picture that is left out
            continue
        name = etree.QName(element).localname
        for key in element.attrib:
            local = etree.QName(key).localname
            if local in OF_AUTHORS or (local == "name" and name == "cmAuthor"):
                element.set(key, "")
            elif local == "Target" and LOCAL_FILE.match(str(element.get(key))):
                element.set(key, "file:///removed")
        if name in WRITERS and not len(element):
            element.text = ""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
