"""Put raw mail together byte by byte: every habit of a mail program can be shown, where the standard library tidies."""

from __future__ import annotations

import quopri
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from enum import StrEnum
from hashlib import sha256
from urllib.parse import quote

import pybase64

CRLF = b"\r\n"


class NameEncoding(StrEnum):
    """How a file name is written into the headers of its part."""

    RFC2231 = "rfc2231"  # filename*=UTF-8''...
    CONTINUED = "continued"  # filename*0*=gb18030''...; filename*1*=..., split inside a character
    UTF8 = "utf-8"  # encoded words
    GB18030 = "gb18030"
    GB2312 = "gb2312"  # labelled gb2312, encoded gb18030 (field-notes 2)
    RAW_GBK = "raw"  # 8-bit bytes without any encoding
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class File:
    """One file to attach: its name as the sender sees it, its bytes and its declared type."""

    name: str
    data: bytes
    type: str = "application/octet-stream"

    def named(self, name: str) -> File:
        """Return the same bytes under another name."""
        return File(name=name, data=self.data, type=self.type)


def word(text: str, charset: str = "utf-8", label: str = "") -> bytes:
    """Return a header value as RFC 2047 base64 words of at most 75 characters; ASCII stays as it is."""
    if text.isascii():
        return text.encode()
    words, chunk = [], ""
    for letter in text:
        if len((chunk + letter).encode(charset)) > 30:
            words.append(chunk)
            chunk = ""
        chunk += letter
    words.append(chunk)
    mark = (label or charset).encode()
    return b"\r\n ".join(b"=?" + mark + b"?B?" + b64encode(each.encode(charset)) + b"?=" for each in words)


def parameter(key: str, name: str, naming: NameEncoding) -> bytes:
    """Return `; key=name` in one of the ways of writing it; b'' for Naming.NONE or no name."""
    if naming is NameEncoding.NONE or not name:
        return b""
    field = b";\r\n " + key.encode()
    if naming is NameEncoding.RAW_GBK:
        return field + b'="' + name.encode("gb18030") + b'"'
    if name.isascii():
        return field + b'="' + name.encode() + b'"'
    if naming is NameEncoding.RFC2231:
        return field + b"*=UTF-8''" + quote(name, safe="").encode()
    if naming is NameEncoding.CONTINUED:
        raw = name.encode("gb18030")
        cut = len(raw) // 2 | 1  # odd: inside a two-byte character
        return (
            field + b"*0*=gb18030''" + quote(raw[:cut], safe="").encode() + field + b"*1*=" + quote(raw[cut:], safe="").encode()
        )
    charset = "utf-8" if naming is NameEncoding.UTF8 else "gb18030"
    return field + b'="' + word(name, charset, naming.value) + b'"'


def part(file: File, naming: NameEncoding = NameEncoding.RFC2231, disposition: str = "attachment", cid: str = "") -> bytes:
    """Return a base64 part with CRLF lines; `disposition` '' leaves that header out, `cid` adds a Content-ID."""
    in_type = parameter("name", file.name, naming)
    lines = [b"Content-Type: " + file.type.encode() + in_type, b"Content-Transfer-Encoding: base64"]
    if disposition:
        lines.append(b"Content-Disposition: " + disposition.encode() + parameter("filename", file.name, naming))
    if cid:
        lines.append(b"Content-ID: <" + cid.encode() + b">")
    return CRLF.join(lines) + CRLF * 2 + encoded(file.data)


def text_part(text: str, subtype: str = "plain", charset: str = "utf-8", label: str = "", encoding: str = "base64") -> bytes:
    """Return a text part; `label` names another charset than the one used, `encoding` is base64, quoted-printable or 8bit."""
    raw = text.replace("\r\n", "\n").replace("\n", "\r\n").encode(charset)
    head = f"Content-Type: text/{subtype}; charset={label or charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode()
    if encoding == "base64":
        return head + encoded(raw)
    if encoding == "quoted-printable":
        raw = quopri.encodestring(raw.replace(CRLF, b"\n")).replace(b"\n", CRLF)
    return head + raw


def encoded(data: bytes) -> bytes:
    """Return bytes as base64 in lines of 76 characters that end in CRLF."""
    return bytes(pybase64.encodebytes(data)).replace(b"\n", CRLF)


def multipart(subtype: str, *parts: bytes, parameters: str = "") -> bytes:
    """Return a multipart entity; its boundary comes from its content, so that the same mail has the same bytes."""
    digest = sha256(b"|".join(each[:400] + str(len(each)).encode() for each in parts)).hexdigest()[:24]
    boundary = b"----=_Part_" + digest.encode()
    head = b"Content-Type: multipart/" + subtype.encode() + b';\r\n boundary="' + boundary + b'"' + parameters.encode()
    pieces = [head, CRLF * 2]
    for each in parts:
        pieces += [b"--", boundary, CRLF, each, CRLF]
    return b"".join((*pieces, b"--", boundary, b"--", CRLF))


def attached_mail(raw: bytes, disposition: str = "attachment") -> bytes:
    """Return a message/rfc822 part that holds a whole mail."""
    return b"Content-Type: message/rfc822\r\nContent-Disposition: " + disposition.encode() + CRLF * 2 + raw


@dataclass(frozen=True, kw_only=True)
class MailDraft:
    """What a person writes, before a mail program gives it its shape (times aware)."""

    name: str
    email: str
    to: str
    subject: str
    text: str
    files: tuple[File, ...] = ()
    arrives: datetime
    in_reply_to: str = ""
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def message_id(self) -> str:
        """Return a Message-ID that depends on sender, subject, text and time only."""
        seed = f"{self.email}|{self.subject}|{self.text}|{self.arrives.isoformat()}"
        return f"<{sha256(seed.encode()).hexdigest()[:28]}@{self.email.rpartition('@')[2] or 'example.org'}>"


def mail(draft: MailDraft, body: bytes, mailer: str = "", charset: str = "utf-8", label: str = "") -> bytes:
    """Return a whole mail: transport headers, the draft's headers, and an entity with its own Content-Type."""
    stamp = format_datetime(draft.arrives).encode()
    sender = b"<" + draft.email.encode() + b">"
    lines = [
        b"Return-Path: " + sender,
        b"Received: from mail.example.com (mail.example.com [192.0.2.25])\r\n by mx.example.net with ESMTPS; " + stamp,
        b"Date: " + stamp,
        b"From: " + (word(draft.name, charset, label) + b" " + sender if draft.name else sender),
        b"To: <" + draft.to.encode() + b">",
        b"Subject: " + word(draft.subject, charset, label),
        b"Message-ID: " + draft.message_id.encode(),
    ]
    if draft.in_reply_to:
        lines += [b"In-Reply-To: " + draft.in_reply_to.encode(), b"References: " + draft.in_reply_to.encode()]
    if mailer:
        lines.append(b"X-Mailer: " + mailer.encode())
    lines += [name.encode() + b": " + value.encode("utf-8") for name, value in draft.headers]
    return CRLF.join((*lines, b"MIME-Version: 1.0", body))
