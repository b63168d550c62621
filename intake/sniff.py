"""What a file is by its first bytes; its name and declared type only tell texts apart (field-notes 3)."""

from __future__ import annotations

import zipfile
from pathlib import Path

from intake.submission import FileType

MAGIC = (
    (b"\xff\xd8\xff", FileType.JPEG),
    (b"\x89PNG", FileType.PNG),
    (b"GIF8", FileType.GIF),
    (b"II*\0", FileType.TIFF),
    (b"MM\0*", FileType.TIFF),
    (b"%PDF", FileType.PDF),
    (b"{\\rt", FileType.RTF),
    (b"\xd0\xcf\x11\xe0", FileType.OLE),
    (b"Rar!", FileType.RAR),
    (b"7z\xbc\xaf", FileType.SEVENZIP),
    (b"\x78\x9f\x3e\x22", FileType.TNEF),
    (b"\x1f\x8b", FileType.GZIP),
    (b"\x00\x05\x16\x07", FileType.APPLEDOUBLE),
    (b"\x00\x05\x16\x00", FileType.APPLEDOUBLE),
    (b"BEGIN:VCALENDAR", FileType.CALENDAR),
    (b"\x1aE\xdf\xa3", FileType.VIDEO),
    (b"FLV", FileType.VIDEO),
)
BRANDS = {b"heic": FileType.HEIC, b"heix": FileType.HEIC, b"mif1": FileType.HEIC, b"msf1": FileType.HEIC, b"hevc": FileType.HEIC,
          b"heim": FileType.HEIC, b"avif": FileType.AVIF, b"avis": FileType.AVIF}  # fmt: skip
SIGNATURES = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}


def sniff(path: Path, name: str = "", declared: str = "") -> FileType:
    """Return the type of a file's content; `name` and `declared` decide only among texts and signatures."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        return FileType.EMPTY
    if declared.lower() in SIGNATURES:
        return FileType.SIGNATURE
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(path)
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], FileType.VIDEO)
    if head[:4] == b"RIFF":
        return FileType.WEBP if head[8:12] == b"WEBP" else FileType.VIDEO
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return FileType.BMP
    known = next((kind for magic, kind in MAGIC if head.startswith(magic)), None)
    if known:
        return known
    if head[257:262] == b"ustar":
        return FileType.TAR
    return _text_kind(head, name.lower(), declared.lower())


def _zip_kind(path: Path) -> FileType:
    """Tell Office files from archives by the parts they hold."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist()[:2000])
            mimetype = (
                archive.read("mimetype")[:80] if "mimetype" in names and archive.getinfo("mimetype").file_size < 200 else b""
            )
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return FileType.ZIP
    for mark, kind in (
        ("word/document.xml", FileType.DOCX),
        ("xl/workbook.xml", FileType.XLSX),
        ("ppt/presentation.xml", FileType.PPTX),
    ):
        if mark in names:
            return kind
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return FileType.DOCX
    return FileType.ODT if b"opendocument" in mimetype else FileType.ZIP


def _text_kind(head: bytes, name: str, declared: str) -> FileType:
    if declared == "text/calendar" or name.endswith(".ics"):
        return FileType.CALENDAR
    if name.endswith(".eml") or declared == "message/rfc822":
        return FileType.EMAIL
    binary = b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if binary or sum(byte < 9 or 13 < byte < 32 for byte in head) > len(head) // 50:
        return FileType.UNKNOWN
    start = head[:1024].lstrip().lower()
    if declared == "text/html" or start.startswith((b"<!doctype html", b"<html")):
        return FileType.HTML
    texty = (
        declared.startswith("text/")
        or name.endswith((".txt", ".md", ".csv"))
        or not declared
        or declared == "application/octet-stream"
    )
    return FileType.TEXT if texty and not name.endswith((".jpg", ".jpeg", ".png", ".heic")) else FileType.UNKNOWN
