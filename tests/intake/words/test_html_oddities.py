"""Odd attributes in a mail's HTML cost nobody their submission."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.links.finder import find_links
from intake.mime.walker import MailText
from intake.unwrap.decoration import cited
from intake.words.body import html_to_text
from reports.demo import mime
from tests.intake.unwrap.test_carriers import reading

ATTRIBUTES = ("src", "href", "background", "data", "style", "poster", "srcset", "action", "cite")
VALUES = (
    "",
    '""',
    "''",
    '"cid:"',
    '"<>"',
    '"http://["',
    '"http://[::1"',
    '"//"',
    '"%"',
    '"&#;"',
    '"&#x110000;"',
    '"data:"',
    '"\x00"',
    "url(",
    "url()",
    "\"url('')\"",
    '"https://a.example:99999999/x"',
)


def html_mail(page: str) -> bytes:
    photo = mime.part(mime.File(name="a.jpg", data=b"\xff\xd8\xff\xe0rest", type="image/jpeg"))
    body = mime.multipart("mixed", mime.text_part(page, "html"), photo)
    return b"From: a@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\n" + body


@pytest.mark.parametrize("attribute", ATTRIBUTES)
@pytest.mark.parametrize("value", VALUES)
def test_no_attribute_is_too_odd(attribute, value, tmp_path):
    message = reading(html_mail(f"<p>Hello<img {attribute}={value}><a {attribute}={value}>x</a><td {attribute}= ></p>"), tmp_path)
    assert ("Hello" in message.text, [item.name for item in message.attachments]) == (True, ["a.jpg"])


@pytest.mark.filterwarnings("ignore::bs4.MarkupResemblesLocatorWarning")
@given(
    st.lists(
        st.sampled_from(
            [*ATTRIBUTES, *VALUES, "<img ", "<a ", "=", ">", "'", '"', " ", "cid:", "http://", "[", "]", "%zz", "&", ";", "url("]
        )
    )
)
def test_any_heap_of_attributes_is_read(pieces):
    page = "".join(pieces)
    assert isinstance(cited(MailText(html=[page])), frozenset)
    assert isinstance(html_to_text(page), str)
    assert isinstance(find_links([page], [page]), tuple)
