"""Delivery reports as hosts write them: invented hosts and addresses, the shapes of real ones."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, replace
from quopri import encodestring

from intake.automatic.delivery_report import Bounce
from tests.builders.registry_samples import MARK

LOST_TO = "marta@example.com"
OUR_ID = MARK.message_id("a letter to Marta", "example.org")
OURS = "photo@example.org"
BARE = OUR_ID.strip("<>")


@dataclass(frozen=True)
class Sample:
    """One report and what must be read in it; its message_ids need only contain OUR_ID, its diagnostic only begin so."""

    name: str
    raw: bytes
    expected: Bounce | None
    names_our_letter: bool = True


def head(subject: str, sender: str, *more: str) -> str:
    """Return the header of a report."""
    lines = (f"From: {sender}", f"To: <{OURS}>", f"Subject: {subject}", "Return-Path: <>", "MIME-Version: 1.0", *more)
    return "\r\n".join(lines) + "\r\n"


def mixed(kind: str, *parts: str) -> str:
    """Return a multipart with its header."""
    body = "".join(f"--b1\r\n{part}\r\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="b1"\r\n\r\nThis is a MIME message.\r\n{body}--b1--\r\n'


def original(header: str = f"Message-ID: {OUR_ID}") -> str:
    """Return the returned letter."""
    return f"Content-Type: message/rfc822\r\n\r\nFrom: {OURS}\r\nTo: {LOST_TO}\r\nSubject: Re: photos\r\n{header}\r\n\r\nDear Marta\r\n"


def status(
    action: str = "failed", code: str = "5.1.1", said: str = "550 5.1.1 <marta@example.com>: no such user", more: str = ""
) -> str:
    """Return a message/delivery-status part."""
    return (
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\nArrival-Date: Fri, 10 Jul 2026 10:00:00 +0800\r\n\r\n"
        f"{more}Final-Recipient: rfc822; {LOST_TO}\r\nAction: {action}\r\nStatus: {code}\r\nDiagnostic-Code: smtp; {said}\r\n"
    )


def words(text: str, kind: str = "plain", charset: str = "utf-8", encoding: str = "base64") -> str:
    """Return a text part in a charset and encoding."""
    data = text.encode(charset)
    body = {"base64": b64encode, "quoted-printable": encodestring}[encoding](data).decode()
    return f"Content-Type: text/{kind}; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}\r\n"


def formal(**changes: object) -> Bounce:
    """Return what an RFC 3464 report of the usual kind says."""
    usual = Bounce(
        recipient=LOST_TO,
        mentioned=(LOST_TO,),
        permanent=True,
        status="5.1.1",
        diagnostic="550 5.1.1 <marta@example.com>: no such user",
        reporter="mailer-daemon@mx.example.com",
        formal=True,
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


POSTFIX = head("Undelivered Mail Returned to Sender", "MAILER-DAEMON@mx.example.com (Mail Delivery System)")
NOTE = "Content-Type: text/plain\r\n\r\nI'm sorry to have to inform you that your message could not be delivered.\r\n"
HEADERS_ONLY = f"Content-Type: text/rfc822-headers\r\n\r\nTo: {LOST_TO}\r\nMessage-ID: {OUR_ID}\r\n"

QQ = f"""<div><h2>退信原因</h2><p>很抱歉，您发送至 <a href="mailto:{LOST_TO}">{LOST_TO}</a> 的邮件被退回。</p>
<p>host mx.example.com[203.0.113.7] said: 550 Mailbox not found. 收件人邮件地址（{LOST_TO}）不存在，邮件无法送达。</p>
<p>建议：请核实收件人地址。 Message-ID: &lt;{BARE}&gt;</p></div>"""
NETEASE = f"""抱歉，您的邮件被退回来了……
原邮件信息： 时间 2026-07-10 10:00:00 主题 Re: 国际友人看中国 收件人 {LOST_TO}
退信原因： 收件人邮箱空间已满。 SMTP error, RCPT TO: 552 Quota exceeded or service disabled
Message-Id: {OUR_ID}"""
EXMAIL = f"""<table><tr><td>退信代码：550 5.7.1</td></tr><tr><td>您的邮件被收件方服务器判为垃圾邮件而拒绝接收。收件人：{LOST_TO}</td></tr>
<tr><td>原邮件标识 {BARE}</td></tr></table>"""
ALIMAIL = f"""您的邮件无法投递给以下收件人：
{LOST_TO}
原因：无此用户（user not exist），mail from alimail.example.com 550 5.1.1
------ 原邮件头 ------
Message-ID: {OUR_ID}
To: {LOST_TO}"""
EXCHANGE = f"""<html><body><p>Your message to {LOST_TO} couldn't be delivered.</p><p><b>marta</b> wasn't found at example.com.</p>
<p>Diagnostic information for administrators: Generating server: MX1.example.com</p><p>{LOST_TO}<br>
Remote server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient {LOST_TO} not found by SMTP address lookup'</p>
<p>Original message headers:</p><pre>Message-ID: &lt;{BARE}&gt;</pre></body></html>"""
GMAIL = f"""** Address not found **

Your message wasn't delivered to {LOST_TO} because the address couldn't be found, or is unable to receive mail.

The response from the remote server was:
550 5.1.1 The email account that you tried to reach does not exist.
"""
VACATION = "I have left the company; this address does not exist any more. 550"

SAMPLES = (
    Sample("postfix", (POSTFIX + mixed("report; report-type=delivery-status", NOTE, status(), original())).encode(), formal()),
    Sample("headers-only", (POSTFIX + mixed("report", NOTE, status(), HEADERS_ONLY)).encode(), formal()),
    Sample(
        "delayed",
        (POSTFIX + mixed("report", NOTE, status("delayed", "4.4.1", "connect to mx.example.com: timed out"), original())).encode(),
        formal(permanent=False, delayed=True, status="4.4.1", diagnostic="connect to mx.example.com: timed out"),
    ),
    Sample(
        "gave-up-on-a-full-mailbox",
        (POSTFIX + mixed("report", NOTE, status("failed", "5.2.2", "552 5.2.2 mailbox full"), original())).encode(),
        formal(permanent=False, status="5.2.2", diagnostic="552 5.2.2 mailbox full"),
    ),
    Sample(
        "gave-up-after-days",
        (POSTFIX + mixed("report", NOTE, status("failed", "4.4.7", "delivery time expired"), original())).encode(),
        formal(permanent=False, status="4.4.7", diagnostic="delivery time expired"),
    ),
    Sample("delivered", (POSTFIX + mixed("report", NOTE, status("delivered", "2.0.0", "250 ok"), original())).encode(), None),
    Sample(
        "forwarded-on",
        (POSTFIX + mixed("report", NOTE, status(more=f"Original-Recipient: rfc822;{LOST_TO}\r\n").replace(
            f"Final-Recipient: rfc822; {LOST_TO}", "Final-Recipient: RFC822; <ml@example.net>"), original())).encode(),
        formal(recipient="ml@example.net", mentioned=("ml@example.net", LOST_TO)),
    ),
    Sample(
        "folded-and-8-bit",
        (POSTFIX + mixed("report", NOTE, status(said="550 5.1.1\r\n\tno such user\r\n 查无此人"), original())).encode(),
        formal(diagnostic="550 5.1.1 no such user 查无此人"),
    ),
    Sample(
        "qq",
        (head("=?utf-8?B?" + b64encode("系统退信".encode()).decode() + "?=", "PostMaster <PostMaster@qq.example.com>")
         + words(QQ, "html", "gb18030")).encode(),
        Bounce(recipient=LOST_TO, mentioned=(LOST_TO,), permanent=True, status="550",
               diagnostic="host mx.example.com[203.0.113.7] said: 550 Mailbox not found.", reporter="postmaster@qq.example.com"),
    ),
    Sample(
        "163-full",
        (head("系统退信", "Postmaster@163.example.com") + words(NETEASE, charset="gbk", encoding="quoted-printable")).encode(),
        Bounce(recipient="", mentioned=(LOST_TO,), permanent=False, status="552",
               diagnostic="退信原因： 收件人邮箱空间已满。", reporter="postmaster@163.example.com"),
    ),
    Sample(
        "exmail-spam",
        (head("退信：Re: 国际友人看中国", "postmaster@exmail.example.com") + words(EXMAIL, "html")).encode(),
        Bounce(recipient="", mentioned=(LOST_TO,), permanent=False, status="5.7.1", diagnostic="退信代码：550 5.7.1",
               reporter="postmaster@exmail.example.com"),
    ),
    Sample(
        "alimail",
        (head("邮件投递失败", "系统管理员 <system@alimail.example.com>") + words(ALIMAIL)).encode(),
        Bounce(recipient="", mentioned=(LOST_TO,), permanent=True, status="5.1.1", diagnostic="原因：无此用户（user not exist）",
               reporter="system@alimail.example.com"),
    ),
    Sample(
        "exchange",
        (head("Undeliverable: Re: photos", "postmaster@mx1.example.com") + words(EXCHANGE, "html", encoding="quoted-printable")).encode(),
        Bounce(recipient=LOST_TO, mentioned=(LOST_TO,), permanent=True, status="5.1.10", diagnostic="Remote server returned '550 5.1.10",
               reporter="postmaster@mx1.example.com"),
    ),
    Sample(
        "gmail",
        (head("Delivery Status Notification (Failure)", "Mail Delivery Subsystem <mailer-daemon@mail.example.net>",
              f"X-Failed-Recipients: {LOST_TO}", f"In-Reply-To: {OUR_ID}", f"References: {OUR_ID}") + words(GMAIL)).encode(),
        Bounce(recipient=LOST_TO, mentioned=(LOST_TO,), permanent=True, status="5.1.1", diagnostic="550 5.1.1 The email account",
               reporter="mailer-daemon@mail.example.net"),
    ),
    Sample(
        "without-our-message-id",
        (head("系统退信", "postmaster@163.example.com") + words(f"您发给 {LOST_TO} 的邮件被退回：550 用户不存在")).encode(),
        Bounce(recipient=LOST_TO, mentioned=(LOST_TO,), permanent=True, status="550", diagnostic=f"您发给 {LOST_TO} 的邮件被退回：550 用户不存在",
               reporter="postmaster@163.example.com"),
        names_our_letter=False,
    ),
    Sample("a-persons-mail", (head("My photos", LOST_TO) + words("They could not be delivered last time: 550 user unknown")).encode(), None),
    Sample("a-vacation-note", (head("Re: photos", LOST_TO, f"In-Reply-To: {OUR_ID}") + words(VACATION)).encode(), None),
    Sample("a-forwarded-report", (head("Fwd: what is this?", LOST_TO) + mixed(
        "mixed", NOTE, "Content-Type: message/rfc822\r\n\r\n" + POSTFIX + mixed("report", NOTE, status(), original()).replace("b1", "b2"),
    )).encode(), None),
    Sample("daemon-without-a-failure", (head("Hello", "postmaster@example.net") + words("Your mail was received with thanks.")).encode(), None),
)  # fmt: skip
