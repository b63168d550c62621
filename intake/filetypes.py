"""Types of files, by content, and the kinds they fall into."""

from __future__ import annotations

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
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
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
    TNEF = "tnef"
    EMAIL = "email"
    SMIME = "p7m"  # a signed or encrypted mail in one file
    PGP = "pgp"  # an encrypted one
    APPLEDOUBLE = "appledouble"
    CALENDAR = "calendar"
    SIGNATURE = "signature"
    VIDEO = "video"
    EMPTY = "empty"
    UNKNOWN = "unknown"


PICTURES = frozenset(
    {FileType.JPEG, FileType.PNG, FileType.HEIC, FileType.AVIF, FileType.WEBP, FileType.GIF, FileType.TIFF, FileType.BMP}
)
ARCHIVES = frozenset({FileType.ZIP, FileType.RAR, FileType.SEVENZIP, FileType.TAR, FileType.GZIP, FileType.BZIP2, FileType.XZ})
DOCUMENTS = frozenset(
    {FileType.DOCX, FileType.XLSX, FileType.ODT, FileType.OLE, FileType.RTF, FileType.PDF, FileType.TEXT, FileType.HTML}
)
