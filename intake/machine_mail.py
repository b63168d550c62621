"""Why a mail gets no answer: it was made by a machine (RFC 3834, field-notes 7)."""

from __future__ import annotations

import re

from intake.submission import InboundMessage

LOOP_HEADER = "x-intake-desk"
SUBJECTS = re.compile(
    r"^\s*(自动回复|自動回覆|自动答复|automatic reply|auto.?reply|out of (the )?office|autoreply|abwesenheitsnotiz|réponse automatique|"
    r"退信|系统退信|undelivered|undeliverable|delivery status notification|mail delivery (failed|subsystem)|returned mail|failure notice)",
    re.IGNORECASE,
)
LOCALS = re.compile(r"^(mailer-daemon|postmaster|no-?reply|donotreply|do-not-reply|bounces?|.*[-_+.]bounces?)$", re.IGNORECASE)
PRECEDENCE = {"bulk", "list", "junk", "auto_reply"}
LISTS = ("list-id", "list-unsubscribe", "list-post")
AUTORESPONDERS = ("x-autoreply", "x-autorespond", "x-auto-reply")


def machine_made(message: InboundMessage, own_addresses: frozenset[str], own_loop_header: str = LOOP_HEADER) -> str:
    """Return why a mail counts as machine-made or as our own, '' when a person wrote it."""
    sender = message.sender.email if message.sender else ""
    if sender in own_addresses:
        return "our own address"
    if message.header(own_loop_header):
        return "our own letter"
    if message.return_path == "":
        return "bounce: empty Return-Path"
    if message.content_type in {"multipart/report", "text/calendar"}:
        return f"machine mail: {message.content_type}"
    automatic = message.header("auto-submitted").split(";")[0].strip().lower()
    if automatic not in {"", "no"}:
        return "auto-reply: Auto-Submitted"
    if SUBJECTS.match(message.subject):
        return "auto-reply: subject"
    if LOCALS.match(sender.partition("@")[0]):
        return "machine mail: sender's address"
    return _by_headers(message)


def _by_headers(message: InboundMessage) -> str:
    for name in LISTS:
        if message.header(name):
            return f"mailing list: {name.title()}"
    if message.header("precedence").strip().lower() in PRECEDENCE:
        return "bulk mail: Precedence"
    if re.search(r"\b(OOF|AutoReply|All)\b", message.header("x-auto-response-suppress"), re.IGNORECASE):
        return "auto-reply: X-Auto-Response-Suppress"
    found = next((name for name in AUTORESPONDERS if message.header(name)), "")
    return f"auto-reply: {found.title()}" if found else ""
