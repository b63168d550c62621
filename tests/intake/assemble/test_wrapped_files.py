"""What wraps a submission is opened, or told as what it is; what stands for a file is never a text, and never silence."""

from __future__ import annotations

import base64
import binascii
import zlib

import pytest

from intake.assemble.message import read  # noqa: F401 - widens codecs first
from intake.mime.sniff import sniff
from intake.model.filetypes import FileType
from reports.demo import mime, oddities, pictures
from tests.builders import carrier_samples as carriers
from tests.intake.unwrap.test_carriers import opened, reading

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40
HEAD = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: photos\r\nMIME-Version: 1.0\r\n"
RPMSG = b"\x76\xe8\x04\x60\xc4\x11\xe3\x86" + b"\1" * 500


def uu(data: bytes, name: str = "photo.jpg") -> bytes:
    lines = [binascii.b2a_uu(data[place : place + 45]) for place in range(0, len(data), 45)]
    return b"begin 644 " + name.encode() + b"\n" + b"".join(lines) + b"`\nend\n"


def yenc(data: bytes, name: str = "photo.jpg") -> bytes:
    shifted = bytes((byte + 42) & 255 for byte in data)
    packed = b"".join(b"=" + bytes([(byte + 64) & 255]) if byte in b"\0\n\r=" else bytes([byte]) for byte in shifted)
    lines, place = [], 0
    while place < len(packed):
        end = min(place + 128, len(packed))
        end += packed[end - 1 : end] == b"="
        lines.append(packed[place:end])
        place = end
    tail = f"=yend size={len(data)} crc32={zlib.crc32(data):08x}\n".encode()
    return f"=ybegin line=128 size={len(data)} name={name}\n".encode() + b"\n".join(lines) + b"\n" + tail


def plain(text: bytes) -> bytes:
    return (
        HEAD + b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(text)
    )


def parts(*items: bytes, kind: str = "mixed", text: str = "") -> bytes:
    return HEAD + mime.multipart(kind, *([mime.text_part(text)] if text else []), *items)


def found(message) -> list[tuple[str, str, str]]:
    return [(item.name, item.type.value, item.problem) for item in message.attachments if not item.decoration]


def test_a_uuencoded_file_in_the_body_is_a_file(tmp_path):
    message = reading(plain(b"Dear all,\n\nplease find it.\n\n" + uu(JPEG) + b"\nAnna\n"), tmp_path)
    assert (found(message), message.text.split()) == (
        [("photo.jpg", "jpeg", "")],
        ["Dear", "all,", "please", "find", "it.", "Anna"],
    )
    assert message.attachments[0].path.read_bytes() == JPEG


def test_two_uuencoded_files_and_one_in_base64(tmp_path):
    third = b"begin-base64 644 c.jpg\n" + base64.encodebytes(JPEG + b"3") + b"====\n"
    message = reading(plain(uu(JPEG, "a.jpg") + b"\n" + uu(JPEG + b"2", "b.jpg").replace(b"\n", b"\r\n") + third), tmp_path)
    assert found(message) == [(f"{name}.jpg", "jpeg", "") for name in "abc"]


@pytest.mark.parametrize("whole", [uu(JPEG), yenc(JPEG)])
def test_a_file_in_the_body_that_is_cut_is_told(whole, tmp_path):
    message = reading(plain(b"See below.\n\n" + whole[: len(whole) // 2]), tmp_path)
    assert ([problem for _, _, problem in found(message)], message.text) == (["cut"], "See below.")


def test_a_yenc_file_in_the_body_is_a_file(tmp_path):
    message = reading(plain(b"Hello\n" + yenc(JPEG)), tmp_path)
    assert (found(message), message.text) == ([("photo.jpg", "jpeg", "")], "Hello")


@pytest.mark.parametrize(
    "text", [b"I begin 644 things and end", b"begin 644 it\nand that is the end\n", b"We begin\n\nend", b"=ybegin is a word"]
)
def test_what_only_resembles_stays_text(text, tmp_path):
    message = reading(plain(text), tmp_path)
    assert (found(message), message.text) == ([], text.decode().strip())


def test_inline_pgp_is_told_and_a_signed_text_is_read(tmp_path):
    cipher = b"Hi\n-----BEGIN PGP MESSAGE-----\n\nhQEMA5\n=abcd\n-----END PGP MESSAGE-----\n"
    signed = b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nMy text.\n-----BEGIN PGP SIGNATURE-----\n\niQ\n-----END PGP SIGNATURE-----\n"
    for room, text in (("a", cipher), ("b", signed)):
        (tmp_path / room).mkdir()
        message = reading(plain(text), tmp_path / room)
        wanted = ([("encrypted.asc", "pgp", "encrypted")], "Hi") if room == "a" else ([], "My text.")
        assert (found(message), message.text) == wanted


PROTECTED = "Anna has sent you a protected message. Learn about messages protected by Microsoft Purview Message Encryption."


@pytest.mark.parametrize(
    ("name", "data"),
    [("message.rpmsg", RPMSG), ("photos.bin", RPMSG), ("message_v4.rpmsg", b"\x99" * 500)],
    ids=["both", "bytes", "name"],
)
def test_a_message_that_microsoft_protects_is_told_and_its_wrapping_is_no_text(name, data, tmp_path):
    message = reading(parts(mime.part(mime.File(name=name, data=data)), text="Please open it in Outlook."), tmp_path)
    assert (found(message), message.text) == ([(name, "rpmsg", "protected")], "")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (PROTECTED, "protected"),
        ("Anna has sent you a secure message. Read the message at https://secure.virtru.com/start/?c=1", "portal"),
        ("You have received an encrypted message. Open the attachment SecureMessageAtt.html. Proofpoint Encryption", "portal"),
        ("Click here to read your secure message: https://encrypt.barracudanetworks.com/login", "portal"),
    ],
)
def test_a_letter_that_leads_to_a_portal_is_told_and_is_no_text(words, problem, tmp_path):
    message = reading(plain(words.encode()), tmp_path)
    assert (found(message), message.text) == ([("secure-message.txt", "standin", problem)], "")


@pytest.mark.parametrize("name", ["SecureMessageAtt.html", "securedoc_20260801T101010.html", "message_zdm.html"])
def test_a_page_that_leads_to_a_portal_is_told(name, tmp_path):
    message = reading(parts(mime.part(mime.File(name=name, data=b"<html><p>Open</html>", type="text/html")), text="x"), tmp_path)
    assert found(message) == [(name, "standin", "portal")]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Attachment-Warning.txt", "Warning"),
        ("DELETED0.TXT", "This file was infected."),
        ("note.txt", "The attachment photos.zip has been removed because of the security policy."),
        ("说明.txt", "附件 photos.zip 含有病毒，已被删除。"),
        ("Deleted: photo.jpg", "You deleted an attachment from this message."),
    ],
)
def test_a_note_that_an_attachment_was_removed_is_told(name, words, tmp_path):
    message = reading(parts(mime.part(mime.File(name=name, data=words.encode(), type="text/plain")), text="x"), tmp_path)
    assert [problem for _, _, problem in found(message)] == ["removed"]


def test_mailmans_scrubbed_attachment_is_told_and_leaves_the_text(tmp_path):
    words = (
        "My portrait is attached.\n-------------- next part --------------\nA non-text attachment was scrubbed...\n"
        "Name: portrait.jpg\nType: image/jpeg\nSize: 300000 bytes\nDesc: not available\nURL: <http://lists.example.org/x.jpg>\n"
    )
    message = reading(plain(words.encode()), tmp_path)
    assert (found(message), message.text) == ([("portrait.jpg", "standin", "removed")], "My portrait is attached.")


def test_an_attachment_that_is_still_being_scanned_is_told(tmp_path):
    inner = b"From: x@example.org\r\nSubject: ATP Scan In Progress\r\n\r\nYour attachment is being scanned.\r\n"
    message = reading(parts(mime.attached_mail(inner), text="x"), tmp_path)
    assert ([problem for _, _, problem in found(message)], message.text) == (["scanning"], "x")


def test_a_biography_that_speaks_of_removed_files_is_a_text(tmp_path):
    words = "I was born in Lisbon. " * 200 + "The file was removed."
    message = reading(parts(mime.part(mime.File(name="bio.txt", data=words.encode(), type="text/plain")), text="x"), tmp_path)
    assert found(message) == [("bio.txt", "text", "")]


@pytest.mark.parametrize("number", [1, 2])
def test_a_piece_of_a_mail_is_told(number, tmp_path):
    inner = (
        b"From: a@example.org\r\nSubject: big\r\nContent-Type: text/plain\r\n\r\nhello "
        if number == 1
        else b"ZmZmZmZmZmZm\r\n" * 50
    )
    raw = HEAD.replace(
        b"MIME-Version", f'Content-Type: message/partial; id="x@y"; number={number}; total=2\r\nMIME-Version'.encode()
    )
    message = reading(raw + b"\r\n" + inner, tmp_path)
    assert ([problem for _, _, problem in found(message)], message.text) == (["partial"], "")


def test_a_reaction_is_nothing_and_alternatives_are_no_files(tmp_path):
    reaction = b'Content-Type: text/vnd.google.email-reaction+json; charset="UTF-8"\r\n\r\n{"emoji":"x","version":1}\r\n'
    named = b'Content-Type: text/vnd.google.email-reaction+json\r\nContent-Disposition: attachment; filename="reaction.json"\r\n\r\n{}\r\n'
    amp = b"Content-Type: text/x-amp-html\r\n\r\n<html amp4email></html>\r\n"
    rich = b"Content-Type: text/enriched\r\n\r\n<bold>hello</bold>\r\n"
    raw = parts(reaction, named, amp, rich, mime.text_part("<p>Hi</p>", "html"), kind="alternative", text="Hi")
    message = reading(raw, tmp_path)
    assert (found(message), message.text) == ([], "Hi")


def test_a_picture_in_a_pages_own_addresses_is_a_file(tmp_path):
    data = pictures.jpeg(1200, 900, 1) if hasattr(pictures, "jpeg") else JPEG * 60
    page = f'<p>Hello</p><img alt="Me.jpg" src="data:image/jpeg;base64,{base64.b64encode(data).decode()}"><p>Bye</p>'
    message = reading(HEAD + mime.text_part(page, "html"), tmp_path)
    assert ([(item.name, item.size) for item in message.attachments], message.text.split()) == (
        [("Me.jpg", len(data))],
        ["Hello", "Bye"],
    )


def test_pictures_in_style_and_object_are_files_and_small_ones_decoration(tmp_path):
    dot = base64.b64encode(
        bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
    ).decode()
    big = base64.b64encode(JPEG).decode()
    page = f"<img src='data:image/gif;base64,{dot}'><object data='data:application/pdf;base64,{base64.b64encode(b'%PDF-1.4' + b'x' * 99).decode()}'>"
    page += f'<div style="background:url(data:image/jpeg;base64,{big})">x</div><style>@font-face{{src:url(data:font/woff;base64,{big})}}</style>'
    message = reading(HEAD + mime.text_part(page, "html"), tmp_path)
    assert [(item.type.value, item.decoration) for item in message.attachments] == [
        ("gif", True),
        ("pdf", False),
        ("jpeg", False),
    ]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.egg", b"EGGA\0\1" + b"\1" * 99, FileType.FOREIGN),
        ("photos", b"EGGA\0\1" + b"\1" * 99, FileType.FOREIGN),
        ("a.alz", b"ALZ\x01\n\0" + b"\1" * 99, FileType.FOREIGN),
        ("a.tar.zst", b"\x28\xb5\x2f\xfd" + b"\1" * 99, FileType.LIBARCHIVE),
        ("a.lzh", b"\x24\x50-lh5-" + b"\1" * 99, FileType.LIBARCHIVE),
        ("a.cab", b"MSCF\0\0\0\0" + b"\1" * 99, FileType.LIBARCHIVE),
        ("a.iso", b"\0" * 32769 + b"CD001" + b"\0" * 99, FileType.LIBARCHIVE),
        ("a.z01", b"PK\x07\x08PK\x03\x04" + b"\1" * 99, FileType.SPLIT),
        ("a.zip.002", b"\0\1\2\3" * 99, FileType.SPLIT),
        ("a.jpg", b"\0\0\0\x0cjP  \r\n\x87\n" + b"\1" * 99, FileType.JP2),
        ("a.jpg", b"\xff\x0a" + b"\1" * 99, FileType.JXL),
        ("a.jpg", b"\0\0\0\x18ftypcrx \0\0\0\1" + b"\1" * 99, FileType.RAW),
        ("a.cr2", b"II*\0\x10\0\0\0CR\x02\0" + b"\1" * 99, FileType.RAW),
        ("a.rw2", b"IIU\0" + b"\1" * 99, FileType.RAW),
        ("a.orf", b"IIRO" + b"\1" * 99, FileType.RAW),
        ("a.raf", b"FUJIFILMCCD-RAW 0201" + b"\1" * 99, FileType.RAW),
        ("a.psd", b"8BPS\0\1" + b"\1" * 99, FileType.PSD),
        ("a.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n", FileType.EPS),
        ("a.svg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', FileType.SVG),
        ("phones.txt", b"070701 is my number", FileType.TEXT),
    ],
)
def test_a_file_is_named_as_what_it_is(name, data, kind, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(data)
    assert sniff(path, name) is kind


@pytest.mark.parametrize(
    ("kind", "name", "data", "problem"),
    [
        (FileType.FOREIGN, "a.egg", b"EGGA\0" * 50, "unsupported"),
        (FileType.LIBARCHIVE, "a.lzh", b"\x24\x50-lh5-" + b"\1" * 99, "unsupported"),
        (FileType.LIBARCHIVE, "a.tar.zst", b"\x28\xb5\x2f\xfd" + b"\1" * 99, "unsupported"),
        (FileType.SPLIT, "a.z01", b"PK\x07\x08PK\x03\x04", "split"),
    ],
)
def test_archives_of_other_kinds_are_told_apart_from_damaged_ones(kind, name, data, problem, tmp_path):
    assert opened(data, kind, tmp_path, name=name) == problem


@pytest.mark.parametrize(("name", "cut"), [("photos.zip.001", True), ("photos.zip", False)])
def test_one_volume_of_a_split_zip_is_told(name, cut, tmp_path):
    data = oddities.zipped([("a.jpg", JPEG), ("b.jpg", JPEG)])
    place = data.rfind(b"PK\5\6")
    volume = data[:3000] if cut else data[2000 : place + 4] + b"\1\0\1\0" + data[place + 8 :]
    message = reading(parts(mime.part(mime.File(name=name, data=volume)), text="x"), tmp_path)
    assert [problem for _, _, problem in found(message)] == ["split"]


@pytest.mark.parametrize("tools", [True, False], ids=["tools", "no tools"])
def test_a_solid_rar_that_no_tool_reads_is_unsupported_not_damaged(tools, tmp_path, monkeypatch):
    if not tools:
        monkeypatch.setenv("PATH", str(tmp_path))
    data = bytes(range(256)) * 8
    fields = (
        carriers._number(0x04)
        + carriers._number(len(data))
        + carriers._number(0o100644)
        + b"\1\2\3\4"
        + carriers._number(0x40 | 3 << 7)
    )
    file = carriers._block(2, 0x02, fields + carriers._number(1) + carriers._number(5) + b"a.jpg", data[:500])
    solid = (
        b"Rar!\x1a\x07\x01\x00" + carriers._block(1, 0, carriers._number(4)) + file + carriers._block(5, 0, carriers._number(0))
    )
    assert opened(solid, FileType.RAR, tmp_path, name="a.rar") == "unsupported"
