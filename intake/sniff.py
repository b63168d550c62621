"""What a file is by its first bytes; its name and declared type only tell texts apart (field-notes 3)."""

from __future__ import annotations

import re
from pathlib import Path

from intake.markup import markup_kind
from intake.packages import zip_kind
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
    (b"BZh91AY&SY", FileType.BZIP2),
    (b"\xfd7zXZ\0", FileType.XZ),
    (b"\x00\x05\x16\x07", FileType.APPLEDOUBLE),
    (b"\x00\x05\x16\x00", FileType.APPLEDOUBLE),
    (b"BEGIN:VCALENDAR", FileType.CALENDAR),
    (b"BEGIN:VCARD", FileType.SIGNATURE),  # the sender's visiting card
    (b"-----BEGIN PGP SIGNATURE", FileType.SIGNATURE),
    (b"-----BEGIN PGP PUBLIC KEY", FileType.SIGNATURE),
    (b"-----BEGIN PGP MESSAGE", FileType.PGP),
    (b"\x1aE\xdf\xa3", FileType.VIDEO),
    (b"FLV", FileType.VIDEO),
)
BRANDS = {b"heic": FileType.HEIC, b"heix": FileType.HEIC, b"mif1": FileType.HEIC, b"msf1": FileType.HEIC, b"hevc": FileType.HEIC,
          b"heim": FileType.HEIC, b"avif": FileType.AVIF, b"avis": FileType.AVIF}  # fmt: skip
SIGNATURES = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "application/pgp-keys",
        "application/pgp-encrypted",  # says the version; what is encrypted is the part after it
    }
)
SIGNED_OID = b"\x2a\x86\x48\x86\xf7\x0d\x01"  # 1.2.840.113549.1: what every S/MIME file begins with (RFC 5652)
PAGE_FILES = (
    ".doc",
    ".docx",
    ".xls",
    ".xlsx",
    ".wps",
    ".et",
    ".htm",
    ".html",
)  # names that programs give a page saved in one file
HEADER = re.compile(
    rb"(return-path|received|from|to|date|subject|message-id|mime-version|content-type|delivered-to|x-[a-z0-9-]+|dkim-signature): ?\S",
    re.I,
)


def is_binary(head: bytes) -> bool:
    """Tell from its first bytes a file that somebody declared a text without a name."""
    return head.startswith((b"PK\x03\x04", *(magic for magic, _ in MAGIC))) or head[4:8] == b"ftyp" or head[:4] == b"RIFF"


def sniff(path: Path, name: str = "", declared: str = "") -> FileType:
    """Return the type of a file's content; `name` and `declared` decide only among texts and signatures."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        return FileType.EMPTY
    if declared.lower() in SIGNATURES or name.lower().endswith((".p7s", ".vcf")):
        return FileType.SIGNATURE
    if head[:1] == b"\x30" and SIGNED_OID in head[:24]:
        return FileType.SMIME
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return zip_kind(path, name)
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


def _is_mail(head: bytes, name: str) -> bool:
    """Tell a mail without a name or ending by its header: three lines that only mails have."""
    lines = re.split(rb"\r?\n(?![ \t])", head.split(b"\n\n")[0].split(b"\r\n\r\n")[0])
    return "." not in name and len(lines) >= 3 and sum(HEADER.match(line) is not None for line in lines) >= 3


def _text_kind(head: bytes, name: str, declared: str) -> FileType:
    if declared == "text/calendar" or name.endswith(".ics"):
        return FileType.CALENDAR
    if (name.endswith(PAGE_FILES) and markup_kind(head) is FileType.MHTML) or name.endswith((".mht", ".mhtml")):
        return FileType.MHTML
    if name.endswith(".eml") or declared in {"message/rfc822", "message/global"} or _is_mail(head, name):
        return FileType.EMAIL
    if markup := markup_kind(head):
        return markup
    binary = b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if binary or sum(byte < 9 or 13 < byte < 32 for byte in head) > len(head) // 50:
        return FileType.UNKNOWN
    start = head[:1024].lstrip().lower()
    if declared == "text/html" or start.startswith((b"<!doctype html", b"<html")):
        return FileType.HTML
    texty = (
        declared.startswith("text/")
        or name.endswith((".txt", ".md", ".csv", ".doc", ".docx", ".xls", ".xlsx", ".wps", ".et", ".rtf"))
        or not declared
        or declared == "application/octet-stream"
    )
    return FileType.TEXT if texty and not name.endswith((".jpg", ".jpeg", ".png", ".heic")) else FileType.UNKNOWN
