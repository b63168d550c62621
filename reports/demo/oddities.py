"""Make the mails and archives that are no plain submission: machine mail, cloud links, ZIPs as Windows writes them."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

from reports.demo import mails, mime
from reports.demo.mime import File, MailDraft

ZIPPED = (2026, 7, 1, 9, 0, 0)


def auto_reply(draft: MailDraft, *, headers: bool = True) -> bytes:
    """Return an out-of-office answer; without `headers` only its subject tells."""
    marks = (("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")) if headers else ()
    return mails.plain(replace(draft, headers=(*draft.headers, *marks)))


def list_mail(draft: MailDraft) -> bytes:
    """Return a newsletter with the headers of RFC 2369 and RFC 2919."""
    domain = draft.email.rpartition("@")[2]
    marks = (("List-Id", f"News <news.{domain}>"), ("List-Unsubscribe", f"<mailto:leave@{domain}>"), ("Precedence", "bulk"))
    return mails.plain(replace(draft, headers=(*draft.headers, *marks)))


def bounce(draft: MailDraft, lost_to: str, lost_id: str) -> bytes:
    """Return a delivery report of RFC 3464 about a letter to `lost_to` whose Message-ID was `lost_id`."""
    report = (
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example.com\r\n\r\n"
        f"Final-Recipient: rfc822; {lost_to}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        f"Diagnostic-Code: smtp; 550 5.1.1 <{lost_to}>: no such user\r\n"
    )
    original = f"Content-Type: text/rfc822-headers\r\n\r\nTo: <{lost_to}>\r\nMessage-ID: {lost_id}\r\nSubject: Re\r\n"
    text = mime.text_part(draft.text, encoding="8bit")
    body = mime.multipart("report", text, report.encode(), original.encode(), parameters=";\r\n report-type=delivery-status")
    raw = mime.mail(draft, body)
    return raw.replace(b"Return-Path: <" + draft.email.encode() + b">", b"Return-Path: <>", 1)


def qq_block(files: Sequence[tuple[str, int]], expires: datetime) -> str:
    """Return the HTML QQ Mail puts into a mail for large attachments: (name, bytes) each, one expiry (field-notes 4)."""
    rows = "".join(
        f'<div class="bigatt_bt" title="{name}"><a href="https://wx.mail.qq.com/ftn/download?func=3&amp;key={_key(name)}&amp;'
        f'code={_key(name)[:8]}" downloadlink="1">{name}</a> <span class="qqmailbgattach">文件大小：{size / 2**20:.2f}M</span>'
        f' <span expiretime="{int(expires.timestamp())}">到期时间：{expires:%Y年%m月%d日 %H:%M}</span></div>'
        for name, size in files
    )
    return f'<div id="QQMailBigAttach"><div>从QQ邮箱发来的超大附件</div>{rows}</div>'


def netease_block(files: Sequence[tuple[str, int]], expires: datetime) -> str:
    """Return the HTML 163 webmail puts into a mail for large attachments: (name, bytes) each, one expiry (field-notes 4)."""
    rows = "".join(
        f'<div style="clear:both;height:36px;padding:6px 4px"><a download="https://mail.163.com/large-attachment-download/index.html?'
        f'p={_key(name)}&amp;file={_key(name)[:6]}" href="https://mail.163.com/large-attachment-download/index.html?p={_key(name)}'
        f'&amp;file={_key(name)[:6]}" filename="{name}">{name}</a> ({size / 2**20:.1f}M, {expires:%Y年%m月%d日 %H:%M} 到期)</div>'
        for name, size in files
    )
    return f'<div id="divNeteaseBigAttach"><b>从网易163邮箱发来的超大附件</b>{rows}</div>'


def baidu_link(code: str = "k7m2") -> str:
    """Return the lines a netdisk gives its user to paste."""
    return f"链接: https://pan.baidu.com/s/1{_key(code)[:22]}?pwd={code} 提取码: {code}"


def zipped(files: Sequence[tuple[str, bytes]], *, gbk_names: bool = False, encrypted: bool = False) -> bytes:
    """Return a ZIP of (path, bytes); `gbk_names` as Windows writes them without the UTF-8 flag, `encrypted` only flags it so."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, data in files:
            entry = _Entry(path, ZIPPED)
            entry.gbk, entry.secret = gbk_names, encrypted
            archive.writestr(entry, data)
    return out.getvalue()


class _Entry(zipfile.ZipInfo):
    gbk = False
    secret = False

    def _encodeFilenameFlags(self) -> Any:  # noqa: N802 - the standard library's name for it
        flags = self.flag_bits | (0x1 if self.secret else 0)
        if self.gbk:
            return self.filename.encode("gbk"), flags & ~0x800
        return self.filename.encode("utf-8"), flags | (0 if self.filename.isascii() else 0x800)


def archive_file(name: str, data: bytes) -> File:
    """Return a ZIP as a file to attach."""
    return File(name=name, data=data, type="application/zip")


def _key(name: str) -> str:
    return sha256(name.encode()).hexdigest()[:32]
