"""Names of files as their senders meant them: what programs encoded once too often is undone, and no more than that."""

from __future__ import annotations

from email import message_from_bytes
from urllib.parse import quote

import pytest

from intake.mime.filenames import shown_name
from intake.mime.headers import file_name
from intake.model.submission import FileType

NAMES = (
    ("%E4%BD%9C%E8%80%85.jpg", "作者.jpg"),
    ("&#20316;&#32773;.jpg", "作者.jpg"),
    ("&#x4f5c;&#x8005;.jpg", "作者.jpg"),
    (quote("作者".encode("gbk")) + ".jpg", "作者.jpg"),
    (quote(quote("作者.jpg")), "作者.jpg"),
    ("%u4F5C%u8005.jpg", "作者.jpg"),
    ("=?utf-8?B?5L2c6ICFLmpwZw==?=", "作者.jpg"),
    ("=?utf-8?B?JUU0JUJEJTlDJUU4JTgwJTg1LmpwZw==?=", "作者.jpg"),
    ("=?utf-8?B?5L2c6ICFLmpwZw==", "作者.jpg"),
    ("ä½œè€….jpg", "作者.jpg"),
    ("×÷Õß.jpg", "作者.jpg"),
    ("my%20photo%20(1).jpg", "my photo (1).jpg"),
    ("Caf%C3%A9.jpg", "Café.jpg"),
    ("R&amp;D.jpg", "R&D.jpg"),
    ("..%2F..%2F%E4%BD%9C.jpg", "作.jpg"),
    ("100%25 cotton.jpg", "100%25 cotton.jpg"),
    ("50% off.jpg", "50% off.jpg"),
    ("100%DE.jpg", "100%DE.jpg"),
    ("rate 5%ab.jpg", "rate 5%ab.jpg"),
    ("%2e%2e%2fetc%2fpasswd", "%2e%2e%2fetc%2fpasswd"),
    ("%E4%BD%9C%E8.jpg", "%E4%BD%9C%E8.jpg"),
    ("Tom & Jerry;.jpg", "Tom & Jerry;.jpg"),
    ("São Paulo.jpg", "São Paulo.jpg"),
    ("ÀÈ.jpg", "ÀÈ.jpg"),
)
HEADERS = (
    b'Content-Disposition: attachment; filename="%E4%BD%9C%E8%80%85.jpg"',
    b"Content-Disposition: attachment; filename=&#20316;&#32773;.jpg",
    b"Content-Disposition: attachment; filename*=UTF-8''%E4%BD%9C%E8%80%85.jpg",
    b"Content-Disposition: attachment; filename*=UTF-8''%25E4%25BD%259C%25E8%2580%2585.jpg",
    b"Content-Disposition: attachment; filename*=iso-8859-1''%E4%BD%9C%E8%80%85.jpg",
    b"Content-Disposition: attachment; filename*=x-nobody''%D7%F7%D5%DF.jpg",
    b'Content-Disposition: attachment; filename="=?iso-8859-1?B?1/fV3y5qcGc=?="',
    b'Content-Disposition: attachment; filename="\xd7\xf7\xd5\xdf.jpg"',
    b'Content-Disposition: attachment; filename="\xe4\xbd\x9c\xe8\x80\x85.jpg"',
    b'Content-Type: image/jpeg; name="=?utf-8?Q?=E4=BD=9C=E8=80=85.jpg"',
)


@pytest.mark.parametrize(("sent", "meant"), NAMES)
def test_a_name_is_shown_as_it_was_meant(sent, meant):
    assert shown_name(sent, 1, FileType.JPEG) == meant


@pytest.mark.parametrize("header", HEADERS)
def test_a_name_in_any_header(header):
    part = message_from_bytes(header + b"\r\n\r\nx")
    assert shown_name(file_name(part), 1, FileType.JPEG) == "作者.jpg"
