"""Tell what is decoration from what is sent: logos, tracking pixels, resource forks, signatures (field-notes 3)."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import unquote

from intake.mime.inline_files import IN_PAGE
from intake.mime.walker import MailText, Source
from intake.model.faults import of_the_machine
from intake.model.filetypes import DESIGNS, SOUNDS, VIDEOS, FileType
from intake.model.submission import ARCHIVES, DOCUMENTS, PICTURES, Attachment

LOGO_BYTES, LOGO_SIDE = 200_000, 800
ICON_BYTES, ICON_SIDE, BANNER = (
    8_000,
    200,
    2,
)  # of a JPEG in a page's own address: a picture pasted there, unless so small or so wide
SHRUNK = frozenset({FileType.JPEG, FileType.HEIC, FileType.WEBP, FileType.AVIF})  # what photos put into a mail's text are
CODE_SIDE = 500  # pixels that a code to be scanned, a square, has at most in a signature
SHRUNK_SIDE = 300  # pixels at least of one of them
PIXEL = 4
NEVER_MATERIAL = frozenset({FileType.APPLEDOUBLE, FileType.CALENDAR, FileType.SIGNATURE})
OF_REPORTS = frozenset({"message/delivery-status", "message/disposition-notification", "text/rfc822-headers"})
TOLD = PICTURES | ARCHIVES | (DOCUMENTS - {FileType.TEXT, FileType.HTML}) | DESIGNS | VIDEOS | SOUNDS  # wherever it stands
ECHOES = ("text/vnd.google.", "text/x-amp-html", "text/watch-html", "text/x-moz-deleted")
SYSTEM_FILES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
REFERENCE = re.compile(
    r"""(?:src|background|href|data|poster)\s*=\s*(?:"([^"]{0,4000})"|'([^']{0,4000})'|([^\s>"']{1,4000}))|url\(\s*['"]?([^'")]{1,4000})""",
    re.IGNORECASE,
)


def is_sent(item: Attachment) -> bool:
    """Tell whether a file is one that somebody attached: no decoration, no report of a machine, no nameless text of a gateway."""
    told = item.type in PICTURES or bool(item.name_as_sent)
    return told and not item.decoration and item.declared_type not in OF_REPORTS


def cited(letter: MailText) -> frozenset[str]:
    """Return what a mail's HTML shows, as it is named there: content ids without their "cid:", addresses, file names."""
    found: set[str] = set()
    for page in letter.html:
        for match in REFERENCE.finditer(page):
            named = unquote(html.unescape(next(filter(None, match.groups()), ""))).strip()
            found.add(re.sub(r"^cid:", "", named, flags=re.IGNORECASE).strip("<>"))
    return frozenset(found - {""})


def is_decoration(source: Source, kind: FileType, shown: frozenset[str], *, problem: str, repeated: bool) -> bool:
    """Tell whether a file is none that anybody means to send; `shown` is what the mail's HTML cites."""
    last = re.split(r"[/\\]", source.name)[-1]  # as sent: a name to show has lost its first dot
    if source.ours or kind in NEVER_MATERIAL or last in SYSTEM_FILES or last.startswith("._") or "__MACOSX/" in source.name:
        return True
    if not source.depth and not problem and _is_nothing(source, kind):
        return True
    if kind in {FileType.SMIME, FileType.TNEF} and not problem:  # a signature alone, a text's formatting
        return True
    return kind in PICTURES and not source.depth and _is_logo(source, kind, shown, repeated)


def may_be_photo(source: Source, kind: FileType) -> bool:
    """Tell a picture in a mail's text that its size alone makes a logo, and that programs and apps make of photos as well."""
    size = _size(source.leaf.path) if kind in SHRUNK and not source.depth and source.leaf.size >= ICON_BYTES else None
    if size is None or not SHRUNK_SIDE <= max(size) <= min(size) * BANNER:
        return False
    return min(size) < max(size) or max(size) > CODE_SIDE


def _is_nothing(source: Source, kind: FileType) -> bool:
    """Tell an empty nameless part, and what repeats the text for some program: a nameless alternative, a reaction under any name."""
    if not source.name and kind is FileType.EMPTY:
        return True
    return kind not in TOLD and (source.declared.startswith(ECHOES) or (source.alternative and not source.name))


def _size(path: Path) -> tuple[int, int] | None:
    """Return a picture's pixels as its head tells them; None where it cannot be opened."""
    from PIL import Image  # a pass without mail starts without it

    try:
        with Image.open(path) as image:
            return image.size
    except Exception as error:  # decoders raise anything: OSError, SyntaxError, RuntimeError from AVIF
        if of_the_machine(error):
            raise
        return None


def _is_logo(source: Source, kind: FileType, shown: frozenset[str], repeated: bool) -> bool:
    """Tell a logo or tracking pixel from a photo: small and shown in the text, or in the mail and in one forwarded in it; or a few pixels wide."""
    size = _size(source.leaf.path)
    if size is None:
        return False
    side, short = max(size), min(size)
    if side <= PIXEL:
        return True
    referenced = bool({unquote(source.content_id), source.content_id, source.location} & (shown - {""}))
    small = source.leaf.size < LOGO_BYTES or side < LOGO_SIDE
    if source.content_id.endswith(IN_PAGE) and kind not in {FileType.PNG, FileType.GIF}:
        return (
            side < ICON_SIDE or source.leaf.size < ICON_BYTES or (small and side > short * BANNER)
        )  # programs put logos in as PNG
    if referenced:
        return small or kind in {FileType.PNG, FileType.GIF}
    return repeated and source.inline and small
