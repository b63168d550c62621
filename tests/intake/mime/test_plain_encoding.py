"""The word for a part's encoding, as programs dress it up."""

from email.message import Message

import pytest

from intake.mime.headers import plain_encoding


@pytest.mark.parametrize(
    ("written", "kept"),
    [("BASE64 ", "base64"), ("x-base64", "base64"), ('"base64" (of it)', "base64"), ("Quoted-Printable ;", "quoted-printable"),
     ("8bit", "8bit"), ("x-uuencode", "x-uuencode")],
)  # fmt: skip
def test_an_encoding_is_known_however_it_is_dressed(written, kept):
    part = Message()
    part["Content-Transfer-Encoding"] = written
    part.set_payload("aGVsbG8=")
    plain_encoding(part)
    assert part["content-transfer-encoding"] == kept
