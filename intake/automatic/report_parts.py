"""A mail taken apart line by line, without recursion and in one pass: for reports of machines, which no parser gives whole."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

from intake.mime.charsets import decode

MOST_PARTS = 200
HEADER_LINES = 1000
VALUE = 1000  # characters of a header value that are looked at
CARRIERS = frozenset({"message/rfc822", "message/global"})  # what follows their header is a mail's own header
SLOW_CHARSETS = frozenset({"punycode", "idna"})  # no charset of a text, and quadratic to decode
BOUNDARY = re.compile(r'boundary\s?=\s?(?:"([^"]{1,200})"|([^\s;"]{1,200}))', re.IGNORECASE)
CHARSET = re.compile(r'charset\s?=\s?"?([A-Za-z0-9._:-]{1,40})', re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class RawPart:
    """One part as it came: first value of each header (lower case names), its lines, whether it lies in an enclosed mail."""

    headers: dict[str, str]
    type: str
    enclosed: bool
    body: bytes = b""

    def text(self) -> str:
        """Return the body decoded as its headers say, by the usual guesses where they say nothing."""
        named = CHARSET.search(self.headers.get("content-type", ""))
        charset = named[1].lower() if named else ""
        return decode(self._decoded(), "" if charset in SLOW_CHARSETS else charset)

    def _decoded(self) -> bytes:
        encoding = self.headers.get("content-transfer-encoding", "").strip().lower()
        if encoding == "base64":
            digits = re.sub(rb"[^A-Za-z0-9+/]", b"", self.body)
            try:
                return base64.b64decode(digits[: len(digits) - (len(digits) % 4 == 1)] + b"=" * (-len(digits) % 4))
            except (binascii.Error, ValueError):
                return self.body
        return quopri.decodestring(self.body) if encoding == "quoted-printable" else self.body


def raw_parts(raw: bytes) -> list[RawPart]:
    """Return every part in order, at most 200: the mail itself first, enclosed mails as parts of their own."""
    return list(_walk(raw.replace(b"\r\n", b"\n").split(b"\n")))


def _walk(lines: list[bytes]) -> Iterator[RawPart]:
    marks: dict[bytes, bool] = {}  # boundary -> whether it was named inside an enclosed mail
    heading, enclosed, skipping, count = True, False, False, 0
    part, held = _part([], False), list[bytes]()
    for line in lines:
        mark = line.rstrip()[2:] if line.startswith(b"--") and marks else b""
        if mark in marks or (mark.endswith(b"--") and mark[:-2] in marks):
            if not skipping:
                yield _filled(part, held, heading, enclosed)
                count += 1
            skipping = mark not in marks  # after the last part of a multipart: nothing that anybody reads
            heading, enclosed, part, held = not skipping, marks.get(mark, False), _part([], False), []
        elif heading and not line.strip():
            part, held, heading = _part(held, enclosed), [], False
            found = BOUNDARY.search(part.headers.get("content-type", "")) if part.type.startswith("multipart/") else None
            if found:
                marks[(found[1] or found[2]).encode("utf-8", "surrogateescape").rstrip()] = enclosed
            if part.type in CARRIERS and "base64" not in part.headers.get("content-transfer-encoding", "").lower():
                yield part
                count += 1
                heading, enclosed, part = True, True, _part([], True)
        elif not skipping:
            held.append(line)
        if count >= MOST_PARTS:
            return
    if not skipping:
        yield _filled(part, held, heading, enclosed)


def _filled(part: RawPart, held: list[bytes], heading: bool, enclosed: bool) -> RawPart:
    """Return a part with its lines; one that ended in its header is that header."""
    if heading:
        return _part(held, enclosed)
    return RawPart(headers=part.headers, type=part.type, enclosed=part.enclosed, body=b"\n".join(held))


def _part(lines: list[bytes], enclosed: bool) -> RawPart:
    headers = header_block([line.decode("utf-8", "surrogateescape") for line in lines[:HEADER_LINES]])
    kind = headers.get("content-type", "text/plain").split(";")[0].strip().lower()
    return RawPart(headers=headers, type=kind, enclosed=enclosed)


def header_block(lines: list[str]) -> dict[str, str]:
    """Return name (lower case) -> first value of header lines, folded lines joined, values capped."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in lines:
        if line[:1] in {" ", "\t"}:
            if name:
                found[name].append(line.strip()[:VALUE])
            continue
        name, colon, value = line.partition(":")
        name = name.strip().lower() if colon else ""
        if name in found:
            name = ""  # a second of its name is passed over, its folded lines too
        elif name:
            found[name] = [value.strip()[:VALUE]]
    return {name: " ".join(values)[:VALUE] for name, values in found.items()}
