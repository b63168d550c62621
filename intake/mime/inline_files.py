"""Files and ciphers written into a mail's text by old programs: uuencode, yEnc, inline PGP; and pictures in a page's own addresses."""

from __future__ import annotations

import binascii
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

import pybase64

UU = re.compile(rb"^begin(-base64)? [0-7]{3,4} (\S[^\r\n]{0,250})\r?\n", re.MULTILINE)
YENC = re.compile(rb"^=ybegin [^\r\n]*?size=\d[^\r\n]*\r?\n", re.MULTILINE)
UU_REST = re.compile(rb"[!-`]{2,64}")
PGP = re.compile(rb"^-----BEGIN PGP MESSAGE-----.*?(?:^-----END PGP MESSAGE-----[ \t]*\r?$|\Z)", re.MULTILINE | re.DOTALL)
CLEAR = re.compile(
    rb"^-----BEGIN PGP SIGNED MESSAGE-----\r?\n(?:[A-Za-z-]+: [^\r\n]*\r?\n)*\r?\n|"
    rb"^-----BEGIN PGP SIGNATURE-----.*?(?:^-----END PGP SIGNATURE-----[ \t]*\r?$|\Z)",
    re.MULTILINE | re.DOTALL,
)
DATA = re.compile(
    rb"data:([\w.+-]{1,60}/[\w.+-]{1,80})((?:;[\w.=-]{1,60}){0,5});base64,([A-Za-z0-9+/=%_\s-]{16,})", re.IGNORECASE
)
MEDIA = re.compile(rb"(image/(?!svg)|video/|application/(?!font|javascript|json|x-font))", re.IGNORECASE)
NAMED = re.compile(rb"""(?:download|alt|title|data-filename)\s*=\s*["']([^"'<>]{1,120}\.[A-Za-z0-9]{2,5})["']""", re.IGNORECASE)
IN_PAGE = "@page.invalid"  # ends the id of a picture that came in a page's own address
MOST = 300  # pictures of one page


@dataclass(frozen=True)
class InlineFile:
    """A piece of a text that is none: what it holds, a name where it tells one, its type, the id by which the page shows it."""

    data: bytes
    name: str = ""
    declared: str = ""
    content_id: str = ""


def without_blocks(text: bytes) -> tuple[bytes, list[InlineFile]]:
    """Return a plain text without the files written into it, and those as they stand there; a signed text loses its armour."""
    blocks: list[InlineFile] = []
    spans: list[tuple[int, int]] = []
    for found in UU.finditer(text):
        end = _uu_end(text, found.end(), bool(found[1]))
        if end > found.end() and not any(start <= found.start() < stop for start, stop in spans):
            blocks.append(InlineFile(text[found.start() : end], found[2].decode("utf-8", "surrogateescape")))
            spans.append((found.start(), end))
    for found in YENC.finditer(text):
        last = re.compile(rb"^=yend [^\r\n]*(\r?\n|\Z)", re.MULTILINE).search(text, found.end())
        end = last.end() if last else len(text)
        name = re.search(rb" name=([^\r\n]+)", found[0])
        blocks.append(InlineFile(text[found.start() : end], name[1].decode("utf-8", "surrogateescape") if name else ""))
        spans.append((found.start(), end))
    for found in PGP.finditer(text):
        blocks.append(InlineFile(found[0], "encrypted.asc"))
        spans.append(found.span())
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return CLEAR.sub(b"", text), blocks


def _uu_end(text: bytes, place: int, base64: bool) -> int:
    """Return where the lines of a uuencoded file end, its last word included; the start where no line is one."""
    while place < len(text):
        stop = text.find(b"\n", place) + 1 or len(text)
        line = text[place:stop].rstrip(b"\r\n")
        if line.strip() in {b"end", b"===="}:
            return stop
        if not (re.fullmatch(rb"[A-Za-z0-9+/=]+", line) if base64 else _is_uu(line)):
            return stop if UU_REST.fullmatch(line) else place  # the line at which it was cut
        place = stop
    return place


def _is_uu(line: bytes) -> bool:
    """Tell a line of uuencode by its first sign, which counts its bytes; programs strip or add a few signs at the end."""
    if not line or not all(32 <= byte <= 96 for byte in line):
        return line in {b"`", b" ", b""}
    wanted = -(-((line[0] - 32) & 63) // 3) * 4 + 1
    return wanted - 4 <= len(line) <= wanted + 2


def uudecoded(block: bytes) -> bytes | None:
    """Return the file in a uuencoded block, None where it is cut or hurt."""
    lines = block.replace(b"\r", b"").split(b"\n")
    base64 = lines[0].startswith(b"begin-base64")
    ends = [place for place, line in enumerate(lines) if line.strip() in {b"end", b"===="}]
    if not ends:
        return None
    body = lines[1 : ends[0]]
    try:
        if base64:
            return pybase64.b64decode(b"".join(body), validate=True)
        return b"".join(binascii.a2b_uu(_full(line)) for line in body if line.strip())
    except (binascii.Error, ValueError):
        return None


def _full(line: bytes) -> bytes:
    """Return a line with the blanks at its end that a program stripped, and without signs too many."""
    wanted = -(-((line[0] - 32) & 63) // 3) * 4 + 1
    return line.ljust(wanted)[:wanted]


def ydecoded(block: bytes) -> bytes | None:
    """Return the file in a yEnc block (yenc.org, draft 1.3), None where it is cut, hurt, or one part of several."""
    head, _, rest = block.partition(b"\n")
    body, mark, tail = rest.rpartition(b"=yend ")
    if not mark or b" part=" in head:
        return None
    packed = body.replace(b"\r", b"").replace(b"\n", b"")
    plain = re.sub(rb"=(.)", lambda match: bytes([(match[1][0] - 64) & 255]), packed, flags=re.DOTALL)
    data = bytes((byte - 42) & 255 for byte in plain)
    size, checksum = re.search(rb"size=(\d+)", tail), re.search(rb"crc32=([0-9A-Fa-f]{1,8})", tail)
    if size is None or int(size[1]) != len(data) or (checksum and int(checksum[1], 16) != zlib.crc32(data)):
        return None
    return data


def without_data(page: bytes) -> tuple[bytes, list[InlineFile]]:
    """Return a page in which files stand as content ids instead of `data:` addresses, and the files."""
    blocks: list[InlineFile] = []
    pieces: list[bytes] = []
    place = 0
    for found in _media(page):
        data = _unpacked(found[3])
        if data is None or len(blocks) >= MOST:
            continue
        content_id = f"data-{len(blocks) + 1}{IN_PAGE}"
        blocks.append(InlineFile(data, _name(page, found.start()), found[1].decode("ascii").lower(), content_id))
        pieces += [page[place : found.start()], b"cid:" + content_id.encode()]
        place = found.end()
    return b"".join([*pieces, page[place:]]), blocks


def _media(page: bytes) -> Iterator[re.Match[bytes]]:
    return (found for found in DATA.finditer(page) if MEDIA.match(found[1]))


def _unpacked(digits: bytes) -> bytes | None:
    plain = re.sub(rb"[\s=]", b"", unquote_to_bytes(digits)).replace(b"-", b"+").replace(b"_", b"/")
    try:
        return pybase64.b64decode(plain + b"=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _name(page: bytes, place: int) -> str:
    """Return the file name that the element around an address tells, '' if none."""
    start = max(page.rfind(b"<", max(place - 1000, 0), place), 0)
    told = NAMED.search(page, start, place)
    if told is None:
        close = page.find(b">", place)
        told = NAMED.search(page, max(close - 400, place), close) if close >= 0 else None
    return told[1].decode("utf-8", "replace") if told else ""
