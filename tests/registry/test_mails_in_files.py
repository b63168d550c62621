"""Mails that come as files: several in one file, a mail saved as a page, parts that a careless program marks; nothing is lost."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from reports.demo import mails, mime, oddities
from reports.demo.mime import File
from tests.builders.accounting import unaccounted, untold
from tests.builders.commands import command
from tests.builders.desks import a_desk, overlay
from tests.builders.factories import INSIDE, parcel_mail, tiny_scene

ABOVE = b"From anna@example.org Fri Jul 10 10:00:00 2026\n"


def file_of_mails(*raws: bytes) -> bytes:
    """Return mails as a mail program keeps them in one file."""
    lines = (raw.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ") for raw in raws)
    return b"".join(ABOVE + each + b"\n\n" for each in lines)


def entries_of(folder, raw: bytes) -> list[dict]:
    """Return what becomes of a mail, nothing of which is lost."""
    with a_desk(folder) as desk:
        (folder / "mail.eml").write_bytes(raw)
        import_paths(desk, [folder / "mail.eml"], None, INSIDE.isoformat())
        process_pending(desk)
        entries = documents.entries(desk.db)
        assert (unaccounted(desk, raw), [what for entry in entries for what in untold(entry)]) == ([], [])
        return entries


def with_file(name: str, data: bytes, kind: str = "application/octet-stream") -> bytes:
    return mails.plain(tiny_scene(5).draft(File(name=name, data=data, type=kind), text="请见附件。"))


def told(entries: list[dict]) -> list[tuple[str, str, list[str]]]:
    """Return whose each entry is, its state, and its files."""
    return [
        (entry["form"].get("name_en", ""), entry["state"], sorted(item["filename"] for item in entry["materials"]))
        for entry in entries
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("mails.mbox", "application/mbox"),
        ("mails.mbox", "application/octet-stream"),
        ("导出邮件", ""),
        ("Inbox.txt", "text/plain"),
    ],
)
def test_several_authors_mails_in_one_file_become_what_attached_mails_become(name, kind, tmp_path):
    two = [parcel_mail(3), parcel_mail(4)]
    attached = (File(name=f"{place}.eml", data=raw, type="message/rfc822") for place, raw in enumerate(two))
    for each in ("apart", "together"):
        (tmp_path / each).mkdir()
    apart = entries_of(tmp_path / "apart", mails.plain(tiny_scene(5).draft(*attached, text="请见附件。")))
    together = entries_of(tmp_path / "together", with_file(name, file_of_mails(*two), kind or "application/octet-stream"))
    assert told(together) == told(apart)
    assert [state for _, state, _ in told(together)] == ["accepted", "accepted"]


def test_one_author_s_mails_in_one_file_are_one_entry_and_one_mail_is_read_as_ever(tmp_path):
    scene = tiny_scene(3)
    form, biography, *rest = scene.parcel()
    two = file_of_mails(mails.plain(scene.draft(form, biography)), mails.plain(scene.draft(*rest)))
    for name, data in (("two", two), ("one", file_of_mails(parcel_mail(3)))):
        (tmp_path / name).mkdir()
        (entry,) = entries_of(tmp_path / name, with_file("box.mbox", data))
        assert (entry["state"], len(entry["materials"])) == ("accepted", 6)


def test_a_file_of_mails_that_is_called_one_mail_loses_none(tmp_path):
    head = b'Content-Type: message/rfc822; name="mails.mbox"\r\nContent-Disposition: attachment; filename="mails.mbox"\r\n\r\n'
    part = head + file_of_mails(parcel_mail(3), parcel_mail(4)).replace(b"\n", b"\r\n")
    found = entries_of(tmp_path, mime.mail(tiny_scene(5).draft(), mime.multipart("mixed", mime.text_part("请见附件。"), part)))
    assert [entry["state"] for entry in found] == ["accepted", "accepted"]


def test_a_mail_as_apple_s_program_keeps_it_is_read(tmp_path):
    raw = parcel_mail(3).replace(b"\r\n", b"\n")
    kept = str(len(raw)).encode() + b"       \n" + raw + b'<?xml version="1.0"?>\n<plist version="1.0"><dict/></plist>\n'
    (entry,) = entries_of(tmp_path, with_file("12345.emlx", kept))
    assert (entry["state"], len(entry["materials"])) == ("accepted", 6)


def test_a_file_of_mails_in_an_archive_is_opened(tmp_path):
    packed = oddities.zipped([("Works.mbox/mbox", file_of_mails(parcel_mail(3), parcel_mail(4)))])
    found = entries_of(tmp_path, with_file("export.zip", packed, "application/zip"))
    assert [entry["state"] for entry in found] == ["accepted", "accepted"]


def test_a_file_of_more_mails_than_an_archive_may_hold_is_told(tmp_path):
    (entry,) = entries_of(tmp_path, with_file("all.mbox", file_of_mails(*[b"From: a@example.org\nSubject: x\n\nhello\n"] * 2001)))
    found = [(item["subject"], item["values"]["problem"]) for item in entry["findings"] if item["rule"] == "archive-unreadable"]
    assert found == [("all.mbox", "too-big")]


PARTED = parcel_mail(3)
BOUNDARY = re.search(rb'boundary="([^"]+)"', PARTED)[1]


def named_otherwise(raw: bytes, boundary: bytes) -> bytes:
    """Return a mail whose header names another boundary than the one that stands between its parts."""
    return raw.replace(b'boundary="' + BOUNDARY + b'"', b'boundary="' + boundary + b'"')


@pytest.mark.parametrize("head", [b"", b"Received: from mx.example.org by mx.example.com; Fri, 10 Jul 2026 10:00:00 +0800\r\n"])
@pytest.mark.parametrize(("name", "kind"), [("mail.mht", "multipart/related"), ("邮件.mhtml", "application/octet-stream")])
def test_a_mail_saved_as_a_page_in_one_file_is_a_mail(name, kind, head, tmp_path):
    raw = head + (PARTED if head else mails.without_header(PARTED, "To"))
    (entry,) = entries_of(tmp_path, with_file(name, raw, kind))
    assert (entry["state"], len(entry["materials"])) == ("accepted", 6)


@pytest.mark.parametrize(
    "boundary", [BOUNDARY.upper(), BOUNDARY.swapcase(), b"of-a-gateway-7"], ids=["upper case", "the other case", "another"]
)
@pytest.mark.parametrize("where", ["itself", "forwarded", "a file"])
def test_parts_are_found_by_the_boundary_that_stands_between_them(boundary, where, tmp_path):
    raw = named_otherwise(PARTED, boundary)
    around = {
        "itself": lambda: raw,
        "forwarded": lambda: mails.forwarded(tiny_scene(5).draft(text="请见附件。"), raw),
        "a file": lambda: with_file("works.eml", raw),
    }
    (entry,) = entries_of(tmp_path, around[where]())
    assert (entry["state"], sorted(item["role"] for item in entry["materials"])) == (
        "accepted",
        ["form", "portrait", "text", "work", "work", "work"],
    )


def test_a_part_within_a_part_is_found_so_too(tmp_path):
    said = mime.multipart("alternative", mime.text_part("作品见附件。"), mime.text_part("<p>作品见附件。</p>", "html"))
    marks = re.search(rb'boundary="([^"]+)"', said)[1]
    scene = tiny_scene(3)
    body = said.replace(b'"' + marks + b'"', b'"' + marks.upper() + b'"')
    (entry,) = entries_of(tmp_path, mime.mail(scene.draft(), mime.multipart("mixed", body, *map(mime.part, scene.parcel()))))
    assert (entry["state"], len(entry["materials"])) == ("accepted", 6)


def test_a_mail_between_whose_parts_nothing_stands_is_held_for_a_person(tmp_path):
    raw = named_otherwise(PARTED, b"gone").replace(b"--" + BOUNDARY, b"==" + BOUNDARY)
    (entry,) = entries_of(tmp_path, raw)
    assert (entry["state"], [item["reason"] for item in entry["materials"]]) == ("held", ["unknown-type"])


def test_all_of_it_through_a_real_server(tmp_path, one_imap_server, smtp_server):
    """One poll: works behind a document online, two authors in one file, a mail as a page, another boundary, a text in a picture."""
    scenes = [tiny_scene(number) for number in (3, 4, 6, 7, 8)]
    online, box, page, parted, pictured = scenes
    works = "我的作品都在这里：https://docs.qq.com/doc/DQWxYbG5kYWxv"
    words = File(name="作者简介.png", data=pictured.portrait(place=51).data, type="image/png")
    sent = (
        mails.plain(online.draft(online.form(), online.biography(), online.portrait(), text=works)),
        mails.plain(
            box.draft(File(name="mails.mbox", data=file_of_mails(parcel_mail(4), parcel_mail(5)), type="application/mbox"))
        ),
        mails.plain(page.draft(File(name="mail.mht", data=parcel_mail(6), type="multipart/related"))),
        _marked_in_capitals(mails.plain(parted.draft(*parted.parcel()))),
        mails.plain(pictured.draft(pictured.form(), *pictured.works(3), pictured.portrait(), words, text="")),
    )
    for minute, raw in enumerate(sent):
        one_imap_server.deliver(raw, INSIDE + timedelta(minutes=minute))
    overlay(tmp_path, one_imap_server, smtp_server)
    assert command(tmp_path, "poll")[0] == 0
    entries = json.loads(command(tmp_path, "entries", "--json")[1])
    assert [item["state"] for item in entries] == ["incomplete", "accepted", "accepted", "accepted", "accepted", "held"]
    letters = [
        message_from_bytes(item.content, policy=policy.default).get_body(("plain",)).get_content()
        for item in smtp_server.received
    ]
    assert [("腾讯文档（docs.qq.com）" in text, "作者简介.png是图片，里面的文字我们读不了" in text) for text in letters] == [
        (True, False), (False, False), (False, False), (False, False), (False, True),
    ]  # fmt: skip


def _marked_in_capitals(raw: bytes) -> bytes:
    return re.sub(rb'boundary="([^"]+)"', lambda found: found[0].replace(found[1], found[1].upper()), raw, count=1)
