"""Types of files, by content, and the kinds they fall into."""

from __future__ import annotations

import re
from enum import StrEnum


class FileType(StrEnum):
    """What a file is by its content, never by its name."""

    JPEG = "jpeg"
    PNG = "png"
    HEIC = "heic"
    AVIF = "avif"
    WEBP = "webp"
    GIF = "gif"
    TIFF = "tiff"
    BMP = "bmp"
    JXL = "jxl"
    JP2 = "jp2"
    JXR = "jxr"
    PSD = "psd"
    EPS = "eps"
    AI = "ai"  # Illustrator's own, old ones and those that are a PDF outside
    CDR = "cdr"  # CorelDRAW
    INDD = "indd"  # InDesign, its exchange format IDML too
    DESIGN = "design"  # other design programs' own: Sketch, XD, Figma, GIMP, Affinity, Krita
    SVG = "svg"
    RAW = "raw"  # a camera's own: CR3, NEF, ARW, DNG, …
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    XLSB = "xlsb"
    IWORK = "iwork"  # Apple's Pages, Numbers, Keynote
    OFD = "ofd"  # GB/T 33190, what WPS and offices in China export
    EPUB = "epub"
    PACKAGE = "package"  # a document of another program that is a ZIP inside
    WORD_XML = "word-xml"  # Word 2003 XML, or a Word file as one XML text
    EXCEL_XML = "excel-xml"  # Excel 2003 XML
    FLAT_ODF = "fodt"
    MHTML = "mht"  # a web page with its pictures in one file
    OLE = "ole"  # .doc .xls .wps .msg or an encrypted Office file
    RTF = "rtf"
    PDF = "pdf"
    TEXT = "text"
    HTML = "html"
    ZIP = "zip"
    RAR = "rar"
    SEVENZIP = "7z"
    TAR = "tar"
    GZIP = "gzip"
    BZIP2 = "bz2"
    XZ = "xz"
    LIBARCHIVE = "libarchive"  # kinds that bsdtar may open: LZH, CAB, ISO, Zstandard, …
    FOREIGN = "foreign"  # kinds that nothing here opens: ALZ, EGG, ACE, StuffIt, …
    SPLIT = "split"  # one volume of several
    UUENCODE = "uuencode"
    YENC = "yenc"
    BINHEX = "binhex"
    TNEF = "tnef"
    PROTECTED = "rpmsg"  # Microsoft's protected message
    STANDIN = "standin"  # what stands where a file was: removed, being scanned, to be fetched in a portal
    EMAIL = "email"
    SMIME = "p7m"  # a signed or encrypted mail in one file
    PGP = "pgp"  # an encrypted one
    APPLEDOUBLE = "appledouble"
    CALENDAR = "calendar"
    SIGNATURE = "signature"
    MP4 = "mp4"
    M4V = "m4v"
    MOV = "mov"
    AVI = "avi"
    MKV = "mkv"
    WEBM = "webm"
    WMV = "wmv"
    FLV = "flv"
    THREEGP = "3gp"
    MPEG = "mpeg"  # programme and transport streams
    VIDEO = "video"  # of other kinds
    MP3 = "mp3"
    WAV = "wav"
    M4A = "m4a"  # what phones record
    FLAC = "flac"
    OGG = "ogg"  # Opus too
    AAC = "aac"
    AMR = "amr"
    AIFF = "aiff"
    AUDIO = "audio"  # of other kinds
    EMPTY = "empty"
    UNKNOWN = "unknown"


PICTURES = frozenset(
    {FileType.JPEG, FileType.PNG, FileType.HEIC, FileType.AVIF, FileType.WEBP, FileType.GIF, FileType.TIFF, FileType.BMP}
    | {
        FileType.JXL,
        FileType.JP2,
        FileType.JXR,
        FileType.PSD,
        FileType.EPS,
        FileType.AI,
        FileType.CDR,
        FileType.SVG,
        FileType.RAW,
    }
)
VIDEOS = frozenset(
    {FileType.MP4, FileType.M4V, FileType.MOV, FileType.AVI, FileType.MKV, FileType.WEBM, FileType.WMV, FileType.FLV}
    | {FileType.THREEGP, FileType.MPEG, FileType.VIDEO}
)
SOUNDS = frozenset(
    {
        FileType.MP3,
        FileType.WAV,
        FileType.M4A,
        FileType.FLAC,
        FileType.OGG,
        FileType.AAC,
        FileType.AMR,
        FileType.AIFF,
        FileType.AUDIO,
    }
)
ARCHIVES = frozenset(
    {FileType.ZIP, FileType.RAR, FileType.SEVENZIP, FileType.TAR, FileType.GZIP, FileType.BZIP2, FileType.XZ}
    | {FileType.LIBARCHIVE, FileType.FOREIGN, FileType.SPLIT, FileType.UUENCODE, FileType.YENC, FileType.BINHEX}
)
FORMAT_NAMES = {  # of pictures that no call takes and nothing here decodes
    FileType.JXL: "JPEG XL",
    FileType.JP2: "JPEG 2000",
    FileType.JXR: "JPEG XR",
    FileType.PSD: "Photoshop (PSD)",
    FileType.EPS: "EPS",
    FileType.AI: "Illustrator (AI)",
    FileType.CDR: "CorelDRAW (CDR)",
    FileType.SVG: "SVG",
    FileType.RAW: "RAW",
}
DESIGNS = frozenset(  # what a poster is made in; an archive of them is one too
    {FileType.PSD, FileType.AI, FileType.CDR, FileType.EPS, FileType.INDD, FileType.SVG, FileType.TIFF, FileType.DESIGN}
)
WITHOUT_READER = frozenset({FileType.IWORK, FileType.OFD, FileType.EPUB, FileType.PACKAGE})  # documents that nobody here can read
DOCUMENTS = WITHOUT_READER | {
    FileType.DOCX,
    FileType.XLSX,
    FileType.XLSB,
    FileType.PPTX,
    FileType.ODT,
    FileType.OLE,
    FileType.RTF,
    FileType.PDF,
    FileType.TEXT,
    FileType.HTML,
    FileType.MHTML,
    FileType.WORD_XML,
    FileType.EXCEL_XML,
    FileType.FLAT_ODF,
}
OFFICE_NAME = re.compile(
    r"\.(docx?|docm|dotx?|xlsx?|xlsm|xlsb|xls|pptx?|wps|et|rtf|odt|ods|pdf|pages|numbers|key|ofd)$", re.IGNORECASE
)


def named_document(kind: FileType, name: str) -> bool:
    """Tell a file whose bytes say little, or no more than a ZIP, and whose name is a document's: a damaged one."""
    return kind in {FileType.EMPTY, FileType.UNKNOWN, FileType.ZIP} and OFFICE_NAME.search(name) is not None
