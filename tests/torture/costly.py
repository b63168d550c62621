"""Mails made to cost time: each is read, assembled and looked through as a delivery report within a few seconds of processor time."""

import base64
import binascii
import os
import random
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from intake.assemble import message, submissions
from intake.automatic.delivery_report import read_bounce
from intake.config.allowance import Allowance
from intake.config.loading import load
from intake.config.models import Config
from intake.model.submission import MessageError, SpooledMessage
from tests import ROOT

from .checker import Verdict
from .tally import Tally

NOW = datetime(2026, 8, 10, tzinfo=UTC)
HEAD = b"From: Otto <otto@example.com>\r\nTo: photo@example.org\r\nSubject: x\r\nMessage-ID: <a@example.com>\r\nMIME-Version: 1.0\r\n"
REPORT = b"From: mailer-daemon@example.com\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n"
SECONDS = 10.0  # of 5 MB: what grows faster than the mail takes many times that
BRIEF = 5.0  # of a quarter of a million characters
LETTERS = "abcdefghij klmnop qrstu,.:;/@<>-_=()[]{}0123456789\n\t 摄影作品：简介姓名"


def plain(text: str) -> bytes:
    return HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + text.encode()


def html(text: bytes) -> bytes:
    return HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + text


def headed(line: bytes) -> bytes:
    return line + HEAD + b"\r\nHello"


def report(block: bytes, times: int) -> bytes:
    return REPORT + b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a\r\n" + block * times + b"\r\n--b--\r\n"


def enclosed(encoding: str, inner: bytes) -> bytes:
    packed = base64.encodebytes(inner) if encoding == "base64" else binascii.b2a_qp(inner)
    return HEAD + b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: " + encoding.encode() + b"\r\n\r\n" + packed


def nested(encoding: str, levels: int) -> bytes:
    raw = plain("hello")
    for _ in range(levels):
        raw = enclosed(encoding, raw)
    return raw


def noise(letters: str) -> str:
    return "".join(random.Random(1).choices(letters, k=240_000))


def uuencoded(size: int) -> bytes:
    data = os.urandom(size)
    lines = (binascii.b2a_uu(data[at : at + 45]) for at in range(0, size, 45))
    return HEAD + b"\r\nbegin 644 work.bin\n" + b"".join(lines) + b"`\nend\n"


CASES: dict[str, tuple[float, Callable[[], bytes]]] = {
    "report-without-blank-lines": (SECONDS, lambda: report(b"Final-Recipient: rfc822; a@example.com\r\n", 125_000)),
    "report-of-folded-lines": (SECONDS, lambda: report(b" one more folded line\r\n", 225_000)),
    "report-of-blocks": (SECONDS, lambda: report(b"Final-Recipient: rfc822; a@example.com\r\nAction: failed\r\n\r\n", 80_000)),
    "mail-in-quoted-printable": (SECONDS, lambda: enclosed("quoted-printable", plain("hello there = words\r\n" * 200_000))),
    "mail-in-base64": (SECONDS, lambda: enclosed("base64", plain("hello there words\r\n" * 200_000))),
    "nested-base64": (SECONDS, lambda: nested("base64", 25)),
    "nested-quoted-printable": (SECONDS, lambda: nested("quoted-printable", 25)),
    "uuencode": (SECONDS, lambda: uuencoded(3_500_000)),
    "html": (SECONDS, lambda: html(b"<p>hello <b>world</b></p>\r\n" * 200_000)),
    "html-deep": (SECONDS, lambda: html(b"<div>" * 1_000_000)),
    "html-tables": (SECONDS, lambda: html(b"<table><tr><td>" * 350_000)),
    "html-attributes": (SECONDS, lambda: html(b"<p " + b"a=b " * 1_250_000 + b">")),
    "html-open-tags": (SECONDS, lambda: html(b"<" * 5_000_000)),
    "message-id": (SECONDS, lambda: headed(b"Message-ID: <" + b"a" * 250_000 + b"@example.com>\r\n")),
    "references": (SECONDS, lambda: headed(b"References: " + b"<a@example.com>\r\n " * 13_000 + b"\r\n")),
    "from-of-commas": (SECONDS, lambda: headed(b'From: "' + b"a, " * 80_000 + b'" <a@example.com>\r\n')),
    "from-of-many": (SECONDS, lambda: headed(b"From: " + b"a@b.example, " * 19_000 + b"c@d.example\r\n")),
    "from-of-brackets": (SECONDS, lambda: headed(b"From: " + b"(" * 250_000 + b" <a@example.com>\r\n")),
    "from-of-encoded-words": (SECONDS, lambda: headed(b"From: " + b"=?utf-8?q?a?= " * 17_000 + b"<a@example.com>\r\n")),
    "subject-of-prefixes": (SECONDS, lambda: headed(b"Subject: " + b"Re: " * 60_000 + b"\r\n")),
    "headers-beyond-all-limits": (SECONDS, lambda: headed(b"References: " + b"<a@example.com>\r\n " * 250_000 + b"\r\n")),
    "noise": (BRIEF, lambda: plain(noise(LETTERS))),
    "noise-of-all-scripts": (BRIEF, lambda: plain(noise("".join(map(chr, [*range(32, 127), *range(0x4E00, 0x9FA5), 10])) + "\n" * 900))),
    "one-letter": (BRIEF, lambda: plain("a" * 240_000)),
    "han": (BRIEF, lambda: plain("字" * 240_000)),
    "digits": (BRIEF, lambda: plain("1 " * 120_000)),
    "colons": (BRIEF, lambda: plain("a: " * 80_000)),
    "cells": (BRIEF, lambda: plain("a\tb\t" * 60_000)),
    "dashes": (BRIEF, lambda: plain("-" * 240_000)),
    "heads-of-quotes": (BRIEF, lambda: plain("On Mon, 3 Aug 2026 wrote:\n" * 9_000)),
    "heads-of-mails": (BRIEF, lambda: plain("From: a@b.example\nSent: x\n" * 9_000)),
}  # fmt: skip


QUICK = ("report-of-blocks", "nested-base64", "html-deep", "from-of-commas", "noise", "dashes")


def prepared(folder: Path) -> Config:
    """Return the shipped configuration, once all that reads a mail is loaded."""
    config = load([ROOT / "config.yaml"], {"PHOTO_PASSWORD": "x"})
    read_whole(plain("Dear all,\nDescription: a bridge\n"), config, folder)
    return config


def read_whole(raw: bytes, config: Config, folder: Path) -> float:
    """Read a mail, assemble it and look for a delivery report in it; return the seconds of processor time."""
    path = folder / "mail"
    path.write_bytes(raw)
    spooled = SpooledMessage(path=path, sha256="a", size=len(raw), mailbox="photo", received_at=NOW, fetched_at=NOW)
    begun = time.thread_time()
    with suppress(MessageError):  # over a limit, and said so
        read = message.read(spooled, folder, config.limits)
        submissions.gather(read, "photo-2026", config.calls["photo-2026"], folder, Allowance(seconds=1.0))
    read_bounce(path)
    return time.thread_time() - begun


def costs(name: str) -> Verdict:
    """Read one of the mails; say so where it takes more than it may."""
    limit, raw = CASES[name]
    with TemporaryDirectory(prefix="torture-") as folder:
        spent = read_whole(raw(), prepared(Path(folder)), Path(folder))
    return Verdict(wrong=(f"{spent:.1f} s of processor time, {limit:.0f} at most",) if spent > limit else ())


def run(quick: bool = False, told: Callable[[str], None] = lambda _: None) -> Tally:
    """Read every mail, one after the other, in this thread: a file's wall is a signal to it, and what is timed is alone."""
    started = time.monotonic()
    result = Tally(part="costly")
    for name in QUICK if quick else CASES:
        result.verdicts.append((name, verdict := costs(name)))
        result.tries += 1
        told(f"costly: {name}: {'ok' if verdict.clean else verdict}")
    result.seconds = time.monotonic() - started
    return result
