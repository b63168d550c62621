"""Tell pages and XML documents by what they say, whatever stands in front of it: a byte order mark, blanks, comments."""

from __future__ import annotations

import re

from intake.model.filetypes import FileType

LOOKED_AT = 4096
ENCODINGS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
IN_FRONT = re.compile(r"(?:\s|\ufeff|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)  # what says nothing of the kind
PAGE = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|style|title|table|div|center|font|h[1-6]|p|br|span|link)\b|<!--\[if ", re.IGNORECASE
)
ROOTS = (  # what the first element is called, and the names it declares
    (r"<(?:\w+:)?wordDocument\b|<\w+:package\b[^>]*xmlPackage|<(?:\w+:)?document\b[^>]*wordprocessingml", FileType.WORD_XML),
    (r"<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet", FileType.EXCEL_XML),
    (r"<office:document\b", FileType.FLAT_ODF),
)
HEADER = re.compile(r"^([A-Za-z-]{2,40}):[ \t]*(.*(?:\r?\n[ \t].*)*)", re.MULTILINE)
POST = frozenset({"received", "return-path", "delivered-to", "message-id", "to"})  # what a page saved in one file never says


def markup_kind(head: bytes) -> FileType | None:
    """Return what kind of page or XML document a file begins as; None for any other text."""
    text = _decoded(head[:LOOKED_AT])
    start = text[IN_FRONT.match(text).end() :]  # type: ignore[union-attr]
    kind = next((kind for pattern, kind in ROOTS if re.match(pattern, start)), None)
    if kind is None and (PAGE.match(start) or PAGE.match(text)):
        kind = FileType.HTML
    return kind or (FileType.MHTML if _page_as_mail(text.lstrip("\ufeff \t\r\n")) else None)


def _decoded(head: bytes) -> str:
    encoding = next((name for mark, name in ENCODINGS if head.startswith(mark)), "utf-8")
    return head.decode(encoding, "replace").lstrip("\ufeff")


def is_posted(head: bytes) -> bool:
    """Tell a mail that somebody saved as a page in one file from a page: it bears what only the post writes, or files."""
    fields = _fields(_decoded(head[:LOOKED_AT]).lstrip())
    mixed = fields.get("content-type", "").casefold().startswith("multipart/mixed")
    return "from" in fields and (mixed or bool(POST & fields.keys()))


def _fields(text: str) -> dict[str, str]:
    """Return the header fields that a text begins with, by name."""
    return {found[1].casefold(): found[2] for found in HEADER.finditer(re.split(r"\r?\n\r?\n", text, maxsplit=1)[0])}


def _page_as_mail(text: str) -> bool:
    """Tell a page that Word or a browser saved with its pictures: built as a mail, and none (RFC 2557)."""
    fields = _fields(text)
    kind = fields.get("content-type", "").casefold()
    return "mime-version" in fields and not POST & fields.keys() and kind.startswith(("multipart/related", "text/html"))
