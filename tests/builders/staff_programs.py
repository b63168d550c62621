"""How the mail programs of an office answer a page of ours, open its links and attach files: whole mails, byte by byte.

Written from these programs' sources and from reports, not captured.
"""

from __future__ import annotations

import html as markup
import quopri
import re
from base64 import b64encode
from datetime import UTC, datetime
from email.utils import format_datetime, make_msgid
from urllib.parse import quote

from tests.builders.carrier_samples import winmail
from tests.builders.staff_mails import DESK, LI, html_of, orders_in, text_of

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRAPPED = 68


def word(text, charset="utf-8", label="", each=15):
    """Return a header's value as encoded words of so many characters each, folded between them."""
    cut = [text[place : place + each] for place in range(0, len(text), each)]
    return "\r\n ".join(f"=?{label or charset}?B?{b64encode(piece.encode(charset)).decode()}?=" for piece in cut)


def whole(subject, body, *headers, page=None, sender=LI, program=""):
    """Return a mail: `subject` and headers as they stand on the wire, body with its own headers."""
    lines = [f"From: {sender}", f"To: {DESK}", f"Subject: {subject}", f"Date: {format_datetime(datetime.now(UTC))}"]
    lines.append(f"Message-ID: {make_msgid('s', 'office.example')}")
    if page is not None:
        lines += [f"In-Reply-To: {page['Message-ID']}", f"References: {page['Message-ID']}"]
    if program:
        lines.append(f"X-Mailer: {program}")
    return "\r\n".join([*lines, *headers, "MIME-Version: 1.0", body]).encode("ascii")


def part(text, kind="plain", charset="utf-8", label="", encoding="base64", flowed=""):
    """Return a text part."""
    raw = text.replace("\r\n", "\n").replace("\n", "\r\n").encode(charset)
    data = b64encode(raw).decode() if encoding == "base64" else quopri.encodestring(raw.replace(b"\r\n", b"\n")).decode()
    data = (
        "\r\n".join(data[at : at + 76] for at in range(0, len(data), 76)) if encoding == "base64" else data.replace("\n", "\r\n")
    )
    return (
        f'Content-Type: text/{kind}; charset="{label or charset}"{flowed}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{data}'
    )


def several(kind, *parts):
    """Return a multipart."""
    mark = "----=_Part_7_" + kind
    return (
        f'Content-Type: multipart/{kind};\r\n boundary="{mark}"\r\n\r\n'
        + "".join(f"--{mark}\r\n{each}\r\n" for each in parts)
        + f"--{mark}--\r\n"
    )


def file(name, data, kind=SHEET, named="rfc2231"):
    """Return an attached file; `named`: how its name is written."""
    if named == "rfc2231":
        told = f"filename*=UTF-8''{quote(name)}"
    else:
        told = f'filename="{word(name, named, "gb2312" if named == "gb18030" else "", 40)}"'
    data = b64encode(data).decode()
    lines = "\r\n".join(data[at : at + 76] for at in range(0, len(data), 76))
    return (
        f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n {told}\r\n\r\n{lines}"
    )


def lines_as(text, tag="div"):
    """Return typed lines as a program's HTML."""
    return "".join(f"<{tag}>{markup.escape(line) or '<br>'}</{tag}>" for line in text.split("\n"))


def quoted_page(page):
    """Return what a reply shows below: the page's own HTML, without its head."""
    return re.sub(r"(?s)^.*?<body[^>]*>|</body>.*$", "", html_of(page))


def outlook(page, typed, sender=LI, *files):
    """Reply as Outlook for Windows does: text and HTML, a block of labels above the page, a signature."""
    label = f"发件人: Photo call <{DESK}>\n发送时间: 2026年8月10日 9:05\n收件人: {sender}\n主题: {page['Subject']}"
    text = f"{typed}\n\n李雯\n国际合作处\n\n{label}\n\n{text_of(page)}"
    shown = (
        f'<html><body><div class="WordSection1">{lines_as(typed, "p")}<p>&nbsp;</p><p>李雯</p><div><div style="border:none;border-top:'
        f'solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p>{label.replace(chr(10), "<br>")}</p></div></div>{quoted_page(page)}</div></body></html>'
    )
    body = several("alternative", part(text, charset="gb18030", label="gb2312"), part(shown, "html", "gb18030", "gb2312"))
    if files:
        body = several("mixed", body, *files)
    subject = word(f"答复: {page['Subject']}", "gb18030", "gb2312")
    return whole(
        subject,
        body,
        "Thread-Index: AQHb0000000000000000000000000000",
        page=page,
        sender=sender,
        program="Microsoft Outlook 16.0",
    )


def qq(page, typed, sender=LI, *files, shown=""):
    """Reply as QQ Mail does: HTML alone, gb18030 in base64, the page below a line of dashes; `shown`: large attachments as links."""
    head = (
        '<div style="font-size: 12px;font-family: Arial Narrow;padding:2px 0 2px 0;">------------------&nbsp;原始邮件&nbsp;------------------</div>'
        f'<div style="font-size: 12px;background:#efefef;padding:8px;"><div><b>发件人:</b>&nbsp;"Photo call"&lt;{DESK}&gt;;</div><div><b>发送时间:</b>&nbsp;2026年8月10日(星期一) 上午9:05</div>'
        f'<div><b>收件人:</b>&nbsp;"{sender}"&lt;{sender}&gt;;</div><div></div><div><b>主题:</b>&nbsp;{page["Subject"]}</div></div>'
    )
    shown = f"{lines_as(typed)}{shown}<div><br></div><div><div><br></div><div><br></div>{head}<div><br></div>{quoted_page(page)}</div>"
    body = part(shown, "html", "gb18030")
    if files:
        body = several("mixed", body, *files)
    return whole(word(f"回复：{page['Subject']}", "gb18030"), body, page=page, sender=sender, program="QQMail 2.x")


def foxmail(page, typed, sender=LI, *files):
    """Reply as Foxmail does: text and HTML, the page in a blockquote below bold labels."""
    label = f"发件人： Photo call\n发送时间： 2026-08-10 09:05\n收件人： {sender}\n主题： {page['Subject']}"
    bold = "".join("<div><b>{}：</b>&nbsp;{}</div>".format(*line.split("： ", 1)) for line in label.split("\n"))
    shown = (
        f"<html><body>{lines_as(typed)}<div><br></div><hr style='width:210px;height:1px' align='left'><div><span>李雯</span></div>"
        f"<blockquote style='margin-Top: 0px'><div>&nbsp;</div><div style='border:none;border-top:solid #B5C4DF 1.0pt'>{bold}</div><div>{quoted_page(page)}</div></blockquote></body></html>"
    )
    text = f"{typed}\n\n\n李雯\n \n{label}\n{text_of(page)}"
    body = several(
        "alternative", part(text, charset="gb18030", label="GB2312"), part(shown, "html", "gb18030", "GB2312", "quoted-printable")
    )
    if files:
        body = several("mixed", body, *files)
    return whole(
        word(f"回复: {page['Subject']}", "gb18030", "GB2312"), body, page=page, sender=sender, program="Foxmail 7.2.25.213[cn]"
    )


def netease(page, typed, sender=LI, *files):
    """Reply as 163's web mail does: GBK, the page in a blockquote of its own id."""
    head = f'在 2026-08-10 09:05:00，"Photo call" <{DESK}> 写道：'
    shown = (
        f'<div style="line-height:1.7;color:#000000;font-size:14px;font-family:Arial">{lines_as(typed)}<p><br></p><div id="divNeteaseMailCard"></div>'
        f'<p>{markup.escape(head)}</p><blockquote id="isReplyContent" style="PADDING-LEFT: 1ex;">{quoted_page(page)}</blockquote></div>'
    )
    marked = "\n".join(f"> {line}" for line in text_of(page).splitlines())
    body = several(
        "alternative",
        part(f"{typed}\n\n\n{head}\n{marked}", charset="gb18030", label="GBK"),
        part(shown, "html", "gb18030", "GBK"),
    )
    if files:
        body = several("mixed", body, *files)
    return whole(
        word(f"Re:{page['Subject']}", "gb18030", "GBK"), body, page=page, sender=sender, program="Coremail Webmail Server"
    )


def iphone(page, typed, sender=LI, *files):
    """Reply as a phone does: its own line below the words, the page marked line by line."""
    marked = "\n".join(f"> {line}" for line in text_of(page).splitlines())
    text = f"{typed}\n\n发自我的iPhone\n\n> 在 2026年8月10日，09:05，Photo call <{DESK}> 写道：\n> \n{marked}"
    shown = (
        f'<html><body dir="auto">{lines_as(typed)}<br><div dir="ltr">发自我的iPhone</div><div dir="ltr"><br><blockquote type="cite">在 2026年8月10日，09:05，Photo call '
        f'&lt;{DESK}&gt; 写道：<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">{quoted_page(page)}</div></blockquote></body></html>'
    )
    body = several("alternative", part(text, encoding="quoted-printable"), part(shown, "html"))
    if files:
        body = several("mixed", body, *files)
    return whole(word(f"Re: {page['Subject']}"), body, page=page, sender=sender, program="iPhone Mail (22F76)")


def flowed(page, typed, sender=LI, *files):
    """Reply as Thunderbird does: one text, long lines broken softly (RFC 3676), no HTML."""
    soft = "\n".join(_soft(line) for line in typed.split("\n"))
    marked = "\n".join(f"> {line}".rstrip() for line in text_of(page).splitlines())
    body = part(
        f"{soft}\n\nOn 10/08/2026 09:05, Photo call wrote:\n{marked}\n", encoding="quoted-printable", flowed="; format=flowed"
    )
    if files:
        body = several("mixed", body, *files)
    return whole(word(f"Re: {page['Subject']}"), body, page=page, sender=sender, program="Thunderbird")


def below(page, typed, sender=LI):
    """Reply below the page, as some write: the page is marked, the words are not."""
    marked = "\n".join(f"> {line}".rstrip() for line in text_of(page).splitlines())
    body = part(f"On 10/08/2026 09:05, Photo call wrote:\n{marked}\n\n{typed}\n", encoding="quoted-printable")
    return whole(word(f"Re: {page['Subject']}"), body, page=page, sender=sender)


def passed_back(page, typed, sender=LI):
    """Forward a page back to the desk instead of answering it, with no thread."""
    label = f"发件人: Photo call <{DESK}>\n发送时间: 2026年8月10日 9:05\n收件人: {sender}\n主题: {page['Subject']}"
    return whole(word(f"转发: {page['Subject']}"), part(f"{typed}\n\n{label}\n\n{text_of(page)}"), sender=sender)


REPLIES = {"outlook": outlook, "qq": qq, "foxmail": foxmail, "163": netease, "iphone": iphone, "flowed": flowed}


def link_of(page, reference, action):
    """Return (subject, body) that a link of a page opens a mail with."""
    _, subject, body = orders_in(page)[reference, action]
    return subject, body


def by_outlook(page, reference, action, typed=""):
    """Send what a link opened in Outlook: HTML and text, its own signature below."""
    subject, body = link_of(page, reference, action)
    text = f"{typed}{body}\n\n李雯\n国际合作处"
    return whole(
        subject,
        several(
            "alternative",
            part(text, charset="gb18030", label="gb2312"),
            part(f"<html><body>{lines_as(text, 'p')}</body></html>", "html", "gb18030", "gb2312"),
        ),
        program="Microsoft Outlook 16.0",
    )


def by_qq(page, reference, action, typed=""):
    """Send what a link opened in QQ Mail: HTML alone; the subject in encoded words that cut the key in two."""
    subject, body = link_of(page, reference, action)
    return whole(word(subject, "gb18030", each=31), part(lines_as(typed + body), "html", "gb18030"), program="QQMail 2.x")


def by_foxmail(page, reference, action, typed=""):
    """Send what a link opened in Foxmail, which left the link's escapes in the subject and folded it inside the key."""
    subject, body = link_of(page, reference, action)
    raw = quote(subject, safe="")
    return whole(
        f"{raw[:WRAPPED]}\r\n {raw[WRAPPED:]}",
        part(f"{typed}{body}", charset="gb18030", label="GB2312"),
        program="Foxmail 7.2.25.213[cn]",
    )


def by_netease(page, reference, action, typed=""):
    """Send what a link opened in 163's web mail: full-width signs in the subject, as typed, and no body of the link."""
    subject, _ = link_of(page, reference, action)
    wide = "".join(
        chr(ord(char) + 0xFEE0) if char.isdigit() or char in "[]" else "\u3000" if char == " " else char for char in subject[:-26]
    )
    return whole(word(f"回复：{wide}{subject[-26:]}", "gb18030", "GBK"), part(typed or "\n", charset="gb18030", label="GBK"))


def by_iphone(page, reference, action, typed=""):
    """Send what a link opened on a phone: capitals first, the phone's own line below."""
    subject, body = link_of(page, reference, action)
    return whole(
        subject[:-26] + subject[-26:].upper(),
        part(f"{typed}{body}\n\n发自我的iPhone", encoding="quoted-printable"),
        program="iPhone Mail",
    )


LINKS = {"outlook": by_outlook, "qq": by_qq, "foxmail": by_foxmail, "163": by_netease, "iphone": by_iphone}


def in_winmail(name, data):
    """Return the file that Outlook's rich text packs files into."""
    return file("winmail.dat", winmail([(name, data)]), "application/ms-tnef")


def _soft(line):
    """Break a line softly: a blank at the end says that it goes on."""
    words, out, now = line.split(" "), [], ""
    for each in words:
        if len(now) + len(each) > WRAPPED and now:
            out.append(now)
            now = ""
        now += f"{each} "
    return " \n".join(part.rstrip(" ") for part in [*out, now])
