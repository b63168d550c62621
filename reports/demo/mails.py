"""Shape a draft as the mail programs do that people use; every function returns the raw bytes of one mail."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import replace

from reports.demo import mime
from reports.demo.mime import File, MailDraft, NameEncoding

Program = Callable[[MailDraft], bytes]
SIGNED_IPHONE = "\n\nSent from my iPhone"


def plain(draft: MailDraft, naming: NameEncoding = NameEncoding.RFC2231, charset: str = "utf-8") -> bytes:
    """Return multipart/mixed with one text and base64 attachments; a single text/plain without files."""
    text = mime.text_part(draft.text, charset=charset, encoding="base64" if charset == "utf-8" else "8bit")
    if not draft.files:
        return mime.mail(draft, text)
    return mime.mail(draft, mime.multipart("mixed", text, *(mime.part(file, naming) for file in draft.files)))


def outlook(draft: MailDraft, logo: File | None = None) -> bytes:
    """Return Outlook's shape: alternative text and HTML, then the files; `logo` stands under the signature by its cid."""
    picture = '<p><img src="cid:image001.png@01DB" width=160></p>' if logo else ""
    body: bytes = mime.multipart("alternative", _text(draft), _html(draft, picture))
    if logo:
        shown = mime.part(logo, disposition="inline", cid="image001.png@01DB")
        body = mime.multipart("related", body, shown, parameters=';\r\n type="multipart/alternative"')
    parts = (body, *(mime.part(file, NameEncoding.UTF8) for file in draft.files))
    return mime.mail(draft, mime.multipart("mixed", *parts), "Microsoft Outlook 16.0")


def apple_mail(draft: MailDraft) -> bytes:
    """Return Apple Mail's shape: alternative of text and mixed, whose pictures stand nameless between pieces of HTML."""
    pieces = [_html(draft)]
    for file in draft.files:
        inline = file.type.startswith("image/")
        pieces.append(
            mime.part(file, NameEncoding.NONE if inline else NameEncoding.RFC2231, "inline" if inline else "attachment")
        )
        pieces.append(mime.text_part("<html><body><br></body></html>", "html", encoding="8bit"))
    body = mime.multipart("alternative", _text(draft), mime.multipart("mixed", *pieces))
    return mime.mail(draft, body, "Apple Mail (2.3826.500.181)")


def qq_mail(draft: MailDraft, block: str = "") -> bytes:
    """Return QQ Mail's shape: gb18030 throughout, labelled gb2312, files as octet-stream; `block` is HTML under the text."""
    page = _page(draft, block)
    texts = [mime.text_part(draft.text, charset="gb18030", label="gb2312")]
    texts.append(mime.text_part(page, "html", charset="gb18030", label="gb2312"))
    files = (File(name=file.name, data=file.data) for file in draft.files)
    parts = (mime.multipart("alternative", *texts), *(mime.part(file, NameEncoding.GB2312) for file in files))
    return mime.mail(draft, mime.multipart("mixed", *parts), "QQMail 2.x", "gb18030", "gb2312")


def netease_mail(draft: MailDraft, block: str = "") -> bytes:
    """Return the shape of 163 and 126 webmail: GBK texts, names as gb18030 words; `block` is HTML under the text."""
    texts = [mime.text_part(draft.text, charset="gbk", label="GBK")]
    texts.append(mime.text_part(_page(draft, block), "html", charset="gbk", label="GBK"))
    parts = (mime.multipart("alternative", *texts), *(mime.part(file, NameEncoding.GB18030) for file in draft.files))
    return mime.mail(draft, mime.multipart("mixed", *parts), "Coremail Webmail Server Version XT5.0.14", "gb18030", "GBK")


def gmail(draft: MailDraft) -> bytes:
    """Return Gmail's shape: alternative, then files with a Content-ID of their own that nothing refers to."""
    body = mime.multipart("alternative", _text(draft, "quoted-printable"), _html(draft))
    parts = (mime.part(file, NameEncoding.UTF8, cid=f"f_m{number:06d}") for number, file in enumerate(draft.files))
    return mime.mail(draft, mime.multipart("mixed", body, *parts))


def iphone(draft: MailDraft) -> bytes:
    """Return the shape of a phone: text first, pictures inline under camera names, the phone's signature last."""
    parts = [mime.text_part(draft.text, encoding="quoted-printable")]
    for number, file in enumerate(draft.files, 2041):
        shot = file.type == "image/jpeg"
        parts.append(
            mime.part(file.named(f"IMG_{number}.jpeg") if shot else file, NameEncoding.UTF8, "inline" if shot else "attachment")
        )
    parts.append(mime.text_part(SIGNED_IPHONE, encoding="8bit"))
    return mime.mail(draft, mime.multipart("mixed", *parts), "iPhone Mail (22F76)")


def single_part(draft: MailDraft) -> bytes:
    """Return a mail that is its first file and nothing else: no text, no multipart."""
    return mime.mail(draft, mime.part(draft.files[0], disposition="inline"))


def octet_streams(draft: MailDraft) -> bytes:
    """Return a mail whose files are all declared application/octet-stream."""
    files = (File(name=file.name, data=file.data) for file in draft.files)
    return mime.mail(draft, mime.multipart("mixed", _text(draft), *(mime.part(file) for file in files)))


def apple_double(draft: MailDraft) -> bytes:
    """Return a mail whose pictures come as multipart/appledouble: resource fork and data under one name."""
    parts = []
    for file in draft.files:
        if not file.type.startswith("image/"):
            parts.append(mime.part(file))
            continue
        fork = b"\x00\x05\x16\x07\x00\x02\x00\x00" + b"Mac OS X        " + bytes(58)
        resource = File(name=file.name, data=fork, type="application/applefile")
        parts.append(mime.multipart("appledouble", mime.part(resource), mime.part(file)))
    return mime.mail(draft, mime.multipart("mixed", _text(draft), *parts), "Apple Mail (2.936)")


def with_part(draft: MailDraft, extra: bytes) -> bytes:
    """Return a plain mail with one more ready-made part at its end."""
    parts = (_text(draft), *(mime.part(file) for file in draft.files), extra)
    return mime.mail(draft, mime.multipart("mixed", *parts))


def raw_headers(draft: MailDraft) -> bytes:
    """Return a mail whose subject, sender's name and file names are bare 8-bit GBK (field-notes 2)."""
    raw = plain(replace(draft, subject="SUBJECT", name="SENDER"), NameEncoding.RAW_GBK)
    raw = raw.replace(b"Subject: SUBJECT", b"Subject: " + draft.subject.encode("gb18030"), 1)
    return raw.replace(b"From: SENDER", b'From: "' + draft.name.encode("gb18030") + b'"', 1)


def forwarded(draft: MailDraft, inner: bytes) -> bytes:
    """Return a mail that forwards another one as a message/rfc822 attachment."""
    return with_part(draft, mime.attached_mail(inner))


def without_header(raw: bytes, name: str) -> bytes:
    """Return a mail without one of its headers, continuation lines included."""
    head, _, body = raw.partition(b"\r\n\r\n")
    kept: list[bytes] = []
    dropping = False
    for line in head.split(b"\r\n"):
        dropping = line.lower().startswith(name.lower().encode() + b":") or (dropping and line[:1] in b" \t" and line != b"")
        kept += [] if dropping else [line]
    return b"\r\n".join(kept) + b"\r\n\r\n" + body


def _text(draft: MailDraft, encoding: str = "base64") -> bytes:
    return mime.text_part(draft.text, encoding=encoding)


def _html(draft: MailDraft, tail: str = "") -> bytes:
    return mime.text_part(_page(draft, tail), "html")


def _page(draft: MailDraft, tail: str = "") -> str:
    lines: Sequence[str] = draft.text.split("\n")
    return "<html><body>" + "".join(f"<div>{html.escape(line) or '<br>'}</div>" for line in lines) + tail + "</body></html>"
