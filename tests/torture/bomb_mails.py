"""Hostile mails as such: their structure, their headers, their names; what they carry is made in bomb_files."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from reports.demo import mails, mime
from reports.demo.mime import File
from tests.builders.factories import tiny_scene

HEAD = b"From: Bad Actor <bad@example.com>\r\nTo: photo@example.org\r\nSubject: entry\r\nDate: Fri, 10 Jul 2026 10:00:00 +0800\r\nMIME-Version: 1.0\r\n"
ANY = "entered shunted set_aside ignored"
SCRIPT = "<script>alert(1)</script>"
EVIL = "torture-evil"  # stands in every name that would like to be written somewhere else


@dataclass(frozen=True, kw_only=True)
class Bomb:
    """One hostile mail; `files` are the honest contents that must not be lost if it is entered."""

    name: str
    raw: bytes
    outcomes: str = "entered"
    files: tuple[bytes, ...] = field(default=())


def beside(name: str, *hostile: File, number: int = 11, instead: int = 0, outcomes: str = "entered") -> Bomb:
    """Return a complete entry with hostile files beside its own; `instead`: so many of its last files are left out."""
    scene = tiny_scene(number)
    honest = scene.parcel()[: 6 - instead]
    raw = mails.plain(scene.draft(*honest, *hostile))
    return Bomb(name=name, raw=raw, files=tuple(file.data for file in honest), outcomes=outcomes)


def structures() -> Iterator[Bomb]:
    """Yield the mails that are bombs by their structure."""
    levels = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(5000))
    yield Bomb(name="5000-deep", raw=HEAD + levels + b"Content-Type: text/plain\r\n\r\nend\r\n", outcomes=ANY)
    inner = (b"Content-Type: message/rfc822\r\n\r\nFrom: a@example.com\r\nSubject: x\r\nMIME-Version: 1.0\r\n") * 2000
    yield Bomb(name="2000-rfc822", raw=HEAD + inner + b"Content-Type: text/plain\r\n\r\nend\r\n", outcomes=ANY)
    parts = b"--b\r\n\r\nx\r\n" * 100_000
    yield Bomb(
        name="100k-parts", raw=HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + parts + b"--b--\r\n", outcomes=ANY
    )
    yield Bomb(name="1M-headers", raw=HEAD + b"X-A: b\r\n" * 1_000_000 + b"\r\nhello\r\n", outcomes=ANY)
    yield Bomb(name="long-line", raw=HEAD + b"\r\n" + b"x" * 8_000_000 + b"\r\n", outcomes=ANY)
    yield Bomb(name="long-boundary", raw=HEAD + b'Content-Type: multipart/mixed; boundary="' + b"b" * 200_000 + b'"\r\n\r\n--' + b"b" * 200_000 + b"\r\n\r\nx\r\n", outcomes=ANY)  # fmt: skip
    yield Bomb(name="noise", raw=bytes((n * 7919 + n // 251) % 256 or 1 for n in range(200_000)), outcomes=ANY)
    yield Bomb(name="no-header", raw=b"\r\n\r\nnothing\r\n", outcomes=ANY)
    yield Bomb(
        name="empty-parameters",
        raw=HEAD + b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n\r\nx\r\n----\r\n',
        outcomes=ANY,
    )


def _with_header(name: str, old: bytes, new: bytes, number: int, outcomes: str = ANY) -> Bomb:
    """Return a complete entry one of whose header lines (known by its beginning) is replaced."""
    scene = tiny_scene(number)
    files = scene.parcel()
    head, _, body = mails.plain(scene.draft(*files)).partition(b"\r\n\r\n")
    lines: list[bytes] = []
    for line in head.split(b"\r\n"):
        if line[:1] in b" \t" and line and lines and lines[-1] == new:
            continue  # the rest of what was replaced
        lines.append(new if line.startswith(old) else line)
    raw = b"\r\n".join(lines) + b"\r\n\r\n" + body
    return Bomb(name=name, raw=raw, outcomes=outcomes, files=tuple(file.data for file in files))


def headers() -> Iterator[Bomb]:
    """Yield complete entries with hostile headers."""
    yield _with_header("50k-brackets", b"To:", b"To: " + b"(" * 50_000, 12)
    yield _with_header("40k-words", b"Subject:", b"Subject: " + b"\r\n ".join([b"=?utf-8?q?a?="] * 40_000), 13)
    yield _with_header("injected-subject", b"Subject:", b"Subject: =?utf-8?q?=E5=9B=BD=E9=99=85=E5=8F=8B=E4=BA=BA=E7=9C=8B=E4=B8=AD=E5=9B=BD=0d=0aBcc:_victim@example.com=0d=0a=0d=0ahello?=", 14, "entered")  # fmt: skip
    yield _with_header(
        "injected-from", b"From:", b"From: =?utf-8?q?Ann=0aBcc:_victim@example.com?= <ann@example.com>", 15, "entered"
    )
    yield _with_header(
        "injected-id", b"Message-ID:", b"Message-ID: <a@b>\r\n =?utf-8?q?=0d=0aBcc:_victim@example.com?=", 16, "entered"
    )
    yield _with_header("bracket-from", b"From:", b"From: a@example.org)victim@example.com", 17)
    yield _with_header("two-from", b"From:", b"From: <one@example.com>\r\nFrom: <victim@example.com>", 18)
    yield _with_header("null-in-header", b"Subject:", b"Subject: a\x00b\rX-Evil: 1", 19)
    yield _with_header("template-subject", b"Subject:", b"Subject: {{7*7}}{% for x in range(9999999) %}x{% endfor %}", 20)
    words = b64encode(f"{SCRIPT}<img src=x onerror=alert(1)>".encode())
    yield _with_header("html-from", b"From:", b"From: =?utf-8?b?" + words + b"?= <html@example.com>", 21, "entered")
    formula = b64encode(b'=HYPERLINK("http://127.0.0.1/","x")')
    yield _with_header("formula-from", b"From:", b"From: =?utf-8?b?" + formula + b"?= <formula@example.com>", 22, "entered")


def names() -> Iterator[Bomb]:
    """Yield complete entries whose files have hostile names."""
    scene = tiny_scene(23)
    form, biography, *works, portrait = scene.parcel()
    hostile = ["../../../../tmp/torture-evil.jpg", f"{SCRIPT}.jpg", "=cmd|' /C calc'!A0.jpg"]
    files = (form, biography, *(work.named(name) for work, name in zip(works, hostile, strict=True)), portrait.named("CON.jpg"))
    raw = mails.plain(scene.draft(*files))
    yield Bomb(name="hostile-names", raw=raw, files=tuple(file.data for file in files))
    scene = tiny_scene(24)
    form, biography, *works, portrait = scene.parcel()
    odd = ["a\r\nBcc: victim@example.com\r\n.jpg", "/etc/torture-evil.jpg", "x" * 5000 + ".jpg"]
    files = (form, biography, *(replace(work, name=f"文{name}") for work, name in zip(works, odd, strict=True)), portrait)
    yield Bomb(name="injected-names", raw=mails.plain(scene.draft(*files)), files=tuple(file.data for file in files))
    tnef = b"\x78\x9f\x3e\x22" + bytes(range(256)) * 40
    huge = b"\x78\x9f\x3e\x22\x01\x00\x02\x0f\x80\x06\x00\xff\xff\xff\x7f" + b"A" * 1000
    yield beside("tnef-garbage", File(name="winmail.dat", data=tnef, type="application/ms-tnef"), number=25)
    yield beside("tnef-huge", File(name="winmail.dat", data=huge, type="application/ms-tnef"), number=26)
    lines = mime.attached_mail(HEAD + b"\r\n" + b"> " * 100_000 + b"\r\n")
    scene = tiny_scene(27)
    yield Bomb(
        name="quoted-deep", raw=mails.with_part(scene.draft(*scene.parcel()), lines), files=tuple(f.data for f in scene.parcel())
    )
