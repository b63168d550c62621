"""Mails that staff write, as their programs do: orders by a link of the digest, replies by lines, forwards."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from html import unescape
from urllib.parse import unquote

DESK = "photo@example.org"
LI, WEN = "li@office.example", "wen@office.example"
LINK = re.compile(r"mailto:([^?\"]+)\?subject=([^&\"]+)(?:&(?:amp;)?body=([^\"]*))?")


def page_of(received):
    """Return a mail that left, as a message."""
    return email.message_from_bytes(received.content, policy=email.policy.default)


def html_of(message):
    """Return its HTML."""
    return message.get_body(("html",)).get_content()


def text_of(message):
    """Return its plain text."""
    return message.get_body(("plain",)).get_content()


def orders_in(message):
    """Return {(reference, action): (to, subject, body)} of the links in a page."""
    found = {}
    for to, subject, body in LINK.findall(unescape(html_of(message))):
        written = unquote(subject)
        read = re.match(r"\[(\S+) r(\d+)\] (\S+) (\S+)$", written)
        if read:
            found[read[1], read[3]] = (unquote(to), written, unquote(body))
    return found


def a_mail(sender, subject, text="", *, to=DESK, answers=(), html="", headers=(), files=()):
    """Return a person's mail as bytes."""
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"], message["Message-ID"] = format_datetime(datetime.now(UTC)), make_msgid("x", "office.example")
    if answers:
        message["In-Reply-To"], message["References"] = answers[-1], " ".join(answers)
    for name, value in headers:
        message[name] = value
    message.set_content(text or "\n")
    if html:
        message.add_alternative(html, subtype="html")
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def by_link(message, reference, action, typed="", *, sender=LI, **more):
    """Return the mail that a link opens, sent with what was typed above what stands in it."""
    to, subject, body = orders_in(message)[reference, action]
    return a_mail(sender, subject, typed + body, to=to, **more)


def reply(message, typed, *, sender=LI, subject=None, **more):
    """Return a reply to a page, quoted below by marks."""
    quoted = "\n".join(f"> {line}" for line in text_of(message).splitlines())
    text = f"{typed}\n\nOn Mon, 10 Aug 2026 at 09:05, Photo call <{DESK}> wrote:\n{quoted}\n"
    return a_mail(sender, subject or f"Re: {message['Subject']}", text, answers=(message["Message-ID"],), **more)
