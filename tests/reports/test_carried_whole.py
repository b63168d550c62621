"""Whole submissions in odd carriers, from raw bytes to the entry and its letter."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

import pytest

from reports.demo import mails, mime, oddities
from reports.demo.mime import File
from tests.builders.factories import CorpusCase, tiny_scene
from tests.builders.run_case import outcome_of

RPMSG = b"\x76\xe8\x04\x60\xc4\x11\xe3\x86" + b"\1" * 500
RULES = frozenset({"archive-unreadable", "photo-count", "slot-count"})


def page(body: str, *files: File) -> bytes:
    scene = tiny_scene()
    draft = scene.draft(*files)
    return mime.mail(draft, mime.multipart("mixed", mime.text_part(body, "html"), *[mime.part(file) for file in files]))


def portrait_in_page() -> bytes:
    scene = tiny_scene()
    portrait = scene.portrait()
    shown = f'<p>国际友人看中国</p><img alt="{portrait.name}" src="data:image/jpeg;base64,{base64.b64encode(portrait.data).decode()}">'
    return page(shown, scene.form(), scene.biography(), *scene.works(3))


def photos_in_the_text() -> bytes:
    """Put every picture into the text, each smaller than many a logo."""
    scene = tiny_scene()
    files = (*scene.works(3), scene.portrait())
    shown = "".join(f'<img src="cid:{number}@x">' for number, _ in enumerate(files))
    parts = [
        b"Content-ID: <%d@x>\r\n" % number + mime.part(file).replace(b"attachment;", b"inline;")
        for number, file in enumerate(files)
    ]
    text = mime.multipart("related", mime.text_part(f"<p>国际友人看中国</p>{shown}", "html"), *parts)
    draft = scene.draft(scene.form(), scene.biography())
    return mime.mail(draft, mime.multipart("mixed", text, *map(mime.part, draft.files)))


def spoiled_header() -> bytes:
    """Put an editor's mark before a mail and take from its header what says that it has parts."""
    raw = mails.plain(tiny_scene().draft(*tiny_scene().parcel()))
    said = re.compile(rb"^Content-Type: multipart/mixed;\s*boundary=[^\r\n]*\r\n", re.M)
    assert said.search(raw)
    return b"\xef\xbb\xbf" + said.sub(b"Content-Type: text/plain\r\n", raw, count=1)


def biography_in_enriched_text() -> bytes:
    """Type the biography as mail programs did before HTML (RFC 1896)."""
    scene = tiny_scene()
    text = mime.text_part(f"<bold>Biography</bold>\n\n{scene.person.biography}").replace(b"text/plain", b"text/enriched", 1)
    draft = scene.draft(scene.form(), *scene.works(3), scene.portrait())
    return mime.mail(draft, mime.multipart("mixed", text, *map(mime.part, draft.files)))


def empty_source() -> bytes:
    return page('<p>国际友人看中国</p><img src=""><a href="">x</a><td background="">', *tiny_scene().parcel())


def protected() -> bytes:
    words = "Anna has sent you a protected message. Learn about messages protected by Microsoft Purview Message Encryption."
    scene = tiny_scene()
    return mails.plain(scene.draft(File(name="message.rpmsg", data=RPMSG), text=words))


def foreign(name: str, data: bytes) -> Callable[[], bytes]:
    def build() -> bytes:
        scene = tiny_scene()
        return mails.plain(scene.draft(scene.form(), scene.biography(), scene.portrait(), File(name=name, data=data)))

    return build


def one_of_another_kind() -> bytes:
    scene = tiny_scene()
    strange = File(name="Work 4.jpg", data=b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(range(256)) * 400)
    film = File(name="Work 5.jpg", data=b"\0\0\0\x14ftypqt  \0\0\0\0qt  \0\0\x10\x08mdat" + bytes(4096), type="image/jpeg")
    return mails.plain(scene.draft(*scene.parcel(), strange, film))


def percent_names() -> bytes:
    scene = tiny_scene()
    named = [scene.portrait("%E4%BD%9C%E8%80%85.jpg"), *scene.works(3, "%E4%BD%9C%E5%93%81{n}.jpg")]
    return mails.plain(scene.draft(scene.form(), scene.biography(), *named), mime.NameEncoding.RFC2231)


@pytest.mark.parametrize(
    "build",
    [portrait_in_page, photos_in_the_text, spoiled_header, biography_in_enriched_text, empty_source, percent_names],
    ids=lambda build: build.__name__,
)
def test_it_is_accepted(build, tmp_path):
    found = outcome_of(CorpusCase(name="case", raw=build), tmp_path)
    assert (found["state"], found["rules"]) == ("accepted", frozenset())


@pytest.mark.parametrize(
    ("build", "problem"),
    [
        (protected, "protected"),
        (foreign("photos.egg", b"EGGA\0\1" + b"\1" * 5000), "unsupported"),
        (foreign("photos.z01", b"PK\x07\x08PK\x03\x04" + b"\1" * 5000), "split"),
        (foreign("photos.zip.001", oddities.zipped([("a.jpg", b"\xff\xd8\xff" * 5000)])[:300]), "split"),
        (foreign("photos.tar.zst", b"\x28\xb5\x2f\xfd" + b"\1" * 5000), "unsupported"),
    ],
)
def test_what_cannot_be_opened_is_told(build, problem, tmp_path):
    found = outcome_of(CorpusCase(name="case", raw=build), tmp_path)
    told = [item for entry in found["documents"] for item in entry["findings"] if item["rule"] == "archive-unreadable"]
    assert (found["state"], [item["values"]["problem"] for item in told]) == ("incomplete", [problem])
    assert not any(
        item["rule"] in {"description-length", "text-length"} for entry in found["documents"] for item in entry["findings"]
    )


def test_a_picture_of_another_kind_is_named(tmp_path):
    found = outcome_of(CorpusCase(name="case", raw=one_of_another_kind), tmp_path)
    told = [item for entry in found["documents"] for item in entry["findings"] if item["rule"] == "photo-format"]
    assert [(item["subject"], item["values"]["format"]) for item in told] == [("Work 4.jpg", "JPEG 2000"), ("Work 5.jpg", "MOV")]
