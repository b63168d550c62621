"""What a file is by its first bytes; its name and declared type only tell texts apart (field-notes 3)."""

from __future__ import annotations

import re
from pathlib import Path

from intake.mime.charsets import wide_order
from intake.mime.designs import design_kind
from intake.mime.markup import is_posted, markup_kind
from intake.mime.mbox_format import apple_mail, begins_mailbox
from intake.mime.packages import zip_kind
from intake.mime.raw_photos import camera_raw
from intake.mime.videos import video_kind
from intake.model.submission import FileType

MAGIC = (
    (b"\xff\xd8\xff", FileType.JPEG),
    (b"\xff\x0a", FileType.JXL),
    (b"\0\0\0\x0cJXL \r\n\x87\n", FileType.JXL),
    (b"\0\0\0\x0cjP  \r\n\x87\n", FileType.JP2),
    (b"\xff\x4f\xff\x51", FileType.JP2),
    (b"II\xbc", FileType.JXR),
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
    (b"\x28\xb5\x2f\xfd", FileType.LIBARCHIVE),  # Zstandard
    (b"\x04\x22\x4d\x18", FileType.LIBARCHIVE),  # LZ4
    (b"LZIP", FileType.LIBARCHIVE),
    (b"\x1f\x9d", FileType.LIBARCHIVE),  # compress
    (b"MSCF", FileType.LIBARCHIVE),  # cabinet
    (b"!<arch>", FileType.LIBARCHIVE),
    (b"xar!", FileType.LIBARCHIVE),
    (b"ALZ\x01", FileType.FOREIGN),
    (b"EGGA", FileType.FOREIGN),
    (b"\x60\xea", FileType.FOREIGN),  # ARJ
    (b"SIT!", FileType.FOREIGN),
    (b"StuffIt (c)", FileType.FOREIGN),
    (b"PK\x07\x08PK\x03\x04", FileType.SPLIT),  # the first of several volumes
    (b"PK00PK\x03\x04", FileType.SPLIT),
    (b"\x76\xe8\x04\x60\xc4\x11\xe3\x86", FileType.PROTECTED),
    (b"\x00\x05\x16\x07", FileType.APPLEDOUBLE),
    (b"\x00\x05\x16\x00", FileType.APPLEDOUBLE),
    (b"BEGIN:VCALENDAR", FileType.CALENDAR),
    (b"BEGIN:VCARD", FileType.SIGNATURE),  # the sender's visiting card
    (b"-----BEGIN PGP SIGNATURE", FileType.SIGNATURE),
    (b"-----BEGIN PGP PUBLIC KEY", FileType.SIGNATURE),
    (b"-----BEGIN PGP MESSAGE", FileType.PGP),
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


VOLUME = re.compile(
    r"\.(z\d\d|zx\d\d|r\d\d|(zip|rar|7z|tar|gz|tgz|egg|alz)\.\d{2,4}|a\d\d|part0*([2-9]|\d{2,})\.(rar|exe)|vol\d+\.egg|\d{3})$"
)
UU_START = re.compile(rb"(?:\A|\n)begin(?:-base64)? [0-7]{3,4} \S")
ARCHIVE_NAMES = (".zip", ".rar", ".7z", ".tar", ".tar.gz", ".tgz", ".zipx")
HEAD = 40_000  # bytes: the mark of an ISO image stands at 32 769


def is_binary(head: bytes) -> bool:
    """Tell from its first bytes a file that somebody declared a text without a name."""
    known = head.startswith((b"PK\x03\x04", *(magic for magic, _ in MAGIC))) or head[4:8] == b"ftyp"
    return known or (design_kind(head) or video_kind(head)) is not None


def is_volume(path: Path, name: str) -> bool:
    """Tell one of several volumes of an archive, by its name or by the number of the disk that ends a ZIP (APPNOTE 4.3.16)."""
    if VOLUME.search(name.lower()):
        return True
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - 70_000, 0))
        tail = file.read()
    place = tail.rfind(b"PK\5\6")
    return place >= 0 and tail[place + 4 : place + 6] not in {b"\0\0", b"\xff\xff", b""}


def sniff(path: Path, name: str = "", declared: str = "") -> FileType:
    """Return the type of a file's content; `name` and `declared` decide only among texts and signatures."""
    with path.open("rb") as file:
        start = file.read(HEAD)
    head = start[:4096]
    if not head:
        return FileType.EMPTY
    if declared.lower() in SIGNATURES or name.lower().endswith((".p7s", ".vcf")):
        return FileType.SIGNATURE
    if head[:1] == b"\x30" and SIGNED_OID in head[:24]:
        return FileType.SMIME
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return zip_kind(path, name)
    if camera_raw(head):
        return FileType.RAW
    if head[4:8] == b"ftyp" and head[8:12] in BRANDS:
        return BRANDS[head[8:12]]
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileType.WEBP
    if told := design_kind(start, name.lower()) or video_kind(start):
        return told
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return FileType.BMP
    known = next((kind for magic, kind in MAGIC if head.startswith(magic)), None)
    if known:
        return known
    if wrapped := _wrapped(start, name.lower(), declared.lower()):
        return wrapped
    if head[257:262] == b"ustar":
        return FileType.TAR
    kind = _text_kind(head, name.lower(), declared.lower())
    if kind is FileType.UNKNOWN and name.lower().endswith(ARCHIVE_NAMES):  # hurt, or the last of several volumes
        return FileType.SPLIT if is_volume(path, name) else FileType.ZIP
    return kind


def _wrapped(start: bytes, name: str, declared: str) -> FileType | None:
    """Tell archives without a mark at their very beginning, and what old programs wrap files in."""
    if start[2:4] == b"-l" and start[6:7] == b"-":
        return FileType.LIBARCHIVE  # LZH
    if start[32769:32774] == b"CD001":
        return FileType.LIBARCHIVE
    if start[7:14] == b"**ACE**":
        return FileType.FOREIGN
    if UU_START.search(start[:2000]):
        return FileType.UUENCODE
    if start.startswith(b"=ybegin ") or b"\n=ybegin " in start[:2000]:
        return FileType.YENC
    if b"file must be converted with BinHex" in start[:2000] or declared == "application/mac-binhex40":
        return FileType.BINHEX
    if declared == "application/x-microsoft-rpmsg-message" or re.fullmatch(r"message(_v\d)?\.rpmsg", name):
        return FileType.PROTECTED
    if VOLUME.search(name) and (b"\0" in start or start[:1] > b"\x7f"):
        return FileType.SPLIT
    return (
        FileType.FOREIGN
        if name.endswith((".dmg", ".sitx", ".sit", ".hqx.bin", ".egg", ".alz", ".ace")) and b"\0" in start
        else None
    )


def _is_mail(head: bytes, name: str) -> bool:
    """Tell a mail without a name or ending by its header: three lines that only mails have."""
    lines = re.split(rb"\r?\n(?![ \t])", head.split(b"\n\n")[0].split(b"\r\n\r\n")[0])
    return "." not in name and len(lines) >= 3 and sum(HEADER.match(line) is not None for line in lines) >= 3


def _is_wide_text(head: bytes, name: str) -> bool:
    """Tell UTF-16, as "Unicode text" is saved (half its bytes are zero); without its mark only of files named as text."""
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    order = "utf-16" if marked else wide_order(head) if name.endswith((".csv", ".tsv", ".txt")) else ""
    text = head[: len(head) // 2 * 2].decode(order or "latin-1", "replace")
    return bool(order) and sum(char < "\t" or "\r" < char < " " or char == "\ufffd" for char in text) <= len(text) // 50


def _text_kind(head: bytes, name: str, declared: str) -> FileType:
    if declared == "text/calendar" or name.endswith(".ics"):
        return FileType.CALENDAR
    if name.endswith((".mht", ".mhtml")):
        return FileType.EMAIL if is_posted(head) else FileType.MHTML
    if name.endswith(PAGE_FILES) and markup_kind(head) is FileType.MHTML:
        return FileType.MHTML
    named = name.endswith(".eml") or declared in {"message/rfc822", "message/global"}
    named = named or (name.endswith(".emlx") and apple_mail(head) is not None)
    if named or _is_mail(head, name) or begins_mailbox(head):
        return FileType.EMAIL
    if markup := markup_kind(head):
        return markup
    binary = b"\0" in head or sum(byte < 9 or 13 < byte < 32 for byte in head) > len(head) // 50
    if binary and not _is_wide_text(head, name):
        return FileType.UNKNOWN
    start = head[:1024].lstrip().lower()
    if b"<svg" in start and (declared == "image/svg+xml" or name.endswith(".svg") or start.startswith((b"<svg", b"<?xml"))):
        return FileType.SVG
    if declared == "text/html" or start.startswith((b"<!doctype html", b"<html")):
        return FileType.HTML
    texty = (
        declared.startswith("text/")
        or name.endswith((".txt", ".md", ".csv", ".doc", ".docx", ".xls", ".xlsx", ".wps", ".et", ".rtf"))
        or not declared
        or declared == "application/octet-stream"
    )
    return FileType.TEXT if texty and not name.endswith((".jpg", ".jpeg", ".png", ".heic")) else FileType.UNKNOWN
